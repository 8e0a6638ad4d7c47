"""Prints how the grader stands beside word overlap: python -m tests.quality.grading --data DIR"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from knowledge.grading import Grader
from tests.quality.grading.measures import (
    Classes,
    Numbers,
    best_pair,
    best_threshold,
    classes,
    macro_f1,
    quadratic_kappa,
    recall_of_middle,
)
from tests.quality.grading.mistakes import worst
from tests.quality.grading.reading import RememberedReader
from tests.quality.grading.scoring import Scored, score
from tests.quality.grading.sets import NAMES, TASKS, GradedSet, load


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.grading", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with *-train.jsonl")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "coach-grading")
    parser.add_argument("--mistakes", type=int, default=0, help="print so many of the worst")
    chosen = parser.parse_args()
    grader = Grader(RememberedReader(chosen.cache))
    sets = {name: load(chosen.data, name) for name in NAMES}
    scored = {name: score(grader, graded) for name, graded in sets.items()}
    _table(sets, scored)
    if chosen.mistakes:
        worst(sets, scored, chosen.mistakes)


def _table(sets: dict[str, GradedSet], scored: dict[str, Scored]) -> None:
    print(
        "Beetle, SciEntsBank: macro-F1 of correct against the rest. SAF: quadratic kappa / recall"
    )
    print("of the middle class. Folds by answers, questions or domains.\n")
    print(f"{'':<46}" + " ".join(f"{name[:6]}-{by[:3]}" for name, by in TASKS))
    rows: list[tuple[str, Callable[[Scored], Numbers]]] = [
        ("word overlap (F1), threshold fitted", lambda one: one.overlapping),
        ("word overlap (recall), threshold fitted", lambda one: one.recalling),
        ("grader's score, threshold fitted", lambda one: one.graded),
    ]
    for label, pick in rows:
        cells = [_cell(sets[n], _fitted(sets[n], by, pick(scored[n]))) for n, by in TASKS]
        print(f"{label:<46}" + " ".join(cells))
    for label, pick in rows[:2]:
        thresholds = _shared(sets, {name: pick(one) for name, one in scored.items()})
        cells = [_cell(sets[n], classes(pick(scored[n]), *thresholds)) for n, _ in TASKS]
        shown = f"{label.split(',')[0]}, one pair {thresholds[0]:.2f} {thresholds[1]:.2f}"
        print(f"{shown:<46}" + " ".join(cells))
    cells = [_cell(sets[n], scored[n].verdicts) for n, _ in TASKS]
    print(f"{'grader`s verdicts as shipped':<46}" + " ".join(cells))


def _fitted(graded: GradedSet, by: str, scores: Numbers) -> Classes:
    """Classes by thresholds that were fitted without the rows they are used on."""
    said = np.zeros(len(scores), dtype=np.int64)
    search = best_pair if graded.name == "saf" else best_threshold
    for fitted_on, measured_on in graded.folds(by):
        thresholds = search(scores[fitted_on], graded.truth[fitted_on])
        said[measured_on] = classes(scores[measured_on], *thresholds)
    return said


def _shared(sets: dict[str, GradedSet], scores: dict[str, Numbers]) -> tuple[float, float]:
    """The one pair of thresholds with the largest sum over the three sets."""
    tried = np.arange(0.02, 0.8, 0.02)
    pairs = [(low, high) for high in tried for low in tried if low <= high]

    def total(pair: tuple[float, float]) -> float:
        return sum(_figure(sets[name], classes(scores[name], *pair)) for name in NAMES)

    return max(pairs, key=total)


def _figure(graded: GradedSet, said: Classes) -> float:
    measure = quadratic_kappa if graded.name == "saf" else macro_f1
    return measure(graded.truth, said)


def _cell(graded: GradedSet, said: Classes) -> str:
    figure = f"{_figure(graded, said):.3f}"
    if graded.name == "saf":
        figure += f"/{recall_of_middle(graded.truth, said):.2f}"
    return f"{figure:<10}"


if __name__ == "__main__":
    main()
