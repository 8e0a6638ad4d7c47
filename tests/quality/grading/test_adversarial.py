"""Charming, empty, copied, contradicting answers, and a few honest ones beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.grading import Grade, Grader
from knowledge.search.embedding import SentenceModel

pytestmark = pytest.mark.model

_LINES = (Path(__file__).parent / "adversarial.jsonl").read_text(encoding="utf-8").splitlines()
ROWS: list[dict[str, Any]] = [json.loads(line) for line in _LINES]


@pytest.fixture(scope="module")
def grader(model: SentenceModel) -> Grader:
    return Grader(model)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['id']}-{row['kind']}" for row in ROWS])
def test_it_is_judged_for_what_it_says(row: dict[str, Any], grader: Grader) -> None:
    grade = grader.grade(row["question"], row["key_points"], row["answer"])

    assert grade.verdict == row["verdict"], grade
    assert [note.manner for note in grade.notes if note.manner == row["note"]] == (
        [row["note"]] if row["note"] else []
    )
    assert _contradicted(grade) == row["contradicted"]
    assert all(point.evidence is None or point.evidence in row["answer"] for point in grade.points)


def test_there_are_sixty_of_them() -> None:
    assert len(ROWS) >= 60


def _contradicted(grade: Grade) -> list[int]:
    return [place for place, point in enumerate(grade.points) if point.met == "contradicted"]
