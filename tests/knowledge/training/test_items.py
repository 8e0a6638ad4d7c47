from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from knowledge import registers, training
from knowledge.training import TrainingItem
from tests.knowledge.people.building import NOW, TODAY, add_person
from tests.knowledge.training.building import (
    add_assignment,
    add_course,
    add_critical,
    add_result,
    require,
)


def only(session: Session, today: date = TODAY) -> TrainingItem:
    [item] = training.open_items(session, today=today)
    return item


@pytest.mark.parametrize(
    ("due_on", "state"),
    [(None, "due"), (TODAY, "due"), (TODAY - timedelta(days=1), "overdue")],
)
def test_an_assignment_is_overdue_from_the_day_after_its_date(
    session: Session, due_on: date | None, state: str
) -> None:
    course = add_course(session, "C-03", "Documents and records")
    add_assignment(session, add_person(session, "Rob"), course_id=course.id, due_on=due_on)

    item = only(session)

    assert (item.state, item.title, item.kind, item.barred) == (
        state, "Documents and records", "course", False,
    )  # fmt: skip


def test_what_is_done_is_not_open(session: Session) -> None:
    course = add_course(session, "C-03")
    assigned = add_assignment(session, add_person(session, "Rob"), course_id=course.id)
    add_result(session, assigned, TODAY)

    assert training.open_items(session, today=TODAY) == []


def test_without_a_critical_qualification_something_may_not_be_done(session: Session) -> None:
    callum = add_person(session, "Callum Reid")
    add_assignment(session, callum, course_id=add_critical(session).id, due_on=date(2027, 1, 8))

    [item] = training.barred(session, callum, today=TODAY)

    assert item.may_not == "May not close a valve body without this qualification"
    assert item.state == "due"


@pytest.mark.parametrize(
    ("today", "state", "barred"),
    [
        (date(2026, 9, 16), None, False),
        (date(2026, 9, 17), "requalification due", False),
        (date(2026, 11, 16), "requalification due", False),
        (date(2026, 11, 17), "expired", True),
    ],
)
def test_a_qualification_is_due_again_and_runs_out_after_its_last_day(
    session: Session, today: date, state: str | None, barred: bool
) -> None:
    rob, course = add_person(session, "Rob Yates", number="0192"), add_critical(session)
    assigned = add_assignment(session, rob, course_id=course.id)
    add_result(session, assigned, date(2023, 11, 16), valid_until=date(2026, 11, 16))

    items = training.open_items(session, today=today)

    assert [(item.id, item.state, item.barred) for item in items] == (
        [("C-05 of 0192", state, barred)] if state else []
    )
    assert training.qualified(session, rob, course, today=today) is not barred


def test_a_qualification_that_ran_out_and_is_assigned_again_is_one_item(session: Session) -> None:
    rob, course = add_person(session, "Rob Yates"), add_critical(session)
    first = add_assignment(session, rob, course_id=course.id)
    add_result(session, first, date(2023, 10, 17), valid_until=date(2026, 10, 17))
    due = date(2026, 12, 1)
    again = add_assignment(session, rob, course_id=course.id, kind="requalification", due_on=due)

    item = only(session)

    assert (item.id, item.state, item.due_on) == (again.number, "expired", due)
    assert (item.barred, item.valid_until) == (True, date(2026, 10, 17))


def test_what_the_matrix_no_longer_asks_for_may_run_out(session: Session) -> None:
    rob = add_person(session, "Rob Yates", job_title="Fitter")
    course, other = add_critical(session), add_course(session, "C-29")
    assigned = add_assignment(session, rob, course_id=course.id)
    add_result(session, assigned, date(2023, 10, 17), valid_until=date(2026, 10, 17))
    require(session, course_id=other.id, job_title="Fitter")

    assert training.open_items(session, today=TODAY) == []


def test_a_failure_is_no_completion_until_the_course_is_assigned_again(session: Session) -> None:
    rajesh, course = add_person(session, "Rajesh Pillai"), add_critical(session)
    failed = add_assignment(session, rajesh, course_id=course.id)
    add_result(session, failed, date(2026, 10, 22), result="failed")
    before = [item.id for item in training.open_items(session, today=TODAY)]

    again = add_assignment(session, rajesh, course_id=course.id)

    assert before == [failed.number]
    assert [item.id for item in training.open_items(session, today=TODAY)] == [again.number]


def test_what_was_reported_waits_for_the_file(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    assigned = add_assignment(
        session, rob, course_id=add_course(session, "C-03").id, due_on=date(2026, 11, 2)
    )
    registers.report(
        session, "training", assigned.number, "passed", rob.id, {"performed_on": TODAY}, NOW
    )

    item = only(session)

    assert (item.state, item.overdue(TODAY)) == ("reported", True)


def test_nothing_is_open_for_somebody_who_has_left(session: Session) -> None:
    hannah = add_person(session, "Hannah Price", leaves_on=date(2026, 11, 30))
    add_assignment(session, hannah, course_id=add_course(session, "C-03").id)

    assert len(training.open_items(session, today=date(2026, 11, 30))) == 1
    assert training.open_items(session, today=date(2026, 12, 1)) == []


def test_late_entries_show_as_late(session: Session) -> None:
    yusuf = add_person(session, "Yusuf Demir")
    for performed in (date(2026, 9, 18), date(2026, 11, 3)):
        assigned = add_assignment(session, yusuf, course_id=add_course(session, str(performed)).id)
        add_result(session, assigned, performed, recorded_on=date(2026, 11, 6))

    assert [line.late_by for line in training.history(session, yusuf)] == [None, 49]
