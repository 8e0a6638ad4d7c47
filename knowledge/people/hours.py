"""When somebody works: shifts, also over midnight, holidays of the site, leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.people.attendance import is_away
from knowledge.storage.record_tables import Holiday, Person, ShiftPattern, Site

Period = tuple[time, time]
Hours = tuple[datetime, datetime]

WEEKDAYS = (0, 1, 2, 3, 4)
OFFICE: Period = (time(9), time(17))
"""What is assumed of somebody for whom the register gives neither hours nor a known shift."""

_PERIOD = re.compile(r"\b(\d{1,2})[:.](\d{2})\s*(?:-|–|to|bis)\s*(\d{1,2})[:.](\d{2})\b")


@dataclass(frozen=True)
class Rota:
    """The periods of a shift, one a week in turn. `weekdays`: 0 is Monday."""

    weekdays: Sequence[int] = WEEKDAYS
    weeks: Sequence[Period] = (OFFICE,)
    first_monday: date | None = None

    def period_on(self, day: date) -> Period | None:
        """The period that begins on this day; weeks are counted, so no year's end disturbs."""
        if day.weekday() not in self.weekdays or not self.weeks:
            return None
        if self.first_monday is None:
            return self.weeks[0]
        return self.weeks[(day - self.first_monday).days // 7 % len(self.weeks)]


def working_hours(session: Session, person: Person, day: date) -> list[Hours]:
    """When this person works on a day, in their own time zone; empty if not at all.

    A shift over midnight belongs to the day on which it starts.
    """
    if is_away(session, person, day) or is_holiday(session, person, day):
        return []
    period = rota_of(session, person).period_on(day)
    return [on_the_clock(period, day, zone_of(session, person))] if period else []


def zone_of(session: Session, person: Person) -> ZoneInfo:
    """The person's own time zone, or else the site's."""
    site = session.get(Site, person.site_id) if person.site_id is not None else None
    return ZoneInfo(person.zone or (site.zone if site else "UTC"))


def is_holiday(session: Session, person: Person, day: date) -> bool:
    """Whether the person's site is closed. A holiday that its file no longer lists is none."""
    site = session.get(Site, person.site_id) if person.site_id is not None else None
    if site is None or site.calendar is None:
        return False
    found = select(Holiday.id).where(
        Holiday.calendar == site.calendar, Holiday.day == day, Holiday.gone_on.is_(None)
    )
    return session.scalar(found) is not None


def rota_of(session: Session, person: Person) -> Rota:
    """The shift's rota at the person's site; hours of their own come before the shift's."""
    pattern = session.scalars(
        select(ShiftPattern).where(
            ShiftPattern.site_id == person.site_id, ShiftPattern.name == person.shift
        )
    ).first()
    return rota_from(person, pattern)


def rota_from(person: Person, pattern: ShiftPattern | None) -> Rota:
    """The rota of somebody whose shift follows this pattern; None if the shift is not known."""
    own = periods_in(person.hours or "")
    if pattern is None:
        return Rota(weeks=own[:1] or (OFFICE,))
    weeks = [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in pattern.weeks]
    if len(own) == 1 and len(weeks) == 1:
        weeks = own
    return Rota(pattern.weekdays, weeks, pattern.first_monday)


def periods_in(text: str) -> list[Period]:
    """The periods in a text such as "06:00-14:00 or 14:00-22:00"; none of what is no time."""
    found = []
    for match in _PERIOD.finditer(text):
        hours = [int(part) for part in match.groups()]
        if hours[0] < 24 and hours[2] < 24 and hours[1] < 60 and hours[3] < 60:
            found.append((time(hours[0], hours[1]), time(hours[2], hours[3])))
    return found


def on_the_clock(period: Period, day: date, zone: ZoneInfo) -> Hours:
    """A period that begins on this day; one that ends before it starts ends on the next."""
    start, end = period
    last = day + timedelta(days=1) if end <= start else day
    return (
        datetime.combine(day, start, tzinfo=zone),
        datetime.combine(last, end, tzinfo=zone),
    )
