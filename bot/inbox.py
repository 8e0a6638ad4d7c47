"""What came in is stored before it is acknowledged, and worked until it is done.

pending → working → done | failed. Steps inside a transaction that the caller commits; what ends a
job says whose claim it was: a worker that was overtaken ends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from bot.timing import Timing
from knowledge.deliveries import announce
from knowledge.storage.delivery_tables import InboxJob
from knowledge.storage.rows import add_missing, end_if_stopped

CHANNEL = "coach_inbox"


@dataclass(frozen=True)
class Incoming:
    """Something that came in. `subject` names what it is about where that may come twice."""

    team: str
    event_id: str
    kind: str
    payload: dict[str, Any]
    subject: str | None = None


@dataclass(frozen=True)
class Job:
    """Something to work, in a worker's hands."""

    id: int
    attempt: int
    team: str
    kind: str
    payload: dict[str, Any]
    received_at: datetime


def record(session: Session, incoming: Incoming, *, now: datetime, due_at: datetime) -> bool:
    """Store what came in; False if it is there already."""
    row = {
        "team": incoming.team,
        "event_id": incoming.event_id,
        "subject": incoming.subject,
        "kind": incoming.kind,
        "payload": incoming.payload,
        "state": "pending",
        "due_at": due_at,
        "attempt": 0,
        "received_at": now,
    }
    before = _id_of(session, incoming)
    if before is not None:
        return False
    add_missing(session, InboxJob, [row])
    announce(session, CHANNEL)
    return True


def _id_of(session: Session, incoming: Incoming) -> int | None:
    same = [InboxJob.event_id == incoming.event_id]
    if incoming.subject is not None:
        same.append(InboxJob.subject == incoming.subject)
    return session.scalar(select(InboxJob.id).where(InboxJob.team == incoming.team, or_(*same)))


def ready(session: Session, incoming: Incoming, *, now: datetime) -> None:
    """Let a job begin that was stored with a moment's delay."""
    session.execute(
        update(InboxJob)
        .where(
            InboxJob.team == incoming.team,
            InboxJob.event_id == incoming.event_id,
            InboxJob.state == "pending",
            InboxJob.attempt == 0,
        )
        .values(due_at=now)
    )
    announce(session, CHANNEL)


def claim(session: Session, *, owner: str, now: datetime, timing: Timing) -> Job | None:
    """Take the next job: a new one, or one whose worker let its lease run out."""
    end_if_stopped(session, timing.answer_within)
    row = session.scalars(
        select(InboxJob)
        .where(InboxJob.state.in_(("pending", "working")), InboxJob.due_at <= now)
        .order_by(InboxJob.due_at, InboxJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.state, row.owner = "working", owner
    row.attempt += 1
    row.due_at = now + timing.job_lease
    session.flush()
    return Job(row.id, row.attempt, row.team, row.kind, dict(row.payload), row.received_at)


def finish(session: Session, job: Job, *, now: datetime) -> bool:
    """The job is done; what it yields belongs into the same transaction. False: overtaken."""
    return _end(session, job, state="done", finished_at=now)


def fail(session: Session, job: Job, *, trouble: str, now: datetime) -> bool:
    return _end(session, job, state="failed", finished_at=now, trouble=trouble)


def forget(session: Session, job: Job) -> None:
    """Drop what came in, where it tells who asked for something without giving the name."""
    session.execute(update(InboxJob).where(InboxJob.id == job.id).values(payload={}))


def give_back(session: Session, job: Job, *, now: datetime) -> bool:
    """Not done, and nobody's fault: another worker may have it at once."""
    return _end(session, job, state="pending", due_at=now, attempt=InboxJob.attempt - 1)


def _end(session: Session, job: Job, **values: Any) -> bool:
    done = session.execute(
        update(InboxJob).where(_mine(job)).values(owner=None, **values).returning(InboxJob.id)
    )
    return done.first() is not None


def _mine(job: Job) -> ColumnElement[bool]:
    return and_(InboxJob.id == job.id, InboxJob.attempt == job.attempt, InboxJob.state == "working")


def waiting(session: Session, team: str, kind: str) -> list[InboxJob]:
    """What of a kind is not done yet, the oldest first."""
    found = session.scalars(
        select(InboxJob)
        .where(
            InboxJob.team == team,
            InboxJob.kind == kind,
            InboxJob.state.in_(("pending", "working")),
        )
        .order_by(InboxJob.id)
    )
    return list(found)


def reword(session: Session, team: str, subject: str, changes: dict[str, Any]) -> bool:
    """Change what is to be worked; False if somebody is at it already."""
    row = session.scalars(
        select(InboxJob)
        .where(InboxJob.team == team, InboxJob.subject == subject, InboxJob.state == "pending")
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return False
    row.payload = dict(row.payload) | changes
    return True


def withdraw(session: Session, job_id: int, reason: str, *, now: datetime) -> bool:
    """Nobody wants this any more; a worker that is at it ends nothing. False: it is done."""
    done = session.execute(
        update(InboxJob)
        .where(InboxJob.id == job_id, InboxJob.state.in_(("pending", "working")))
        .values(state="done", finished_at=now, trouble=reason, owner=None)
        .returning(InboxJob.id)
    )
    return done.first() is not None


def next_due(session: Session) -> datetime | None:
    return session.scalar(
        select(func.min(InboxJob.due_at)).where(InboxJob.state.in_(("pending", "working")))
    )


def failed(session: Session) -> list[InboxJob]:
    """What could not be worked, for the quality team, the newest first."""
    found = session.scalars(
        select(InboxJob).where(InboxJob.state == "failed").order_by(InboxJob.id.desc())
    )
    return list(found)
