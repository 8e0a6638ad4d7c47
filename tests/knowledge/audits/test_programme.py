"""The audit programme: who plans, who is warned of, and which first date stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge import audit_log, audits, registers
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.record_tables import TeamLead
from tests.conftest import NOW
from tests.knowledge.audits.conftest import TODAY, Desk


def test_an_audit_is_planned_with_scope_and_auditors(desk: Desk) -> None:
    audit, warnings = desk.plan()

    assert warnings == []
    assert (audit.state, audit.lead_auditor, audit.teams) == (
        "planned", "Uwe Hartmann", ["ASM", "TST"],
    )  # fmt: skip
    assert audits.programme.find(desk.session, " IA-2026-10 ") is audit
    assert audits.calendar(desk.session, since=TODAY, until=date(2026, 12, 31)) == [audit]
    with pytest.raises(NotFound, match="There is no audit IA-2027-01"):
        audits.programme.find(desk.session, "IA-2027-01")


def test_auditors_are_warned_of_before_they_audit_their_own_work(desk: Desk) -> None:
    audit, [own] = desk.plan(auditors=(desk.staff.aisha, desk.staff.uwe))

    assert str(own) == (
        "Aisha Rahman belongs to ASM, which this audit covers: auditors don't audit their own "
        "work. Name another auditor."
    )
    assert audit.second_auditor == "Uwe Hartmann"


def test_leading_a_team_is_own_work_too(desk: Desk) -> None:
    its_team = desk.person(desk.staff.leo).team_id
    desk.session.add(TeamLead(team_id=its_team, lead_id=desk.staff.daniel))
    desk.session.flush()

    _, [own] = desk.plan(teams=("ITS",), auditors=(desk.staff.daniel,))

    assert (own.name, own.teams) == ("Daniel Okafor", ("ITS",))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "surprise"}, "'surprise' is no kind of audit"),
        ({"scope": " "}, "Give the audit a number and say what it covers"),
        ({"auditors": ()}, "Name the auditor."),
        ({"auditors": (4711,)}, "Name one or two auditors who are in the people register"),
        ({"planned_from": date(2026, 11, 10)}, "2026-11-10 is past"),
        ({"planned_to": date(2026, 12, 7)}, "end on 2026-12-07, before it begins on 2026-12-08"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_is_refused(desk: Desk, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as refused:
        desk.plan(**changes)

    assert words in str(refused.value)


def test_numbers_are_given_once_and_by_quality(desk: Desk) -> None:
    desk.plan()

    with pytest.raises(BadInput, match="IA-2026-10 is there already"):
        desk.plan()
    with pytest.raises(NotAllowed, match="The audit programme is kept by quality"):
        desk.plan(by=desk.staff.aisha, number="IA-2026-11")


def test_the_first_date_of_an_audit_that_is_moved_stays(desk: Desk) -> None:
    audit, _ = desk.plan()
    days, priya = (date(2027, 1, 12), date(2027, 1, 13)), desk.person(desk.staff.priya)

    with pytest.raises(BadInput, match="Say why the audit is moved"):
        audits.programme.move(desk.session, audit, *days, "", by=priya, today=TODAY, now=NOW)
    audits.programme.move(desk.session, audit, *days, "Ill.", by=priya, today=TODAY, now=NOW)

    assert (audit.planned_from, audit.first_planned_from) == (days[0], date(2026, 12, 8))


def test_an_audit_is_noted_as_performed_by_its_auditor(desk: Desk) -> None:
    audit, _ = desk.plan()

    def perform(by: int, first: date, last: date) -> None:
        audits.programme.perform(
            desk.session, audit, first, last, by=desk.person(by), today=date(2026, 12, 10), now=NOW
        )

    with pytest.raises(NotAllowed, match="noted as performed by its auditor or quality"):
        perform(desk.staff.aisha, date(2026, 12, 8), date(2026, 12, 9))
    with pytest.raises(BadInput, match="2026-12-11 has not come yet"):
        perform(desk.staff.uwe, date(2026, 12, 8), date(2026, 12, 11))
    with pytest.raises(BadInput, match="2026-12-07 is before 2026-12-08"):
        perform(desk.staff.uwe, date(2026, 12, 8), date(2026, 12, 7))
    perform(desk.staff.uwe, date(2026, 12, 8), date(2026, 12, 9))
    with pytest.raises(NotAllowed, match="Its dates stay"):
        audits.programme.move(
            desk.session, audit, date(2027, 1, 12), date(2027, 1, 12), "Why not.",
            by=desk.person(desk.staff.priya), today=TODAY, now=NOW,
        )  # fmt: skip
    assert [row.what for row in audit_log.entries(desk.session)][-2:] == [
        "audit: planned",
        "audit: performed",
    ]


def test_nothing_is_planned_here_where_a_file_is_the_master(desk: Desk) -> None:
    registers.set_master(desk.session, "audits", "file", who=None, now=NOW)

    with pytest.raises(NotAllowed, match="The audits register is kept in a file"):
        desk.plan()
