"""The grader's worst mistakes: sure, and wrong."""

from __future__ import annotations

from tests.quality.grading.scoring import Scored
from tests.quality.grading.sets import GradedSet


def worst(sets: dict[str, GradedSet], scored: dict[str, Scored], count: int) -> None:
    """Print the rows whose score lies furthest from the class that people gave."""
    found = [
        (abs(float(one.graded[place]) - sets[name].truth[place] / 2), name, place)
        for name, one in scored.items()
        for place in range(len(one.graded))
    ]
    for apart, name, place in sorted(found, reverse=True)[:count]:
        row, grade = sets[name].rows[place], scored[name].grades[place]
        print(f"\n{row.id} [{row.label}] score {grade.score} ({apart:.2f} off), {grade.verdict}")
        print(f"  question:  {row.question}\n  answer:    {row.answer}")
        said = [grade.points[0].reason, *(note.words for note in grade.notes)]
        print(f"  reference: {grade.points[0].point}\n  reason:    {' '.join(said)}")
