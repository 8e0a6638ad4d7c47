"""Handing over to delivery what is due now: once a person and day, whoever does it how often."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge import deliveries
from knowledge.deliveries import Address, NewDelivery
from knowledge.nudges.ground import calendar_of
from knowledge.nudges.rules import Rules
from knowledge.nudges.windows import Calendar, Window
from knowledge.storage.nudge_tables import Nudge

AT_ONCE = 500
"""Messages handed over in one transaction, so that it stays short; the next follows."""

NUDGE, DIGEST = "nudge", "digest"
"""The kinds of deliveries."""


def dispatch(
    session: Session,
    *,
    team: str,
    secret: bytes,
    now: datetime,
    rules: Rules | None = None,
    at_once: int = AT_ONCE,
) -> list[NewDelivery]:
    """What is due now, to be enqueued in this very transaction.

    Whoever has begun a do-not-disturb meanwhile is asked again when it is over.
    """
    due = session.scalars(
        select(Nudge)
        .where(Nudge.state == "planned", Nudge.due_at <= now, Nudge.until_at > now)
        .order_by(Nudge.due_at, Nudge.person_id)
        .limit(at_once)
        .with_for_update(skip_locked=True)
    ).all()
    if not due:
        return []
    calendar = calendar_of(session, now=now, rules=rules or Rules())
    made = (_handed_over(session, row, calendar, team, secret, now) for row in due)
    return [one for one in made if one is not None]


def _handed_over(
    session: Session, row: Nudge, calendar: Calendar, team: str, secret: bytes, now: datetime
) -> NewDelivery | None:
    account = calendar.roster.people[row.person_id].slack_account
    window = calendar.window(row.person_id, row.day, since=now)
    if account is None:
        row.state = "listed"
        return None
    if window is None or window.from_at > now:
        _postpone(row, window)
        return None
    key = deliveries.key_of(secret, team, NUDGE, "day", f"{row.person_id}", row.day.isoformat())
    if not _taken(session, row, key):
        return None
    return NewDelivery(
        key,
        Address(team, account),
        DIGEST if row.week is not None else NUDGE,
        {"nudge": row.id},
        expires_at=window.to_at,
    )


def _postpone(row: Nudge, window: Window | None) -> None:
    """Later in the same shift; where nothing of it is left, tomorrow's plan takes it up."""
    row.due_at = window.from_at if window else row.until_at


def _taken(session: Session, row: Nudge, key: str) -> bool:
    """Whether it is ours to hand over: of several processes one."""
    done = session.execute(
        update(Nudge)
        .where(Nudge.id == row.id, Nudge.state == "planned")
        .values(state="queued", key=key)
        .returning(Nudge.id)
    )
    return done.first() is not None


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """When there will be something to hand over next; None if nothing is planned."""
    return session.scalar(
        select(Nudge.due_at)
        .where(Nudge.state == "planned", Nudge.until_at > now)
        .order_by(Nudge.due_at)
        .limit(1)
    )
