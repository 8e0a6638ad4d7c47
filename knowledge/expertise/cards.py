"""Which messages are cards of the quality team's: what is said below them is no new question."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from knowledge.storage.delivery_tables import Delivery

QUESTION = "quality_question"
REPORT = "quality_report"
REQUEST = "quality_request"
APPROVED = "quality_approved"
ESCALATION = "quality_escalation"
"""Kinds of deliveries that post a card into the quality team's channel."""
CARDS = (QUESTION, REPORT, REQUEST, APPROVED, ESCALATION)

REPLIED = "quality_reply"
JUDGED = "quality_judged"
"""Kinds of deliveries that tell where somebody is who asked, or who reported."""


def is_card_thread(session: Session, conversation: str, thread: str) -> bool:
    """Whether a thread stands below one of the quality team's cards."""
    return session.scalars(_cards(conversation, thread, CARDS)).first() is not None


def card_is_on_its_way(session: Session, conversation: str) -> bool:
    """Whether a card is being posted there at this moment, so that its place is not known yet."""
    going = select(Delivery.id).where(
        Delivery.conversation == conversation,
        Delivery.kind.in_(CARDS),
        Delivery.state == "sending",
    )
    return session.scalar(going.limit(1)) is not None


def referral_of_thread(session: Session, conversation: str, thread: str) -> int | None:
    """The question whose card a thread stands below."""
    subject = session.scalars(_cards(conversation, thread, (QUESTION,))).first()
    return int(subject["referral"]) if subject is not None else None


def _cards(conversation: str, thread: str, kinds: tuple[str, ...]) -> Select[tuple[dict[str, Any]]]:
    return (
        select(Delivery.subject)
        .where(
            Delivery.conversation == conversation,
            Delivery.message == thread,
            Delivery.kind.in_(kinds),
        )
        .limit(1)
    )
