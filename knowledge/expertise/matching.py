"""Which approved answer stands below the reply to a question."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.expertise.approval import cited, holds, number_of
from knowledge.feedback.doubts import questions_in_doubt
from knowledge.feedback.likeness import ALIKE, Inquiry, likenesses
from knowledge.feedback.sources import InForce, rows_of
from knowledge.storage.expertise_tables import ApprovedAnswer, Fault


def approved_for(
    session: Session, inquiry: Inquiry, *, viewer: Viewer, known: InForce, today: date
) -> dict[str, Any] | None:
    """The approved answer to a question like this one, as it is kept with a reply; or None.

    It is approved, in effect today, for an audience of the viewer's, and every document that it
    cites is in force in the revision that was cited.
    """
    rows = session.scalars(
        select(ApprovedAnswer).where(
            ApprovedAnswer.state == "approved",
            ApprovedAnswer.effective_on <= today,
            ApprovedAnswer.expires_on >= today,
        )
    ).all()
    mine = [row for row in rows if viewer.may_see(row.audience)]
    if not mine:
        return None
    near = likenesses(session, inquiry, (row.question for row in mine))
    best_first = sorted(mine, key=lambda row: (-near[row.question], row.number))
    for row in best_first:
        if near[row.question] >= ALIKE and _may_be_shown(session, row, viewer, known):
            return _kept(session, row)
    return None


def compared_questions(session: Session) -> list[str]:
    """The questions that new ones are held against: of approved answers, of open faults, and of
    answers in doubt."""
    approved = select(ApprovedAnswer.question).where(ApprovedAnswer.state == "approved")
    wrong = select(Fault.question).where(Fault.lifted_at.is_(None))
    return [*session.scalars(approved), *session.scalars(wrong), *questions_in_doubt(session)]


def _may_be_shown(session: Session, row: ApprovedAnswer, viewer: Viewer, known: InForce) -> bool:
    sources = rows_of(session, cited(session, row))
    return holds(session, row, known) and all(
        viewer.may_see(issue.audience) and issue.handling != "never in Slack"
        for _, issue in sources
    )


def _kept(session: Session, row: ApprovedAnswer) -> dict[str, Any]:
    return {
        "number": number_of(row),
        "revision": row.revision,
        "question": row.question,
        "text": row.text,
        "approver": row.approver_name,
        "expires_on": row.expires_on.isoformat(),
        "interim": row.interim,
        "audience": row.audience,
        "cites": [
            {"passage": passage.id, "number": issue.number, "section": passage.section}
            for passage, issue in rows_of(session, cited(session, row))
        ],
    }
