"""A few people of the sample company, to own, review and close things."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.storage.record_tables import Person, Team


@dataclass(frozen=True)
class Staff:
    """Priya is the quality manager and Daniel her deputy; Aisha leads assembly."""

    aisha: int
    uwe: int
    leo: int
    priya: int
    daniel: int
    helen: int


RIGHTS = {
    "Aisha Rahman": ["employee", "lead"],
    "Uwe Hartmann": ["employee", "lead"],
    "Leo Fenn": ["employee"],
    "Priya Nair": ["employee", "lead", "quality"],
    "Daniel Okafor": ["employee", "lead", "quality", "deputy"],
    "Helen Marsh": ["employee", "lead", "top management"],
}
TEAMS = {"Aisha Rahman": "ASM", "Uwe Hartmann": "LSU", "Leo Fenn": "ITS", "Helen Marsh": "MGT"}


def add_staff(session: Session) -> Staff:
    ids = []
    for place, (name, roles) in enumerate(RIGHTS.items(), 1):
        team = session.query(Team).filter_by(code=TEAMS.get(name, "QUA")).first()
        if team is None:
            team = Team(code=TEAMS.get(name, "QUA"))
            session.add(team)
            session.flush()
        person = Person(number=f"{place:04}", name=name, roles=roles, team_id=team.id)
        session.add(person)
        session.flush()
        ids.append(person.id)
    return Staff(*ids)
