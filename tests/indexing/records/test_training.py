from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from indexing.records import Report
from knowledge import people, registers, training
from knowledge.storage.record_tables import TrainingAssignment, TrainingCompletion
from tests.indexing.records.conftest import NOW, SOME, Desk

Problems = Callable[[Report], list[str]]

COURSES = (
    "course,title,kind,critical,validity_months,may_not_perform,document\n"
    "C-05,Torque,qualification,yes,36,May not close a valve body,WI-103\n"
)
RECORDS = (
    "assignment,employee_number,name,course,kind,due_on,performed_on,recorded_on,recorded_by,"
    "result,evidence\n"
)
DONE = "TA-1,0192,Rob Yates,C-05,first,2026-11-30,{day},2026-11-13,Aisha Rahman,passed,QUAL-1\n"
OPEN = "TA-1,0192,Rob Yates,C-05,first,2026-11-30,,,,,\n"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def people_and_courses(desk: Desk) -> None:
    desk.people(SOME)
    desk.bring("training", desk.write("courses.csv", COURSES))


def records(desk: Desk, *rows: str) -> Report:
    return desk.bring("training", desk.write("records.csv", RECORDS + "".join(rows)))


def results(desk: Desk) -> list[tuple[str, date, bool]]:
    with desk.database.read() as session:
        rows = session.scalars(select(TrainingCompletion).order_by(TrainingCompletion.id))
        return [(row.result, row.performed_on, row.corrected_by_id is None) for row in rows]


def test_a_corrected_row_adds_and_leaves_what_was_recorded(desk: Desk) -> None:
    records(desk, DONE.format(day="2026-11-12"))
    report = records(desk, DONE.format(day="2026-11-11"))

    assert results(desk) == [
        ("passed", date(2026, 11, 12), False),
        ("passed", date(2026, 11, 11), True),
    ]
    assert report.outcomes["results"].changed["TA-1"]["performed_on"] == [
        date(2026, 11, 12),
        date(2026, 11, 11),
    ]


def test_a_result_that_the_file_takes_back_opens_the_assignment(desk: Desk) -> None:
    records(desk, DONE.format(day="2026-11-12"))
    records(desk, OPEN)
    again = records(desk, OPEN)

    assert results(desk)[-1] == ("withdrawn", date(2026, 11, 12), True)
    assert not again.changed
    with desk.database.read() as session:
        assert [item.id for item in training.open_items(session, today=TODAY)] == ["TA-1"]


def test_an_extended_date_leaves_the_first_one(desk: Desk) -> None:
    records(desk, OPEN)
    records(desk, OPEN.replace("2026-11-30", "2026-12-18"))

    with desk.database.read() as session:
        [row] = session.scalars(select(TrainingAssignment))
        assert (row.first_due_on, row.due_on) == (date(2026, 11, 30), date(2026, 12, 18))


def test_what_a_person_recorded_of_themselves_does_not_count(desk: Desk) -> None:
    report = records(desk, DONE.format(day="2026-11-12").replace("Aisha Rahman", "Rob Yates"))

    assert [str(remark) for remark in report.remarks] == [
        "records.csv, row 2: nobody else has accepted this training yet; "
        "it does not count until then"
    ]
    with desk.database.read() as session:
        assert [item.state for item in training.open_items(session, today=TODAY)] == ["reported"]


def report_done(desk: Desk, day: date) -> None:
    records(desk, OPEN)
    with desk.database.begin() as session:
        rob = people.find(session, "0192")
        assigned = training.assignment(session, "TA-1")
        done = training.Performance(day)
        training.complete(session, assigned, done, by=rob, today=TODAY, now=NOW)


def test_the_next_import_confirms_what_was_reported(desk: Desk) -> None:
    report_done(desk, date(2026, 11, 12))

    report = records(desk, DONE.format(day="2026-11-12"))

    assert report.settled == ["confirmed: TA-1, passed"]
    with desk.database.read() as session:
        assert registers.contradictions(session) == []


def test_the_next_import_contradicts_and_the_item_is_open_again(desk: Desk) -> None:
    report_done(desk, date(2026, 11, 12))

    report = records(desk, OPEN)

    assert report.settled == [
        "contradicted: TA-1, passed: performed on: reported 2026-11-12, the file says nothing"
    ]
    with desk.database.read() as session:
        assert [item.state for item in training.open_items(session, today=TODAY)] == ["due"]
        assert len(registers.contradictions(session)) == 1


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("0192", "0999", "employee_number: nobody called '0999' is in the people register"),
        ("C-05", "C-99", "course 'C-99' is not in the list of courses"),
        ("passed", "splendid", "result is 'splendid'; known are acknowledged, attended, bestanden, "
         "fail, failed, nicht bestanden, pass, passed, teilgenommen"),
        ("passed", "acknowledged", "acknowledging shows awareness; a course takes another result"),
        ("2026-11-30", "1900-01-01", "due_on is in the year 1900; that can't be meant"),
        ("2026-11-12", "2026-11-17", "performed_on 2026-11-17 is still to come"),
        ("2026-11-13", "2026-11-01", "was recorded on 2026-11-01, before it was performed on "
         "2026-11-12"),
        (",C-05,", ",,", "names neither a course nor a document"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused(
    desk: Desk, problems: Problems, before: str, after: str, reason: str
) -> None:
    report = records(desk, DONE.format(day="2026-11-12").replace(before, after, 1))

    assert f"records.csv, row 2: {reason}" in problems(report)
    assert report.refused
    assert results(desk) == []


def test_the_matrix_is_read_below_its_titles_and_with_untidy_crosses(
    desk: Desk, problems: Problems
) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ["Training matrix"],
        [None, None, "Torque"],
        ["team", "job_or_role", "C-05", "WI-103"],
        ["ALL", "*", " x ", None],
        ["role", "final release", None, "X"],
    ):
        sheet.append(row)
    workbook.save(desk.folder / "matrix.xlsx")

    report = desk.bring("training", str(desk.folder / "matrix.xlsx"))

    assert len(report.outcomes["matrix"].added) == 2
    assert problems(report) == []
    with desk.database.read() as session:
        assert [gap.person.number for gap in training.gaps(session, today=TODAY)] == [
            "0020",
            "0192",
        ]


def test_a_matrix_with_unknown_courses_teams_or_marks_is_refused(
    desk: Desk, problems: Problems
) -> None:
    rows = "team,job_or_role,C-05,C-99\nASM,*,X,X\nXXX,*,X,\nASM,Fitter,perhaps,\n"

    report = desk.bring("training", desk.write("matrix.csv", rows))

    assert problems(report) == [
        "matrix.csv, row 2: 'C-99' is neither a course nor a document that is known",
        "matrix.csv, row 3: team 'XXX' is not in the list of teams",
        "matrix.csv, row 4: C-05 holds 'perhaps'; a cross (X) or nothing is expected",
    ]


@pytest.mark.parametrize(
    ("day", "settled"),
    [
        ("2026-11-12", "confirmed: C-05 of 0192, attended"),
        (
            "2026-11-11",
            "contradicted: C-05 of 0192, attended: performed on: reported 2026-11-12, "
            "the file says 2026-11-11",
        ),
    ],
)
def test_what_was_reported_without_an_assignment_is_settled_by_course_and_person(
    desk: Desk, day: str, settled: str
) -> None:
    with desk.database.begin() as session:
        facts = {"performed_on": date(2026, 11, 12)}
        registers.report(session, "training", "C-05 of 0192", "attended", None, facts, NOW)

    row = DONE.format(day=day).replace("2026-11-13", "2026-11-16")
    report = records(desk, row)

    assert report.settled == [settled]


def test_an_earlier_result_says_nothing_about_what_was_reported_since(desk: Desk) -> None:
    with desk.database.begin() as session:
        facts = {"performed_on": date(2026, 11, 12)}
        registers.report(session, "training", "C-05 of 0192", "attended", None, facts, NOW)

    assert records(desk, DONE.format(day="2026-11-11")).settled == []
