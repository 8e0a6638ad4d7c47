"""How long each stage of a corrective action may take, where the register names no date for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.capa.stages import CLOSED, STAGES, Stage
from knowledge.errors import BadInput
from knowledge.storage.action_tables import StageLimit
from knowledge.storage.record_tables import Person

LONGEST = 520
"""Working days: two years."""
DEFAULTS: Mapping[Stage, int] = {
    "recorded": 2,
    "contained": 5,
    "need decided": 10,
    "cause found": 15,
    "action planned": 30,
    "implemented": 60,
}
"""Working days that an action may stay at a stage. Closing has a limit only where a company sets
one: what is left to do there is said, not late."""


def limits(session: Session) -> dict[Stage, int]:
    """The company's own limits, the defaults for the others."""
    own = {row.stage: row.working_days for row in session.scalars(select(StageLimit))}
    known = {stage: own.get(stage, DEFAULTS.get(stage)) for stage in STAGES if stage not in CLOSED}
    return {stage: days for stage, days in known.items() if days is not None}


def set_limit(session: Session, stage: str, days: int, *, who: int | None, now: datetime) -> None:
    """Choose how many working days a stage may take. Raises BadInput."""
    wanted = stage.strip().casefold()
    timed = [stage for stage in STAGES if stage not in CLOSED]
    if wanted not in timed:
        raise BadInput(f"{stage!r} is no stage that takes time: {', '.join(timed)}.")
    if not 1 <= days <= LONGEST:
        raise BadInput(f"{days} working days can't be kept. Give 1 to {LONGEST}.")
    before = session.get(StageLimit, wanted)
    change = {"stage": wanted, "from": before.working_days if before else None, "to": days}
    session.merge(StageLimit(stage=wanted, working_days=days))
    audit_log.add(session, who=who, what="corrective action: limit set", payload=change, now=now)


def due_by_limit(
    session: Session, stage: Stage, since: date, owner: Person | None, days: Mapping[Stage, int]
) -> date | None:
    """The last day for leaving a stage that was reached on a day, in working days of the owner's
    site; None for a stage that ends nothing."""
    if stage not in days:
        return None
    closed = people.closed_for(session, owner)
    return people.working_days_after(since, days[stage], closed=closed)
