"""What became of messages: sent, or missed, and then what they said is still to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from knowledge.nudges.returning import note_returns
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.nudge_tables import Nudge, NudgeLine
from knowledge.storage.rows import batches

NEVER = ("cancelled", "dead")
"""States of a delivery that will not arrive."""


def note(session: Session, *, now: datetime) -> None:
    """Mark what was sent. What was not, and won't be, is taken back so that it is planned anew."""
    _note_sent(session)
    note_returns(session, now=now)
    missed = [*_not_delivered(session), *_not_dispatched(session, now)]
    for batch in batches(missed):
        session.execute(delete(NudgeLine).where(NudgeLine.nudge_id.in_(batch)))
        session.execute(update(Nudge).where(Nudge.id.in_(batch)).values(state="missed", week=None))


def _note_sent(session: Session) -> None:
    arrived = select(Delivery.key).where(Delivery.state == "sent")
    session.execute(
        update(Nudge)
        .where(Nudge.state == "queued", Nudge.key.in_(arrived))
        .values(state="sent")
        .execution_options(synchronize_session=False)
    )


def _not_delivered(session: Session) -> list[int]:
    failed = select(Nudge.id).join(Delivery, Delivery.key == Nudge.key)
    return list(session.scalars(failed.where(Nudge.state == "queued", Delivery.state.in_(NEVER))))


def _not_dispatched(session: Session, now: datetime) -> list[int]:
    """Their hours are over: the coach stood still, or somebody was left alone all day."""
    waiting = select(Nudge.id).where(Nudge.state == "planned", Nudge.until_at <= now)
    unsent = (
        select(Nudge.id)
        .outerjoin(Delivery, Delivery.key == Nudge.key)
        .where(Nudge.state == "queued", Nudge.until_at <= now)
        .where(or_(Nudge.key.is_(None), Delivery.id.is_(None)))
    )
    return [*session.scalars(waiting.with_for_update()), *session.scalars(unsent)]
