"""Counting working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

SATURDAY = 5


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


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
