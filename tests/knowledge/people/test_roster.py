"""The roster says of everybody what the functions for single people say."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from knowledge import people
from knowledge.people import Roster
from knowledge.storage.database import Database
from knowledge.storage.record_tables import Person
from tests.knowledge.nudges.company import NOW, import_company

DAYS = [NOW.date() + timedelta(days=number) for number in (*range(14), 38, 39, 42, 46, 49)]


def number_of(found: Person | None) -> int | None:
    return found.id if found is not None else None


def check(session: Session) -> int:
    roster = Roster.of(session)
    compared = 0
    for person in session.query(Person):
        for day in DAYS:
            assert roster.working_hours(person.id, day) == people.working_hours(
                session, person, day
            )
            assert roster.lead_of(person.id, day) == number_of(people.lead_of(session, person, day))
            stand_in = number_of(people.stand_in_for(session, person, day))
            assert roster.stand_in_for(person.id, day) == stand_in
            assert roster.is_away(person.id, day) == people.is_away(session, person, day)
            compared += 1
    for day in DAYS:
        found = [person.id for person in people.quality_people(session, day)]
        assert roster.quality_people(day) == found
    return compared


def test_the_roster_and_the_functions_for_one_person_agree(sqlite_database: Database) -> None:
    import_company(sqlite_database)

    with sqlite_database.read() as session:
        assert check(session) == 80 * len(DAYS)
