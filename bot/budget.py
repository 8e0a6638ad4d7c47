"""One rate for the whole workspace and one for each conversation, kept in the database.

A row holds a single instant: when the rate would be used up evenly to its end (the generic cell
rate algorithm). A token bucket needs a level and a time; this needs no arithmetic on floats and
"nothing before" is the same column.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, literal, select, update
from sqlalchemy.orm import Session

from bot.timing import Timing
from knowledge.storage.delivery_tables import Delivery, Pace
from knowledge.storage.rows import add_missing

FURTHEST = timedelta(minutes=15)
"""No rate and no Retry-After holds anything longer: what seems to was written by a clock that has
been set back since, and would keep everybody waiting until it has caught up."""


def workspace(team: str) -> str:
    return f"workspace {team}"


def conversation(team: str, name: str) -> str:
    return f"conversation {team} {name}"


def name_of_conversation() -> ColumnElement[str]:
    """`conversation` for the row of a delivery, as an expression of the database."""
    return literal("conversation ") + Delivery.team + " " + Delivery.conversation


def free_from(session: Session, team: str, *, now: datetime, timing: Timing) -> datetime:
    """When the workspace may be sent the next message; its row stays locked until the commit."""
    name = workspace(team)
    wanted = select(Pace.free_at).where(Pace.name == name).with_for_update()
    held = session.scalar(wanted)
    if held is None:
        add_missing(session, Pace, [{"name": name, "free_at": now}])
        held = session.scalar(wanted)
        assert held is not None  # just added, by us or by another process
    return (held if held <= now + FURTHEST else now) - timing.burst_allowance


def spend(session: Session, team: str, channel: str, *, now: datetime, timing: Timing) -> None:
    """Count one message to a conversation; the workspace's row is locked by `free_from`."""
    for name, gap in (
        (workspace(team), timing.interval),
        (conversation(team, channel), timing.channel_gap),
    ):
        held = session.get(Pace, name)
        if held is None:
            session.add(Pace(name=name, free_at=now + gap))
        else:
            believed = held.free_at if held.free_at <= now + FURTHEST else now
            held.free_at = max(believed, now) + gap


def hold_until(session: Session, team: str, moment: datetime, *, timing: Timing) -> None:
    """Send nothing to the workspace before this moment, and nothing in a burst right after it."""
    until = moment + timing.burst_allowance
    session.execute(
        update(Pace).where(Pace.name == workspace(team), Pace.free_at < until).values(free_at=until)
    )
