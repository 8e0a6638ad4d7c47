"""Messages of ours that are brought up to date, those on their way included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.outbox import Claimed
from bot.sending import Unwanted
from bot.slack.floor import Floor
from knowledge.deliveries import BULK, OPEN, Address, NewDelivery, key_of
from knowledge.storage.delivery_tables import Delivery

NEVER_POSTED = "what it would change was never posted"


def posted_or_coming() -> ColumnElement[bool]:
    """Whoever presses a button may be faster than our note of where the message stands."""
    return or_(Delivery.message.is_not(None), Delivery.state.in_(OPEN))


def cards_about(session: Session, kind: str, name: str, item: int) -> list[Delivery]:
    """The cards of a kind about an item, to be brought up to date."""
    return list(
        session.scalars(
            select(Delivery).where(
                Delivery.kind == kind,
                Delivery.subject[name].as_integer() == item,
                posted_or_coming(),
            )
        )
    )


def mark(
    floor: Floor,
    sent: Delivery,
    kind: str,
    occasion: str,
    what: Mapping[str, Any] | None = None,
    *,
    lane: int = BULK,
) -> NewDelivery:
    """Brings a message up to date once an occasion, and not before it stands."""
    key = key_of(floor.secret, sent.team, kind, occasion, sent.key)
    to = Address(sent.team, sent.person, sent.conversation)
    subject = {**(what or {}), "marks": sent.id}
    return NewDelivery(key, to, kind, subject, lane=lane, after=sent.key)


def place_of(session: Session, claimed: Claimed) -> str | None:
    """Where the message stands that a mark changes; None if it was never posted."""
    sent = session.get(Delivery, claimed.subject["marks"])
    return sent.message if sent is not None else None


def updated(session: Session, claimed: Claimed, made: Message | Unwanted) -> Message | Unwanted:
    """The same words in place of what a mark changes."""
    ts = place_of(session, claimed)
    if isinstance(made, Unwanted) or ts is None:
        return made if isinstance(made, Unwanted) else Unwanted(NEVER_POSTED)
    return replace(made, updates=ts)
