"""The states of a delivery: pending → sending → sent | ambiguous | dead | cancelled.

Each function is one step inside a transaction that the caller commits. What changes a row after
its claim says whose claim it was (`_mine`): a sender that was overtaken changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session

from bot import budget
from bot.presence import Presence
from bot.timing import Timing
from knowledge.deliveries import has_its_turn
from knowledge.storage.delivery_tables import Conversation, Delivery, Pace
from knowledge.storage.rows import add_missing, end_if_stopped

UNSETTLED = ("sending", "ambiguous")


@dataclass(frozen=True)
class Claimed:
    """A delivery in a sender's hands, as it was when it was claimed."""

    id: int
    attempt: int
    key: str
    team: str
    person: str | None
    conversation: str
    thread: str | None
    kind: str
    subject: dict[str, Any]
    lane: int
    failures: int
    lease_until: datetime
    created_at: datetime
    first_attempt_at: datetime


def claim(
    session: Session, team: str, presence: Presence, *, now: datetime, timing: Timing
) -> Claimed | None:
    """Take the next delivery that may go out now: replies first, no conversation too often.

    The claim counts as an attempt and is to be committed before anything is sent.
    """
    end_if_stopped(session, timing.answer_within)
    if budget.free_from(session, team, now=now, timing=timing) > now:
        return None
    row = session.scalars(
        select(Delivery)
        .where(*_sendable(team), Delivery.due_at <= now, _useful(now), ~_resting(now))
        .order_by(Delivery.lane, Delivery.due_at, Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    assert row.conversation is not None  # _sendable asks for it
    budget.spend(session, team, row.conversation, now=now, timing=timing)
    row.state = "sending"
    row.trouble = None
    row.first_attempt_at = row.first_attempt_at or now
    return _held(session, row, presence, now=now, timing=timing)


def claim_unsettled(
    session: Session,
    team: str,
    presence: Presence,
    in_hand: Collection[int],
    *,
    now: datetime,
    timing: Timing,
) -> Claimed | None:
    """Take a delivery whose fate is unclear, once its lease and its quarantine are over.

    One that somebody is still sending is left alone, however long it takes: a process that was
    stopped may go on in a minute, and would post what another had posted meanwhile. So `sending`
    is only taken over from a process that is gone, or from ourselves if we let go of it.
    """
    end_if_stopped(session, timing.answer_within)
    rows = session.scalars(
        select(Delivery)
        .where(
            Delivery.team == team,
            Delivery.state.in_(UNSETTLED),
            Delivery.due_at <= now,
            Delivery.id.not_in(in_hand),
        )
        .order_by(Delivery.due_at, Delivery.id)
        .limit(50)
        .with_for_update(skip_locked=True)
    )
    for row in rows:
        if row.state == "ambiguous" or let_go(session, row, presence):
            row.state = "ambiguous"
            return _held(session, row, presence, now=now, timing=timing)
        row.due_at = now + timing.tick
        row.trouble = "The process that was sending it is there but does not go on."
    return None


def let_go(session: Session, row: Delivery, presence: Presence) -> bool:
    """Whether nobody can be sending this any more."""
    return row.owner is None or row.owner == presence.owner or presence.gone(session, row.owner)


def _held(
    session: Session, row: Delivery, presence: Presence, *, now: datetime, timing: Timing
) -> Claimed:
    row.attempt += 1
    row.owner = presence.owner
    row.lease_until = now + timing.lease
    row.due_at = row.lease_until + timing.quarantine
    session.flush()
    assert row.conversation is not None  # it was sent once
    assert row.first_attempt_at is not None
    return Claimed(
        row.id,
        row.attempt,
        row.key,
        row.team,
        row.person,
        row.conversation,
        row.thread,
        row.kind,
        dict(row.subject),
        row.lane,
        row.failures,
        row.lease_until,
        row.created_at,
        row.first_attempt_at,
    )


def _sendable(team: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Delivery.team == team,
        Delivery.state == "pending",
        Delivery.conversation.is_not(None),
        has_its_turn(),
    )


def _useful(now: datetime) -> ColumnElement[bool]:
    return or_(Delivery.expires_at.is_(None), Delivery.expires_at > now)


def _resting(now: datetime) -> ColumnElement[bool]:
    """The conversation got a message a moment ago."""
    return exists().where(
        Pace.name == budget.name_of_conversation(),
        Pace.free_at > now,
        Pace.free_at <= now + budget.FURTHEST,
    )


def _mine(claimed: Claimed) -> ColumnElement[bool]:
    """The fence: the row is changed only while the latest attempt is this one."""
    return and_(
        Delivery.id == claimed.id,
        Delivery.attempt == claimed.attempt,
        Delivery.state.in_(UNSETTLED),
    )


def _set(session: Session, claimed: Claimed, **values: Any) -> bool:
    done = session.execute(
        update(Delivery).where(_mine(claimed)).values(**values).returning(Delivery.id)
    )
    return done.first() is not None


def mark_sent(session: Session, claimed: Claimed, message: str, *, now: datetime) -> bool:
    return _set(
        session, claimed, state="sent", message=message, settled_at=now, trouble=None, owner=None
    )


def put_back(
    session: Session,
    claimed: Claimed,
    *,
    due_at: datetime,
    trouble: str | None = None,
    counts: bool = False,
) -> bool:
    """It has certainly not been posted: to be sent (again) from `due_at` on."""
    return _set(
        session,
        claimed,
        state="pending",
        due_at=due_at,
        owner=None,
        trouble=trouble,
        failures=Delivery.failures + (1 if counts else 0),
    )


def mark_ambiguous(session: Session, claimed: Claimed, trouble: str, *, due_at: datetime) -> bool:
    """Nobody knows whether it was posted: the history is searched from `due_at` on."""
    return _set(session, claimed, state="ambiguous", owner=None, due_at=due_at, trouble=trouble)


def mark_unsearchable(
    session: Session, claimed: Claimed, trouble: str, *, due_at: datetime
) -> bool:
    """The history can't be read now: wait, and let the quality team know."""
    return _set(
        session,
        claimed,
        state="ambiguous",
        owner=None,
        due_at=due_at,
        trouble=trouble,
        failures=Delivery.failures + 1,
    )


def mark_dead(session: Session, claimed: Claimed, trouble: str, *, now: datetime) -> bool:
    return _set(session, claimed, state="dead", trouble=trouble, settled_at=now, owner=None)


def mark_cancelled(session: Session, claimed: Claimed, reason: str, *, now: datetime) -> bool:
    return _set(session, claimed, state="cancelled", trouble=reason, settled_at=now, owner=None)


def expire(session: Session, *, now: datetime) -> None:
    """Cancel what came too late to be of use."""
    session.execute(
        update(Delivery)
        .where(Delivery.state == "pending", Delivery.expires_at <= now)
        .values(state="cancelled", trouble="too late to be of use", settled_at=now)
    )


def without_conversation(session: Session, team: str, *, now: datetime) -> str | None:
    """Somebody whose direct messages have to be opened before anything is sent to them."""
    return session.scalar(
        select(Delivery.person)
        .where(
            Delivery.team == team,
            Delivery.state == "pending",
            Delivery.conversation.is_(None),
            Delivery.person.is_not(None),
            Delivery.due_at <= now,
        )
        .order_by(Delivery.lane, Delivery.due_at, Delivery.id)
        .limit(1)
    )


def known_conversation(session: Session, team: str, person: str) -> str | None:
    row = session.get(Conversation, (team, person))
    return row.conversation if row else None


def keep_conversation(session: Session, team: str, person: str, conversation: str) -> None:
    """Keep where a person's direct messages are, and send there what waits for it."""
    row = {"team": team, "person": person, "conversation": conversation}
    add_missing(session, Conversation, [row])
    _waiting_for(session, team, person, conversation=conversation)


def postpone_person(
    session: Session, team: str, person: str, trouble: str, *, due_at: datetime, timing: Timing
) -> None:
    """A person's direct messages can't be opened: try again later, give up in the end."""
    failures = Delivery.failures + 1
    _waiting_for(
        session,
        team,
        person,
        due_at=due_at,
        trouble=trouble,
        failures=failures,
        state=case((failures >= timing.failures, "dead"), else_="pending"),
    )


def _waiting_for(session: Session, team: str, person: str, **values: Any) -> None:
    session.execute(
        update(Delivery)
        .where(
            Delivery.team == team,
            Delivery.person == person,
            Delivery.conversation.is_(None),
            Delivery.state == "pending",
        )
        .values(**values)
    )


def next_due(session: Session, team: str, *, timing: Timing) -> datetime | None:
    """When there may be something to send next; None if nothing is waiting."""
    free_at = (
        select(Pace.free_at).where(Pace.name == budget.name_of_conversation()).scalar_subquery()
    )
    moment = case((free_at > Delivery.due_at, free_at), else_=Delivery.due_at)
    first: datetime | None = session.scalar(select(func.min(moment)).where(*_sendable(team)))
    if first is None:
        return None
    held = session.get(Pace, budget.workspace(team))
    return max(first, held.free_at - timing.burst_allowance) if held else first


def next_unsettled(session: Session, team: str) -> datetime | None:
    """When there may be something to look up, or somebody's direct messages to open."""
    unopened = and_(Delivery.state == "pending", Delivery.conversation.is_(None))
    return session.scalar(
        select(func.min(Delivery.due_at)).where(
            Delivery.team == team, or_(unopened, Delivery.state.in_(UNSETTLED))
        )
    )
