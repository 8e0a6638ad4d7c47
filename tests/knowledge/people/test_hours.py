from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.storage.record_tables import Person
from tests.knowledge.people.building import add_leave, add_person, add_shift, add_site


def hours(session: Session, person: Person, day: date) -> list[str]:
    return [
        f"{start:%a %H:%M}-{end:%a %H:%M}"
        for start, end in people.working_hours(session, person, day)
    ]


def test_a_night_belongs_to_the_day_it_starts_on(session: Session) -> None:
    site = add_site(session)
    add_shift(session, site, "night", ["22:00", "06:00"])
    graham = add_person(session, "Graham Boyle", site_id=site.id, shift="night")

    assert hours(session, graham, date(2026, 11, 20)) == ["Fri 22:00-Sat 06:00"]
    assert hours(session, graham, date(2026, 11, 21)) == []


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer(session: Session) -> None:
    site = add_site(session)
    add_shift(session, site, "night", ["22:00", "06:00"], weekdays=[5])
    graham = add_person(session, "Graham Boyle", site_id=site.id, shift="night")

    [(start, end)] = people.working_hours(session, graham, date(2026, 10, 24))

    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=9)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 28), "Mon 14:00-Mon 22:00"),
        (date(2027, 1, 4), "Mon 06:00-Mon 14:00"),
        (date(2027, 1, 11), "Mon 14:00-Mon 22:00"),
    ],
)
def test_a_rota_goes_on_over_a_year_of_53_weeks(session: Session, day: date, expected: str) -> None:
    site = add_site(session)
    weeks = (["06:00", "14:00"], ["14:00", "22:00"])
    add_shift(session, site, "rota A", *weeks, first_monday=date(2026, 1, 5))
    karen = add_person(session, "Karen Muir", site_id=site.id, shift="rota A")

    assert hours(session, karen, day) == [expected]


def test_nobody_works_on_holidays_at_weekends_or_on_leave(session: Session) -> None:
    site = add_site(session, holidays=(date(2026, 11, 18),))
    jan = add_person(session, "Jan Kowalczyk", site_id=site.id)
    add_leave(session, jan, date(2026, 11, 19), date(2026, 11, 20))

    days = [date(2026, 11, number) for number in range(16, 23)]
    at_work = [day.day for day in days if hours(session, jan, day)]

    assert at_work == [16, 17]


def test_a_holiday_of_another_site_is_none_here(session: Session) -> None:
    add_site(session, name="Lindenau", calendar="DE", holidays=(date(2026, 11, 18),))
    here = add_site(session)
    karen = add_person(session, "Karen Muir", site_id=here.id)

    assert hours(session, karen, date(2026, 11, 18)) == ["Wed 09:00-Wed 17:00"]


def test_the_first_and_the_last_day_are_worked(session: Session) -> None:
    hannah = add_person(
        session, "Hannah Price", starts_on=date(2026, 11, 24), leaves_on=date(2026, 11, 30)
    )

    days = [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 1)]
    assert [bool(hours(session, hannah, day)) for day in days] == [False, True, True, False]


def test_hours_are_in_the_persons_own_zone(session: Session) -> None:
    site = add_site(session)
    add_shift(session, site, "days", ["08:00", "16:30"])
    chloe = add_person(
        session, "Chloé Marchand", site_id=site.id, shift="days", zone="Europe/Paris"
    )

    [(start, _)] = people.working_hours(session, chloe, date(2026, 11, 16))

    assert start.isoformat() == "2026-11-16T08:00:00+01:00"


def test_hours_of_ones_own_come_before_the_shifts(session: Session) -> None:
    site = add_site(session)
    add_shift(session, site, "days", ["08:00", "16:30"])
    person = add_person(session, "Gerd Pohl", site_id=site.id, shift="days", hours="07:30-12:00")

    assert hours(session, person, date(2026, 11, 16)) == ["Mon 07:30-Mon 12:00"]
