"""The judge of a simulated quarter. It has the rules in figures of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from knowledge import people
from knowledge.nudges import Item
from knowledge.storage.record_tables import Person
from tests.proofs.nudges.quarter import QUARTER, Message, Record, Snapshot, ToldLine

LEAD_AFTER, QUALITY_AFTER = 7, 21
FEW = 20
"""People at work on a day that is a holiday for the others, quality among them."""
PATIENCE = 2
"""Working days on which an escalation may be late: it becomes known during the first."""


def judge(session: Session, record: Record) -> list[str]:
    """Every way in which what was sent breaks a rule; empty if none."""
    return [
        *_twice_a_day(record),
        *_outside_hours(session, record),
        *_after_done(record),
        *_during_hold(record),
        *_early(record),
        *_missed(record),
        *_hours_not_kept(record),
    ]


def _twice_a_day(record: Record) -> Iterator[str]:
    """On the coach's own account; what somebody asked for at an hour comes besides."""
    counted = Counter((message.name, message.person_id, message.day) for message in record.messages)
    for (name, _, day), count in counted.items():
        if count > 1:
            yield f"{name} got {count} messages on {day}"


def _outside_hours(session: Session, record: Record) -> Iterator[str]:
    for message in _everything(record):
        person = session.get_one(Person, message.person_id)
        day = message.at.astimezone(people.zone_of(session, person)).date()
        spans = people.working_hours(session, person, day)
        off = day.weekday() >= 5 or day in record.paused or day != message.day
        if off or not any(begins <= message.at < ends for begins, ends in spans):
            yield f"{message.name} was written to at {message.at}, when they don't work"


def _after_done(record: Record) -> Iterator[str]:
    for message, line in _lines(record):
        for done, back in record.settled.get(line.key, ()):
            if done <= message.at and (back is None or message.at < back):
                yield f"{message.name} was told of {line.key} at {message.at}, done at {done}"


def _during_hold(record: Record) -> Iterator[str]:
    for message, line in _lines(record):
        if line.audience != "owner":
            continue
        mine = [h for h in record.held if h[0] == line.key and h[2] <= message.at]
        if mine and mine[-1][1] == line.owner_id and message.at < mine[-1][3]:
            yield f"{message.name} was told of {line.key} at {message.at}, held until {mine[-1][3]}"


def _early(record: Record) -> Iterator[str]:
    for message, line in _lines(record):
        if line.audience in ("lead", "quality") and not _reached(line, line.audience, message.day):
            yield f"{line.audience} {message.name} was told of {line.key} too early: {message.day}"


def _reached(item: Item | ToldLine, audience: str, day: date) -> bool:
    if item.critical_on is not None and item.critical_on <= day:
        return True
    if item.due_on is None or item.first_due_on is None or item.due_on >= day:
        return False
    after = LEAD_AFTER if audience == "lead" else QUALITY_AFTER
    return item.first_due_on + timedelta(days=after) <= day


def _missed(record: Record) -> Iterator[str]:
    """An escalation that nobody got within two working days of whoever should get it."""
    told: dict[tuple[str, str], list[date]] = defaultdict(list)
    for message, line in _lines(record):
        told[line.key, line.audience].append(message.day)
    waited: Counter[tuple[str, str, date | None]] = Counter()
    for morning in record.mornings:
        for item, audience in _escalated(morning):
            cycle = (item.key, audience, item.due_on)
            if item.waits or not _reached(item, audience, morning.day):
                waited[cycle] = 0
            elif any(_since(item) <= day <= morning.day for day in told[cycle[:2]]):
                waited[cycle] = -QUARTER  # told: not again before its day moves
            elif _could_hear(record, morning, item, audience):
                waited[cycle] += 1
                if waited[cycle] == PATIENCE + 1:
                    yield f"{audience} was not told of {item.key} by {morning.day}"


def _hours_not_kept(record: Record) -> Iterator[str]:
    """Who named an hour hears then, once, about that alone, if it is then still open."""
    counted = Counter(hold for hold, _ in record.asked)
    for hold, message in record.asked:
        item, person, at = record.hours[hold]
        if counted[hold] > 1:
            yield f"{message.name} was told {counted[hold]} times of {item}, as asked for {at}"
        if (message.person_id, message.at) != (person, at) or len(message.lines) != 1:
            yield f"{message.name} was told at {message.at} of what was asked for {at}"
        if message.lines[0].key != item:
            yield f"{message.name} asked about {item} and was told of {message.lines[0].key}"
    for hold, (item, _, at) in record.hours.items():
        if not counted[hold] and not _settled_at(record, item, at):
            yield f"{item} was asked about for {at}, and nothing came"


def _settled_at(record: Record, key: str, at: datetime) -> bool:
    spans = record.settled.get(key, ())
    return any(done <= at and (back is None or at < back) for done, back in spans)


def _since(item: Item) -> date:
    """From when on telling counts for this due day; what is critical is so whatever its due day."""
    return min(day for day in (item.due_on, item.critical_on) if day is not None)


def _escalated(morning: Snapshot) -> Iterator[tuple[Item, str]]:
    """What the quality team itself has to do goes to nobody else."""
    items = (item for item in morning.items if item.person_id is not None)
    return ((item, audience) for item in items for audience in ("lead", "quality"))


def _could_hear(record: Record, morning: Snapshot, item: Item, audience: str) -> bool:
    if morning.day in record.paused or len(morning.working) < FEW:
        return False
    return audience == "quality" or morning.leads[item.key] in morning.working


def _lines(record: Record) -> Iterator[tuple[Message, ToldLine]]:
    return ((message, line) for message in _everything(record) for line in message.lines)


def _everything(record: Record) -> Iterator[Message]:
    yield from record.messages
    yield from (message for _, message in record.asked)
