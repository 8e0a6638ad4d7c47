"""Corrective actions from the company's own file: taken as stated, with what contradicts listed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from indexing.records import Report
from knowledge import audit_log, capa, registers
from knowledge.errors import NotAllowed
from knowledge.storage.action_tables import ActionStep, CorrectiveAction
from knowledge.storage.record_tables import Person
from tests.company.records_builder import EXPORTS, SOURCES
from tests.indexing.records.conftest import NOW, Desk

TODAY = NOW.date()
PEOPLE = (
    "employee_number,name,email,team,lead,rights\n"
    "0020,Aisha Rahman,,ASM,,employee; lead\n"
    "0083,Priya Nair,,ASM,,employee; lead; quality\n"
    "0093,Daniel Okafor,,ASM,,employee; lead; quality; deputy\n"
)
HEAD = (
    "Number", "Title", "Stage", "Source", "Recorded on", "Owner", "Closer", "Fixed date",
    "Correction on", "Correction", "Decided on", "Decided by", "Action needed", "Reason",
    "Cause on", "Cause", "Planned on", "Action", "Lots to check", "Lots checked", "First due",
    "Due", "Extensions", "Implemented on", "Implemented by", "Reviewed on", "Reviewed by",
    "Result", "Closed on", "Closed by", "Linked",
)  # fmt: skip
CLOSED: dict[str, str] = {
    "Number": "CAPA-2026-001", "Title": "Wrong spring", "Stage": "closed", "Source": "complaint",
    "Recorded on": "2026-01-19", "Owner": "Aisha Rahman", "Closer": "Priya Nair",
    "Correction on": "2026-01-19", "Correction": "Rebuilt.", "Decided on": "2026-01-26",
    "Decided by": "Priya Nair", "Action needed": "yes", "Reason": "Repeat.",
    "Cause on": "2026-02-06", "Cause": "Same tray.", "Planned on": "2026-02-13",
    "Action": "Dyed springs.", "First due": "2026-04-17", "Due": "2026-04-17",
    "Implemented on": "2026-04-10", "Implemented by": "Aisha Rahman", "Reviewed on": "2026-07-24",
    "Reviewed by": "Daniel Okafor", "Result": "effective", "Closed on": "2026-07-27",
    "Closed by": "Priya Nair",
}  # fmt: skip
LATER = ("Implemented on", "Implemented by", "Reviewed on", "Reviewed by", "Result", "Closed on",
         "Closed by")  # fmt: skip
PLANNED = {**CLOSED, "Stage": "action planned", **dict.fromkeys(LATER, "")}


@pytest.fixture
def company(desk: Desk) -> Desk:
    """The sample company's people, without whom no owner is known."""
    names = ("sites.csv", "shifts.csv", "teams.csv", "people.csv")
    desk.bring("people", *(str(SOURCES / name) for name in names))
    return desk


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.people(PEOPLE)
    return desk


def bring(desk: Desk, *rows: dict[str, str], **choices: Any) -> Report:
    lines = [",".join(HEAD)] + [",".join(row.get(name, "") for name in HEAD) for row in rows]
    return desk.bring("capa", desk.write("capa.csv", "\n".join(lines) + "\n"), **choices)


def remarks(desk: Desk, **changes: str) -> list[str]:
    report = bring(desk, {**CLOSED, **changes})
    assert report.problems == []
    return [remark.reason for remark in report.remarks]


@pytest.mark.parametrize("name", ["capa.csv", "capa.xlsx"])
def test_the_sample_companys_file_is_taken_over(company: Desk, name: str) -> None:
    report = company.bring("capa", str(EXPORTS / name))

    assert report.problems == []
    assert len(report.outcomes["actions"].added) == 28
    assert [remark.reason for remark in report.remarks] == ["CAPA-2026-011 was extended 2 times"]
    with company.database.read() as session:
        stages = dict(
            session.execute(
                select(CorrectiveAction.stage, func.count()).group_by(CorrectiveAction.stage)
            ).all()
        )
        assert stages == {
            "recorded": 2, "contained": 2, "need decided": 2, "cause found": 3,
            "action planned": 6, "implemented": 4, "effectiveness reviewed": 2, "closed": 6,
            "closed without action": 1,
        }  # fmt: skip


def test_both_exports_say_the_same_and_twice_changes_nothing(company: Desk) -> None:
    company.bring("capa", str(EXPORTS / "capa.csv"))

    for name in ("capa.csv", "capa.xlsx"):
        again = company.bring("capa", str(EXPORTS / name))
        assert again.lines()[0] == "28 rows read. Nothing had changed."
    with company.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ActionStep)) == 116


def test_what_the_sample_company_has_open(company: Desk) -> None:
    company.bring("capa", str(EXPORTS / "capa.csv"))

    with company.database.read() as session:
        items = capa.open_items(session, today=TODAY)
        follower = capa.find(session, "CAPA-2026-008")
        ineffective = capa.find(session, "CAPA-2025-024")
    overdue = {item.number: item.days_late for item in items if item.state == "overdue"}
    assert overdue == {
        "CAPA-2026-010": 17,
        "CAPA-2026-011": 47,  # counted from the first date, two extensions ago
        "CAPA-2026-015": 47,
        "CAPA-2026-019": 20,
    }
    assert [(item.number, item.due_on) for item in items if item.critical] == [
        ("CAPA-2026-014", date(2026, 12, 4))
    ]
    assert {item.number: item.lots for item in items if item.lots} == {
        "CAPA-2026-005": (10, 10),
        "CAPA-2026-009": (5, 8),
        "CAPA-2026-011": (0, 12),
        "CAPA-2026-016": (13, 20),
    }
    assert follower.follows_id == ineffective.id


def test_the_history_says_what_was_done_when_and_by_whom(small: Desk) -> None:
    bring(small, CLOSED)

    with small.database.read() as session:
        action = capa.find(session, "CAPA-2026-001")
        aisha = session.scalars(select(Person).filter_by(number="0020")).one().id
        steps = capa.steps_of(session, action)
        position = capa.position_of(session, action, today=TODAY)
    assert [(step.move, step.done_on.isoformat()) for step in steps] == [
        ("contain", "2026-01-19"),
        ("decide on action", "2026-01-26"),
        ("find cause", "2026-02-06"),
        ("plan", "2026-02-13"),
        ("implement", "2026-04-10"),
        ("find effective", "2026-07-24"),
        ("close", "2026-07-27"),
    ]
    assert steps[2].facts == {"cause": "Same tray."}
    assert position.doers == frozenset({aisha})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"Reviewed on": "", "Reviewed by": "", "Result": ""},
            "is 'closed' without a day on which it became 'effectiveness reviewed'",
        ),
        (
            {"Stage": "action planned", "Closed on": "", "Closed by": "", "Result": "effective"},
            "is 'action planned', and yet has a day on which it became 'effectiveness reviewed'",
        ),
        (
            {"Closed by": "Aisha Rahman"},
            "was closed by its owner or by who implemented it",
        ),
        (
            {"Implemented by": "Priya Nair"},
            "was closed by its owner or by who implemented it",
        ),
        (
            {"Reviewed by": "Aisha Rahman"},
            "was reviewed for effectiveness by its owner or by who implemented it",
        ),
        (
            {"Owner": "Priya Nair", "Closed by": "Aisha Rahman", "Implemented by": "Priya Nair"},
            "is the quality manager's own and was not closed by the deputy",
        ),
        (
            {"Result": "not effective"},
            "was not effective and is closed, with no action that follows it",
        ),
        (
            {"Lots to check": "8", "Lots checked": "5"},
            "is called effective after 5 of 8 lots",
        ),
        (
            {"Source": "certification body"},
            "comes from the certification body and has no fixed date",
        ),
        (
            {"Source": "certification body", "Fixed date": "2026-04-01"},
            "is due on 2026-04-17, after 2026-04-01, which the certification body fixed",
        ),
        (
            {"Due": "2026-05-01"},
            "was first due on 2026-04-17, and no extension leads to 2026-05-01",
        ),
        (
            {"First due": "2026-01-01", "Due": "2026-01-01"},
            "is due on 2026-01-01, before it was recorded",
        ),
        (
            {"Cause on": "2026-01-02"},
            "has 2026-01-02 for 'find cause', before it was recorded",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_contradicts_the_rules_is_taken_and_listed(
    small: Desk, changes: dict[str, str], words: str
) -> None:
    assert remarks(small, **changes) == [f"CAPA-2026-001 {words}"]


def test_an_extension_past_the_fixed_date_is_listed(small: Desk) -> None:
    found = remarks(
        small,
        Source="certification body",
        **{
            "Fixed date": "2026-04-30",
            "Due": "2026-05-08",
            "Extensions": "2026-04-10: 2026-04-17 to 2026-05-08 (Priya Nair)",
        },
    )

    assert found == [
        "CAPA-2026-001 is due on 2026-05-08, after 2026-04-30, which the certification body fixed",
        "CAPA-2026-001 was extended to 2026-05-08, past the certification body's date",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Stage": "finished"}, "stage is 'finished'; known are action planned, analysed, cause"),
        ({"Recorded on": "31.02.2026"}, "recorded_on is '31.02.2026', a day that the calendar"),
        ({"Due": "1900-01-01"}, "due_on is in the year 1900; that can't be meant"),
        ({"Implemented on": "2026-12-24"}, "implemented_on 2026-12-24 is still to come"),
        ({"Owner": "Nobody Known"}, "owner: nobody called 'Nobody Known' is in the people"),
        ({"Extensions": "next week"}, "extensions is no extension ('next week'); write it like"),
        ({"Title": "=HYPERLINK(1)"}, "title holds a formula instead of its value"),
        ({"Number": ""}, "number is missing"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(
    small: Desk, changes: dict[str, str], words: str
) -> None:
    report = bring(small, {**PLANNED, **changes})

    assert report.refused
    assert str(report.problems[0]).startswith(f"capa.csv, row 2: {words}")
    with small.database.read() as session:
        assert session.scalar(select(func.count()).select_from(CorrectiveAction)) == 0


def test_of_what_is_closed_the_owner_may_be_long_gone(small: Desk) -> None:
    report = bring(small, {**CLOSED, "Owner": "Peter Langton", "Implemented by": "Peter Langton"})

    assert report.problems == []
    assert {remark.reason for remark in report.remarks} == {
        "owner: nobody called 'Peter Langton' is in the people register",
        "implemented_by: nobody called 'Peter Langton' is in the people register",
    }
    with small.database.read() as session:
        steps = capa.steps_of(session, capa.find(session, "CAPA-2026-001"))
    assert steps[4].facts == {"by": "Peter Langton"}


def test_a_later_file_moves_an_action_on_and_keeps_its_history(small: Desk) -> None:
    bring(small, PLANNED)
    report = bring(small, {**CLOSED, "Cause": "One tray for two bins."})

    assert report.outcomes["actions"].changed["CAPA-2026-001"] == {
        "stage": ["action planned", "closed"]
    }
    with small.database.read() as session:
        steps = capa.steps_of(session, capa.find(session, "CAPA-2026-001"))
        [entry] = [row for row in audit_log.entries(session) if row.what == "capa: imported"][-1:]
    causes = [step.facts["cause"] for step in steps if step.move == "find cause"]
    assert causes == ["Same tray.", "One tray for two bins."]
    assert entry.payload is not None


def report_implemented(desk: Desk, on: date) -> None:
    with desk.database.begin() as session:
        action = capa.find(session, "CAPA-2026-001")
        by = session.scalars(select(Person).filter_by(number="0020")).one()
        capa.report_step(session, action, "implement", by=by, on=on, today=TODAY, now=NOW)


def test_an_import_confirms_what_was_reported(small: Desk) -> None:
    bring(small, PLANNED)
    report_implemented(small, date(2026, 4, 10))

    report = bring(small, CLOSED)

    assert report.settled == ["confirmed: CAPA-2026-001, implement"]


def test_an_import_that_says_otherwise_is_listed(small: Desk) -> None:
    bring(small, PLANNED)
    report_implemented(small, TODAY - timedelta(days=1))

    report = bring(small, PLANNED)

    assert report.settled == [
        "contradicted: CAPA-2026-001, implement: implemented on: reported 2026-11-15, "
        "the file says nothing"
    ]
    with small.database.read() as session:
        assert len(registers.contradictions(session, "capa")) == 1


def test_what_vanished_from_the_file_is_kept_and_no_longer_open(small: Desk) -> None:
    bring(small, PLANNED, {**PLANNED, "Number": "CAPA-2026-002"})

    report = bring(small, PLANNED)

    assert report.outcomes["actions"].gone == ["CAPA-2026-002"]
    with small.database.read() as session:
        assert capa.find(session, "CAPA-2026-002").gone_on == TODAY
        open_now = [item.number for item in capa.open_items(session, today=TODAY)]
    assert open_now == ["CAPA-2026-001"]


def test_nothing_is_imported_where_the_coach_keeps_the_register(small: Desk) -> None:
    with small.database.begin() as session:
        registers.set_master(session, "capa", "coach", who=None, now=NOW)

    with pytest.raises(NotAllowed, match="The capa register is kept in the coach"):
        bring(small, PLANNED)
