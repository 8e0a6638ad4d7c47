"""A company whose corrective actions the coach keeps, and a hand to move one on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from knowledge import capa, registers
from knowledge.capa import STAGES, Move, NewAction
from knowledge.storage.action_tables import ActionStep, CorrectiveAction
from knowledge.storage.database import Database
from knowledge.storage.record_tables import Person
from tests.conftest import NOW
from tests.knowledge.staff import Staff, add_staff

TODAY = date(2026, 11, 16)
FACTS: dict[Move, dict[str, Any]] = {
    "contain": {"correction": "Twelve valves rebuilt.", "containment": "Bins sorted."},
    "decide on action": {"reason": "The mix-up can reach the customer."},
    "decide on no action": {"reason": "A single slip."},
    "find cause": {"cause": "Both springs look alike.", "similar_cases": "CV-25."},
    "plan": {
        "action": "Springs are delivered dyed.",
        "criterion": "No mixed spring.",
        "measure": "Test records of the bench.",
        "effectiveness_due_on": date(2027, 1, 29),
    },
    "implement": {},
    "find effective": {"finding": "No mixed spring found."},
    "send back": {"finding": "Two mixed springs found."},
    "close": {"risks": "R-07 is lower.", "system": "QP-0015 was revised."},
    "close without action": {"risks": "No change.", "system": "No change."},
}


@dataclass
class Desk:
    """One open transaction, in which people do things to actions."""

    session: Session
    staff: Staff

    def person(self, number: int) -> Person:
        return self.session.get_one(Person, number)

    def record(self, **changes: Any) -> CorrectiveAction:
        given: dict[str, Any] = {
            "title": "Wrong spring in CV-40",
            "description": "Twelve check valves opened late.",
            "owner": self.staff.aisha,
            "due_on": date(2026, 12, 18),
            "source": "complaint",
            **changes,
        }
        iso_13485 = given.pop("iso_13485", False)
        new = NewAction(**given)
        by = self.person(self.staff.priya)
        return capa.record(self.session, new, by=by, today=TODAY, now=NOW, iso_13485=iso_13485)

    def move(
        self,
        action: CorrectiveAction,
        move: Move,
        by: int,
        *,
        on: date = TODAY,
        today: date = TODAY,
        now: datetime = NOW,
        done_by: tuple[int, ...] = (),
        **facts: Any,
    ) -> ActionStep:
        return capa.carry_out(
            self.session, action, move, {**FACTS.get(move, {}), **facts},
            by=self.person(by), on=on, today=today, now=now, done_by=done_by,
        )  # fmt: skip

    def bring_to(self, action: CorrectiveAction, stage: str, **plan: Any) -> CorrectiveAction:
        staff = self.staff
        way: list[tuple[Move, int]] = [
            ("contain", staff.aisha),
            ("decide on action", staff.priya),
            ("find cause", staff.aisha),
            ("plan", staff.aisha),
            ("implement", staff.aisha),
            ("find effective", staff.daniel),
            ("close", staff.priya),
        ]
        stages: list[str] = [*STAGES]
        for move, who in way[stages.index(action.stage) : stages.index(stage)]:
            self.move(action, move, who, **(plan if move == "plan" else {}))
        assert action.stage == stage
        return action


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    with database.begin() as session:
        staff = add_staff(session)
        registers.set_master(
            session, "capa", "coach", who=None, now=datetime(2026, 1, 1, tzinfo=UTC)
        )
        yield Desk(session, staff)
