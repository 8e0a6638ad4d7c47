"""Counting working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from knowledge.people.hours import is_holiday
from knowledge.storage.record_tables import Person

SATURDAY = 5


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def closed_for(session: Session, person: Person | None) -> Callable[[date], bool]:
    """Weekends and the holidays of a person's site; of nobody's, weekends alone."""

    def closed(day: date) -> bool:
        return is_weekend(day) or (person is not None and is_holiday(session, person, day))

    return closed


def working_days_after(
    start: date, count: int, *, closed: Callable[[date], bool] = is_weekend
) -> date:
    """The last of so many working days after `start`, which itself doesn't count."""
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while closed(day):
            day += timedelta(days=1)
    return day
