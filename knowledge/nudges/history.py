"""What each person was told when and why, and how long it took until it was done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.nudges.telling import KEPT
from knowledge.people import zone_of
from knowledge.storage.nudge_tables import Nudge, NudgedItem, NudgeHold, NudgeLine
from knowledge.storage.record_tables import Person

TOLD = ("sent", "listed")


@dataclass(frozen=True)
class Remembered:
    """One item in one message. `state`: planned, queued, sent or listed."""

    day: date
    state: str
    item: str
    kind: str
    rule: str
    audience: str
    due_on: date | None
    for_id: int | None


@dataclass(frozen=True)
class Effect:
    """Of one rule: what was done after it told of it, within how many days, and what is `open`."""

    rule: str
    audience: str
    done: int
    open: int
    median_days: float | None
    longest_days: int | None


def history(session: Session, person: Person) -> list[Remembered]:
    """Everything that a person was or will be told, the newest first.

    What was asked for at an hour of the day is among it.
    """
    rows = session.execute(
        select(Nudge.day, Nudge.state, NudgeLine)
        .join(NudgeLine, NudgeLine.nudge_id == Nudge.id)
        .where(Nudge.person_id == person.id)
        .order_by(Nudge.day.desc(), NudgeLine.id)
    )
    planned = [
        Remembered(
            day, state, line.item, line.kind, line.rule, line.audience, line.due_on, line.for_id
        )
        for day, state, line in rows
    ]
    return sorted([*_kept(session, person), *planned], key=lambda one: one.day, reverse=True)


def _kept(session: Session, person: Person) -> list[Remembered]:
    """What was told at the hour of a promise; its item is this person's own."""
    zone = zone_of(session, person)
    rows = session.execute(
        select(NudgeHold, NudgedItem.kind)
        .outerjoin(NudgedItem, NudgedItem.item == NudgeHold.item)
        .where(NudgeHold.person_id == person.id, NudgeHold.kind == KEPT)
        .order_by(NudgeHold.id.desc())
    )
    return [
        Remembered(
            hold.until_at.astimezone(zone).date(), "sent", hold.item, kind or "",
            f"promised for {hold.until_at.astimezone(zone):%H:%M}", "owner", None, person.id,
        )
        for hold, kind in rows
    ]  # fmt: skip


def effects(session: Session) -> list[Effect]:
    """Days from the last thing that was told about an item to its end, by the rule it was told by.

    An item counts as ended when it was done or reported as done.
    """
    days: dict[tuple[str, str], list[int]] = defaultdict(list)
    still: dict[tuple[str, str], int] = defaultdict(int)
    for rule, settled_on, told_on in _last_told(session):
        if settled_on is None:
            still[rule] += 1
        else:
            days[rule].append(max(0, (settled_on - told_on).days))
    order = {"owner": 0, "lead": 1, "quality": 2}
    found = [
        Effect(
            rule[0],
            rule[1],
            len(days[rule]),
            still[rule],
            median(days[rule]) if days[rule] else None,
            max(days[rule], default=None),
        )
        for rule in {*days, *still}
    ]
    return sorted(found, key=lambda one: (order[one.audience], -one.done, one.rule))


def _last_told(session: Session) -> list[tuple[tuple[str, str], date | None, date]]:
    rows = session.execute(
        select(NudgeLine.item, NudgeLine.rule, NudgeLine.audience, NudgedItem.settled_at, Nudge.day)
        .join(Nudge, Nudge.id == NudgeLine.nudge_id)
        .join(NudgedItem, NudgedItem.item == NudgeLine.item)
        .where(Nudge.state.in_(TOLD))
        .order_by(Nudge.day, NudgeLine.id)
    )
    latest = {}
    for item, rule, audience, settled_at, day in rows:
        settled_on = settled_at.date() if settled_at is not None else None
        if settled_on is None or day <= settled_on:
            latest[item] = ((rule, audience), settled_on, day)
    return list(latest.values())
