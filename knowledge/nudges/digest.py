"""A lead's week: what is overdue, due, done and unconfirmed among their people, and quality's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.nudges import items
from knowledge.nudges.finished import Done, done_between
from knowledge.nudges.ground import EARLIEST, Ground
from knowledge.nudges.items import Item
from knowledge.people import Roster
from knowledge.storage.nudge_tables import Nudge

ALL_WELL_EVERY = timedelta(days=28)
"""A lead with nothing to look at is told so once in this time."""

AGES = ((1, 7), (8, 21), (22, None))
"""Days late, from and to, by which overdue items are counted."""


@dataclass(frozen=True)
class PersonsWeek:
    """One person's part of a digest; the oldest first."""

    person_id: int
    name: str
    overdue: tuple[Item, ...]
    due_this_week: tuple[Item, ...]
    done_last_week: tuple[Done, ...]
    unconfirmed: tuple[Item, ...]

    @property
    def silent(self) -> bool:
        return not (self.overdue or self.due_this_week or self.done_last_week or self.unconfirmed)


@dataclass(frozen=True)
class TeamsWeek:
    """One lead's people in quality's digest, in figures. `oldest`: most days late."""

    lead_id: int
    name: str
    team: str
    overdue: int
    oldest: int
    due_this_week: int
    done_last_week: int
    unconfirmed: int


@dataclass(frozen=True)
class Digest:
    """What a lead sees in the first hour of the week. `teams` are there for quality alone."""

    lead_id: int
    week: date
    people: tuple[PersonsWeek, ...]
    teams: tuple[TeamsWeek, ...] = ()

    @property
    def all_well(self) -> bool:
        """Nothing is overdue, nothing unconfirmed, nothing due this week, nothing was done."""
        return not self.people and not any(
            team.overdue or team.due_this_week or team.unconfirmed for team in self.teams
        )

    @property
    def overdue(self) -> tuple[Item, ...]:
        return tuple(item for person in self.people for item in person.overdue)

    @property
    def due_this_week(self) -> tuple[Item, ...]:
        return tuple(item for person in self.people for item in person.due_this_week)

    @property
    def done_last_week(self) -> tuple[Done, ...]:
        return tuple(done for person in self.people for done in person.done_last_week)

    @property
    def unconfirmed(self) -> tuple[Item, ...]:
        return tuple(item for person in self.people for item in person.unconfirmed)

    def by_age(self, today: date) -> dict[tuple[int, int | None], int]:
        """How many overdue items there are of each age."""
        found = dict.fromkeys(AGES, 0)
        for item in self.overdue:
            late = max(1, item.days_late(today))
            found[next(age for age in AGES if age[1] is None or late <= age[1])] += 1
        return found


@dataclass(frozen=True)
class DigestGround:
    """What digests are made of: open items and what was done, by person."""

    roster: Roster
    items: Mapping[int, list[Item]]
    done: Mapping[int, list[Done]]
    quality: frozenset[int] = field(default_factory=frozenset)

    def concerns(self, person_id: int) -> bool:
        """Whether somebody gets digests: leads and quality."""
        return person_id in self.quality or bool(self.roster.led_by_register(person_id))

    def week_due(self, person_id: int, day: date, last: date | None) -> date | None:
        """The Monday of the week, if its digest was not written yet."""
        week = monday(day)
        return week if last is None or last < week else None


def digest(session: Session, *, lead_id: int, now: datetime) -> Digest:
    """What a lead sees as of now."""
    roster = Roster.of(session)
    today = now.astimezone(roster.zone_of(lead_id)).date()
    everybody = lead_id in roster.quality_people(today)
    people = None if everybody else set(roster.led_by(lead_id, today))
    found = items.open_items(session, today=today, people=people)
    return digest_of(_ground(session, roster, found, today), lead_id, today)


def digest_ground(session: Session, known: Ground, *, now: datetime) -> DigestGround:
    """What the digests of a plan are made of."""
    return _ground(session, known.roster, known.items, (now + EARLIEST).date())


def digest_of(known: DigestGround, lead_id: int, today: date) -> Digest:
    people = [
        _persons_week(known, person_id, today) for person_id in known.roster.led_by(lead_id, today)
    ]
    teams = _teams(known, today) if lead_id in known.quality else ()
    return Digest(lead_id, monday(today), tuple(one for one in people if not one.silent), teams)


def has_something_to_say(
    known: DigestGround, lead_id: int, today: date, *, last: date | None
) -> bool:
    """Whether a digest is worth a message; that all is well is, once in a while."""
    if not digest_of(known, lead_id, today).all_well:
        return True
    return last is None or monday(today) - last >= ALL_WELL_EVERY


def has_something_to_say_now(session: Session, made: Digest) -> bool:
    """The same of a digest that was planned: all may be well meanwhile."""
    if not made.all_well:
        return True
    last = session.scalar(
        select(func.max(Nudge.week)).where(Nudge.person_id == made.lead_id, Nudge.week < made.week)
    )
    return last is None or made.week - last >= ALL_WELL_EVERY


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _ground(session: Session, roster: Roster, found: list[Item], today: date) -> DigestGround:
    by_person: dict[int, list[Item]] = defaultdict(list)
    for item in found:
        if item.person_id is not None:
            by_person[item.person_id].append(item)
    done: dict[int, list[Done]] = defaultdict(list)
    for one in done_between(session, monday(today) - timedelta(days=7), today):
        done[one.person_id].append(one)
    quality = frozenset(roster.quality_people(today))
    return DigestGround(roster, by_person, done, quality)


def _persons_week(known: DigestGround, person_id: int, today: date) -> PersonsWeek:
    start = monday(today)
    mine = sorted(known.items.get(person_id, ()), key=lambda item: item.due_on or date.max)
    open_items = [item for item in mine if not item.waits]
    return PersonsWeek(
        person_id,
        known.roster.people[person_id].name,
        tuple(item for item in open_items if item.overdue(today)),
        tuple(
            item
            for item in open_items
            if item.due_on is not None and today <= item.due_on < start + timedelta(days=7)
        ),
        tuple(
            one
            for one in known.done.get(person_id, ())
            if start - timedelta(days=7) <= one.on < start
        ),
        tuple(item for item in mine if item.waits),
    )


def _teams(known: DigestGround, today: date) -> tuple[TeamsWeek, ...]:
    """Every lead with something open, who is furthest behind first."""
    found = []
    for lead_id in known.roster.leads(today):
        weeks = [_persons_week(known, one, today) for one in known.roster.led_by(lead_id, today)]
        overdue = [item for week in weeks for item in week.overdue]
        made = TeamsWeek(
            lead_id,
            known.roster.people[lead_id].name,
            known.roster.team_code(lead_id) or "",
            len(overdue),
            max((item.days_late(today) for item in overdue), default=0),
            sum(len(week.due_this_week) for week in weeks),
            sum(len(week.done_last_week) for week in weeks),
            sum(len(week.unconfirmed) for week in weeks),
        )
        if made.overdue or made.due_this_week or made.done_last_week or made.unconfirmed:
            found.append(made)
    return tuple(sorted(found, key=lambda team: (-team.overdue, -team.oldest, team.name)))
