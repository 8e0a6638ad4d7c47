from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.people import circles
from knowledge.storage.record_tables import TeamLead
from tests.knowledge.people.building import TODAY, add_leave, add_person, add_team

LEAVE = (date(2026, 11, 9), date(2026, 11, 27))


def test_a_lead_who_is_away_is_acted_for_by_the_stand_in(session: Session) -> None:
    sunita = add_person(session, "Sunita Rao")
    owen = add_person(session, "Owen Tate", stand_in_id=sunita.id)
    yusuf = add_person(session, "Yusuf Demir", lead_id=owen.id)
    add_leave(session, owen, *LEAVE)

    assert people.lead_of(session, yusuf, TODAY) == sunita
    assert people.lead_of(session, yusuf, date(2026, 11, 30)) == owen


def test_nobody_acts_as_their_own_lead(session: Session) -> None:
    tom = add_person(session, "Tom Ridley")
    owen = add_person(session, "Owen Tate", lead_id=tom.id)
    sunita = add_person(session, "Sunita Rao", lead_id=owen.id)
    owen.stand_in_id = sunita.id
    add_leave(session, owen, *LEAVE)

    assert people.lead_of(session, sunita, TODAY) == tom


def test_where_the_stand_in_is_away_too_the_next_lead_acts(session: Session) -> None:
    tom = add_person(session, "Tom Ridley")
    gareth = add_person(session, "Gareth Pugh")
    owen = add_person(session, "Owen Tate", lead_id=tom.id, stand_in_id=gareth.id)
    yusuf = add_person(session, "Yusuf Demir", lead_id=owen.id)
    for person in (owen, gareth):
        add_leave(session, person, *LEAVE)

    assert people.lead_of(session, yusuf, TODAY) == tom


def test_at_the_top_nobody_leads(session: Session) -> None:
    assert people.lead_of(session, add_person(session, "Helen Marsh"), TODAY) is None


def test_without_a_lead_of_their_own_the_teams_lead_leads(session: Session) -> None:
    team = add_team(session, "TST")
    owen = add_person(session, "Owen Tate", team_id=team.id)
    sunita = add_person(session, "Sunita Rao", team_id=team.id)
    session.add(TeamLead(team_id=team.id, lead_id=owen.id, stand_in_id=sunita.id))
    yusuf = add_person(session, "Yusuf Demir", team_id=team.id)

    assert people.lead_of(session, yusuf, TODAY) == owen
    assert people.registered_lead(session, owen) is None
    assert people.stand_in_for(session, owen, TODAY) == sunita


def test_members_are_those_in_work(session: Session) -> None:
    team = add_team(session, "TST")
    add_person(session, "Owen Tate", team_id=team.id)
    add_person(session, "Peter Langton", team_id=team.id, leaves_on=date(2026, 10, 31))
    add_person(session, "Susan Ward", team_id=team.id, gone_on=date(2026, 11, 2))

    assert [person.name for person in people.members(session, team, today=TODAY)] == ["Owen Tate"]


@pytest.mark.parametrize(
    ("leads", "expected"),
    [
        ({1: 2, 2: None}, []),
        ({1: 1}, [[1]]),
        ({1: 2, 2: 3, 3: 1, 4: 1}, [[1, 2, 3]]),
        ({1: 2, 2: 1, 5: 4, 4: 5}, [[1, 2], [4, 5]]),
        ({3: 2, 2: 1, 1: 9}, []),
    ],
)
def test_circles_of_leads_are_found_once(
    leads: dict[int, int | None], expected: list[list[int]]
) -> None:
    assert circles(leads) == expected
