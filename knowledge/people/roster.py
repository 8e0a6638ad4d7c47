"""Everybody's hours, leads and stand-ins at once, for what looks at thousands of people.

The same rules as `working_hours`, `lead_of`, `stand_in_for` and `quality_people`, over rows that
were read once; tests hold the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.people.attendance import employed
from knowledge.people.hours import Hours, Rota, on_the_clock, rota_from
from knowledge.storage.record_tables import (
    Absence,
    Holiday,
    Person,
    RightGrant,
    ShiftPattern,
    Site,
    Team,
    TeamLead,
)

QUALITY = ("quality", "deputy")


@dataclass(frozen=True)
class Roster:
    """The people register as it is in one transaction; people are known by their ids."""

    people: dict[int, Person]
    sites: dict[int, Site]
    holidays: dict[str, frozenset[date]]
    patterns: dict[tuple[int, str], ShiftPattern]
    absences: dict[int, list[tuple[date, date]]]
    leading: dict[int, TeamLead]
    granted: dict[int, frozenset[str]]
    teams: dict[int, str]
    _rotas: dict[int, Rota] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> Roster:
        """Read everything that says when people work and who leads them: eight queries."""
        return cls(
            {person.id: person for person in session.scalars(select(Person))},
            {site.id: site for site in session.scalars(select(Site))},
            _holidays(session),
            {(row.site_id, row.name): row for row in session.scalars(select(ShiftPattern))},
            _absences(session),
            {row.team_id: row for row in session.scalars(select(TeamLead))},
            _granted(session),
            {team.id: team.code for team in session.scalars(select(Team))},
        )

    def employed(self, person_id: int, day: date) -> bool:
        person = self.people.get(person_id)
        return person is not None and employed(person, day)

    def is_away(self, person_id: int, day: date) -> bool:
        """On leave, not here yet, or not here any more."""
        leaves = self.absences.get(person_id, ())
        return not self.employed(person_id, day) or any(
            first <= day <= last for first, last in leaves
        )

    def zone_of(self, person_id: int) -> ZoneInfo:
        person = self.people[person_id]
        site = self.sites.get(person.site_id) if person.site_id is not None else None
        return ZoneInfo(person.zone or (site.zone if site else "UTC"))

    def rota_of(self, person_id: int) -> Rota:
        if person_id not in self._rotas:
            person = self.people[person_id]
            pattern = self.patterns.get((person.site_id or 0, person.shift or ""))
            self._rotas[person_id] = rota_from(person, pattern)
        return self._rotas[person_id]

    def working_hours(self, person_id: int, day: date) -> list[Hours]:
        """When this person works; a shift over midnight belongs to the day it starts on."""
        if self.is_away(person_id, day) or self.is_holiday(person_id, day):
            return []
        period = self.rota_of(person_id).period_on(day)
        return [on_the_clock(period, day, self.zone_of(person_id))] if period else []

    def is_holiday(self, person_id: int, day: date) -> bool:
        site = self.sites.get(self.people[person_id].site_id or 0)
        if site is None or site.calendar is None:
            return False
        return day in self.holidays.get(site.calendar, ())

    def registered_lead(self, person_id: int) -> int | None:
        """The lead by the register: the person's own, or else the team's."""
        person = self.people[person_id]
        if person.lead_id is not None:
            return person.lead_id
        row = self.leading.get(person.team_id or 0)
        return None if row is None or row.lead_id == person_id else row.lead_id

    def lead_of(self, person_id: int, day: date) -> int | None:
        """Who leads this person on a day: the lead, or whoever acts for a lead who is away."""
        lead, seen = self.registered_lead(person_id), {person_id}
        while lead is not None and lead not in seen:
            acting = self.stand_in_for(lead, day) if self.is_away(lead, day) else lead
            if acting is not None and acting != person_id:
                return acting
            seen.add(lead)
            lead = self.registered_lead(lead)
        return None

    def stand_in_for(self, person_id: int, day: date) -> int | None:
        """Who is here and stands in: the person's own stand-in, or else the team's."""
        person = self.people[person_id]
        row = self.leading.get(person.team_id or 0)
        named = [person.stand_in_id]
        if row is not None and row.lead_id == person_id:
            named.append(row.stand_in_id)
        here = (one for one in named if one is not None and not self.is_away(one, day))
        return next(here, None)

    def quality_people(self, day: date) -> list[int]:
        """Everybody with the right "quality" or "deputy"; who is away comes last."""
        found = [one.id for one in self._quality if employed(one, day)]
        return sorted(found, key=lambda one: self.is_away(one, day))

    def roles_by_register(self, person_id: int) -> frozenset[str]:
        """The rights that the register or a grant names; that of leads is not among them."""
        person = self.people[person_id]
        return frozenset(person.roles) | self.granted.get(person_id, frozenset())

    def led_by_register(self, lead_id: int) -> list[int]:
        """Everybody whose lead this is by the register, whether in work or not."""
        return self._led.get(lead_id, [])

    def team_code(self, person_id: int) -> str | None:
        """The code of the person's team."""
        return self.teams.get(self.people[person_id].team_id or 0)

    def led_by(self, lead_id: int, day: date) -> list[int]:
        """Everybody in work whose lead this is by the register, by employee number."""
        return [one for one in self._led.get(lead_id, ()) if self.employed(one, day)]

    def leads(self, day: date) -> list[int]:
        """Everybody in work who leads somebody in work."""
        return [one for one in self._led if self.employed(one, day) and self.led_by(one, day)]

    @cached_property
    def _led(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for person in sorted(self.people.values(), key=lambda person: person.number):
            lead = self.registered_lead(person.id)
            if lead is not None:
                found[lead].append(person.id)
        return dict(found)

    @cached_property
    def _quality(self) -> list[Person]:
        ordered = sorted(self.people.values(), key=lambda person: person.number)
        return [one for one in ordered if set(QUALITY) & self.roles_by_register(one.id)]


def _holidays(session: Session) -> dict[str, frozenset[date]]:
    found: dict[str, set[date]] = defaultdict(set)
    listed = select(Holiday.calendar, Holiday.day).where(Holiday.gone_on.is_(None))
    for calendar, day in session.execute(listed):
        found[calendar].add(day)
    return {calendar: frozenset(days) for calendar, days in found.items()}


def _absences(session: Session) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = session.execute(select(Absence.person_id, Absence.first_day, Absence.last_day))
    for person_id, first, last in rows:
        found[person_id].append((first, last))
    return dict(found)


def _granted(session: Session) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = select(RightGrant.person_id, RightGrant.role).where(RightGrant.ended_at.is_(None))
    for person_id, role in session.execute(rows):
        found[person_id].add(role)
    return {person_id: frozenset(roles) for person_id, roles in found.items()}
