"""The audit register from the company's own file, and what in it needs a second look."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from knowledge import audits, registers
from knowledge.storage.action_tables import Audit, AuditFinding, ManagementReview
from knowledge.storage.record_tables import Person
from tests.company.records_builder import EXPORTS, SOURCES
from tests.indexing.records.conftest import NOW, Desk

TODAY = NOW.date()
WORKBOOK = str(EXPORTS / "audits.xlsx")
PROGRAMME = "audit,kind,planned_from,planned_to,performed_from,teams,scope,lead_auditor\n"
FINDINGS = "finding,audit,grade,clause,text,owner,recorded_on,due_on,state,corrective_action\n"
OWN_WORK = "auditors don't audit their own work. Name another auditor."


@pytest.fixture
def company(desk: Desk) -> Desk:
    """The sample company's people and corrective actions."""
    names = ("sites.csv", "shifts.csv", "teams.csv", "people.csv")
    desk.bring("people", *(str(SOURCES / name) for name in names))
    desk.bring("capa", str(EXPORTS / "capa.csv"))
    return desk


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.people("employee_number,name,email,team,lead\n0020,Aisha Rahman,,ASM,\n")
    return desk


def test_the_sample_companys_workbook_is_taken_over(company: Desk) -> None:
    report = company.bring("audits", WORKBOOK)

    assert report.problems == []
    assert {name: len(told.added) for name, told in report.outcomes.items()} == {
        "programme": 22,
        "findings": 21,
        "certification body": 11,
        "reviews": 5,
    }
    assert company.bring("audits", WORKBOOK).lines()[0] == "59 rows read. Nothing had changed."


def test_what_needs_a_second_look_is_listed(company: Desk) -> None:
    report = company.bring("audits", WORKBOOK)

    without = "is an open nonconformity without a corrective action"
    assert sorted(remark.reason for remark in report.remarks) == [
        f"IA-2025-06: Daniel Okafor belongs to LQU, which this audit covers: {OWN_WORK}",
        f"IA-2026-04 F2 {without}",
        f"IA-2026-06 F1 {without}",
        f"IA-2026-06 F2 {without}",
        f"IA-2026-07 F1 {without}",
        "IA-2026-09 was planned for 2026-11-10, not performed",
        f"IA-2026-10: Aisha Rahman belongs to ASM, which this audit covers: {OWN_WORK}",
        "MR-2025-2 says nothing about resources",
        "MR-2026-1 says nothing about risks and opportunities",
    ]


def test_what_the_sample_company_has_open(company: Desk) -> None:
    company.bring("audits", WORKBOOK)

    with company.database.read() as session:
        items = audits.open_items(session, today=TODAY)
        before = [found.number for found in audits.external_findings(session, clause="8.5.6")]
        repeated = audits.repeated_clauses(session, since=date(2025, 1, 1))
    assert [(item.number, item.due_on) for item in items if item.critical] == [
        ("NG-2026-NC2", date(2026, 12, 11)),
        ("NG-2027", date(2027, 3, 17)),
    ]
    assert [item.number for item in items if item.state == "overdue"] == [
        "IA-2026-02 F2",
        "IA-2026-01 F1",
        "IA-2026-04 F2",
        "IA-2026-03 F1",
        "IA-2026-06 F1",
        "IA-2026-07 F1",
        "IA-2026-09",
    ]
    assert before == ["NG-2026-NC2", "NG-2025-NC1"]
    assert repeated["8.5.6"] == ["NG-2025-NC1", "NG-2026-NC2"]


def test_the_certification_bodys_auditors_are_names_and_ours_are_people(company: Desk) -> None:
    company.bring("audits", WORKBOOK)

    with company.database.read() as session:
        theirs = audits.programme.find(session, "NG-2027")
        ours = audits.programme.find(session, "IA-2026-10")
        lead = session.get_one(Person, ours.lead_auditor_id)
    assert (theirs.lead_auditor, theirs.lead_auditor_id) == ("Northgate Certification", None)
    assert (lead.name, ours.teams, ours.clauses) == (
        "Aisha Rahman", ["ASM", "TST"], ["8.5", "8.6", "8.7"],
    )  # fmt: skip


def test_a_finding_and_its_corrective_action_are_held_together(company: Desk) -> None:
    rows = (
        "F1,IA-1,minor,8.6,Open,Uwe Hartmann,2026-10-27,2026-12-01,open,CAPA-2025-017\n"
        "F2,IA-1,minor,8.6,Shut,Uwe Hartmann,2026-10-27,2026-12-01,closed,CAPA-2026-022\n"
        "F3,IA-1,minor,8.6,Lost,Uwe Hartmann,2026-10-27,2026-12-01,open,CAPA-1999-001\n"
    )

    report = company.bring("audits", company.write("findings.csv", FINDINGS + rows))

    assert [remark.reason for remark in report.remarks] == [
        "F1 is open, and CAPA-2025-017 is closed",
        "F2 is closed, and CAPA-2026-022 is need decided",
        "F3 names CAPA-1999-001, which is not known",
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "IA-1,internal,2026-12-09,2026-12-08,,ASM,Assembly,Aisha Rahman",
            "ends on 2026-12-08, before it begins on 2026-12-09",
        ),
        (
            "IA-1,internal,2026-12-08,,2026-12-08,ASM,Assembly,Aisha Rahman",
            "performed_from 2026-12-08 is still to come",
        ),
        (
            "IA-1,surprise,2026-12-08,,,ASM,Assembly,Aisha Rahman",
            "kind is 'surprise'; known are certification body, customer, external, first party, "
            "intern, internal, supplier, third party",
        ),
        ("IA-1,internal,,,,ASM,Assembly,Aisha Rahman", "planned_from is missing"),
    ],
    ids=["ends before it begins", "still to come", "kind", "no date"],
)
def test_an_audit_that_cannot_be_is_refused(small: Desk, row: str, words: str) -> None:
    report = small.bring("audits", small.write("audits.csv", f"{PROGRAMME}{row}\n"))

    assert [str(problem) for problem in report.problems] == [f"audits.csv, row 2: {words}"]
    with small.database.read() as session:
        assert session.scalars(select(Audit)).all() == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "F1,IA-1,grave,8.6,Text,Aisha Rahman,2026-10-27,,open,",
            "grade is 'grave'; known are major, major nonconformity, minor, minor nonconformity, "
            "observation, ofi, opportunity, opportunity for improvement",
        ),
        (
            "F1,IA-1,minor,8.6,Text,Nobody Known,2026-10-27,,open,",
            "owner: nobody called 'Nobody Known' is in the people register",
        ),
        (
            "F1,IA-1,minor,8.6,Text,Aisha Rahman,2026-12-24,,open,",
            "recorded_on 2026-12-24 is still to come",
        ),
    ],
    ids=["grade", "owner", "still to come"],
)
def test_a_finding_that_cannot_be_is_refused(small: Desk, row: str, words: str) -> None:
    report = small.bring("audits", small.write("findings.csv", f"{FINDINGS}{row}\n"))

    assert [str(problem) for problem in report.problems] == [f"findings.csv, row 2: {words}"]
    with small.database.read() as session:
        assert session.scalars(select(AuditFinding)).all() == []


def test_reviews_come_with_what_they_say_nothing_about(small: Desk) -> None:
    rows = "review,date,state,missing inputs,chair\nMR-1,2026-09-17,held,D; e,Aisha Rahman\n"

    small.bring("audits", small.write("reviews.csv", rows))

    with small.database.read() as session:
        [review] = session.scalars(select(ManagementReview))
    assert (review.held_on, review.missing) == (date(2026, 9, 17), ["d", "e"])
    assert set(review.inputs) == {"a", "b", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "f"}


def test_an_input_that_is_none_is_refused(small: Desk) -> None:
    rows = "review,date,state,missing inputs\nMR-1,2026-09-17,held,z\n"

    report = small.bring("audits", small.write("reviews.csv", rows))

    assert str(report.problems[0]).startswith("reviews.csv, row 2: missing_inputs names z; known")


def test_decisions_of_reviews_are_open_until_done(small: Desk) -> None:
    reviews = small.write("reviews.csv", "review,date,state\nMR-1,2026-09-17,held\n")
    decisions = small.write(
        "decisions.csv",
        "review,decision,owner,due_on,done_on\n"
        "MR-1,Compare the requirements,Aisha Rahman,2026-10-30,\n"
        "MR-1,Report on risk R-14,Aisha Rahman,2026-10-15,2026-10-15\n",
    )

    small.bring("audits", reviews, decisions)

    with small.database.read() as session:
        [item] = audits.open_items(session, today=TODAY)
    assert (item.kind, item.title, item.state) == (
        "review decision", "Compare the requirements", "overdue",
    )  # fmt: skip


def test_an_import_settles_what_was_reported(small: Desk) -> None:
    planned = f"{PROGRAMME}IA-1,internal,2026-11-10,,,TST,Assembly,Aisha Rahman\n"
    small.bring("audits", small.write("audits.csv", planned))
    with small.database.begin() as session:
        fact = {"performed_from": date(2026, 11, 10)}
        registers.report(session, "audits", "IA-1", "performed", None, fact, NOW)

    done = planned.replace("2026-11-10,,,", "2026-11-10,,2026-11-10,")
    report = small.bring("audits", small.write("audits.csv", done))

    assert report.settled == ["confirmed: IA-1, performed"]
