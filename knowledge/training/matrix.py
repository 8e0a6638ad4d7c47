"""Who needs which course and has to read which document: the training matrix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import same_number
from knowledge.people import employed
from knowledge.people.finding import same_text
from knowledge.storage.record_tables import (
    Course,
    Person,
    TrainingAssignment,
    TrainingCompletion,
    TrainingRequirement,
)

PASSED = ("passed", "attended")
"""Results that show competence. Acknowledging is awareness and never does."""


@dataclass(frozen=True)
class Gap:
    """A course that the matrix asks of a person who neither has it nor is assigned to it."""

    person: Person
    course: Course


def staff(session: Session, today: date) -> list[Person]:
    """Everybody in work today, by employee number."""
    people = session.scalars(select(Person).order_by(Person.number))
    return [person for person in people if employed(person, today)]


def requirements(session: Session) -> list[TrainingRequirement]:
    """The crosses of the matrix that its file still lists."""
    listed = TrainingRequirement.gone_on.is_(None)
    return list(session.scalars(select(TrainingRequirement).where(listed)))


def applies(requirement: TrainingRequirement, person: Person) -> bool:
    """Whether a cross is meant for this person."""
    if requirement.team_id is not None and requirement.team_id != person.team_id:
        return False
    if requirement.qms_role is not None:
        return same_text(requirement.qms_role) in map(same_text, person.qms_roles)
    return requirement.job_title is None or same_text(requirement.job_title) == same_text(
        person.job_title or ""
    )


def required_courses(crosses: Iterable[TrainingRequirement], person: Person) -> set[int]:
    """The ids of the courses that the matrix asks of this person."""
    return {
        cross.course_id
        for cross in crosses
        if cross.course_id is not None and applies(cross, person)
    }


def required_readers(session: Session, document: str, today: date) -> list[Person]:
    """Who has to know a document: whoever the matrix asks for it, or for a course on it.

    Never worked out from who may see the document.
    """
    courses = {
        course.id
        for course in session.scalars(select(Course).where(Course.gone_on.is_(None)))
        if course.document and same_number(course.document, document)
    }
    crosses = [
        cross
        for cross in requirements(session)
        if cross.course_id in courses
        or (cross.document is not None and same_number(cross.document, document))
    ]
    return [
        person
        for person in staff(session, today)
        if any(applies(cross, person) for cross in crosses)
    ]


def gaps(session: Session, *, today: date) -> list[Gap]:
    """What the matrix asks for and nobody has assigned or recorded, by employee number."""
    crosses = requirements(session)
    courses = {course.id: course for course in session.scalars(select(Course))}
    taken = _assigned(session)
    return [
        Gap(person, courses[course_id])
        for person in staff(session, today)
        for course_id in sorted(required_courses(crosses, person))
        if (person.id, course_id) not in taken
    ]


def _assigned(session: Session) -> set[tuple[int, int | None]]:
    """Person and course of every assignment that is open or was passed; a failed one is neither."""
    failed = (
        select(TrainingCompletion.assignment_id)
        .where(TrainingCompletion.corrected_by_id.is_(None), TrainingCompletion.result == "failed")
        .scalar_subquery()
    )
    rows = select(TrainingAssignment.person_id, TrainingAssignment.course_id).where(
        TrainingAssignment.gone_on.is_(None), TrainingAssignment.id.not_in(failed)
    )
    return {(person, course) for person, course in session.execute(rows)}
