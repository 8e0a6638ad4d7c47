"""One message a period and none outside working hours, around every clock change 2020–2037."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.nudges.windows import Calendar, Stretch
from knowledge.people import Roster
from knowledge.storage.record_tables import Person, ShiftPattern, Site

pytestmark = pytest.mark.proof

EXAMPLES = int(os.environ.get("PROVE_EXAMPLES", "150"))
YEARS = range(2020, 2038)
ZONES = (
    "UTC", "Europe/London", "Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "Atlantic/Azores",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion",
    "America/Sao_Paulo", "Africa/Casablanca", "Africa/Cairo", "Asia/Beirut", "Asia/Kolkata",
    "Asia/Kathmandu", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland",
    "Pacific/Chatham",
)  # fmt: skip
SHIFTS = (
    ("09:00", "17:00"), ("06:00", "14:00"), ("14:00", "22:00"), ("22:00", "06:00"),
    ("23:45", "07:45"), ("00:00", "08:00"), ("00:30", "02:30"), ("01:15", "01:45"),
    ("02:30", "10:30"), ("18:00", "02:15"),
)  # fmt: skip


@cache
def changes(zone: str) -> tuple[date, ...]:
    """The days on which clocks change in a zone."""
    found, day = [], datetime(YEARS[0], 1, 1, 12, tzinfo=UTC)
    clock = ZoneInfo(zone)
    while day.year in YEARS:
        later = day + timedelta(days=1)
        if day.astimezone(clock).utcoffset() != later.astimezone(clock).utcoffset():
            found.append(later.astimezone(clock).date())
        day = later
    return tuple(found)


@dataclass(frozen=True)
class Worker:
    """Somebody with one shift all week but their weekend, and days that are off."""

    zone: str
    shift: tuple[str, str]
    holidays: frozenset[date] = frozenset()
    leave: tuple[tuple[date, date], ...] = ()
    quiet: tuple[Stretch, ...] = field(default=())

    def calendar(self) -> Calendar:
        site = Site(id=1, name="Site", zone=self.zone, calendar="own")
        pattern = ShiftPattern(
            site_id=1, name="shift", weekdays=list(range(5)), weeks=[list(self.shift)]
        )
        person = Person(id=1, number="1", name="Leo", site_id=1, shift="shift", roles=[])
        roster = Roster(
            {1: person}, {1: site}, {"own": self.holidays}, {(1, "shift"): pattern},
            {1: list(self.leave)}, {}, {}, {},
        )  # fmt: skip
        return Calendar(roster, quiet={1: list(self.quiet)})

    def works_at(self, moment: datetime) -> bool:
        """By the clock on the wall alone: no arithmetic with moments, no code of ours."""
        local = moment.astimezone(ZoneInfo(self.zone))
        day, clock = local.date(), local.time()
        begin, end = (time.fromisoformat(text) for text in self.shift)
        off = any(first <= day <= last for first, last in self.leave) or day in self.holidays
        during = begin <= clock < end if begin < end else begin <= clock
        disturbs = any(first <= moment < last for first, last in self.quiet)
        return day.weekday() < 5 and not off and during and not disturbs


def sent(worker: Worker, moments: list[datetime]) -> list[tuple[date, datetime]]:
    """What a planner that looks at these moments sends: once for each local day."""
    calendar, days, found = worker.calendar(), set(), []
    for now in sorted(moments):
        day = calendar.local_day(1, now)
        window = calendar.window(1, day, since=now)
        if day not in days and window is not None and window.from_at <= now < window.to_at:
            days.add(day)
            found.append((window.day, now))
    return found


def check(worker: Worker, moments: list[datetime]) -> int:
    messages = sent(worker, moments)
    zone = ZoneInfo(worker.zone)
    for day, moment in messages:
        assert worker.works_at(moment), f"outside working hours: {moment} {worker}"
        assert moment.astimezone(zone).date() == day
    calendar_days = [moment.astimezone(zone).date() for _, moment in messages]
    assert len(calendar_days) == len(set(calendar_days)), f"twice a day: {worker}"
    return len(messages)


def every(minutes: int, first: date, days: int) -> Iterator[datetime]:
    start = datetime.combine(first, time(), tzinfo=UTC)
    return (start + timedelta(minutes=step) for step in range(0, days * 24 * 60, minutes))


def test_there_are_as_many_zones_and_changes_as_we_say() -> None:
    assert len(set(ZONES)) == 24
    assert len(changes("Europe/London")) == 2 * len(YEARS)
    assert sum(len(changes(zone)) for zone in ZONES) > 500


@pytest.mark.parametrize("zone", ZONES)
def test_around_every_clock_change_there_is_one_message_a_day(zone: str) -> None:
    """Each shift, looked at every 15 minutes from two days before to three days after."""
    shifts = SHIFTS if EXAMPLES > 1000 else SHIFTS[3:7]
    days = changes(zone) or (date(2026, 3, 29),)
    for change in days if EXAMPLES > 1000 else days[::5]:
        for shift in shifts:
            first = change - timedelta(days=2)
            worker = Worker(zone, shift)
            found = check(worker, list(every(15, first, 6)))
            working = [first + timedelta(days=n) for n in range(1, 5)]
            least = sum(day.weekday() < 5 for day in working) - 1  # a short shift may vanish once
            assert found >= least, (zone, change, shift, found)


@st.composite
def workers(draw: st.DrawFn) -> tuple[Worker, date]:
    zone = draw(st.sampled_from(ZONES))
    change = draw(st.sampled_from(changes(zone) or (date(2026, 3, 29),)))
    first = change - timedelta(days=draw(st.integers(0, 4)))
    days = st.integers(0, 8).map(lambda n: first + timedelta(days=n))
    clock = st.times().map(lambda t: t.replace(second=0, microsecond=0).isoformat("minutes"))
    own = st.tuples(clock, clock).filter(lambda pair: pair[0] != pair[1])
    leave = draw(st.lists(st.tuples(days, days).map(sorted).map(tuple), max_size=2))
    moments = st.integers(0, 9 * 24 * 60).map(
        lambda n: datetime.combine(first, time(), tzinfo=UTC) + timedelta(minutes=n)
    )
    quiet = draw(st.lists(st.tuples(moments, moments).map(sorted).map(tuple), max_size=3))
    worker = Worker(
        zone,
        draw(st.one_of(st.sampled_from(SHIFTS), own)),
        frozenset(draw(st.lists(days, max_size=2))),
        tuple(leave),
        tuple(quiet),
    )
    return worker, first


@given(workers(), st.lists(st.integers(0, 9 * 24 * 60), min_size=1, max_size=150))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whoever_works_when_and_whenever_the_planner_looks(
    drawn: tuple[Worker, date], minutes: list[int]
) -> None:
    worker, first = drawn
    start = datetime.combine(first, time(), tzinfo=UTC)
    check(worker, [start + timedelta(minutes=minute) for minute in minutes])


def test_the_check_notices_a_planner_that_forgets_the_night() -> None:
    """A shift over midnight that is told until its end would be told twice a calendar day."""
    worker = Worker("Europe/London", ("22:00", "06:00"))
    late = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)

    assert not worker.works_at(late)
    assert sent(worker, [late]) == []
