"""What of audits, findings and reviews is open, whose it is and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import registers
from knowledge.audits.findings import OPEN
from knowledge.storage.action_tables import (
    Audit,
    AuditFinding,
    ManagementReview,
    ReviewDecision,
)

ItemKind = Literal["audit", "finding", "external finding", "management review", "review decision"]
State = Literal["reported", "overdue", "open"]


@dataclass(frozen=True)
class AuditItem:
    """Something open as reminders and reports see it.

    `owner_id` is who has to do it: the lead auditor of an audit, the chair of a review. `action`
    is the corrective action that a finding waits for. `critical`: the certification body set the
    date.
    """

    id: int
    kind: ItemKind
    number: str
    title: str
    owner_id: int | None
    due_on: date | None
    first_due_on: date | None
    critical: bool
    state: State
    days_late: int
    grade: str | None = None
    clause: str | None = None
    action: str | None = None


def open_items(session: Session, *, today: date) -> list[AuditItem]:
    """All that is open: the critical first, then by due date."""
    waiting = {row.item for row in registers.waiting(session, "audits")}
    items = [
        *_audits(session, waiting, today),
        *_findings(session, waiting, today),
        *_reviews(session, waiting, today),
        *_decisions(session, waiting, today),
    ]
    return sorted(items, key=lambda item: (not item.critical, item.due_on or date.max, item.number))


def _audits(session: Session, waiting: set[str], today: date) -> list[AuditItem]:
    planned = select(Audit).where(Audit.state == "planned", Audit.gone_on.is_(None))
    return [
        AuditItem(
            audit.id,
            "audit",
            audit.number,
            audit.scope,
            audit.lead_auditor_id,
            audit.planned_to,
            audit.first_planned_from,
            critical=audit.kind == "certification body",
            state=_state(audit.number, audit.planned_to, waiting, today),
            days_late=_late(audit.first_planned_from, today),
        )
        for audit in session.scalars(planned)
    ]


def _findings(session: Session, waiting: set[str], today: date) -> list[AuditItem]:
    wanted = select(AuditFinding).where(
        AuditFinding.state.in_(OPEN), AuditFinding.gone_on.is_(None)
    )
    items = []
    for finding in session.scalars(wanted):
        answered = finding.answered_on is not None
        due = finding.due_on if answered else finding.answer_due_on or finding.due_on
        items.append(
            AuditItem(
                finding.id,
                "external finding" if finding.external else "finding",
                finding.number,
                finding.text,
                finding.owner_id,
                due,
                finding.first_due_on or due,
                critical=finding.answer_due_on is not None and not answered,
                state=_state(finding.number, due, waiting, today),
                days_late=_late(finding.first_due_on or due, today),
                grade=finding.grade,
                clause=finding.clause,
                action=finding.action,
            )
        )
    return items


def _reviews(session: Session, waiting: set[str], today: date) -> list[AuditItem]:
    planned = select(ManagementReview).where(
        ManagementReview.state == "planned", ManagementReview.gone_on.is_(None)
    )
    return [
        AuditItem(
            review.id,
            "management review",
            review.number,
            "Management review",
            review.chair_id,
            review.planned_on,
            review.first_planned_on,
            critical=False,
            state=_state(review.number, review.planned_on, waiting, today),
            days_late=_late(review.first_planned_on, today),
        )
        for review in session.scalars(planned)
    ]


def _decisions(session: Session, waiting: set[str], today: date) -> list[AuditItem]:
    wanted = (
        select(ReviewDecision, ManagementReview.number)
        .join(ManagementReview, ManagementReview.id == ReviewDecision.review_id)
        .where(ReviewDecision.done_on.is_(None), ManagementReview.gone_on.is_(None))
    )
    return [
        AuditItem(
            decision.id,
            "review decision",
            number,
            decision.text,
            decision.owner_id,
            decision.due_on,
            decision.due_on,
            critical=False,
            state=_state(f"{number} {decision.id}", decision.due_on, waiting, today),
            days_late=_late(decision.due_on, today),
        )
        for decision, number in session.execute(wanted)
    ]


def _state(number: str, due: date | None, waiting: set[str], today: date) -> State:
    if number in waiting:
        return "reported"
    return "overdue" if due is not None and due < today else "open"


def _late(first: date | None, today: date) -> int:
    return max(0, (today - first).days) if first is not None else 0
