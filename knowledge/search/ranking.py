"""How passages are ranked: each stage a function of numbers, without database or files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts, in standard deviations."""

    words: float = 1.0
    passage: float = 1.0
    sentence: float = 1.0


@dataclass(frozen=True)
class Spread:
    """Mean and standard deviation of a score over the passages a question is compared with."""

    mean: float
    deviation: float

    @classmethod
    def of(cls, scores: Floats) -> Spread:
        if scores.size == 0:
            return cls(0.0, 1.0)
        return cls(float(scores.mean()), float(scores.std()) or 1.0)

    def standard(self, scores: Floats) -> Floats:
        """The scores as distances from the mean, so that words and cosines can be added."""
        standard: Floats = (scores - self.mean) / self.deviation
        return standard


def sample(allowed: Positions, size: int) -> Positions:
    """At most `size` of the allowed positions, evenly spaced: the same for every question."""
    if allowed.size <= size:
        return allowed
    return allowed[np.linspace(0, allowed.size - 1, size).astype(np.int64)]


def best_of_each(values: Floats, edges: Positions) -> Floats:
    """For each passage the highest of its sentences' values, which lie at edges[i]…edges[i+1]."""
    best = np.full(edges.size - 1, -1.0, dtype=np.float32)
    filled = np.diff(edges) > 0
    if filled.any():
        best[filled] = np.maximum.reduceat(values, edges[:-1][filled])
    return best


def leaders(scores: Floats, positions: Positions, count: int) -> Positions:
    """The positions with the highest scores, best first; ties keep the order of the documents."""
    if positions.size > count:
        kept = np.argpartition(-scores, count - 1)[:count]
        scores, positions = scores[kept], positions[kept]
    order = np.lexsort((positions, -scores))
    return positions[order]
