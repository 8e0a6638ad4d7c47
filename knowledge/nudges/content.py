"""What a message says as of now: its items that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.nudges import items
from knowledge.nudges.digest import Digest, digest, has_something_to_say_now
from knowledge.nudges.ground import paused_days
from knowledge.nudges.items import Item
from knowledge.nudges.lines import ContentLine, line_of
from knowledge.nudges.rules import Rules
from knowledge.storage.nudge_tables import Nudge, NudgeLine, QuietTime
from knowledge.storage.record_tables import Person


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
    return content_of(session, nudge, now=now, rules=rules or Rules(), held=False)


def content_of(
    session: Session, nudge: Nudge, *, now: datetime, rules: Rules, held: bool = True
) -> NudgeContent | None:
    """What a message says as of now, at whatever hour; None if nothing.

    `held`: with what its reader planned for later or put off, so that it can still be done here.
    """
    person = session.get_one(Person, nudge.person_id)
    today = now.astimezone(people.zone_of(session, person)).date()
    lines = [line for line in _lines(session, nudge, now, rules) if held or not _rests(line)]
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


def _rests(line: ContentLine) -> bool:
    """A promise or snooze holds nothing critical back."""
    return line.held and not line.item.critical


def _lines(session: Session, nudge: Nudge, now: datetime, rules: Rules) -> list[ContentLine]:
    person = session.get_one(Person, nudge.person_id)
    today = now.astimezone(people.zone_of(session, person)).date()
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
        if item is not None and row.item not in lines and _holds(row, item, today):
            lines[row.item] = line_of(
                session, item, row.audience, row.rule,  # type: ignore[arg-type]
                reader=person, meant=row.for_id, now=now, rules=rules,
            )  # fmt: skip
    return sorted(
        lines.values(),
        key=lambda line: (
            _rests(line), not line.item.critical, line.item.due_on or date.max, line.item.key
        ),
    )  # fmt: skip


def _holds(row: NudgeLine, item: Item, today: date) -> bool:
    """Whether a line is still true: nobody reported it, gave it away, or got more time."""
    if item.waits:
        return False
    if row.audience != "owner":
        return row.rule.startswith("critical") or item.overdue(today)
    if item.person_id != row.for_id:
        return False
    return not (row.due_on != item.due_on and item.due_on is not None and item.due_on > today)


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
