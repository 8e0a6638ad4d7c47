from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from knowledge.nudges.windows import Calendar
from knowledge.people import Roster
from tests.knowledge.nudges.building import at
from tests.knowledge.people.building import add_person, add_shift, add_site

MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 21)


def add_worker(session: Session, *weeks: list[str], weekdays: list[int] | None = None) -> int:
    site = add_site(session, calendar="GB")
    add_shift(session, site, "shift", *weeks, weekdays=weekdays or range(5))
    return add_person(session, "Leo Fenn", site_id=site.id, shift="shift").id


def window(
    session: Session, leo: int, day: date, since: str | None = None, quiet: list[str] | None = None
) -> str:
    stretches = [tuple(at(f"{day}", clock) for clock in one.split("-")) for one in quiet or ()]
    calendar = Calendar(Roster.of(session), quiet={leo: stretches})  # type: ignore[dict-item]
    found = calendar.window(leo, day, since=at(f"{day}", since) if since else None)
    return f"{found.from_at:%H:%M}-{found.to_at:%H:%M}" if found else "none"


def test_the_window_is_the_rest_of_the_shift(session: Session) -> None:
    leo = add_worker(session, ["06:00", "14:00"])

    assert window(session, leo, MONDAY) == "06:00-14:00"
    assert window(session, leo, MONDAY, since="11:20") == "11:20-14:00"
    assert window(session, leo, MONDAY, since="14:00") == "none"


def test_a_night_shift_is_told_in_its_first_hours(session: Session) -> None:
    leo = add_worker(session, ["22:00", "06:00"])

    assert window(session, leo, MONDAY, since="03:00") == "22:00-00:00"


def test_do_not_disturb_is_gone_round(session: Session) -> None:
    leo = add_worker(session, ["06:00", "14:00"])

    assert window(session, leo, MONDAY, quiet=["05:00-08:00"]) == "08:00-14:00"
    assert window(session, leo, MONDAY, quiet=["08:00-09:00", "06:00-08:00"]) == "09:00-14:00"
    assert window(session, leo, MONDAY, quiet=["08:00-09:00"]) == "06:00-08:00"
    assert window(session, leo, MONDAY, quiet=["06:00-14:00"]) == "none"


def test_weekends_are_free_even_for_shifts_that_work_them(session: Session) -> None:
    leo = add_worker(session, ["06:00", "14:00"], weekdays=[3, 4, 5])

    assert window(session, leo, SATURDAY) == "none"


def test_who_works_on_weekends_alone_is_told_then(session: Session) -> None:
    leo = add_worker(session, ["06:00", "14:00"], weekdays=[5, 6])

    assert window(session, leo, SATURDAY) == "06:00-14:00"
