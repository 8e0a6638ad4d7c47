from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from knowledge import training
from tests.knowledge.people.building import TODAY, add_person, add_team
from tests.knowledge.training.building import add_assignment, add_course, add_result, require


def test_readers_are_those_whom_the_matrix_asks_for_the_document(session: Session) -> None:
    test_team, quality = add_team(session, "TST"), add_team(session, "QUA")
    pressure = add_course(session, "C-07", document="WI-101")
    require(session, course_id=pressure.id, team_id=test_team.id, job_title="Test technician")
    require(session, document="WI-101", qms_role="Final release")
    add_person(session, "Neil", team_id=test_team.id, job_title="test technician")
    add_person(session, "Sabine", team_id=test_team.id, job_title="Planner")
    add_person(session, "Petra", team_id=quality.id, qms_roles=["final release"])
    add_person(session, "Beth", team_id=quality.id, roles=["quality"])
    add_person(
        session, "Gone", team_id=test_team.id, job_title="Test technician",
        leaves_on=date(2026, 11, 1),
    )  # fmt: skip

    readers = training.required_readers(session, "WI 101", TODAY)

    assert [person.name for person in readers] == ["Neil", "Petra"]


def test_a_cross_that_its_file_no_longer_lists_asks_nothing(session: Session) -> None:
    course = add_course(session, "C-07", document="WI-101")
    require(session, course_id=course.id, gone_on=date(2026, 11, 2))
    add_person(session, "Neil")

    assert training.required_readers(session, "WI-101", TODAY) == []
    assert training.gaps(session, today=TODAY) == []


def test_a_gap_is_what_is_asked_for_and_neither_assigned_nor_passed(session: Session) -> None:
    course = add_course(session, "C-01", "Induction")
    require(session, course_id=course.id)
    passed, failed, assigned, none = (add_person(session, name) for name in "ABCD")
    add_result(session, add_assignment(session, passed, course_id=course.id), TODAY)
    lost = add_assignment(session, failed, course_id=course.id)
    add_result(session, lost, TODAY, result="failed")
    add_assignment(session, assigned, course_id=course.id)

    found = training.gaps(session, today=TODAY)

    assert [gap.person.name for gap in found] == [failed.name, none.name]
    assert {gap.course.code for gap in found} == {"C-01"}
