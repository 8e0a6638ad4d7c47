"""What the interviewer says next. A turn is a row before anybody sees it, and never twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import NotAllowed
from knowledge.interviews import wording
from knowledge.interviews.answering import answers_to
from knowledge.interviews.choosing import pick
from knowledge.interviews.judgement import RECITED, Judgement, Named, judgement_from
from knowledge.interviews.locking import locked
from knowledge.interviews.questions import Part, Question, question_from
from knowledge.interviews.record_questions import record_questions
from knowledge.interviews.summing_up import summing_up
from knowledge.interviews.trail import trail_questions
from knowledge.interviews.wording import Manner, Mode
from knowledge.storage.drill_tables import DrillCampaign, Interview, InterviewTurn
from knowledge.storage.record_tables import Person

TurnKind = Literal["question", "follow-up", "closing"]

TO_THE_POINT = 0.6
"""The share of points from which on an answer speaks of what was asked."""
MOST_FOLLOW_UPS = 2
"""An opening puts at ease: there it is one."""


@dataclass(frozen=True)
class Turn:
    """What is said now. `lead_in` is purpose and ease, before the first question alone.

    `number` of `of` counts questions. `feedback_on` is the turn of the question that is over, whose
    judgement is to be shown before this one; None in a rehearsal.
    """

    id: int
    interview_id: int
    kind: TurnKind
    number: int
    of: int
    text: str
    question: Question
    part: Part | None = None
    lead_in: str = ""
    feedback_on: int | None = None


def next_turn(
    session: Session, interview_id: int, *, now: datetime, today: date | None = None
) -> Turn:
    """The open turn, or else a new one: follow-up, question or closing.

    Asking again gives the same turn. Raises NotAllowed while the drill is paused or stopped.
    """
    interview = locked(session, interview_id)
    turns = turns_of(session, interview_id)
    if interview.state == "finished":
        return _shown(interview, turns, turns[-1])
    if interview.state in ("paused", "stopped"):
        raise NotAllowed(
            "This drill is paused. Resume it to go on."
            if interview.state == "paused"
            else "This drill was stopped. Start a new one whenever you like."
        )
    current = next((turn for turn in turns if turn.state == "open"), None)
    if current is None:
        current = _new_turn(session, interview, turns, now=now, today=today or now.date())
        session.add(current)
        session.flush()
        turns = [*turns, current]
    return _shown(interview, turns, current)


def turns_of(session: Session, interview_id: int) -> list[InterviewTurn]:
    """Everything that was said, in order."""
    mine = select(InterviewTurn).where(InterviewTurn.interview_id == interview_id)
    return list(session.scalars(mine.order_by(InterviewTurn.position)))


def _new_turn(
    session: Session,
    interview: Interview,
    turns: Sequence[InterviewTurn],
    *,
    now: datetime,
    today: date,
) -> InterviewTurn:
    interview.touched_at = now
    interview.state = "asking"
    made = _follow_up(session, interview, turns, now) or _question(
        session, interview, turns, now, today
    )
    if made is None:
        interview.state, interview.finished_at = "finished", now
        made = _closing(interview, turns, now)
    return made


# Follow-ups


def _follow_up(
    session: Session, interview: Interview, turns: Sequence[InterviewTurn], now: datetime
) -> InterviewTurn | None:
    """One that asks for what the question needs and the answer lacks; two at most."""
    main = _last_question(turns)
    if main is None or main.state != "answered" or main.judgement is None:
        return None
    if main.judged < len(answers_to(session, main, turns)):
        return None
    asked = [turn for turn in turns if turn.follows_id == main.id]
    most = 1 if question_from(main.question).kind == "opening" else MOST_FOLLOW_UPS
    if len(asked) >= most or any(turn.state == "skipped" for turn in asked):
        return None
    judgement = judgement_from(main.judgement)
    signs = {sign.sign for sign in judgement.conduct}
    part = part_to_ask_for(judgement, {turn.part for turn in asked})
    if part is None or ("did not know" in signs and (asked or "would look it up" in signs)):
        return None
    question = question_from(main.question)
    manner, score = cast(Manner, interview.manner), judgement.parts[part].score
    text = wording.follow_up(
        part,
        score,
        manner,
        len(turns),
        question,
        lost="did not know" in signs and not _knows_something(judgement),
        before=sum(turn.kind == "follow-up" and turn.part == part for turn in turns),
    )
    if part == "governing_document" and (unknown := _not_in_the_register(judgement)):
        text = wording.not_found(unknown, manner)
    elif part == "governing_document" and (beside := _beside(judgement)):
        text = wording.not_about_it(beside, manner)
    return _row(
        interview, turns, "follow-up", f"{question.id}+{part}", text, question, now, main, part
    )


def _not_in_the_register(judgement: Judgement) -> str | None:
    found = (
        one.name
        for one in judgement.named
        if one.kind == "document" and one.standing == "does not exist"
    )
    return next(found, None)


def _beside(judgement: Judgement) -> str | None:
    """A document that has nothing to do with the question, where none that has was named."""
    named = [one for one in judgement.named if one.kind == "document"]
    beside = [one.name for one in named if one.beside]
    return beside[0] if beside and len(beside) == len(named) else None


def _knows_something(judgement: Judgement) -> bool:
    """Who knows one part is not lost, whatever else they don't know."""
    return any(part.score == 2 for name, part in judgement.parts.items() if name != "conduct")


def part_to_ask_for(judgement: Judgement, asked: set[str | None]) -> Part | None:
    """The emptiest part that was not asked for yet; how somebody answers is never asked for."""
    lacking = (part for part in judgement.lacking() if part not in asked and part != "conduct")
    return next(lacking, None)


# Questions and the end


def _question(
    session: Session,
    interview: Interview,
    turns: Sequence[InterviewTurn],
    now: datetime,
    today: date,
) -> InterviewTurn | None:
    asked = [question_from(turn.question) for turn in turns if turn.kind == "question"]
    person = session.get(Person, interview.person_id)
    campaign = session.get(DrillCampaign, interview.campaign_id or 0)
    where = {"edition": interview.edition, "role": interview.role}
    records = record_questions(session, person, today=today, **where) if person else []
    last = _last_question(turns)
    named = _followed(last, turns) if last else ()
    question = pick(
        [question_from(plain) for plain in interview.plan],
        asked,
        length=interview.length,
        first=campaign.questions if campaign is not None else (),
        clauses=interview.clauses,
        records=records,
        trail=trail_questions(named, **where),
    )
    if question is None:
        return None
    text = wording.asked(question.text, cast(Manner, interview.manner), len(turns))
    return _row(interview, turns, "question", question.id, text, question, now)


def _followed(last: InterviewTurn, turns: Sequence[InterviewTurn]) -> Sequence[Named]:
    """What a trail may follow: somebody who was named in passing is no part of the work, nor who
    taught it, nor is a document that is about something else, or one in a text read out."""
    if last.judgement is None:
        return ()
    judgement, question = judgement_from(last.judgement), question_from(last.question)
    judged = [judgement_from(turn.judgement) for turn in turns if turn.judgement is not None]
    beside = {one.name for each in judged for one in each.named if one.beside}
    named = [one for one in judgement.named if one.name not in beside]
    if RECITED in judgement.notes or any(one.sign == "said too much" for one in judgement.conduct):
        return [one for one in named if one.passage_id is not None]
    people = judgement.share >= TO_THE_POINT and not (question.clause or "").startswith("7.2")
    return [one for one in named if people or one.kind not in ("person", "role")]


def _closing(interview: Interview, turns: Sequence[InterviewTurn], now: datetime) -> InterviewTurn:
    text = wording.closing(cast(Manner, interview.manner), summing_up(turns))
    question = Question(
        "closing", "pack", text, None, interview.edition, interview.role, "closing", (), ()
    )
    row = _row(interview, turns, "closing", "closing", text, question, now)
    row.state, row.settled_at = "said", now
    return row


def _row(
    interview: Interview,
    turns: Sequence[InterviewTurn],
    kind: TurnKind,
    key: str,
    text: str,
    question: Question,
    now: datetime,
    main: InterviewTurn | None = None,
    part: Part | None = None,
) -> InterviewTurn:
    return InterviewTurn(
        interview_id=interview.id,
        position=len(turns),
        kind=kind,
        key=key,
        follows_id=main.id if main is not None else None,
        part=part,
        clause=question.clause,
        text=text,
        question=question.plain(),
        state="open",
        asked_at=now,
        judged=0,
    )


def _last_question(turns: Sequence[InterviewTurn]) -> InterviewTurn | None:
    return next((turn for turn in reversed(turns) if turn.kind == "question"), None)


def _shown(interview: Interview, turns: Sequence[InterviewTurn], turn: InterviewTurn) -> Turn:
    earlier = turns[: turn.position]
    asked = [one for one in turns[: turn.position + 1] if one.kind == "question"]
    mode, manner = cast(Mode, interview.mode), cast(Manner, interview.manner)
    over = _last_question(earlier) if turn.kind != "follow-up" else None
    shows = over is not None and mode == "practice" and over.judgement is not None
    return Turn(
        id=turn.id,
        interview_id=interview.id,
        kind=cast(TurnKind, turn.kind),
        number=len(asked),
        of=interview.length,
        text=turn.text,
        question=question_from(turn.question),
        part=cast(Part | None, turn.part),
        lead_in=wording.purpose(manner, mode) if turn.position == 0 else "",
        feedback_on=over.id if over is not None and shows else None,
    )
