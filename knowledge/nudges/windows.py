"""When somebody may be told something: the free part of their shift. No database here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from knowledge.people import Roster

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Window:
    """When the one message of a local day may go out; both moments are in UTC."""

    day: date
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True)
class Calendar:
    """What says when people may be told. `quiet` are stretches of do-not-disturb by person."""

    roster: Roster
    weekend: Collection[int] = (5, 6)
    paused: Collection[date] = ()
    quiet: Mapping[int, Sequence[Stretch]] = field(default_factory=dict)

    def local_day(self, person_id: int, now: datetime) -> date:
        return now.astimezone(self.roster.zone_of(person_id)).date()

    def window(self, person_id: int, day: date, *, since: datetime | None = None) -> Window | None:
        """The part of the shift beginning on `day` that is free, from `since` on; None if none is.

        After midnight nothing is sent: a night shift's message comes in its first hours or
        tomorrow, so that no calendar day ever has two.
        """
        if day in self.paused or self._is_weekend(person_id, day):
            return None
        for begins, ends in self.roster.working_hours(person_id, day):
            start = max(_readings(begins))
            last = min(*_readings(ends), self._midnight(person_id, day))
            start = max(start, since.astimezone(UTC)) if since else start
            found = _free(start, last, self.quiet.get(person_id, ()))
            if found is not None:
                return Window(day, *found)
        return None

    def works_on(self, person_id: int, day: date) -> bool:
        """Whether a message could come on this day at all, do-not-disturb aside."""
        if day in self.paused or self._is_weekend(person_id, day):
            return False
        return bool(self.roster.working_hours(person_id, day))

    def _is_weekend(self, person_id: int, day: date) -> bool:
        """Whoever works on weekends alone would never hear of anything, and is told there."""
        if day.weekday() not in self.weekend:
            return False
        return not set(self.roster.rota_of(person_id).weekdays) <= set(self.weekend)

    def _midnight(self, person_id: int, day: date) -> datetime:
        """The end of a local day."""
        zone = self.roster.zone_of(person_id)
        return min(_readings(datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)))


def _readings(moment: datetime) -> tuple[datetime, datetime]:
    """What a local time may mean when clocks change: it comes twice, or not at all.

    A shift counts from the later one and to the earlier one, so that its hours hold either way.
    """
    return moment.replace(fold=0).astimezone(UTC), moment.replace(fold=1).astimezone(UTC)


def _free(start: datetime, end: datetime, quiet: Sequence[Stretch]) -> Stretch | None:
    """The first stretch between the two that nobody asked to be left alone in."""
    for begins, ends in sorted(quiet):
        if start < ends and begins < end:
            if start < begins:
                return start, begins
            start = ends
    return (start, end) if start < end else None
