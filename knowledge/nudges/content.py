"""What a message says as of now: its items that are still open, and what may be done about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.nudges import items
from knowledge.nudges.digest import Digest, digest, has_something_to_say_now
from knowledge.nudges.ground import paused_days
from knowledge.nudges.items import Item
from knowledge.nudges.rules import Rules
from knowledge.nudges.steps import ASKED, Audience
from knowledge.nudges.telling import PROMISED, SNOOZED
from knowledge.storage.nudge_tables import Nudge, NudgeHold, NudgeLine, QuietTime
from knowledge.storage.record_tables import Person

Action = Literal["done", "begin", "promise", "snooze", "extend", "not mine", "mute"]

UNTRANSFERABLE = ("training", "requalification", "reading", "drill")
"""Kinds that are a person's own: nobody can be trained for somebody else."""


@dataclass(frozen=True)
class ContentLine:
    """One item for one reader. `why` is the step's rule in words.

    `owner` is who has to do it; `for_name` who is away and would have read this.
    """

    item: Item
    audience: Audience
    rule: str
    why: str
    owner: str
    for_name: str | None
    can: tuple[Action, ...]


@dataclass(frozen=True)
class NudgeContent:
    """A message, in three groups: what the reader has to do, what their people have to, and what
    comes to the quality team. `digest` is there in the first message of a lead's week."""

    nudge_id: int
    person: Person
    day: date
    mine: tuple[ContentLine, ...]
    of_my_people: tuple[ContentLine, ...]
    for_quality: tuple[ContentLine, ...]
    digest: Digest | None = None

    @property
    def lines(self) -> tuple[ContentLine, ...]:
        return (*self.mine, *self.of_my_people, *self.for_quality)


def still_wanted(
    session: Session, nudge_id: int, *, now: datetime, rules: Rules | None = None
) -> NudgeContent | None:
    """The message as of now; None if nothing is left to say, or it may not be said now.

    What is held back here for the latter reason is planned again for the next working day.
    """
    nudge = session.get(Nudge, nudge_id)
    if nudge is None or now >= nudge.until_at or _left_alone(session, nudge, now):
        return None
    return content_of(session, nudge, now=now, rules=rules or Rules())


def content_of(
    session: Session, nudge: Nudge, *, now: datetime, rules: Rules
) -> NudgeContent | None:
    """What a message says as of now, at whatever hour; None if nothing."""
    person = session.get_one(Person, nudge.person_id)
    today = now.astimezone(people.zone_of(session, person)).date()
    lines = _lines(session, nudge, today, now, rules)
    weekly = _digest(session, nudge, today, now)
    if not lines and weekly is None:
        return None
    return NudgeContent(
        nudge.id,
        person,
        nudge.day,
        tuple(line for line in lines if line.audience == "owner"),
        tuple(line for line in lines if line.audience == "lead"),
        tuple(line for line in lines if line.audience == "quality"),
        weekly,
    )


def in_words(rule: str, item: Item, today: date) -> str:
    """Why somebody is told, as a person reads it."""
    if item.due_on is None:
        return "open"
    late = (today - item.due_on).days
    days = f"{abs(late)} day" + ("" if abs(late) == 1 else "s")
    when = "due today" if late == 0 else f"due in {days}" if late < 0 else f"{days} overdue"
    if item.state == "expired":
        when = f"has run out, {when}"
    if rule == PROMISED:
        return f"you planned it for today; {when}"
    if rule == ASKED and late <= 0:
        return f"new, {when} ({item.due_on.day} {item.due_on:%b %Y})"
    if rule == SNOOZED:
        return f"put off until today; {when}"
    return f"{when} ({item.due_on.day} {item.due_on:%b %Y})"


def _lines(
    session: Session, nudge: Nudge, today: date, now: datetime, rules: Rules
) -> list[ContentLine]:
    rows = session.scalars(
        select(NudgeLine).where(NudgeLine.nudge_id == nudge.id).order_by(NudgeLine.id)
    ).all()
    found = {
        item.key: item
        for item in items.open_items(session, today=today, keys={row.item for row in rows})
    }
    lines = {}
    for row in sorted(rows, key=lambda row: ("owner", "lead", "quality").index(row.audience)):
        item = found.get(row.item)
        if item is not None and row.item not in lines and _holds(session, row, item, today, now):
            lines[row.item] = _line(session, row, item, today, rules)
    return sorted(
        lines.values(),
        key=lambda line: (not line.item.critical, line.item.due_on or date.max, line.item.key),
    )


def _holds(session: Session, row: NudgeLine, item: Item, today: date, now: datetime) -> bool:
    """Whether a line is still true: nobody reported it, gave it away, or got or took more time."""
    if item.waits:
        return False
    if row.audience != "owner":
        return row.rule.startswith("critical") or item.overdue(today)
    if item.person_id != row.for_id:
        return False
    moved = row.due_on != item.due_on and item.due_on is not None and item.due_on > today
    return not moved and (item.critical or not _held(session, item, now))


def _held(session: Session, item: Item, now: datetime) -> bool:
    until = session.scalar(
        select(NudgeHold.until_at)
        .where(NudgeHold.item == item.key, NudgeHold.person_id == item.person_id)
        .order_by(NudgeHold.id.desc())
        .limit(1)
    )
    return until is not None and now < until


def _line(session: Session, row: NudgeLine, item: Item, today: date, rules: Rules) -> ContentLine:
    owner = session.get(Person, item.person_id) if item.person_id is not None else None
    meant = session.get(Person, row.for_id) if row.for_id is not None else None
    away = meant if meant is not None and meant.id != row.person_id else None
    return ContentLine(
        item,
        row.audience,  # type: ignore[arg-type]
        row.rule,
        in_words(row.rule, item, today),
        owner.name if owner else "the quality team",
        away.name if away is not None and row.audience == "owner" else None,
        actions_of(session, item, rules, today) if row.audience == "owner" else (),
    )


def actions_of(session: Session, item: Item, rules: Rules, today: date) -> tuple[Action, ...]:
    """What its owner may do about an item. Others look on."""
    drill = item.kind == "drill"
    may: list[Action] = ["begin" if drill else "done", "promise"]
    if not item.critical and snoozed(session, item.key) < rules.snoozes:
        may.append("snooze")
    if not drill and _can_move(item):
        may.append("extend")
    if item.kind not in UNTRANSFERABLE:
        may.append("not mine")
    if not item.critical and rules.rule_for(item.kind).may_mute and not item.overdue(today):
        may.append("mute")
    return tuple(may)


def _can_move(item: Item) -> bool:
    return item.due_on is not None and (item.fixed_on is None or item.due_on < item.fixed_on)


def snoozed(session: Session, key: str) -> int:
    """How often an item has been put off."""
    counted = select(func.count(NudgeHold.id)).where(
        NudgeHold.item == key, NudgeHold.kind == "snooze"
    )
    return session.scalar(counted) or 0


def _digest(session: Session, nudge: Nudge, today: date, now: datetime) -> Digest | None:
    if nudge.week is None:
        return None
    made = digest(session, lead_id=nudge.person_id, now=now)
    return made if has_something_to_say_now(session, made) else None


def _left_alone(session: Session, nudge: Nudge, now: datetime) -> bool:
    if nudge.day in paused_days(session):
        return True
    quiet: Sequence[int] = session.scalars(
        select(QuietTime.id).where(
            QuietTime.person_id == nudge.person_id,
            QuietTime.from_at <= now,
            QuietTime.to_at > now,
        )
    ).all()
    return bool(quiet)
