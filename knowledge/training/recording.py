"""Assigning training, and recording what came of it. What is recorded is never overwritten."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, registers
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.people import roles_of, sharing
from knowledge.storage.record_tables import (
    Course,
    Person,
    TrainingAssignment,
    TrainingCompletion,
)
from knowledge.training.matrix import PASSED

ACCEPTING = frozenset({"lead", "quality", "deputy"})
"""Who may accept that somebody else is competent."""


@dataclass(frozen=True)
class Performance:
    """What was done: the day, the result, and what shows it.

    `evidence_id` is a row of the evidence store; `evidence` a reference in words.
    """

    performed_on: date
    result: str = "passed"
    assessor: str | None = None
    evidence: str | None = None
    evidence_id: int | None = None


@dataclass(frozen=True)
class Recorded:
    """What became of a record: it counts, waits for somebody's acceptance, or for the file."""

    assignment: TrainingAssignment
    completion: TrainingCompletion | None
    state: str


def assignment(session: Session, number: str) -> TrainingAssignment:
    """Raises NotFound."""
    found = session.scalars(
        select(TrainingAssignment).where(TrainingAssignment.number == number)
    ).first()
    if found is None:
        raise NotFound(f"There is no training assignment {number}. `coach person` lists them.")
    return found


def kept_in_file(session: Session, assigned: TrainingAssignment) -> bool:
    """Whether the company's file decides about it; what the coach assigned itself it keeps."""
    return assigned.series is not None and registers.master_of(session, "training") == "file"


def assign(
    session: Session,
    person: Person,
    course: Course,
    *,
    due_on: date,
    by: Person,
    today: date,
    now: datetime,
) -> TrainingAssignment:
    """Assign a course; the same course on the same day is one assignment.

    Raises NotAllowed where the register is kept in a file, or for other than leads and quality.
    """
    registers.refuse_if_in_file(session, "training")
    _refuse_unless(session, by, today, "Training is assigned by leads and quality.")
    number = f"{course.code}-{person.number}-{today:%Y%m%d}"
    known = session.scalars(
        select(TrainingAssignment).where(TrainingAssignment.number == number)
    ).first()
    if known is not None:
        return known
    before = session.scalars(
        select(TrainingAssignment.id).where(
            TrainingAssignment.person_id == person.id, TrainingAssignment.course_id == course.id
        )
    ).first()
    row = TrainingAssignment(
        number=number,
        person_id=person.id,
        course_id=course.id,
        kind="first" if before is None else "requalification",
        assigned_on=today,
        assigned_by=by.id,
        due_on=due_on,
        first_due_on=due_on,
    )
    session.add(row)
    session.flush()
    _log(session, "training: assigned", row, by, now, due_on=due_on)
    return row


def extend(
    session: Session,
    assigned: TrainingAssignment,
    due_on: date,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """Give more time. The first date stays. Raises NotAllowed for the person themselves."""
    _refuse_if_filed(session, assigned)
    if by.id == assigned.person_id:
        raise NotAllowed("Nobody extends their own date. Ask your lead.")
    _refuse_unless(session, by, today, "Dates are extended by leads and quality.")
    before, assigned.due_on = assigned.due_on, due_on
    _log(session, "training: extended", assigned, by, now, before=before, due_on=due_on)


def reassign(
    session: Session,
    assigned: TrainingAssignment,
    person: Person,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """Give an assignment to somebody else. Raises NotAllowed once something was recorded."""
    _refuse_if_filed(session, assigned)
    _refuse_unless(session, by, today, "Training is reassigned by leads and quality.")
    if current(session, assigned) is not None:
        raise NotAllowed(f"Something was recorded for {assigned.number}. Assign it anew instead.")
    before, assigned.person_id = assigned.person_id, person.id
    _log(session, "training: reassigned", assigned, by, now, before=before)


def complete(
    session: Session,
    assigned: TrainingAssignment,
    done: Performance,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> Recorded:
    """Record that somebody was trained. It counts once somebody else has accepted it.

    Where the register is kept in a file it is a report that the next import confirms.
    Raises BadInput for a day to come, NotAllowed for what is only to be read.
    """
    if assigned.kind == "reading" and assigned.demand == "read":
        raise NotAllowed("This is read and acknowledged by the person; there is no training in it.")
    check_day(done, today)
    if kept_in_file(session, assigned):
        return reported_to_file(session, assigned, done, by, now)
    accepts = by.id != assigned.person_id and bool(ACCEPTING & roles_of(session, by, today=today))
    row = add_completion(session, assigned, done, by, today, accepted_by=by if accepts else None)
    _log(session, "training: completed", assigned, by, now, completion=row.id, result=row.result)
    return Recorded(assigned, row, "done" if accepts else "waiting to be accepted")


def accept(
    session: Session, completion_id: int, *, by: Person, today: date, now: datetime
) -> TrainingCompletion:
    """Accept that somebody is competent.

    Raises NotAllowed for the person themselves, for others than leads and quality, and without
    evidence.
    """
    row = session.get(TrainingCompletion, completion_id)
    if row is None or row.corrected_by_id is not None:
        raise NotFound(f"There is no completion {completion_id} that waits to be accepted.")
    assigned = session.get_one(TrainingAssignment, row.assignment_id)
    if by.id == assigned.person_id:
        raise NotAllowed("Evidence of competence is accepted by somebody else than the person.")
    _refuse_unless(session, by, today, "Competence is accepted by leads and quality.")
    if row.evidence_id is None and not row.evidence:
        raise NotAllowed("There is no evidence yet. Attach it, then accept it.")
    if row.accepted_on is None:
        row.accepted_by, row.accepted_on = by.id, today
        _log(session, "training: accepted", assigned, by, now, completion=row.id)
    return row


def acknowledge(
    session: Session,
    assigned: TrainingAssignment,
    *,
    by: Person,
    account: str | None,
    today: date,
    now: datetime,
) -> Recorded:
    """Record that a person has read a revision: awareness, never competence.

    Raises NotAllowed for a course, for somebody else's reading, from an account that several
    people share, and where the owner asks for training with a check.
    """
    if assigned.kind != "reading":
        raise NotAllowed(
            "Acknowledging shows that something was read, not that it can be done. "
            "A qualification takes evidence that somebody else accepts."
        )
    if by.id != assigned.person_id:
        raise NotAllowed("Everybody acknowledges for themselves.")
    if account is not None and len(sharing(session, account)) > 1:
        raise NotAllowed(
            "Several people use this account, so it can't acknowledge for one of them. "
            "Your lead records who was there, when, and who explained it."
        )
    if assigned.demand == "training":
        raise NotAllowed("This revision takes training with a check. Your lead records it.")
    done = Performance(today, "acknowledged")
    if kept_in_file(session, assigned):
        return reported_to_file(session, assigned, done, by, now)
    known = current(session, assigned)
    if known is not None and known.result == "acknowledged":
        return Recorded(assigned, known, "done")
    row = add_completion(session, assigned, done, by, today, accepted_by=by)
    _log(session, "training: acknowledged", assigned, by, now, completion=row.id)
    return Recorded(assigned, row, "done")


def correct(
    session: Session,
    completion_id: int,
    done: Performance,
    *,
    by: Person,
    reason: str,
    today: date,
    now: datetime,
) -> TrainingCompletion:
    """Add what should have been recorded. The earlier record stays and points to this one."""
    wrong = session.get(TrainingCompletion, completion_id)
    if wrong is None or wrong.corrected_by_id is not None:
        raise NotFound(f"There is no completion {completion_id} that could be corrected.")
    if not reason.strip():
        raise BadInput("Say what was wrong.")
    assigned = session.get_one(TrainingAssignment, wrong.assignment_id)
    _refuse_if_filed(session, assigned)
    check_day(done, today)
    accepts = by.id != assigned.person_id and bool(ACCEPTING & roles_of(session, by, today=today))
    row = add_completion(session, assigned, done, by, today, accepted_by=by if accepts else None)
    wrong.corrected_by_id = row.id
    _log(session, "training: corrected", assigned, by, now, completion=wrong.id, reason=reason)
    return row


def current(session: Session, assigned: TrainingAssignment) -> TrainingCompletion | None:
    """The newest record of an assignment that was not corrected."""
    return session.scalars(
        select(TrainingCompletion)
        .where(
            TrainingCompletion.assignment_id == assigned.id,
            TrainingCompletion.corrected_by_id.is_(None),
        )
        .order_by(TrainingCompletion.id.desc())
    ).first()


def plus_months(day: date, months: int) -> date:
    """The same day some months later, or the month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_completion(
    session: Session,
    assigned: TrainingAssignment,
    done: Performance,
    by: Person,
    today: date,
    *,
    accepted_by: Person | None,
) -> TrainingCompletion:
    """A row for what was done; how long it is valid follows from the course."""
    course = session.get(Course, assigned.course_id) if assigned.course_id is not None else None
    months = course.validity_months if course is not None and done.result in PASSED else None
    row = TrainingCompletion(
        assignment_id=assigned.id,
        result=done.result,
        performed_on=done.performed_on,
        recorded_on=today,
        recorded_by=by.id,
        assessor=done.assessor,
        valid_until=plus_months(done.performed_on, months) if months else None,
        evidence=done.evidence,
        evidence_id=done.evidence_id,
        accepted_by=accepted_by.id if accepted_by else None,
        accepted_on=today if accepted_by else None,
    )
    session.add(row)
    session.flush()
    return row


def reported_to_file(
    session: Session, assigned: TrainingAssignment, done: Performance, by: Person, now: datetime
) -> Recorded:
    """Keep it beside the register until its file says so."""
    facts = {"performed_on": done.performed_on}
    registers.report(session, "training", assigned.number, done.result, by.id, facts, now)
    return Recorded(assigned, None, "reported, waiting for the file to confirm it")


def check_day(done: Performance, today: date) -> None:
    """Raises BadInput for a day to come."""
    if done.performed_on > today:
        raise BadInput(f"{done.performed_on} is still to come. Give the day it was done.")


def _refuse_if_filed(session: Session, assigned: TrainingAssignment) -> None:
    if assigned.series is not None:
        registers.refuse_if_in_file(session, "training")


def _refuse_unless(session: Session, by: Person, today: date, rule: str) -> None:
    if not ACCEPTING & roles_of(session, by, today=today):
        raise NotAllowed(f"{rule} Ask one of them.")


def _log(
    session: Session,
    what: str,
    assigned: TrainingAssignment,
    by: Person,
    now: datetime,
    **facts: Any,
) -> None:
    payload = {"assignment": assigned.number, "person": assigned.person_id, **facts}
    audit_log.add(session, who=by.id, what=what, payload=payload, now=now)
