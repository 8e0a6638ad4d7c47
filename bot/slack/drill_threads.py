"""Which thread a drill is held in, and which drill a thread belongs to."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.errors import SlackClientError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.conversations import EVENT_TYPE
from bot.slack.floor import Floor
from knowledge.deliveries import OPEN
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.drill_tables import Interview

log = logging.getLogger("coach.slack")

OPENING = "drill_opening"
"""The delivery that begins a drill's thread; its subject names the `interview`."""


def interview_at(session: Session, conversation: str, thread: str) -> int | None:
    """The drill whose thread this is."""
    known = session.scalar(
        select(Interview.id).where(
            Interview.conversation == conversation, Interview.thread == thread
        )
    )
    if known is not None:
        return known
    begun = session.scalars(
        select(Delivery).where(
            Delivery.kind == OPENING,
            Delivery.conversation == conversation,
            Delivery.message == thread,
        )
    ).first()
    return int(begun.subject["interview"]) if begun is not None else None


def opening_is_on_its_way(session: Session, conversation: str) -> bool:
    """Whether a drill's first message may stand in this conversation without our knowing where."""
    coming = select(Delivery.id).where(
        Delivery.kind == OPENING,
        Delivery.conversation == conversation,
        Delivery.state.in_(OPEN),
        Delivery.first_attempt_at.is_not(None),
    )
    return session.scalar(coming.limit(1)) is not None


def thread_of(session: Session, interview: Interview) -> tuple[str, str] | None:
    """Conversation and thread of a drill; None while its opening is still on its way."""
    if interview.conversation and interview.thread:
        return interview.conversation, interview.thread
    begun = session.scalars(
        select(Delivery).where(
            Delivery.kind == OPENING,
            Delivery.subject["interview"].as_integer() == interview.id,
            Delivery.message.is_not(None),
        )
    ).first()
    if begun is None or begun.conversation is None or begun.message is None:
        return None
    return begun.conversation, begun.message


def note_threads(session: Session) -> None:
    """Keep with each drill where it is held, also where nobody has written there yet.

    What has no plan any more was erased.
    """
    for interview in session.scalars(select(Interview).where(Interview.thread.is_(None))):
        held = thread_of(session, interview) if interview.plan else None
        if held is not None:
            interview.conversation, interview.thread = held


def interview_by_message(floor: Floor, conversation: str, thread: str) -> int | None:
    """The same, asked of Slack: a message of ours carries the key of its delivery."""
    key = _key_at(floor, conversation, thread)
    if key is None:
        return None
    with floor.database.read() as session:
        found = session.scalars(
            select(Delivery).where(Delivery.key == key, Delivery.kind == OPENING)
        ).first()
    return int(found.subject["interview"]) if found is not None else None


def _key_at(floor: Floor, conversation: str, thread: str) -> str | None:
    try:
        page = floor.client.conversations_history(
            channel=conversation,
            oldest=thread,
            latest=thread,
            inclusive=True,
            limit=1,
            include_all_metadata=True,
        )
    except (SlackClientError, OSError) as error:
        log.info("Slack doesn't show the beginning of a thread: %s", type(error).__name__)
        return None
    messages: list[dict[str, Any]] = page.get("messages") or []
    metadata = (messages[0].get("metadata") or {}) if messages else {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None
