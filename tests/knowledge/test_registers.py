"""Registers that are kept in a file, and what people report about them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from knowledge import audit_log, registers
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.database import Database
from tests.conftest import NOW
from tests.knowledge.staff import Staff, add_staff

LATER = NOW + timedelta(days=1)


@pytest.fixture
def staff(database: Database) -> Staff:
    with database.begin() as session:
        return add_staff(session)


def report(database: Database, by: int, **payload: object) -> int:
    with database.begin() as session:
        row = registers.report(session, "training", "T-0412", "completed", by, payload, NOW)
        return row.id


def settle(database: Database, **facts: object) -> list[str]:
    with database.begin() as session:
        changed = registers.settle(session, "training", "T-0412", facts, LATER)
        return [row.state for row in changed]


def test_a_register_is_kept_in_a_file_until_the_company_chooses(
    database: Database, staff: Staff
) -> None:
    with database.begin() as session:
        assert registers.master_of(session, "training") == "file"
        registers.set_master(session, "training", "coach", who=staff.priya, now=NOW)
        assert registers.master_of(session, "training") == "coach"
        assert registers.master_of(session, "capa") == "file"
        [entry] = audit_log.entries(session)

    assert (entry.who, entry.what) == (staff.priya, "register: master changed")
    assert entry.payload == {"register": "training", "from": "file", "to": "coach"}


def test_other_registers_and_masters_are_refused_in_words(database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(BadInput, match="no register 'stock': people, training, capa, audits"):
            registers.master_of(session, "stock")  # type: ignore[arg-type]
        with pytest.raises(BadInput, match="in a file or by the coach, not 'sap'"):
            registers.set_master(session, "capa", "sap", who=None, now=NOW)  # type: ignore[arg-type]


def test_what_is_reported_waits_for_the_next_import(database: Database, staff: Staff) -> None:
    report(database, staff.leo, performed_on=date(2026, 11, 12))

    with database.read() as session:
        [row] = registers.waiting(session, "training", "T-0412")
        assert registers.in_words(row) == "T-0412, completed: reported performed on 2026-11-12"
        assert registers.waiting(session, "capa") == []
        assert registers.contradictions(session) == []
    assert (row.state, row.reported_by, row.what) == ("waiting", staff.leo, "completed")


def test_reporting_the_same_again_changes_nothing(database: Database, staff: Staff) -> None:
    first = report(database, staff.leo, performed_on=date(2026, 11, 12))
    again = report(database, staff.leo, performed_on=date(2026, 11, 12))
    other = report(database, staff.leo, performed_on=date(2026, 11, 13))

    assert first == again != other


def test_a_file_that_agrees_confirms(database: Database, staff: Staff) -> None:
    report(database, staff.leo, performed_on=date(2026, 11, 12))

    assert settle(database, performed_on=date(2026, 11, 12), assessor="U. Hartmann") == [
        "confirmed"
    ]
    assert settle(database, performed_on=date(2026, 11, 14)) == []  # it is settled
    with database.read() as session:
        assert registers.waiting(session, "training") == []


@pytest.mark.parametrize("stated", [None, date(2026, 11, 10)], ids=["nothing", "another day"])
def test_a_file_that_disagrees_is_listed(
    database: Database, staff: Staff, stated: date | None
) -> None:
    report(database, staff.leo, performed_on=date(2026, 11, 12))

    assert settle(database, performed_on=stated) == ["contradicted"]
    with database.read() as session:
        [row] = registers.contradictions(session, "training")
    assert registers.in_words(row) == (
        f"T-0412, completed: performed on: reported 2026-11-12, the file says {stated or 'nothing'}"
    )


def test_a_later_file_may_confirm_what_an_earlier_contradicted(
    database: Database, staff: Staff
) -> None:
    report(database, staff.leo, performed_on=date(2026, 11, 12))
    settle(database, performed_on=None)

    assert settle(database, performed_on=None) == []  # the same again changes nothing
    assert settle(database, performed_on=date(2026, 11, 12)) == ["confirmed"]


def test_a_report_is_put_aside_with_a_reason_only(database: Database, staff: Staff) -> None:
    number = report(database, staff.leo, performed_on=date(2026, 11, 12))
    settle(database, performed_on=None)

    with database.begin() as session:
        with pytest.raises(BadInput, match="Say why the report is put aside"):
            registers.dismiss(session, number, by=staff.priya, reason=" ", now=NOW)
        registers.dismiss(session, number, by=staff.priya, reason="It was a rehearsal.", now=NOW)
        assert registers.contradictions(session) == []
        with pytest.raises(NotFound, match=f"no open report {number}"):
            registers.dismiss(session, number, by=staff.priya, reason="Twice.", now=NOW)


def test_nothing_is_reported_where_the_coach_keeps_the_register(
    database: Database, staff: Staff
) -> None:
    with database.begin() as session:
        registers.set_master(session, "training", "coach", who=None, now=NOW)

        with pytest.raises(NotAllowed, match="record the change itself"):
            registers.report(session, "training", "T-1", "completed", staff.leo, {}, NOW)


def test_nothing_is_changed_here_where_a_file_is_the_master(database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(NotAllowed, match="The capa register is kept in a file"):
            registers.refuse_if_in_file(session, "capa")
        registers.set_master(session, "capa", "coach", who=None, now=NOW)
        registers.refuse_if_in_file(session, "capa")


def test_reports_and_their_ends_are_in_the_audit_log(database: Database, staff: Staff) -> None:
    report(database, staff.leo, performed_on=date(2026, 11, 12))
    settle(database, performed_on=None)

    with database.read() as session:
        told = [(row.who, row.what) for row in audit_log.entries(session)]
    assert told == [
        (staff.leo, "register: reported"),
        (None, "register: report contradicted"),
    ]
