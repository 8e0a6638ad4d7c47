"""Findings: who records and closes them, and what a nonconformity needs before it is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge import audits, capa
from knowledge.audits import findings
from knowledge.capa import NewAction
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import AuditFinding
from tests.conftest import NOW
from tests.knowledge.audits.conftest import TODAY, Desk


@pytest.fixture(autouse=True)
def planned(desk: Desk) -> None:
    desk.plan()


def close(desk: Desk, finding: AuditFinding, by: int) -> None:
    findings.close(desk.session, finding, by=desk.person(by), today=TODAY, now=NOW)


def test_a_finding_names_requirement_grade_owner_and_date(desk: Desk) -> None:
    finding = desk.find()

    assert (finding.state, finding.grade, finding.clause) == ("open", "minor", "8.5.1")
    assert findings.find(desk.session, "IA-2026-10 F1") is finding
    with pytest.raises(NotFound, match="There is no audit finding F9"):
        findings.find(desk.session, "F9")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"grade": "grave"}, "'grave' is no grade: major, minor, observation, opportunity."),
        ({"clause": ""}, "Name the requirement and say what was found."),
        ({"due_on": date(1900, 1, 1)}, "1900-01-01 is past. Give a due date from today on."),
        ({"owner": 4711}, "The owner is not in the people register. Check the name."),
        ({"audit": "IA-1999-01"}, "There is no audit IA-1999-01. Check its number."),
    ],
    ids=lambda value: str(value)[:25],
)
def test_what_cannot_be_is_refused(desk: Desk, changes: dict[str, Any], words: str) -> None:
    with pytest.raises((BadInput, NotFound)) as refused:
        desk.find(**changes)

    assert str(refused.value) == words


def test_findings_are_recorded_by_the_auditor_or_quality(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="recorded by the auditor or quality"):
        desk.find(by=desk.staff.leo)
    desk.find(by=desk.staff.daniel)
    with pytest.raises(BadInput, match="IA-2026-10 F1 is there already"):
        desk.find()


def test_a_nonconformity_waits_for_its_corrective_action(desk: Desk) -> None:
    finding = desk.find()
    with pytest.raises(NotAllowed, match="is a nonconformity without a corrective action"):
        close(desk, finding, desk.staff.uwe)
    new = NewAction("Torque lists", "Old list.", desk.staff.aisha, date(2027, 1, 29))
    priya = desk.person(desk.staff.priya)
    action = capa.record(desk.session, new, by=priya, today=TODAY, now=NOW)

    def link(by: int) -> None:
        findings.link(desk.session, finding, action, by=desk.person(by), today=TODAY, now=NOW)

    with pytest.raises(NotAllowed, match="is linked by its auditor or quality"):
        link(desk.staff.leo)
    link(desk.staff.uwe)

    assert finding.state == "corrective action open"
    with pytest.raises(NotAllowed, match="waits for CAPA-2026-001, which is recorded"):
        close(desk, finding, desk.staff.uwe)
    action.stage = "closed"
    close(desk, finding, desk.staff.uwe)
    assert (finding.state, finding.closed_on, finding.closed_by) == (
        "closed", TODAY, desk.staff.uwe,
    )  # fmt: skip


def test_a_finding_is_closed_by_another_person_than_its_owner(desk: Desk) -> None:
    own = desk.find(grade="observation", owner=desk.staff.priya)

    with pytest.raises(NotAllowed, match="is closed by another person than its owner"):
        close(desk, own, desk.staff.priya)
    with pytest.raises(NotAllowed, match="is closed by its auditor or quality"):
        close(desk, own, desk.staff.leo)
    close(desk, own, desk.staff.uwe)
    with pytest.raises(NotAllowed, match="Record a new finding instead"):
        close(desk, own, desk.staff.uwe)


def test_only_opportunities_are_left_aside_and_with_a_reason(desk: Desk) -> None:
    minor = desk.find()
    idea = desk.find(number="IA-2026-10 F2", grade="opportunity")

    def leave(finding: AuditFinding, reason: str) -> None:
        by = desk.person(desk.staff.priya)
        findings.not_taken_up(desk.session, finding, reason, by=by, today=TODAY, now=NOW)

    with pytest.raises(NotAllowed, match="is a nonconformity and can't be left aside"):
        leave(minor, "Too dear.")
    with pytest.raises(BadInput, match="Say why it is not taken up"):
        leave(idea, " ")
    leave(idea, "Too dear.")
    assert idea.state == "not taken up"


def test_findings_of_the_certification_body_are_kept_by_clause(desk: Desk) -> None:
    def theirs(number: str, clause: str) -> None:
        desk.find(
            by=desk.staff.priya, number=number, clause=clause, external=True,
            audit="First surveillance 2026", answer_due_on=date(2026, 12, 11),
        )  # fmt: skip

    theirs("NG-1", "8.5")
    theirs("NG-2", "8.5.6")
    theirs("NG-3", "8.50")
    desk.find(clause="8.5.6")

    numbers = [found.number for found in audits.external_findings(desk.session, clause="8.5")]
    assert numbers == ["NG-1", "NG-2"]
    assert len(audits.external_findings(desk.session)) == 3
    assert audits.repeated_clauses(desk.session, since=TODAY) == {
        "8.5.6": ["IA-2026-10 F1", "NG-2"]
    }
