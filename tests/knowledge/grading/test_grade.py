from __future__ import annotations

import pytest

from knowledge.grading.grade import MET_FROM, PARTLY_FROM, Met, PointGrade, summed_up


def _point(met: Met, score: float) -> PointGrade:
    return PointGrade("A point.", met, None, "", score)


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        (["yes", "yes"], "met"),
        (["yes", "no"], "partly"),
        (["partly", "partly"], "partly"),
        (["no", "no"], "not met"),
        (["yes", "contradicted"], "not met"),
    ],
)
def test_points_become_one_verdict(kinds: list[Met], verdict: str) -> None:
    assert summed_up([_point(met, 0.9) for met in kinds]).verdict == verdict


@pytest.mark.parametrize("score", [0.0, 0.3, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("kinds", [["yes"], ["yes", "no"], ["no"], ["yes", "contradicted"]])
def test_the_score_lies_in_the_band_of_its_verdict(kinds: list[Met], score: float) -> None:
    grade = summed_up([_point(met, score) for met in kinds])

    bands = {
        "met": (MET_FROM, 1.0),
        "partly": (PARTLY_FROM, MET_FROM),
        "not met": (0.0, PARTLY_FROM),
    }
    low, high = bands[grade.verdict]
    assert low <= grade.score <= high
    assert grade.score < high or grade.verdict == "met"
