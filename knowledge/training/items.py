"""What is open in training, and in which state it is on a day. Worked out when asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from knowledge import registers
from knowledge.people import employed
from knowledge.storage.record_tables import (
    Course,
    Person,
    TrainingAssignment,
    TrainingCompletion,
)
from knowledge.storage.tables import DocumentIssue
from knowledge.training.matrix import PASSED, required_courses, requirements

Kind = Literal["course", "qualification", "reading"]
State = Literal["due", "overdue", "reported", "done", "expired", "requalification due"]

NOTICE = timedelta(days=60)
"""How long before it runs out a qualification is due again, where the course doesn't say."""

COUNTING = (*PASSED, "acknowledged")


@dataclass(frozen=True)
class TrainingItem:
    """Something a person still has to be trained in or to read.

    `id` is the assignment's number, or names course and person where nothing is assigned.
    `may_not` says what nobody may do without it; it applies today where `barred`. `valid_until`
    is the last day of the qualification that is to be renewed.
    """

    id: str
    person_id: int
    kind: Kind
    title: str
    due_on: date | None
    state: State
    critical: bool = False
    may_not: str | None = None
    barred: bool = False
    valid_until: date | None = None
    assignment_id: int | None = None
    course: str | None = None
    document: str | None = None
    revision: str | None = None
    first_due_on: date | None = None

    def overdue(self, today: date) -> bool:
        """Whether its date has passed, whatever else is the matter with it."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class _Looked:
    """What is read once for all people."""

    today: date
    people: Mapping[int, Person]
    courses: Mapping[int, Course]
    valid: Mapping[tuple[int, int], date | None]
    reported: frozenset[str]
    titles: Mapping[str, str]


def open_items(
    session: Session,
    *,
    today: date,
    person: Person | None = None,
    people: Collection[int] | None = None,
) -> list[TrainingItem]:
    """All that is open for people in work today, or for some of them; the most urgent first.

    `people` are ids.
    """
    ids = people if person is None else {person.id}
    looked = _look(session, today, ids)
    items = [
        _assigned(looked, assignment, waiting)
        for assignment, waiting in _open_assignments(session, ids)
        if assignment.person_id in looked.people
    ]
    covered = {(item.person_id, item.course) for item in items}
    for lapsing in _lapsing(session, looked):
        if (lapsing.person_id, lapsing.course) not in covered:
            items.append(lapsing)
    return sorted(items, key=lambda item: (item.due_on or date.max, item.person_id, item.id))


def qualified(session: Session, person: Person, course: Course, *, today: date) -> bool:
    """Whether this person has passed the course and it is still valid."""
    valid = _valid(session, {person.id})
    if (person.id, course.id) not in valid:
        return False
    until = valid[person.id, course.id]
    return until is None or until >= today


def barred(session: Session, person: Person, *, today: date) -> list[TrainingItem]:
    """The critical qualifications without which this person may not do something today."""
    return [item for item in open_items(session, today=today, person=person) if item.barred]


def _look(session: Session, today: date, ids: Collection[int] | None) -> _Looked:
    people = session.scalars(select(Person).where(_among(Person.id, ids)))
    return _Looked(
        today,
        {person.id: person for person in people if employed(person, today)},
        {course.id: course for course in session.scalars(select(Course))},
        _valid(session, ids),
        frozenset(report.item for report in registers.waiting(session, "training")),
        _titles(session),
    )


def _titles(session: Session) -> dict[str, str]:
    """What the documents are called that somebody has to read; the newest issue names it."""
    read = select(TrainingAssignment.document).where(TrainingAssignment.document.is_not(None))
    rows = session.execute(
        select(DocumentIssue.number, DocumentIssue.title)
        .where(DocumentIssue.number.in_(read))
        .order_by(DocumentIssue.id)
    )
    return {number: title for number, title in rows if number is not None}


def _among(column: Any, ids: Collection[int] | None) -> ColumnElement[bool]:
    """Whether a row is of these people; None is everybody."""
    return true() if ids is None else column.in_(ids)


def _valid(session: Session, ids: Collection[int] | None) -> dict[tuple[int, int], date | None]:
    """By person and course until when it was passed; None where it does not run out."""
    passed = (
        select(
            TrainingAssignment.person_id,
            TrainingAssignment.course_id,
            func.max(TrainingCompletion.valid_until),
        )
        .join(TrainingCompletion, TrainingCompletion.assignment_id == TrainingAssignment.id)
        .where(
            TrainingAssignment.course_id.is_not(None),
            TrainingCompletion.result.in_(PASSED),
            TrainingCompletion.accepted_on.is_not(None),
            TrainingCompletion.corrected_by_id.is_(None),
        )
        .group_by(TrainingAssignment.person_id, TrainingAssignment.course_id)
    )
    rows = session.execute(passed.where(_among(TrainingAssignment.person_id, ids)))
    return {(person, course): until for person, course, until in rows if course is not None}


def _open_assignments(
    session: Session, ids: Collection[int] | None
) -> list[tuple[TrainingAssignment, bool]]:
    """Assignments without a result that counts, and whether one waits to be accepted."""
    counting = select(TrainingCompletion.assignment_id).where(
        TrainingCompletion.result.in_(COUNTING),
        TrainingCompletion.accepted_on.is_not(None),
        TrainingCompletion.corrected_by_id.is_(None),
    )
    waiting = select(TrainingCompletion.assignment_id).where(
        TrainingCompletion.result.in_(COUNTING),
        TrainingCompletion.accepted_on.is_(None),
        TrainingCompletion.corrected_by_id.is_(None),
    )
    wanted = select(TrainingAssignment).where(
        TrainingAssignment.gone_on.is_(None), TrainingAssignment.id.not_in(counting)
    )
    wanted = wanted.where(_among(TrainingAssignment.person_id, ids))
    waits = set(session.scalars(waiting))
    failed = _failed_and_replaced(session, ids)
    return [
        (assignment, assignment.id in waits)
        for assignment in session.scalars(wanted)
        if assignment.id not in failed
    ]


def _failed_and_replaced(session: Session, ids: Collection[int] | None) -> set[int]:
    """Assignments that ended with a failure, where the same course was assigned once more."""
    ended = (
        select(TrainingAssignment, TrainingCompletion.performed_on)
        .join(TrainingCompletion, TrainingCompletion.assignment_id == TrainingAssignment.id)
        .where(TrainingCompletion.result == "failed", TrainingCompletion.corrected_by_id.is_(None))
    )
    failed = session.execute(ended.where(_among(TrainingAssignment.person_id, ids))).all()
    lost = {assignment.id for assignment, _ in failed}
    return {
        assignment.id
        for assignment, failed_on in failed
        if _another(session, assignment, failed_on, lost)
    }


def _another(session: Session, failed: TrainingAssignment, failed_on: date, lost: set[int]) -> bool:
    """Whether the course is open for this person under another number, or was passed since."""
    others = session.execute(
        select(TrainingAssignment.id, func.max(TrainingCompletion.performed_on))
        .outerjoin(TrainingCompletion, TrainingCompletion.assignment_id == TrainingAssignment.id)
        .where(
            TrainingAssignment.person_id == failed.person_id,
            TrainingAssignment.course_id == failed.course_id,
            TrainingAssignment.gone_on.is_(None),
            TrainingAssignment.id.not_in(lost),
        )
        .group_by(TrainingAssignment.id)
    )
    return any(performed is None or performed >= failed_on for _, performed in others)


def _assigned(looked: _Looked, assignment: TrainingAssignment, waiting: bool) -> TrainingItem:
    if assignment.course_id is None:
        return _reading(looked, assignment, waiting)
    course = looked.courses[assignment.course_id]
    until = looked.valid.get((assignment.person_id, course.id))
    passed = (assignment.person_id, course.id) in looked.valid
    lapsed = until is not None and until < looked.today
    state: State = "overdue" if _past(assignment.due_on, looked.today) else "due"
    if waiting or assignment.number in looked.reported:
        state = "reported"
    elif lapsed:
        state = "expired"
    return TrainingItem(
        assignment.number,
        assignment.person_id,
        "qualification" if course.kind == "qualification" else "course",
        course.title,
        assignment.due_on,
        state,
        course.critical,
        course.may_not,
        course.critical and (lapsed or not passed),
        until,
        assignment.id,
        course.code,
        assignment.document,
        assignment.revision,
        assignment.first_due_on,
    )


def _reading(looked: _Looked, assignment: TrainingAssignment, waiting: bool) -> TrainingItem:
    state: State = "overdue" if _past(assignment.due_on, looked.today) else "due"
    if waiting or assignment.number in looked.reported:
        state = "reported"
    return TrainingItem(
        assignment.number,
        assignment.person_id,
        "reading",
        _to_read(looked, assignment),
        assignment.due_on,
        state,
        assignment_id=assignment.id,
        document=assignment.document,
        revision=assignment.revision,
        first_due_on=assignment.first_due_on,
    )


def _to_read(looked: _Looked, assignment: TrainingAssignment) -> str:
    number, revision = assignment.document or "", f"revision {assignment.revision or '?'}"
    title = looked.titles.get(number)
    return f"{number} {title}, {revision}" if title else f"{number} {revision}"


def _lapsing(session: Session, looked: _Looked) -> Iterable[TrainingItem]:
    """Qualifications that have run out or soon will, of whom the matrix asks for them.

    Without a matrix they are all asked for.
    """
    crosses = requirements(session)
    for (person_id, course_id), until in looked.valid.items():
        person, course = looked.people.get(person_id), looked.courses[course_id]
        if until is None or person is None or course.gone_on is not None:
            continue
        notice = timedelta(days=course.notice_days) if course.notice_days is not None else NOTICE
        soon = looked.today >= until - notice
        if soon and (not crosses or course_id in required_courses(crosses, person)):
            yield _lapse(looked, person, course, until)


def _lapse(looked: _Looked, person: Person, course: Course, until: date) -> TrainingItem:
    lapsed = until < looked.today
    name = unassigned_item(course.code, person.number)
    state: State = "expired" if lapsed else "requalification due"
    return TrainingItem(
        name,
        person.id,
        "qualification",
        course.title,
        until,
        "reported" if name in looked.reported else state,
        course.critical,
        course.may_not,
        course.critical and lapsed,
        until,
        course=course.code,
    )


def unassigned_item(course: str, person_number: str) -> str:
    """The name of training that nobody is assigned to."""
    return f"{course} of {person_number}"


def _past(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today
