"""Figures of agreement, and thresholds that make them largest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Classes = NDArray[np.int64]


def macro_f1(truth: Classes, said: Classes) -> float:
    """Mean of the F1 of "correct" (2) and of all the rest."""
    return float(np.mean([_f1(truth == 2, said == 2), _f1(truth != 2, said != 2)]))


def _f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    hits = float((truth & said).sum())
    total = float(truth.sum() + said.sum())
    return 2 * hits / total if total else 0.0


def quadratic_kappa(truth: Classes, said: Classes, classes: int = 3) -> float:
    seen = np.zeros((classes, classes))
    np.add.at(seen, (truth, said), 1)
    apart = (np.arange(classes)[:, None] - np.arange(classes)[None, :]) ** 2
    by_chance = np.outer(seen.sum(1), seen.sum(0)) / seen.sum()
    wrong = float((apart * by_chance).sum())
    return 1 - float((apart * seen).sum()) / wrong if wrong else 0.0


def kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Cohen's kappa of two lists of names."""
    names = sorted({*first, *second})
    ours = np.array([names.index(name) for name in first])
    theirs = np.array([names.index(name) for name in second])
    agreed = float((ours == theirs).mean())
    chance = float(sum((ours == n).mean() * (theirs == n).mean() for n in range(len(names))))
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def recall_of_middle(truth: Classes, said: Classes) -> float:
    return float((said[truth == 1] == 1).mean())


def classes(scores: Numbers, low: float, high: float) -> Classes:
    """0 below the lower threshold, 2 from the upper one on, 1 between."""
    return (scores >= low).astype(np.int64) + (scores >= high)


def best_threshold(scores: Numbers, truth: Classes) -> tuple[float, float]:
    """The one threshold with the largest macro-F1, as (low, high)."""
    tried = np.unique(np.quantile(scores, np.linspace(0.02, 0.98, 97)))
    best = max(tried, key=lambda high: macro_f1(truth, classes(scores, high, high)))
    return float(best), float(best)


def best_pair(scores: Numbers, truth: Classes) -> tuple[float, float]:
    """The two thresholds with the largest quadratic kappa."""
    tried = np.unique(np.quantile(scores, np.linspace(0.02, 0.98, 49)))
    pairs = [(low, high) for low in tried for high in tried if low <= high]
    best = max(pairs, key=lambda pair: quadratic_kappa(truth, classes(scores, *pair)))
    return float(best[0]), float(best[1])
