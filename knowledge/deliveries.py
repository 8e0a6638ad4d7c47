"""What has to reach whom, by when, under which key: ids and kinds, never wording."""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from knowledge.storage.delivery_tables import Delivery, InstallationSecret
from knowledge.storage.rows import add_missing

REPLY = 0
"""The lane of what somebody is waiting for; it goes before everything else."""
BULK = 1
"""The lane of what nobody waits for: reminders, digests."""

OPEN = ("pending", "sending", "ambiguous")

PATIENCE = timedelta(minutes=10)
"""How long after its first attempt something may be on its way without being shown as late."""

CHANNEL = "coach_outbox"
"""What processes listen to on PostgreSQL; SQLite's listeners are in the process."""


@dataclass(frozen=True)
class Address:
    """A person, or a conversation (and thread) of theirs. Without one, their direct messages."""

    team: str
    person: str | None = None
    conversation: str | None = None
    thread: str | None = None


@dataclass(frozen=True)
class NewDelivery:
    """One thing that has to arrive once; not before what `after` names is settled."""

    key: str
    to: Address
    kind: str
    subject: dict[str, Any] = field(default_factory=dict)
    lane: int = BULK
    due_at: datetime | None = None
    expires_at: datetime | None = None
    after: str | None = None


def key_of(secret: bytes, team: str, kind: str, item: str, person: str, period: str = "") -> str:
    """The name under which something is delivered once, whoever plans it and however often.

    `period` is a local date or ISO week for what comes back, so a clock change can't repeat it.
    It travels with the message, so it is an HMAC: nothing can be read off it or guessed.
    """
    named = json.dumps([team, kind, item, person, period], ensure_ascii=False)
    return hmac.new(secret, named.encode(), "sha256").hexdigest()


def key_secret(session: Session) -> bytes:
    """What keys are derived with. It lives in the database, since all that share the one must
    share the other, and a changed secret would deliver everything again."""
    row = session.get(InstallationSecret, "delivery key")
    if row is None:
        made = {"name": "delivery key", "value": secrets.token_hex(32)}
        add_missing(session, InstallationSecret, [made])
        row = session.scalars(select(InstallationSecret).filter_by(name="delivery key")).one()
    return bytes.fromhex(row.value)


def enqueue(session: Session, wanted: NewDelivery, *, now: datetime) -> None:
    """Have something delivered; what is there already under this key is left as it is."""
    row = {
        "key": wanted.key,
        "team": wanted.to.team,
        "person": wanted.to.person,
        "conversation": wanted.to.conversation,
        "thread": wanted.to.thread,
        "kind": wanted.kind,
        "subject": wanted.subject,
        "after": wanted.after,
        "lane": wanted.lane,
        "state": "pending",
        "due_at": wanted.due_at or now,
        "expires_at": wanted.expires_at,
        "attempt": 0,
        "failures": 0,
        "created_at": now,
    }
    add_missing(session, Delivery, [row])
    announce(session, CHANNEL)


def has_its_turn() -> ColumnElement[bool]:
    """Whether what a delivery comes after is settled. What was given up holds nothing up."""
    earlier = aliased(Delivery)
    return ~exists().where(earlier.key == Delivery.after, earlier.state.in_(OPEN))


def announce(session: Session, channel: str) -> None:
    """Wake whoever waits for this, once the transaction is committed."""
    session.info.setdefault("announced", set()).add(channel)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": channel})


def cancel(session: Session, key: str, reason: str, *, now: datetime) -> bool:
    """Withdraw what has not been sent; False if it is, or may be, on its way."""
    done = session.execute(
        update(Delivery)
        .where(Delivery.key == key, Delivery.state == "pending")
        .values(state="cancelled", trouble=reason, settled_at=now)
        .returning(Delivery.id)
    )
    return done.first() is not None


def undelivered(session: Session, *, now: datetime) -> list[Delivery]:
    """What the quality team has to look at, the gravest first: given up, unclear, failing, late."""
    rank = case((Delivery.state == "dead", 0), (Delivery.state == "pending", 2), else_=1)
    late = or_(Delivery.failures > 0, Delivery.first_attempt_at < now - PATIENCE)
    found = session.scalars(
        select(Delivery)
        .where(or_(Delivery.state == "dead", and_(Delivery.state.in_(OPEN), late)))
        .order_by(rank, Delivery.created_at, Delivery.id)
    )
    return list(found)


def reply_is_due(session: Session, *, now: datetime) -> bool:
    """Whether somebody is waiting for a reply that could go out, or is going out, now."""
    waiting = and_(Delivery.state == "pending", Delivery.due_at <= now, has_its_turn())
    going = and_(Delivery.state == "sending", Delivery.lease_until > now)
    asked = select(Delivery.id).where(Delivery.lane == REPLY, or_(waiting, going)).limit(1)
    return session.scalar(asked) is not None
