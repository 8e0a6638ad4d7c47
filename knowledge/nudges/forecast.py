"""What would go to whom on the days to come, if nobody did anything. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from knowledge.errors import BadInput
from knowledge.nudges import items
from knowledge.nudges.digest import digest_ground
from knowledge.nudges.ground import Ground, Heard, ground
from knowledge.nudges.planning import PlannedNudge, day_plan
from knowledge.nudges.rules import Rules
from knowledge.nudges.telling import DayOf

LONGEST = timedelta(days=366)


def forecast(
    session: Session, *, first: date, last: date, now: datetime, rules: Rules
) -> Iterator[PlannedNudge]:
    """The messages of each day from the first to the last; days are everybody's own.

    Raises BadInput for days in the wrong order, or more than a year.
    """
    if not first <= last <= first + LONGEST:
        raise BadInput("Give the first day, then a later one within a year.")
    known = ground(session, now=now, rules=rules)
    known = replace(known, days={}, past=dict(known.past))
    day = first
    while day <= last:
        at = datetime.combine(day, time(12), tzinfo=UTC)
        known.items = items.open_items(session, today=day)
        digests = digest_ground(session, known, now=at)
        nudges = day_plan(known, _always(day), digests)
        _remember(known, nudges)
        yield from sorted(nudges, key=lambda one: (one.due_at, one.person_id))
        day += timedelta(days=1)


def _always(day: date) -> DayOf:
    return lambda person_id: day


def _remember(known: Ground, nudges: list[PlannedNudge]) -> None:
    """Take it that everything arrived."""
    for nudge in nudges:
        if nudge.week is not None:
            known.weeks[nudge.person_id] = nudge.week
        for line in nudge.lines:
            told = line.item.key, line.step.audience, line.for_id
            known.told[told] = Heard(line.step.on, nudge.day)
