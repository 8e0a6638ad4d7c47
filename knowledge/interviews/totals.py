"""What quality sees of drills: the weakest clauses and questions, of groups alone.

A figure is shown of five people or more, and only where it differs from every other shown figure
by five people or by none: else one could be taken from the other. Only months that are over are
counted, so that nobody compares today with yesterday.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import BadInput
from knowledge.interviews.judgement import judgement_from
from knowledge.interviews.questions import question_from
from knowledge.storage.drill_tables import Interview, InterviewTurn

FEWEST = 5
"""People behind a figure, and between two figures."""
SHARED = frozenset({"pack", "document", "own"})
"""Sources of questions that everybody may be asked; the others name somebody's own records."""
STEP = 5
"""Percent to which shares are rounded."""


@dataclass(frozen=True)
class Weakness:
    """`percent` of the points that `people` people reached; `name` is a clause or a question."""

    kind: str
    name: str
    text: str
    people: int
    percent: int


@dataclass(frozen=True)
class Totals:
    """The weakest first. `hidden` counts what too few people stand behind."""

    month: date
    clauses: tuple[Weakness, ...]
    questions: tuple[Weakness, ...]
    hidden: int


@dataclass(frozen=True)
class _Score:
    person_id: int
    clause: str | None
    question: str
    text: str
    reached: int
    most: int


def totals(session: Session, month: date, *, today: date) -> Totals:
    """Of one calendar month (any day of it). Raises BadInput for one that is not over."""
    first = month.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    if after > today.replace(day=1):
        raise BadInput("This month is not over. Totals are of whole months; choose an earlier one.")
    scores = _scores(session, _start(first), _start(after))
    figures = _figures(scores)
    shown = safe([(key, people) for key, people, _ in figures])
    lines = [line for key, _, line in figures if key in shown]
    ranked = sorted(lines, key=lambda line: (line.percent, -line.people, line.name))
    return Totals(
        first,
        tuple(line for line in ranked if line.kind == "clause"),
        tuple(line for line in ranked if line.kind == "question"),
        len(figures) - len(lines),
    )


Group = TypeVar("Group", bound=Hashable)


def safe(groups: Sequence[tuple[Group, frozenset[int]]]) -> set[Group]:
    """The groups that may be shown side by side; what comes first goes first."""
    shown: list[tuple[Group, frozenset[int]]] = []
    for key, people in groups:
        apart = all(not 0 < len(people ^ other) < FEWEST for _, other in shown)
        if len(people) >= FEWEST and apart:
            shown.append((key, people))
    return {key for key, _ in shown}


def _figures(scores: Iterable[_Score]) -> list[tuple[str, frozenset[int], Weakness]]:
    """Clauses before questions, the larger groups first."""
    groups: dict[tuple[str, str, str], list[_Score]] = defaultdict(list)
    for score in scores:
        if score.clause:
            groups["clause", score.clause, ""].append(score)
        groups["question", score.question, score.text].append(score)
    figures = [_figure(kind, name, text, given) for (kind, name, text), given in groups.items()]
    return sorted(figures, key=lambda one: (one[2].kind, -one[2].people, one[2].name))


def _figure(
    kind: str, name: str, text: str, scores: Sequence[_Score]
) -> tuple[str, frozenset[int], Weakness]:
    people = frozenset(score.person_id for score in scores)
    share = sum(score.reached for score in scores) / sum(score.most for score in scores)
    percent = round(100 * share / STEP) * STEP
    return f"{kind} {name}", people, Weakness(kind, name, text, len(people), percent)


def _scores(session: Session, since: datetime, until: datetime) -> list[_Score]:
    rows = session.execute(
        select(InterviewTurn, Interview.person_id)
        .join(Interview, Interview.id == InterviewTurn.interview_id)
        .where(
            InterviewTurn.kind == "question",
            InterviewTurn.judged_at >= since,
            InterviewTurn.judged_at < until,
        )
    )
    found = []
    for turn, person_id in rows:
        judgement = judgement_from(turn.judgement or {"parts": {}})
        question = question_from(turn.question)
        reached = sum(part.score for part in judgement.parts.values())
        most = 2 * len(judgement.parts)
        if most and question.source in SHARED:
            found.append(
                _Score(person_id, question.clause, question.id, question.text, reached, most)
            )
    return found


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
