from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.errors import BadInput, NotFound
from tests.knowledge.people.building import add_person


@pytest.mark.parametrize("text", ["0083", "83", "PRIYA.NAIR@x.example", "U0Q8", "priya  nair"])
def test_a_person_is_found_by_number_email_account_or_name(session: Session, text: str) -> None:
    priya = add_person(
        session, "Priya Nair", number="0083", email="priya.nair@x.example", slack_account="U0Q8"
    )

    assert people.find(session, text).id == priya.id


def test_accents_and_ligatures_are_compared_as_people_read_them(session: Session) -> None:
    found = add_person(session, "Torsten Weiß")

    assert people.find(session, "torsten weiss").id == found.id


def test_of_two_with_one_name_neither_is_taken(session: Session) -> None:
    add_person(session, "Andrew Clarke", number="0070", job_title="CNC operator")
    add_person(session, "Andrew Clarke", number="0196", job_title="Warehouse operative")

    with pytest.raises(BadInput) as refused:
        people.find(session, "Andrew Clarke")

    assert str(refused.value) == (
        "'Andrew Clarke' may be several people: 0070 (CNC operator), 0196 (Warehouse operative). "
        "Give the employee number."
    )


def test_nobody_is_said_in_words(session: Session) -> None:
    with pytest.raises(NotFound) as refused:
        people.find(session, "Nobody")

    assert str(refused.value) == (
        "Nobody called 'Nobody' is in the people register. "
        "Give an employee number, an e-mail or a full name."
    )


def test_an_account_that_two_share_is_nobodys(session: Session) -> None:
    for name in ("Karen Muir", "Rob Yates"):
        add_person(session, name, slack_account="USHARED")

    assert people.by_slack_account(session, "USHARED") is None
    assert [person.name for person in people.sharing(session, "USHARED")] == [
        "Karen Muir",
        "Rob Yates",
    ]
