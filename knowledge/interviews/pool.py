"""What there is to ask somebody: the pack, approved questions, and what they were asked before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clauses.tags import carried
from knowledge.errors import NotFound
from knowledge.interviews.choosing import Past
from knowledge.interviews.judgement import judgement_from
from knowledge.interviews.questions import Question, from_pack, from_row, question_from
from knowledge.interviews.suiting import Source, Work, sources, suits, work_of
from knowledge.standards.companions import InterviewRoles
from knowledge.standards.loading import Packs
from knowledge.storage.drill_tables import DrillQuestion, Interview, InterviewTurn
from knowledge.storage.record_tables import Person


def pool(
    session: Session,
    roles: InterviewRoles,
    packs: Packs,
    *,
    role: str,
    edition: str,
    person: Person | None = None,
    wanted: Collection[str] = (),
) -> list[Question]:
    """Everything approved that may be asked of a role, and of this person in it.

    `wanted` are ids that somebody chose: they suit everybody of the role. Raises NotFound for an
    unknown role.
    """
    asked = from_pack(roles, role=role, edition=edition)
    if not asked:
        known = ", ".join(one.id for one in roles.roles)
        raise NotFound(f"There are no questions for the role {role!r}. There are: {known}.")
    clauses = {number for question in asked for number in question.clauses}
    rows = session.scalars(
        select(DrillQuestion).where(DrillQuestion.state == "approved").order_by(DrillQuestion.id)
    ).all()
    work = work_of(session, person, role) if person is not None else Work(role)
    documents = sources(session, rows) if person is not None else {}
    for row in rows:
        question = _in_edition(from_row(row), packs, edition)
        if question is None:
            continue
        chosen = question.id in wanted and question.role in (None, role)
        source = documents.get(row.passage_id or 0, Source())
        if chosen or suits(question, row.who, source, work, clauses):
            asked.append(question)
    return asked


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
