"""Somebody's drills for the Home tab, and what quality sees of everybody's."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.slack.drill_views import MOST_SHOWN, DrillDesk, DrillShown
from knowledge import people
from knowledge.interviews.objections import open_objections
from knowledge.interviews.totals import Weakness, totals
from knowledge.standards.companions import interview_roles
from knowledge.storage.drill_tables import (
    DrillDisagreement,
    Interview,
    InterviewTurn,
)

WAITING = ("created", "asking", "paused")
OVER = ("finished", "stopped")


def drills_of(session: Session, account: str) -> list[DrillShown]:
    """The drills of whoever is behind an account, the newest first."""
    person = people.by_slack_account(session, account)
    if person is None:
        return []
    found = session.scalars(
        select(Interview)
        .where(Interview.person_id == person.id)
        .order_by(Interview.started_at.desc(), Interview.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    answered = _answered(session, [one.id for one in found])
    kept = [one for one in found if one.plan]  # an erased one has no plan any more
    return [shown(one, answered.get(one.id, 0)) for one in kept]


def waiting_drill(session: Session, account: str) -> DrillShown | None:
    """The newest of somebody's drills that is not over."""
    return next((one for one in drills_of(session, account) if one.state in WAITING), None)


def shown(interview: Interview, answered: int) -> DrillShown:
    return DrillShown(
        interview.id,
        topic_of(interview),
        interview.started_at,
        interview.state,
        answered,
        interview.length,
        interview.released_at is not None,
    )


def topic_of(interview: Interview) -> str:
    """The role and what it was about: "Operator or assembler, clauses 8.5.1 and 7.2"."""
    titles = {one.id: one.title for one in interview_roles().roles}
    role = titles.get(interview.role, interview.role)
    clauses = [str(one) for one in interview.clauses][:8]
    name = "clause" if len(clauses) == 1 else "clauses"
    about = [f"{name} {', '.join(clauses)}"] if clauses else []
    about += [interview.process] if interview.process else []
    return ", ".join([role, *about]) if about else f"{role}: what an auditor would ask"


def _answered(session: Session, interviews: list[int]) -> dict[int, int]:
    """How many questions of each were answered."""
    counted = (
        select(InterviewTurn.interview_id, func.count())
        .where(
            InterviewTurn.interview_id.in_(interviews),
            InterviewTurn.kind == "question",
            InterviewTurn.state == "answered",
        )
        .group_by(InterviewTurn.interview_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def quality_drills(session: Session, *, today: date) -> DrillDesk:
    """Totals of the last month, and disagreements that nobody has looked at."""
    last_month = today.replace(day=1) - timedelta(days=1)
    of_month = totals(session, last_month, today=today)
    return DrillDesk(
        [_weakness(one) for one in (*of_month.clauses[:3], *of_month.questions[:3])],
        [_objection(one) for one in open_objections(session)],
    )


def _weakness(one: Weakness) -> str:
    name = f"Clause {one.name}" if one.kind == "clause" else f"“{one.text}”"
    return f"{name}: {one.percent} % of the points, {one.people} people"


def _objection(row: DrillDisagreement) -> str:
    parts = ", ".join(
        f"{name.replace('_', ' ')} {score} of 2" for name, score in row.shown["parts"].items()
    )
    return f"{row.id}: “{row.shown['question']}” was judged {parts or 'without points'}"
