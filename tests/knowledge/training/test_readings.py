from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from knowledge import training
from knowledge.errors import NotAllowed
from knowledge.storage.record_tables import ReadingChoice
from knowledge.training.readings import Choice
from tests.bot.slack.documents import publish
from tests.knowledge.people.building import NOW, TODAY, add_person, add_team
from tests.knowledge.training.building import add_course, require

WHEN: dict[str, Any] = {"today": TODAY, "now": NOW}


@pytest.fixture(autouse=True)
def matrix(session: Session) -> None:
    """Two technicians and an inspector have to know QP-0018."""
    test_team, quality = add_team(session, "TST"), add_team(session, "LQU")
    course = add_course(session, "C-08", document="QP-0018")
    for team in (test_team, quality):
        require(session, course_id=course.id, team_id=team.id)
    for name in ("Neil Farrow", "Yusuf Demir"):
        add_person(session, name, team_id=test_team.id, job_title="Test technician")
    add_person(session, "Lukas Hoffmann", team_id=quality.id, job_title="Quality inspector")


def chosen(session: Session, choice: Choice, *, editorial: bool = False) -> ReadingChoice:
    owner = add_person(session, "Owner", roles=["document owner"])
    return training.choose(
        session,
        "QP-0018",
        "F",
        choice,
        editorial=editorial,
        effective_on=date(2027, 1, 11),
        by=owner,
        **WHEN,
    )


def test_an_approved_revision_is_assigned_once_and_due_before_it_takes_effect(
    session: Session,
) -> None:
    choice = chosen(session, "read")

    first = training.assign_readers(session, choice, **WHEN)
    again = training.assign_readers(session, choice, **WHEN)

    assert [(row.due_on, row.demand) for row in first] == [(date(2027, 1, 10), "read")] * 3
    assert again == []
    items = training.open_items(session, today=TODAY)
    assert {item.title for item in items} == {"QP-0018 revision F"}


@pytest.mark.parametrize(("choice", "editorial"), [("none", False), ("training", True)])
def test_an_editorial_change_asks_nothing(
    session: Session, choice: Choice, editorial: bool
) -> None:
    row = chosen(session, choice, editorial=editorial)

    assert (row.choice, training.assign_readers(session, row, **WHEN)) == ("none", [])


def test_the_owner_sees_which_roles_are_not_ready(session: Session) -> None:
    rows = training.assign_readers(session, chosen(session, "read"), **WHEN)
    neil, _, lukas = (person for person in training.required_readers(session, "QP-0018", TODAY))
    for row in rows:
        for person in (neil, lukas):
            if row.person_id == person.id:
                training.acknowledge(session, row, by=person, account=None, **WHEN)

    roles = training.unready(session, "QP-0018", "F", today=TODAY)

    assert [
        (role.team, role.job_title, [person.name for person in role.missing], role.asked)
        for role in roles
    ] == [("TST", "Test technician", ["Yusuf Demir"], 2)]


def test_only_the_owner_or_quality_chooses(session: Session) -> None:
    with pytest.raises(NotAllowed, match="owner or quality chooses"):
        training.choose(
            session, "QP-0018", "F", "none", effective_on=None,
            by=add_person(session, "Rob"), **WHEN,
        )  # fmt: skip


def test_a_document_to_read_is_named_by_its_title_where_that_is_known(session: Session) -> None:
    training.assign_readers(session, chosen(session, "read"), **WHEN)
    assert {one.title for one in training.open_items(session, today=TODAY)} == {
        "QP-0018 revision F"
    }

    publish(session, "QP-0018", title="Final test and release")

    assert {one.title for one in training.open_items(session, today=TODAY)} == {
        "QP-0018 Final test and release, revision F"
    }
