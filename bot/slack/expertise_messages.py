"""Which messages follow from questions to the quality team, and their words when they are sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.inbox import Job
from bot.outbox import Claimed
from bot.sending import Render, Unwanted
from bot.slack import expertise_views as views
from bot.slack.expertise_views import ApprovedShown, Draft, ReferralShown
from bot.slack.feedback_messages import NO_MORE, request_cards
from bot.slack.floor import Floor
from bot.slack.marks import cards_about, mark, updated
from bot.slack.quality_team import Desk
from bot.slack.replies import WORDS
from bot.slack.told import own_place
from knowledge import expertise
from knowledge.access import EVERYONE, Viewer
from knowledge.answers.standing import standings
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.expertise import APPROVED, QUESTION, REPLIED
from knowledge.feedback.sources import in_force, rows_of
from knowledge.storage.expertise_tables import (
    ApprovedAnswer,
    ChangeRequest,
    Referral,
    ReferralReply,
)

QUESTION_MARK = "quality_question_mark"
PASSED_ON = "quality_passed_on"
ASKED_AGAIN = "quality_asked_again"
APPROVED_MARK = "quality_approved_mark"
GLAD = "Good to hear. Your question is closed."
AGAIN_PASSED_ON = "Your words have gone back to the quality team. Their next reply reaches you."

Quotes = list[tuple[str, Mapping[str, Any] | None]]
Drafts = Callable[[Floor, Session, int], Draft]


def question_cards(floor: Floor, desk: Desk, made: Referral) -> list[NewDelivery]:
    """The card of a question. `desk` is where the team is written to (quality_team.desk_of)."""
    return desk.cards(floor, QUESTION, f"{made.id}", referral=made.id)


def question_marks(
    floor: Floor, session: Session, made: Referral, occasion: str
) -> list[NewDelivery]:
    """The question's cards, brought up to date. A mark may be made twice."""
    return [
        mark(floor, card, QUESTION_MARK, f"{made.id} {occasion}", {"referral": made.id})
        for card in cards_about(session, QUESTION, "referral", made.id)
    ]


def after_reply(floor: Floor, session: Session, kept: ReferralReply) -> list[NewDelivery]:
    """The reply to the asker, and below the card that it was passed on."""
    found = expertise.known_referral(session, kept.referral_id)
    to = expertise.address_of(session, found.id)
    wanted = question_marks(floor, session, found, f"reply {kept.id}")
    if to is not None:
        key = key_of(floor.secret, found.team, REPLIED, f"{kept.id}", "")
        wanted.append(NewDelivery(key, to, REPLIED, {"reply": kept.id}, lane=REPLY))
    for below in _threads(session, found):
        key = key_of(floor.secret, found.team, PASSED_ON, f"{kept.id}", below.conversation or "")
        wanted.append(NewDelivery(key, below, PASSED_ON, {"referral": found.id}))
    return wanted


def asked_again(
    floor: Floor, session: Session, found: Referral, words: str, occasion: str
) -> list[NewDelivery]:
    """Below the card, in the asker's words, without the name."""
    wanted = []
    for below in _threads(session, found):
        key = key_of(floor.secret, found.team, ASKED_AGAIN, occasion, below.conversation or "")
        wanted.append(NewDelivery(key, below, ASKED_AGAIN, {"words": words}))
    return wanted


def thanked(floor: Floor, job: Job, words: str) -> list[NewDelivery]:
    """A word to the asker alone, about what they said of the reply."""
    key = key_of(floor.secret, job.team, "referral thanks", f"{job.id}", job.payload["person"])
    to = own_place(job.team, job.payload)
    return [NewDelivery(key, to, WORDS, {"words": words}, lane=REPLY)]


def refused_reply(floor: Floor, job: Job, words: str) -> list[NewDelivery]:
    """In person, once a card: not everybody who talks there wants to hear it each time."""
    said = job.payload
    item = f"{said['referral']}"
    key = key_of(floor.secret, job.team, "reply refused", item, said["person"])
    to = Address(job.team, said["person"])
    return [NewDelivery(key, to, WORDS, {"words": words}, lane=REPLY)]


def approved_cards(floor: Floor, desk: Desk, made: ApprovedAnswer) -> list[NewDelivery]:
    """An approved answer's card, each state of a revision once."""
    return desk.cards(floor, APPROVED, f"{made.id} {made.state}", approved=made.id)


def after_approval(
    floor: Floor,
    session: Session,
    desk: Desk,
    made: ApprovedAnswer,
    request: ChangeRequest | None,
) -> list[NewDelivery]:
    marks = approved_marks(floor, session, made)
    wanted = marks or approved_cards(floor, desk, made)
    return wanted + (request_cards(floor, session, request, desk) if request is not None else [])


def approved_marks(floor: Floor, session: Session, made: ApprovedAnswer) -> list[NewDelivery]:
    return [
        mark(floor, card, APPROVED_MARK, f"{made.id} {made.state}", {"approved": made.id})
        for card in cards_about(session, APPROVED, "approved", made.id)
    ]


def draft_of_referral(floor: Floor, session: Session, referral_id: int) -> Draft:
    """An approved answer from the replies to a question, citing what was found for it. All of
    them: the last may be no more than "the same there"."""
    found = expertise.known_referral(session, referral_id)
    said = expertise.replies(session, referral_id)
    known = in_force(session, floor.today())
    choices = [
        views.passage_choice(int(one["passage_id"]), one)
        for one in found.found
        if known.statuses.get(int(one["issue_id"])) == "current"
    ]
    text = "\n".join(one.text for one in said)[: views.REPLY]
    return Draft(found.question, text, choices, _audiences(floor), floor.today(), found.id)


def draft_of_approved(floor: Floor, session: Session, approved_id: int) -> Draft:
    """A new revision of an approved answer; what it cites is to be chosen anew."""
    row = expertise.known_approved(session, approved_id)
    known = in_force(session, floor.today())
    choices = []
    for passage in expertise.cited(session, row):
        for cited, issue in rows_of(session, [passage]):
            if known.statuses.get(issue.id) == "current":
                name = issue.number or issue.title
                place = f"{name}, section {cited.section}" if cited.section else name
                choices.append((str(cited.id), place))
    return Draft(
        row.question, row.text, choices, _audiences(floor), floor.today(), None, row.number
    )


def renderers(floor: Floor) -> dict[str, Render]:
    """How these are put into words when they are sent."""
    words = Words(floor)
    return {
        QUESTION: words.question,
        QUESTION_MARK: words.question_mark,
        REPLIED: words.replied,
        PASSED_ON: lambda session, claimed: views.passed_on_message(claimed.subject["referral"]),
        ASKED_AGAIN: lambda session, claimed: views.again_message(claimed.subject["words"]),
        APPROVED: words.approved,
        APPROVED_MARK: words.approved_mark,
    }


class Words:
    """Each looks once more at what is the case now."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def question(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        found = session.get(Referral, claimed.subject["referral"])
        if found is None:
            return Unwanted(NO_MORE)
        address = expertise.address_of(session, found.id) if found.person else None
        conversation = (address.conversation if address else "") or ""
        shown = ReferralShown(
            found.id,
            found.question,
            found.why,
            quotes_seen(self._floor, session, found.found, Viewer()),
            found.person or "",
            "" if conversation.startswith("D") else conversation,
            found.state,
        )
        return views.question_card(shown)

    def question_mark(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        return updated(session, claimed, self.question(session, claimed))

    def replied(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        kept = session.get(ReferralReply, claimed.subject["reply"])
        if kept is None:
            return Unwanted(NO_MORE)
        found = expertise.known_referral(session, kept.referral_id)
        return views.reply_message(found.id, found.question, kept.text, kept.person)

    def approved(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        row = session.get(ApprovedAnswer, claimed.subject["approved"])
        if row is None:
            return Unwanted(NO_MORE)
        return views.approved_card(_approved_shown(session, row))

    def approved_mark(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        return updated(session, claimed, self.approved(session, claimed))


def _approved_shown(session: Session, row: ApprovedAnswer) -> ApprovedShown:
    """Text and places of what is not for everyone are not shown in the team's channel."""
    open_to_all = row.audience == EVERYONE
    cited = rows_of(session, expertise.cited(session, row))
    places = [
        f"{issue.number or issue.title}{f' section {passage.section}' if passage.section else ''}"
        for passage, issue in cited
        if issue.audience == EVERYONE
    ]
    return ApprovedShown(
        row.id,
        expertise.label(row),
        row.state,
        row.question,
        row.text if open_to_all else f"(for {row.audience} alone: not shown here)",
        row.audience,
        row.expires_on,
        row.interim,
        row.author,
        row.approver_name or "",
        places,
    )


def quotes_seen(
    floor: Floor, session: Session, citations: Sequence[Mapping[str, Any]], viewer: Viewer
) -> Quotes:
    """What was found, as far as a viewer may see it now."""
    shown: Quotes = []
    for citation in citations:
        seen = standings(session, [citation], viewer, on=floor.today())
        shown.append((str(citation["quote"] or ""), citation) if seen else ("", None))
    return shown


def _threads(session: Session, found: Referral) -> list[Address]:
    """Below each card of a question."""
    return [
        Address(card.team, card.person, card.conversation, card.message)
        for card in cards_about(session, QUESTION, "referral", found.id)
        if card.message is not None
    ]


def _audiences(floor: Floor) -> list[str]:
    return [EVERYONE, *(name for name in floor.company.audiences if name != EVERYONE)]
