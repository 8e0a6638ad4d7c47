"""What a person was trained in and has read, with what was recorded late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.storage.record_tables import (
    Course,
    Person,
    TrainingAssignment,
    TrainingCompletion,
)

LATE_AFTER = 14
"""Days between doing and recording from which an entry is shown as late."""


@dataclass(frozen=True)
class Line:
    """One record. `subject` is a course or a document with its revision."""

    number: str
    subject: str
    result: str
    performed_on: date
    recorded_on: date
    valid_until: date | None
    evidence: str | None
    accepted: bool

    @property
    def late_by(self) -> int | None:
        """Days between doing and recording where they are too many."""
        days = (self.recorded_on - self.performed_on).days
        return days if days > LATE_AFTER else None


def history(session: Session, person: Person) -> list[Line]:
    """All that was recorded for a person and not corrected, the newest first."""
    rows = session.execute(
        select(TrainingAssignment, TrainingCompletion, Course)
        .join(TrainingCompletion, TrainingCompletion.assignment_id == TrainingAssignment.id)
        .outerjoin(Course, Course.id == TrainingAssignment.course_id)
        .where(
            TrainingAssignment.person_id == person.id,
            TrainingCompletion.corrected_by_id.is_(None),
        )
        .order_by(TrainingCompletion.performed_on.desc(), TrainingAssignment.number)
    )
    return [
        Line(
            assigned.number,
            f"{course.code} {course.title}"
            if course is not None
            else f"{assigned.document} revision {assigned.revision or '?'}",
            done.result,
            done.performed_on,
            done.recorded_on,
            done.valid_until,
            done.evidence,
            done.accepted_on is not None,
        )
        for assigned, done, course in rows
    ]
