"""What a plan is worked out from, read once: people, items, and what was told before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from knowledge.nudges import items
from knowledge.nudges.items import Item
from knowledge.nudges.rules import Rules
from knowledge.nudges.windows import Calendar, Stretch
from knowledge.people import Roster
from knowledge.storage.nudge_tables import (
    Nudge,
    NudgedItem,
    NudgeHold,
    NudgeLine,
    NudgeMute,
    NudgePause,
    QuietTime,
)
from knowledge.storage.rows import batches

Told = tuple[str, str, int | None]
"""An item's key, the audience, and who was meant (None: the quality team)."""

EARLIEST = timedelta(hours=14)
"""How far the most easterly clock is ahead of UTC."""


@dataclass(frozen=True)
class Hold:
    """A promise or snooze: the owner hears nothing before. For its kinds see telling."""

    kind: str
    until_at: datetime
    made_at: datetime


@dataclass(frozen=True)
class Heard:
    """The latest step that was told, by the day it was for, and the day it was told on."""

    step_on: date
    day: date


@dataclass(frozen=True)
class Past:
    """What is known of an item that somebody was told about."""

    settled: bool
    back_on: date | None


@dataclass
class Ground:
    """`told` has what was last told of each item to whom. `days` are people's messages by local
    day with their state, `weeks` the Mondays of digests by person."""

    calendar: Calendar
    items: list[Item]
    rules: Rules
    past: dict[str, Past]
    told: dict[Told, Heard]
    holds: Mapping[tuple[str, int], Hold]
    muted: frozenset[tuple[int, str]]
    days: dict[tuple[int, date], str]
    weeks: dict[int, date] = field(default_factory=dict)

    @property
    def roster(self) -> Roster:
        return self.calendar.roster

    def settled(self) -> list[str]:
        """Items that were told about and that nobody has to do any more, or that were reported."""
        waiting = {item.key for item in self.items if not item.waits}
        return sorted(
            key for key, past in self.past.items() if not past.settled and key not in waiting
        )

    def returned(self) -> list[Item]:
        """Items that were settled and are open again: rejected, reopened, expired."""
        return [
            item
            for item in self.items
            if not item.waits and item.key in self.past and self.past[item.key].settled
        ]


def ground(session: Session, *, now: datetime, rules: Rules) -> Ground:
    """Read all of it. Items are those of the latest day anywhere; steps look at each one's own."""
    today = (now + EARLIEST).date()
    found = items.open_items(session, today=today)
    past = _past(session)
    returned = [one.key for one in found if one.key in past and past[one.key].settled]
    return Ground(
        calendar_of(session, now=now, rules=rules),
        found,
        rules,
        past,
        _told(session) | _told_of(session, returned),
        _holds(session),
        _muted(session),
        _days(session, today),
        _weeks(session),
    )


def calendar_of(session: Session, *, now: datetime, rules: Rules) -> Calendar:
    """Everybody's hours, the days without messages, and who wants to be left alone."""
    return Calendar(
        Roster.of(session), rules.weekend, paused_days(session), quiet_times(session, now=now)
    )


def paused_days(session: Session) -> frozenset[date]:
    return frozenset(session.scalars(select(NudgePause.day)))


def quiet_times(session: Session, *, now: datetime) -> dict[int, list[Stretch]]:
    """Stretches of do-not-disturb that are not over, by person."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    for row in session.scalars(select(QuietTime).where(QuietTime.to_at > now)):
        found[row.person_id].append((row.from_at, row.to_at))
    return dict(found)


def _past(session: Session) -> dict[str, Past]:
    rows = session.execute(select(NudgedItem.item, NudgedItem.settled_at, NudgedItem.back_on))
    return {item: Past(settled is not None, back_on) for item, settled, back_on in rows}


_LATEST = (
    select(
        NudgeLine.item,
        NudgeLine.audience,
        NudgeLine.for_id,
        func.max(NudgeLine.step_on),
        func.max(Nudge.day),
    )
    .join(Nudge, Nudge.id == NudgeLine.nudge_id)
    .join(NudgedItem, NudgedItem.item == NudgeLine.item)
    .group_by(NudgeLine.item, NudgeLine.audience, NudgeLine.for_id)
)


def _told(session: Session) -> dict[Told, Heard]:
    """Of items that somebody still has to do; what never went out has no line (see outcomes)."""
    rows = session.execute(_LATEST.where(NudgedItem.settled_at.is_(None)))
    return {
        (item, audience, for_id): Heard(step_on, day)
        for item, audience, for_id, step_on, day in rows
    }


def _told_of(session: Session, keys: Collection[str]) -> dict[Told, Heard]:
    found: dict[Told, Heard] = {}
    for batch in batches(list(keys)):
        rows = session.execute(_LATEST.where(NudgeLine.item.in_(batch)))
        found |= {
            (item, audience, for_id): Heard(step_on, day)
            for item, audience, for_id, step_on, day in rows
        }
    return found


def _holds(session: Session) -> dict[tuple[str, int], Hold]:
    """The latest of each person's for each item."""
    latest = select(func.max(NudgeHold.id)).group_by(NudgeHold.item, NudgeHold.person_id)
    rows = session.scalars(select(NudgeHold).where(NudgeHold.id.in_(latest)))
    return {(row.item, row.person_id): Hold(row.kind, row.until_at, row.made_at) for row in rows}


def latest_hold(session: Session, item: Item) -> NudgeHold | None:
    """What was last promised or snoozed of an item by whom it belongs to; what is the quality
    team's, by any of them."""
    whose = NudgeHold.person_id == item.person_id if item.person_id is not None else true()
    return session.scalars(
        select(NudgeHold)
        .where(NudgeHold.item == item.key, whose)
        .order_by(NudgeHold.id.desc())
        .limit(1)
    ).first()


def _muted(session: Session) -> frozenset[tuple[int, str]]:
    rows = session.execute(select(NudgeMute.person_id, NudgeMute.kind))
    return frozenset((person_id, kind) for person_id, kind in rows)


def _days(session: Session, today: date) -> dict[tuple[int, date], str]:
    rows = session.execute(
        select(Nudge.person_id, Nudge.day, Nudge.state).where(
            Nudge.day >= today - timedelta(days=3)
        )
    )
    return {(person_id, day): state for person_id, day, state in rows}


def _weeks(session: Session) -> dict[int, date]:
    """The week of each lead's latest digest."""
    rows = session.execute(
        select(Nudge.person_id, func.max(Nudge.week))
        .where(Nudge.week.is_not(None), Nudge.state != "missed")
        .group_by(Nudge.person_id)
    )
    return {person_id: week for person_id, week in rows if week is not None}
