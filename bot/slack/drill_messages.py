"""What a drill sends, and how it is put into words when it is sent. Only its person reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.outbox import Claimed
from bot.sending import Render, Unwanted
from bot.slack import drill_blocks as blocks
from bot.slack.audience import remembered_viewer
from bot.slack.drill_blocks import Asked, Feedback, Found, Offer, Opening, Spoken
from bot.slack.drill_home import topic_of
from bot.slack.drill_report_blocks import report_message
from bot.slack.drill_sources import Citation, citation_of
from bot.slack.drill_threads import OPENING
from bot.slack.floor import Floor
from knowledge.access import OUTSIDER, Viewer
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.interviews.conduct import manners
from knowledge.interviews.judgement import Judgement, PracticeFinding, judgement_from
from knowledge.interviews.questions import Question, question_from
from knowledge.interviews.report import Report, report
from knowledge.interviews.wording import Manner, Mode, purpose
from knowledge.storage.drill_tables import DrillDisagreement, Interview, InterviewTurn

TURN = "drill_turn"
"""What comes next: the `turn` that is asked, with feedback `about` an earlier one, and the `offer`
to raise what that one told of."""
FEEDBACK = "drill_feedback"
RESUMED = "drill_resumed"
PAUSED = "drill_paused"
HINTED = "drill_hinted"
EXPLAINED = "drill_explained"
REPORTED = "drill_reported"
INVITED = "drill_invited"

OURS = (OPENING, TURN, FEEDBACK, RESUMED, PAUSED, HINTED, EXPLAINED, REPORTED)
"""Kinds whose subject names the `interview`: its messages, all of which erasing deletes."""

GONE = "the drill has been erased"


class Sending:
    """Makes deliveries to the thread of one interview."""

    def __init__(self, floor: Floor, interview: Interview, to: Address) -> None:
        self._floor = floor
        self._interview = interview
        self._to = to

    def opening(self, turn: int) -> NewDelivery:
        return self._made(OPENING, "", turn=turn)

    def turn(self, turn: int, *, about: int | None = None, offer: int | None = None) -> NewDelivery:
        """One key a turn: whoever asks it, and however often, it arrives once."""
        return self._made(TURN, f"{turn}", turn=turn, about=about, offer=offer)

    def late_offer(self, turn: int) -> NewDelivery:
        """The offer alone, where nothing is asked next."""
        return self._made(TURN, f"offer {turn}", turn=None, about=None, offer=turn)

    def resumed(self, turn: int, occasion: str) -> NewDelivery:
        return self._made(RESUMED, f"{turn} {occasion}", turn=turn)

    def paused(self, occasion: str) -> NewDelivery:
        return self._made(PAUSED, occasion)

    def hinted(self, turn: int, words: str) -> NewDelivery:
        return self._made(HINTED, f"{turn}", turn=turn, words=words)

    def explained(self, turn: int, words: str) -> NewDelivery:
        return self._made(EXPLAINED, f"{turn}", turn=turn, words=words)

    def end(self, turns: Sequence[int], *, after: str) -> list[NewDelivery]:
        """Feedback to each of these questions, then the report: one after another."""
        wanted = [self._made(FEEDBACK, f"{turn}", turn=turn) for turn in turns]
        wanted.append(self._made(REPORTED, ""))
        earlier = [after, *(one.key for one in wanted)]
        return [replace(one, after=key) for one, key in zip(wanted, earlier, strict=False)]

    def _made(self, kind: str, item: str, **subject: int | str | None) -> NewDelivery:
        floor, interview = self._floor, self._interview.id
        key = key_of(floor.secret, floor.team, kind, f"{interview} {item}", "")
        return NewDelivery(key, self._to, kind, {"interview": interview, **subject}, lane=REPLY)


def renderers(floor: Floor) -> dict[str, Render]:
    words = Words(floor)
    return {
        OPENING: words.opening,
        TURN: words.turn,
        FEEDBACK: words.feedback,
        RESUMED: words.resumed,
        PAUSED: words.paused,
        HINTED: words.hinted,
        EXPLAINED: words.explained,
        REPORTED: words.reported,
        INVITED: lambda session, claimed: blocks.invitation_message(),
    }


class Words:
    """Each looks once more whether the drill is still there, and what its person may see."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def opening(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        interview, turn = self._found(session, claimed)
        if interview is None or turn is None:
            return Unwanted(GONE)
        lead_in = purpose(cast(Manner, interview.manner), cast(Mode, interview.mode))
        begun = Opening(topic_of(interview), lead_in, self._floor.company.drills.keep_days)
        return blocks.turn_message(Spoken(begun, asked=asked_of(session, turn)))

    def turn(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        interview, turn = self._found(session, claimed)
        if interview is None:
            return Unwanted(GONE)
        about, offer = claimed.subject.get("about"), claimed.subject.get("offer")
        asks = turn is not None and turn.kind != "closing"
        said = Spoken(
            feedback=self._feedback(session, claimed, about) if about else None,
            offer=offer_of(session, offer) if offer else None,
            asked=asked_of(session, turn) if turn is not None and asks else None,
            closing=turn.text if turn is not None and not asks else "",
        )
        return blocks.turn_message(said)

    def feedback(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = self._feedback(session, claimed, claimed.subject["turn"])
        return blocks.turn_message(Spoken(feedback=shown)) if shown else Unwanted(GONE)

    def resumed(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        interview, turn = self._found(session, claimed)
        if interview is None or turn is None:
            return Unwanted(GONE)
        noted = blocks.WELCOME_BACK
        return blocks.turn_message(Spoken(noted=noted, asked=asked_of(session, turn)))

    def paused(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        interview, _ = self._found(session, claimed)
        return blocks.paused_message(interview.id) if interview else Unwanted(GONE)

    def hinted(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        interview, _ = self._found(session, claimed)
        words = claimed.subject["words"] or blocks.NO_HINT
        return blocks.hint_message(words) if interview is not None else Unwanted(GONE)

    def explained(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        """Not with the passage: that would be the answer."""
        interview, _ = self._found(session, claimed)
        words = claimed.subject["words"] or blocks.NO_REASON
        return blocks.why_message(words) if interview is not None else Unwanted(GONE)

    def reported(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        interview, _ = self._found(session, claimed)
        if interview is None:
            return Unwanted(GONE)
        made = report(session, interview.id, now=self._floor.clock())
        seen = seen_in(session, made, viewer_now(self._floor, claimed), self._floor)
        return report_message(made, seen)

    def _found(
        self, session: Session, claimed: Claimed
    ) -> tuple[Interview | None, InterviewTurn | None]:
        turn = claimed.subject.get("turn")
        interview = session.get(Interview, claimed.subject["interview"])
        return interview, session.get(InterviewTurn, turn) if turn is not None else None

    def _feedback(self, session: Session, claimed: Claimed, turn_id: int) -> Feedback | None:
        turn = session.get(InterviewTurn, turn_id)
        if turn is None or turn.judgement is None:
            return None
        viewer = viewer_now(self._floor, claimed)
        return feedback_of(session, turn, viewer, self._floor)


def viewer_now(floor: Floor, claimed: Claimed) -> Viewer:
    return remembered_viewer(floor, claimed.person, claimed.conversation, private=True) or OUTSIDER


def asked_of(session: Session, turn: InterviewTurn) -> Asked:
    """A question with its number among the questions of its interview."""
    interview = session.get_one(Interview, turn.interview_id)
    asked = select(func.count(InterviewTurn.id)).where(
        InterviewTurn.interview_id == turn.interview_id,
        InterviewTurn.kind == "question",
        InterviewTurn.position <= turn.position,
    )
    number = session.scalar(asked) or 1
    question = question_from(turn.question)
    follow_up = turn.kind != "question"
    return Asked(
        turn.id,
        interview.id,
        turn.text,
        number,
        max(number, interview.length),
        turn.clause or "",
        follow_up,
        question.kind == "show me" and not follow_up,
    )


def feedback_of(session: Session, turn: InterviewTurn, viewer: Viewer, floor: Floor) -> Feedback:
    judgement = judgement_from(turn.judgement or {})
    said = session.scalar(select(DrillDisagreement.id).where(DrillDisagreement.turn_id == turn.id))
    question = question_from(turn.question)
    citation = source_of(session, question, judgement, viewer, floor)
    return Feedback(
        turn.id,
        question.text,
        judgement.advice.good,
        list(dict.fromkeys([*judgement.advice.missing, *manners(judgement)])),
        citation,
        judgement.advice.quote if citation is not None else "",
        judgement.advice.better_answer if citation and judgement.advice.missing else "",
        judgement.advice.found,
        judgement.advice.ask,
        [_found(one) for one in judgement.findings],
        may_disagree=said is None,
    )


def source_of(
    session: Session, question: Question, judgement: Judgement, viewer: Viewer, floor: Floor
) -> Citation | None:
    passage = judgement.advice.passage_id or question.passage_id
    return citation_of(session, passage, viewer, on=floor.today())


def seen_in(session: Session, made: Report, viewer: Viewer, floor: Floor) -> frozenset[int]:
    """The passages of a report that its reader may see now."""
    on = floor.today()
    return frozenset(
        one.passage_id
        for one in made.to_read
        if citation_of(session, one.passage_id, viewer, on=on) is not None
    )


def offer_of(session: Session, turn_id: int) -> Offer | None:
    """What an answer told of; None if it told of nothing after all."""
    turn = session.get(InterviewTurn, turn_id)
    judgement = judgement_from(turn.judgement) if turn is not None and turn.judgement else None
    if judgement is None or judgement.deviation is None:
        return None
    told = judgement.deviation
    return Offer(turn_id, told.quote, told.tell_now or "", told.safety)


def _found(finding: PracticeFinding) -> Found:
    return Found(finding.grade, finding.requirement, finding.evidence, finding.statement)
