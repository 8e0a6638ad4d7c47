"""The graded sets: rows, classes, and folds by answer, by question or by stretch of questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NAMES = ("beetle", "scientsbank", "saf")
TASKS = (
    ("beetle", "answers"),
    ("beetle", "questions"),
    ("scientsbank", "answers"),
    ("scientsbank", "questions"),
    ("scientsbank", "domains"),
    ("saf", "answers"),
    ("saf", "questions"),
)
FOLDS = 5
# The questions of SciEntsBank come module by module; each number is the first of another one.
_MODULES = (12, 21, 28, 38, 46, 63, 70, 90, 101, 116, 124)


@dataclass(frozen=True)
class Row:
    id: str
    question: str
    references: tuple[str, ...]
    answer: str
    label: str | float


@dataclass(frozen=True)
class GradedSet:
    """One file of answers that people graded."""

    name: str
    rows: tuple[Row, ...]

    @cached_property
    def truth(self) -> NDArray[np.int64]:
        """SAF: 0 wrong, 1 between, 2 right. The others: 0 or 2 (correct)."""
        return np.array([_class(row.label) for row in self.rows])

    @cached_property
    def number_of_question(self) -> NDArray[np.int64]:
        seen: dict[str, int] = {}
        return np.array([seen.setdefault(row.question, len(seen)) for row in self.rows])

    def folds(self, by: str) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Pairs of (fitted on, measured on), always the same ones."""
        groups = self._groups(by)
        kinds = np.unique(groups)
        count = len(kinds) if by == "domains" else FOLDS
        place = dict(
            zip(np.random.default_rng(0).permutation(kinds), range(len(kinds)), strict=True)
        )
        fold = np.array([place[group] % count for group in groups])
        for number in range(count):
            yield np.flatnonzero(fold != number), np.flatnonzero(fold == number)

    def _groups(self, by: str) -> NDArray[np.int64]:
        if by == "answers":
            return np.arange(len(self.rows))
        if by == "questions":
            return self.number_of_question
        return np.searchsorted(_MODULES, self.number_of_question, side="right")


def _class(label: str | float) -> int:
    if isinstance(label, str):
        return 2 if label == "correct" else 0
    return 0 if label <= 0 else 2 if label >= 1 else 1


def load(folder: Path, name: str) -> GradedSet:
    lines = (folder / f"{name}-train.jsonl").read_text(encoding="utf-8").splitlines()
    return GradedSet(name, tuple(_row(json.loads(line)) for line in lines))


def _row(plain: dict[str, object]) -> Row:
    references = plain["references"]
    assert isinstance(references, list)
    label = plain["label"]
    return Row(
        id=str(plain["id"]),
        question=str(plain["question"]),
        references=tuple(dict.fromkeys(text for text in references if text.strip())),
        answer=str(plain["answer"]),
        label=label if isinstance(label, str) else float(str(label)),
    )
