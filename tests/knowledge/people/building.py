"""People, teams and sites for tests, each with one call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from knowledge.storage.record_tables import Absence, Holiday, Person, ShiftPattern, Site, Team

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)
_numbers = count(1)


def add_person(session: Session, name: str, **facts: Any) -> Person:
    """Somebody in work; whatever the register may say of a person can be given."""
    person = Person(**{"number": f"{next(_numbers):04}", "name": name, **facts})
    session.add(person)
    session.flush()
    return person


def add_team(session: Session, code: str) -> Team:
    team = Team(code=code)
    session.add(team)
    session.flush()
    return team


def add_site(session: Session, *, holidays: tuple[date, ...] = (), **facts: Any) -> Site:
    site = Site(**{"name": "Ashcombe", "zone": "Europe/London", "calendar": "GB", **facts})
    session.add(site)
    session.add_all(Holiday(calendar=site.calendar, day=day) for day in holidays)
    session.flush()
    return site


def add_shift(
    session: Session,
    site: Site,
    name: str,
    *weeks: list[str],
    first_monday: date | None = None,
    weekdays: Sequence[int] = range(5),
) -> None:
    session.add(
        ShiftPattern(
            site_id=site.id,
            name=name,
            weekdays=list(weekdays),
            weeks=list(weeks),
            first_monday=first_monday,
        )
    )
    session.flush()


def add_leave(session: Session, person: Person, first: date, last: date) -> None:
    session.add(Absence(person_id=person.id, first_day=first, last_day=last))
    session.flush()
