"""What the grader says of an answer, and how points become one score and one verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.grading.manner import Note

Met = Literal["yes", "partly", "no", "contradicted"]
Verdict = Literal["met", "partly", "not met"]

MET_FROM = 0.75
"""A score from here on is "met", in every set of questions."""
PARTLY_FROM = 0.35
"""A score from here on is "partly"; below it is "not met"."""


@dataclass(frozen=True)
class PointGrade:
    """One key point; `score` 0 to 1; `evidence` stands in the answer word for word, or is None."""

    point: str
    met: Met
    evidence: str | None
    reason: str
    score: float

    def plain(self) -> dict[str, Any]:
        return {
            "point": self.point,
            "met": self.met,
            "evidence": self.evidence,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Grade:
    """An answer judged: the score (0 to 1) lies in the band of its verdict."""

    score: float
    verdict: Verdict
    points: tuple[PointGrade, ...]
    notes: tuple[Note, ...] = ()

    def plain(self) -> dict[str, Any]:
        return {
            "score": self.score,
            "verdict": self.verdict,
            "points": [point.plain() for point in self.points],
            "notes": [note.words for note in self.notes],
        }


def summed_up(points: Sequence[PointGrade], notes: Sequence[Note] = ()) -> Grade:
    """All points said: met. One contradicted, or none said: not met. Everything else: partly."""
    kinds = {point.met for point in points}
    mean = sum(point.score for point in points) / len(points)
    if kinds == {"yes"}:
        verdict: Verdict = "met"
        score = max(mean, MET_FROM)
    elif "contradicted" in kinds or kinds == {"no"}:
        verdict = "not met"
        score = min(mean, PARTLY_FROM - 0.01)
    else:
        verdict = "partly"
        score = min(max(mean, PARTLY_FROM), MET_FROM - 0.01)
    return Grade(round(score, 3), verdict, tuple(points), tuple(notes))
