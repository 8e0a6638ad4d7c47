"""Management reviews: when they are held, what went into them, and what they decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, people, registers
from knowledge.access import Role
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import ManagementReview, ReviewDecision
from knowledge.storage.record_tables import Person

INPUTS: Mapping[str, str] = {
    "a": "what came of the last review",
    "b": "changes around us",
    "c1": "customers and interested parties",
    "c2": "quality objectives",
    "c3": "processes and products",
    "c4": "nonconformities and corrective actions",
    "c5": "measurements",
    "c6": "audit results",
    "c7": "suppliers",
    "d": "resources",
    "e": "risks and opportunities",
    "f": "improvement",
}
"""The inputs by their letter in 9.3.2 of ISO 9001:2015, in our own words."""

KEEPING: frozenset[Role] = frozenset({"quality", "deputy", "top management"})


def find(session: Session, number: str) -> ManagementReview:
    """Raises NotFound if no management review has this number."""
    found = session.scalars(select(ManagementReview).filter_by(number=number.strip())).first()
    if found is None:
        raise NotFound(f"There is no management review {number.strip()}. Check its number.")
    return found


def plan(
    session: Session, number: str, planned_on: date, *, by: Person, today: date, now: datetime
) -> ManagementReview:
    """Plan a management review. Raises BadInput for a date that is past or a taken number."""
    _check_keeping(session, by, today)
    if planned_on < today:
        raise BadInput(f"{planned_on} is past. Plan the review from today on.")
    if session.scalars(select(ManagementReview).filter_by(number=number.strip())).first():
        raise BadInput(f"{number.strip()} is there already. Give another number.")
    review = ManagementReview(
        number=number.strip(),
        planned_on=planned_on,
        first_planned_on=planned_on,
        state="planned",
        present=[],
        inputs={},
        missing=[],
    )
    session.add(review)
    session.flush()
    _log(session, review, "planned", by, now)
    return review


def hold(
    session: Session,
    review: ManagementReview,
    held_on: date,
    inputs: Mapping[str, str],
    present: tuple[int, ...],
    *,
    chair: int,
    by: Person,
    today: date,
    now: datetime,
) -> list[str]:
    """Note that a review was held; the letters of inputs about which it says nothing."""
    _check_keeping(session, by, today)
    if held_on > today:
        raise BadInput(f"{held_on} has not come yet. Note the review when it was held.")
    unknown = sorted(set(inputs) - set(INPUTS))
    if unknown:
        raise BadInput(f"There is no input {', '.join(unknown)}: {', '.join(INPUTS)}.")
    review.held_on, review.state, review.chair_id = held_on, "held", chair
    review.present = sorted({*present, chair})
    review.inputs = {letter: text for letter, text in inputs.items() if text.strip()}
    review.missing = [letter for letter in INPUTS if letter not in review.inputs]
    _log(session, review, "held", by, now)
    return list(review.missing)


def decide(
    session: Session,
    review: ManagementReview,
    text: str,
    owner: int,
    due_on: date,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> ReviewDecision:
    """Add what a review decided."""
    _check_keeping(session, by, today)
    if not text.strip():
        raise BadInput("Say what was decided.")
    if due_on < today:
        raise BadInput(f"{due_on} is past. Give a due date from today on.")
    row = ReviewDecision(review_id=review.id, text=text.strip(), owner_id=owner, due_on=due_on)
    session.add(row)
    session.flush()
    _log(session, review, "decided", by, now)
    return row


def done(
    session: Session, decision_id: int, on: date, *, by: Person, today: date, now: datetime
) -> None:
    """Note that a decision was carried out, as its owner or quality."""
    row = session.get(ReviewDecision, decision_id)
    if row is None:
        raise NotFound(f"There is no decision {decision_id}.")
    if by.id != row.owner_id:
        _check_keeping(session, by, today)
    registers.refuse_if_in_file(session, "audits")
    if on > today:
        raise BadInput(f"{on} has not come yet. Note it when it is done.")
    row.done_on = on
    _log(session, session.get_one(ManagementReview, row.review_id), "decision done", by, now)


def _check_keeping(session: Session, by: Person, today: date) -> None:
    registers.refuse_if_in_file(session, "audits")
    if not people.roles_of(session, by, today=today) & KEEPING:
        raise NotAllowed("Management reviews are kept by quality and top management. Ask them.")


def _log(session: Session, review: ManagementReview, what: str, by: Person, now: datetime) -> None:
    payload = {
        "review": review.number,
        "planned_on": review.planned_on,
        "held_on": review.held_on,
        "missing": list(review.missing),
    }
    audit_log.add(session, who=by.id, what=f"management review: {what}", payload=payload, now=now)
