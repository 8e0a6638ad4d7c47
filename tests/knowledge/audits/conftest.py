"""A company whose audits the coach keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from knowledge import audits, registers
from knowledge.audits import NewAudit, NewFinding, OwnWork
from knowledge.storage.action_tables import Audit, AuditFinding
from knowledge.storage.database import Database
from knowledge.storage.record_tables import Person
from tests.conftest import NOW
from tests.knowledge.staff import Staff, add_staff

TODAY = date(2026, 11, 16)


@dataclass
class Desk:
    """One open transaction, in which people do things to audits."""

    session: Session
    staff: Staff

    def person(self, number: int) -> Person:
        return self.session.get_one(Person, number)

    def plan(self, by: int = 0, **changes: Any) -> tuple[Audit, list[OwnWork]]:
        given: dict[str, Any] = {
            "number": "IA-2026-10",
            "kind": "internal",
            "planned_from": date(2026, 12, 8),
            "planned_to": date(2026, 12, 9),
            "scope": "Assembly and test",
            "teams": ("ASM", "TST"),
            "clauses": ("8.5", "8.6"),
            "auditors": (self.staff.uwe,),
            **changes,
        }
        planner = self.person(by or self.staff.priya)
        return audits.programme.plan(
            self.session, NewAudit(**given), by=planner, today=TODAY, now=NOW
        )

    def find(self, by: int = 0, **changes: Any) -> AuditFinding:
        given: dict[str, Any] = {
            "number": "IA-2026-10 F1",
            "audit": "IA-2026-10",
            "grade": "minor",
            "clause": "8.5.1",
            "text": "Two benches without the current torque list",
            "owner": self.staff.aisha,
            "due_on": date(2027, 1, 29),
            **changes,
        }
        auditor = self.person(by or self.staff.uwe)
        return audits.findings.record(
            self.session, NewFinding(**given), by=auditor, today=TODAY, now=NOW
        )


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    with database.begin() as session:
        staff = add_staff(session)
        start = datetime(2026, 1, 1, tzinfo=UTC)
        for register in ("audits", "capa"):
            registers.set_master(session, register, "coach", who=None, now=start)  # type: ignore[arg-type]
        yield Desk(session, staff)
