"""Who leads whom, and who stands in for somebody who is away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from knowledge.people.attendance import employed, is_away
from knowledge.storage.record_tables import Person, Team, TeamLead


def team_of(session: Session, person: Person) -> Team | None:
    return session.get(Team, person.team_id) if person.team_id is not None else None


def members(session: Session, team: Team, *, today: date) -> list[Person]:
    """Who works in a team today, by employee number."""
    found = session.scalars(select(Person).where(Person.team_id == team.id).order_by(Person.number))
    return [person for person in found if employed(person, today)]


def registered_lead(session: Session, person: Person) -> Person | None:
    """The lead by the register: the person's own, or else the team's."""
    if person.lead_id is not None:
        return session.get(Person, person.lead_id)
    leading = session.get(TeamLead, person.team_id) if person.team_id is not None else None
    if leading is None or leading.lead_id in (None, person.id):
        return None
    return session.get(Person, leading.lead_id)


def lead_of(session: Session, person: Person, today: date) -> Person | None:
    """Who leads this person today: the lead, or whoever acts for a lead who is away.

    Nobody acts as their own lead: then it is the lead's lead. None at the top.
    """
    lead, seen = registered_lead(session, person), {person.id}
    while lead is not None and lead.id not in seen:
        acting = stand_in_for(session, lead, today) if is_away(session, lead, today) else lead
        if acting is not None and acting.id != person.id:
            return acting
        seen.add(lead.id)
        lead = registered_lead(session, lead)
    return None


def led_by(session: Session, lead: Person, today: date) -> list[Person]:
    """Whom this person leads, by the register or in place of somebody who is away, by number."""
    found = session.scalars(
        select(Person).where(_led_by_any(session, lead)).order_by(Person.number)
    )
    return [
        person
        for person in found
        if person.id != lead.id and employed(person, today) and leads(session, lead, person, today)
    ]


def leads(session: Session, lead: Person, person: Person, today: date) -> bool:
    """Whether one leads the other, by the register or today."""
    leading = (registered_lead(session, person), lead_of(session, person, today))
    return lead.id in {one.id for one in leading if one is not None}


def stand_in_for(session: Session, person: Person, day: date) -> Person | None:
    """Who is here and stands in: the person's own stand-in, or else the team's.

    None if neither is named or both are away.
    """
    leading = session.get(TeamLead, person.team_id) if person.team_id is not None else None
    named = [person.stand_in_id]
    if leading is not None and leading.lead_id == person.id:
        named.append(leading.stand_in_id)
    for number in named:
        candidate = session.get(Person, number) if number is not None else None
        if candidate is not None and not is_away(session, candidate, day):
            return candidate
    return None


def circles(leads: Mapping[int, int | None]) -> list[list[int]]:
    """The circles in who leads whom, each once, from its lowest id on."""
    found: list[list[int]] = []
    done: set[int] = set()
    for start in sorted(leads):
        path: list[int] = []
        at: int | None = start
        while at is not None and at not in done and at not in path:
            path.append(at)
            at = leads.get(at)
        if at is not None and at in path:
            found.append(_from_lowest(path[path.index(at) :]))
        done.update(path)
    return found


def _led_by_any(session: Session, lead: Person) -> ColumnElement[bool]:
    """Rows of people whose lead by the register is this one, or one whom this one may act for."""
    acts_for = select(Person.id).where(
        or_(Person.stand_in_id == lead.id, Person.lead_id == lead.id)
    )
    of_teams = select(TeamLead.lead_id).where(TeamLead.stand_in_id == lead.id)
    led_teams = select(TeamLead.team_id).where(TeamLead.lead_id == lead.id)
    members_leading = select(TeamLead.lead_id).join(Person, Person.id == TeamLead.lead_id)
    below = members_leading.where(Person.team_id.in_(led_teams))
    heads = {lead.id, *session.scalars(acts_for), *session.scalars(of_teams)}
    heads |= set(session.scalars(below))
    teams = select(TeamLead.team_id).where(TeamLead.lead_id.in_(heads - {None}))
    return or_(Person.lead_id.in_(heads - {None}), Person.team_id.in_(teams))


def _from_lowest(circle: list[int]) -> list[int]:
    first = circle.index(min(circle))
    return circle[first:] + circle[:first]
