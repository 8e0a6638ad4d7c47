from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.errors import BadInput, NotAllowed, NotFound
from tests.knowledge.people.building import NOW, TODAY, add_leave, add_person


def test_rights_are_those_of_the_register_while_somebody_works_here(session: Session) -> None:
    facts = {"roles": ["employee", "quality"], "leaves_on": date(2026, 11, 30)}
    hannah = add_person(session, "Hannah Price", **facts)

    assert people.roles_of(session, hannah, today=TODAY) == {"employee", "quality"}
    assert people.roles_of(session, hannah, today=date(2026, 12, 1)) == frozenset()


def test_whoever_leads_somebody_has_the_right_of_a_lead(session: Session) -> None:
    owen = add_person(session, "Owen Tate")
    add_person(session, "Yusuf Demir", lead_id=owen.id)

    assert people.roles_of(session, owen, today=TODAY) == {"employee", "lead"}


def test_a_right_is_granted_and_ended_and_both_are_logged(session: Session) -> None:
    priya = add_person(session, "Priya Nair", roles=["quality"])
    ruth = add_person(session, "Ruth Calder")

    people.grant(session, ruth, "Document owner", by=priya, now=NOW)
    people.grant(session, ruth, "document owner", by=priya, now=NOW)
    granted = people.roles_of(session, ruth, today=TODAY)
    people.end(session, ruth, "document owner", by=priya, now=NOW)

    assert granted == {"employee", "document owner"}
    assert people.roles_of(session, ruth, today=TODAY) == {"employee"}
    logged = [(entry.what, entry.who, entry.payload) for entry in audit_log.entries(session)]
    change = {"person": ruth.id, "role": "document owner"}
    assert logged == [("right granted", priya.id, change), ("right ended", priya.id, change)]


def test_nobody_gives_rights_to_themselves(session: Session) -> None:
    priya = add_person(session, "Priya Nair", roles=["quality"])

    with pytest.raises(NotAllowed, match="Nobody changes their own rights"):
        people.grant(session, priya, "top management", by=priya, now=NOW)


def test_it_gives_no_rights(session: Session) -> None:
    leo = add_person(session, "Leo Fenn", roles=["it", "lead"])
    ruth = add_person(session, "Ruth Calder")

    with pytest.raises(NotAllowed, match="Rights are given by quality and top management"):
        people.grant(session, ruth, "quality", by=leo, now=NOW)
    assert people.roles_of(session, ruth, today=TODAY) == {"employee"}


def test_a_right_of_the_register_is_ended_there(session: Session) -> None:
    priya = add_person(session, "Priya Nair", roles=["quality"])
    owen = add_person(session, "Owen Tate", roles=["document owner"])

    with pytest.raises(NotFound, match="Rights of the people register are changed there"):
        people.end(session, owen, "document owner", by=priya, now=NOW)


def test_a_right_that_is_none_is_refused_with_those_there_are(session: Session) -> None:
    with pytest.raises(BadInput) as refused:
        people.known_role("boss")

    assert str(refused.value) == (
        "There is no right 'boss'. There are: deputy, document owner, employee, it, lead, "
        "quality, top management."
    )


def test_the_settings_give_the_first_rights(session: Session) -> None:
    add_person(session, "Priya Nair", email="priya@x.example")

    for _ in range(2):
        people.grant_from_settings(session, {"quality": ["priya@x.example"]}, now=NOW)

    assert [person.name for person in people.quality_people(session, TODAY)] == ["Priya Nair"]
    assert [entry.who for entry in audit_log.entries(session)] == [None]


def test_of_the_quality_people_those_who_are_here_come_first(session: Session) -> None:
    priya = add_person(session, "Priya Nair", number="1", roles=["quality"])
    add_person(session, "Daniel Okafor", number="2", roles=["quality", "deputy"])
    add_person(session, "Peter Langton", roles=["quality"], leaves_on=date(2026, 10, 31))
    add_leave(session, priya, TODAY, TODAY)

    found = people.quality_people(session, TODAY)

    assert [person.name for person in found] == ["Daniel Okafor", "Priya Nair"]
