"""Days without messages, such as that of an audit. What is due and late is worked out as ever."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.errors import BadInput, NotAllowed
from knowledge.nudges.ground import paused_days
from knowledge.storage.nudge_tables import NudgePause
from knowledge.storage.record_tables import Person

PAUSING = frozenset({"quality", "deputy", "top management"})


def pause(session: Session, day: date, *, by: Person | None, now: datetime) -> None:
    """Nobody is written to on this day; what would have come, comes on the next working day.

    `by` None: from the command line. Raises NotAllowed without the right, BadInput for a past day.
    """
    _check(session, by, now)
    if day < now.date():
        raise BadInput(f"{day} is past. Choose today or a day to come.")
    if day in paused_days(session):
        return
    session.add(NudgePause(day=day, paused_by=by.id if by else None, paused_at=now))
    session.flush()
    _log(session, "paused", day, by, now)


def resume(session: Session, day: date, *, by: Person | None, now: datetime) -> None:
    """Let messages go out on this day after all."""
    _check(session, by, now)
    if day not in paused_days(session):
        return
    session.execute(delete(NudgePause).where(NudgePause.day == day))
    _log(session, "resumed", day, by, now)


def _check(session: Session, by: Person | None, now: datetime) -> None:
    if by is not None and not PAUSING & people.roles_of(session, by, today=now.date()):
        raise NotAllowed("Messages are paused by quality and top management. Ask one of them.")


def _log(session: Session, what: str, day: date, by: Person | None, now: datetime) -> None:
    who = by.id if by is not None else None
    audit_log.add(session, who=who, what=f"nudges: {what}", payload={"day": day}, now=now)
