"""What there is to ask somebody: the pack, approved questions, and what they were asked before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clauses.tags import carried
from knowledge.errors import NotFound
from knowledge.interviews.choosing import Past, concerns
from knowledge.interviews.judgement import judgement_from
from knowledge.interviews.questions import Question, from_pack, from_row, question_from
from knowledge.standards.companions import InterviewRoles
from knowledge.standards.loading import Packs
from knowledge.storage.drill_tables import DrillQuestion, Interview, InterviewTurn


def pool(
    session: Session, roles: InterviewRoles, packs: Packs, *, role: str, edition: str
) -> list[Question]:
    """Everything approved that may be asked of a role. Raises NotFound for an unknown role."""
    asked = from_pack(roles, role=role, edition=edition)
    if not asked:
        known = ", ".join(one.id for one in roles.roles)
        raise NotFound(f"There are no questions for the role {role!r}. There are: {known}.")
    clauses = {number for question in asked for number in question.clauses}
    rows = session.scalars(
        select(DrillQuestion).where(DrillQuestion.state == "approved").order_by(DrillQuestion.id)
    )
    company = (_in_edition(from_row(row), packs, edition) for row in rows)
    return asked + [one for one in company if one is not None and _suits(one, role, clauses)]


def past(session: Session, person_id: int) -> Past:
    """What this person was asked and how it went, over all interviews."""
    rows = session.execute(
        select(InterviewTurn)
        .join(Interview, Interview.id == InterviewTurn.interview_id)
        .where(Interview.person_id == person_id, InterviewTurn.kind == "question")
        .order_by(InterviewTurn.asked_at)
    ).scalars()
    shares: dict[str, list[float]] = defaultdict(list)
    asked: dict[str, date] = {}
    questions: dict[str, date] = {}
    for turn in rows:
        day = turn.asked_at.date()
        questions[question_from(turn.question).id] = day
        if turn.clause is None:
            continue
        asked[turn.clause] = day
        if turn.judgement is not None:
            shares[turn.clause].append(judgement_from(turn.judgement).share)
    return Past(
        {clause: (_latest(shares[clause]), day) for clause, day in asked.items()}, questions
    )


def _latest(shares: list[float]) -> float:
    """The mean of the last three; what was asked and not answered counts as not known."""
    last = shares[-3:]
    return sum(last) / len(last) if last else 0.0


def _in_edition(question: Question, packs: Packs, edition: str) -> Question | None:
    """A question with the clause's number in this edition; None where the clause is gone."""
    if question.clause is None or question.edition in (None, edition):
        return question
    numbers = carried(packs, question.edition or edition, question.clause, edition)
    if not numbers:
        return None
    return replace(question, clause=numbers[0], clauses=tuple(numbers), edition=edition)


def _suits(question: Question, role: str, clauses: set[str]) -> bool:
    if question.role is not None:
        return question.role == role
    return question.clause is None or concerns(question, clauses)
