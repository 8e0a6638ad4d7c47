"""Courses, assignments and results for tests, each with one call."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from knowledge.storage.record_tables import (
    Course,
    Person,
    TrainingAssignment,
    TrainingCompletion,
    TrainingRequirement,
)

_numbers = count(1)


def add_course(session: Session, code: str, title: str = "Torque", **facts: Any) -> Course:
    course = Course(code=code, title=title, **facts)
    session.add(course)
    session.flush()
    return course


def add_critical(session: Session, code: str = "C-05") -> Course:
    """A qualification for three years without which no valve body is closed."""
    return add_course(
        session,
        code,
        kind="qualification",
        critical=True,
        validity_months=36,
        notice_days=60,
        may_not="May not close a valve body without this qualification",
    )


def add_assignment(session: Session, person: Person, **facts: Any) -> TrainingAssignment:
    """A course's if one is given, or else a reading."""
    kind = "first" if facts.get("course_id") else "reading"
    given = {"number": f"TA-{next(_numbers):04}", "kind": kind, "due_on": None, **facts}
    row = TrainingAssignment(person_id=person.id, **given)
    session.add(row)
    session.flush()
    return row


def add_result(
    session: Session, assigned: TrainingAssignment, performed_on: date, **facts: Any
) -> TrainingCompletion:
    """A result that was accepted on the day, unless told otherwise."""
    given = {
        "result": "passed", "recorded_on": performed_on, "accepted_on": performed_on, **facts
    }  # fmt: skip
    row = TrainingCompletion(assignment_id=assigned.id, performed_on=performed_on, **given)
    session.add(row)
    session.flush()
    return row


def require(session: Session, **facts: Any) -> None:
    """One cross of the matrix."""
    session.add(TrainingRequirement(key=f"{next(_numbers)}", **facts))
    session.flush()
