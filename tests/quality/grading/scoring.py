"""Every row of a set judged by the grader and by word overlap; the best alternative counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.grading import Asked, Grade, Grader
from tests.quality.grading.measures import Classes, Numbers
from tests.quality.grading.overlap import overlap, recalled
from tests.quality.grading.sets import GradedSet

_VERDICTS = {"not met": 0, "partly": 1, "met": 2}


@dataclass(frozen=True)
class Scored:
    """Scores of one set, a number a row; `grades` are those of the best alternative."""

    graded: Numbers
    verdicts: Classes
    overlapping: Numbers
    recalling: Numbers
    grades: tuple[Grade, ...]


def score(grader: Grader, graded: GradedSet, batch: int = 256) -> Scored:
    grades: list[Grade] = []
    for start in range(0, len(graded.rows), batch):
        grades += _best_grades(grader, graded, start, start + batch)
    return Scored(
        graded=np.array([grade.score for grade in grades]),
        verdicts=np.array([_VERDICTS[grade.verdict] for grade in grades]),
        overlapping=np.array(
            [max(overlap(text, row.answer) for text in row.references) for row in graded.rows]
        ),
        recalling=np.array(
            [max(recalled(text, row.answer) for text in row.references) for row in graded.rows]
        ),
        grades=tuple(grades),
    )


def _best_grades(grader: Grader, graded: GradedSet, start: int, end: int) -> list[Grade]:
    rows = graded.rows[start:end]
    asked = [Asked(row.question, text, row.answer) for row in rows for text in row.references]
    judged = iter(grader.grade_many(asked))
    return [max((next(judged) for _ in row.references), key=lambda one: one.score) for row in rows]
