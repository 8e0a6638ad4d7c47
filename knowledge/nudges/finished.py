"""What was finished in a stretch of days, by whom: training, actions, findings, drills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.storage.action_tables import ActionStep, AuditFinding, CorrectiveAction
from knowledge.storage.drill_tables import DrillCampaign, Interview
from knowledge.storage.record_tables import Course, TrainingAssignment, TrainingCompletion


@dataclass(frozen=True)
class Done:
    """Something that somebody finished. `title` says what, in the records' words."""

    person_id: int
    number: str
    title: str
    on: date


def done_between(session: Session, first: date, last: date) -> list[Done]:
    """What was done from the first to the last day, both included, the oldest first."""
    found = [
        *_training(session, first, last),
        *_steps(session, first, last),
        *_findings(session, first, last),
        *_drills(session, first, last),
    ]
    return sorted(found, key=lambda one: (one.on, one.number))


def _training(session: Session, first: date, last: date) -> list[Done]:
    """What has been accepted; by the day on which it was done."""
    rows = session.execute(
        select(
            TrainingAssignment.person_id,
            TrainingAssignment.number,
            TrainingAssignment.document,
            TrainingAssignment.revision,
            Course.title,
            TrainingCompletion.performed_on,
        )
        .join(TrainingCompletion, TrainingCompletion.assignment_id == TrainingAssignment.id)
        .outerjoin(Course, Course.id == TrainingAssignment.course_id)
        .where(
            TrainingCompletion.performed_on.between(first, last),
            TrainingCompletion.result != "failed",
            TrainingCompletion.accepted_on.is_not(None),
            TrainingCompletion.corrected_by_id.is_(None),
        )
    )
    return [
        Done(
            row.person_id,
            row.number,
            row.title or f"{row.document} revision {row.revision or '?'}",
            row.performed_on,
        )
        for row in rows
    ]


def _steps(session: Session, first: date, last: date) -> list[Done]:
    rows = session.execute(
        select(
            ActionStep.owner_id,
            ActionStep.stage,
            ActionStep.done_on,
            CorrectiveAction.number,
            CorrectiveAction.title,
        )
        .join(CorrectiveAction, CorrectiveAction.id == ActionStep.action_id)
        .where(ActionStep.done_on.between(first, last), ActionStep.owner_id.is_not(None))
    )
    return [
        Done(row.owner_id, row.number, f"{row.title}: {row.stage}", row.done_on)
        for row in rows
        if row.owner_id is not None
    ]


def _findings(session: Session, first: date, last: date) -> list[Done]:
    rows = session.scalars(
        select(AuditFinding).where(
            AuditFinding.closed_on.between(first, last), AuditFinding.owner_id.is_not(None)
        )
    )
    return [
        Done(row.owner_id, row.number, f"{row.text}: {row.state}", row.closed_on)
        for row in rows
        if row.owner_id is not None and row.closed_on is not None
    ]


def _drills(session: Session, first: date, last: date) -> list[Done]:
    """Only what a campaign asked for: other drills are nobody's business."""
    since = datetime.combine(first, time(), tzinfo=UTC)
    until = datetime.combine(last + timedelta(days=1), time(), tzinfo=UTC)
    rows = session.execute(
        select(Interview.person_id, DrillCampaign.id, DrillCampaign.title, Interview.finished_at)
        .join(DrillCampaign, DrillCampaign.id == Interview.campaign_id)
        .where(
            Interview.state == "finished",
            Interview.finished_at >= since,
            Interview.finished_at < until,
        )
    )
    return [
        Done(person_id, f"Drill {number}", title, finished_at.date())
        for person_id, number, title, finished_at in rows
        if finished_at is not None
    ]
