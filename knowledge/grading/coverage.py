"""How much of a key point an answer says, word by word, with polarity."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.grading.vocabulary import opposite, spelled_alike
from knowledge.grading.wording import Wording

Matrix = NDArray[np.float64]

_NEAR = 0.4  # below this, words in context are unrelated
_SPELLING = 0.9  # a word that is only spelled alike counts a little less
_CONTRARY = 0.8  # "not closed" for "open"
_FLIPPED = 0.5  # what is left of a word said under the other polarity
NEW = 0.3  # from this weight on, a word is one that was not asked
ASKED = 0.2  # what a word is worth that the question has already said
AS_AN_EXAMPLE = 0.2  # what a word is worth that the point itself gives as an example


@dataclass(frozen=True)
class Alignment:
    """Every word of the point (rows) against every word of the answer (columns), 0 to 1.

    `flipped` are matches of which one side is negated, `contrary` are opposites.
    """

    weights: NDArray[np.float64]
    plain: NDArray[np.float64]
    denied: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    agreeing: Matrix
    flipped: Matrix
    contrary: Matrix
    resolved: NDArray[np.bool_]

    def says_by_contraries(self, columns: slice) -> bool:
        """Whether "not the same" stands for "different": a negation and an opposite cancel out."""
        return bool(self.resolved[:, columns].any())

    def covered(self, columns: slice | None = None, *, kept: float = _FLIPPED) -> float:
        """The share of the point's weight that these words of the answer say.

        `kept` is what counts of a word that only one side puts under a negation.
        """
        said = np.maximum(self.agreeing, kept * self.flipped)
        return _mean(_best(said, columns), self.weights)

    def covered_rows(self, rows: slice | NDArray[np.bool_]) -> float:
        """The share of the weight of some words of the point that the whole answer says."""
        said = np.maximum(self.agreeing, _FLIPPED * self.flipped)
        return _mean(_best(said, None)[rows], self.weights[rows])

    def firmest(self, columns: slice | None = None) -> float:
        """How surely the best matched word is said that the question has not given away."""
        new = self.weights >= NEW
        said = np.maximum(self.agreeing, self.flipped)
        return float(_best(said, columns)[new].max(initial=0.0)) if new.any() else 1.0

    def spoken_of(self, columns: slice | None = None) -> float:
        """The share whose words occur at all, asked or not, in either polarity."""
        return _mean(_best(np.maximum(self.agreeing, self.flipped), columns), self.plain)

    def opposed(self, columns: slice | None = None) -> float:
        """The share that is said the other way round, and nowhere the right way."""
        turned = np.maximum(self.flipped, self.contrary)
        against = _best(turned, columns) - _best(self.agreeing, columns)
        return _mean(np.clip(against, 0, 1), self.weights)

    def contradicting(self, columns: slice) -> float:
        """The weight of the words for which the opposite is said, and never they themselves."""
        against = _best(self.contrary, columns) - _best(self.agreeing, columns)
        return float((np.clip(against, 0, 1) * self.plain).max(initial=0.0))

    def turned_round(self, columns: slice) -> float:
        """How much of what one side denies the other affirms, 0 to 1."""
        flipped, agreeing = self.flipped[:, columns], self.agreeing[:, columns]
        ours = _denial(flipped, agreeing, self.plain * self.denied[0])
        content = self.denied[1][columns].astype(np.float64)
        return max(ours, _denial(flipped.T, agreeing.T, content))


def align(question: Wording, point: Wording, answer: Wording) -> Alignment:
    """Match the words by stem, spelling and meaning in context; opposites never match."""
    same = _same(point.stems, answer.stems)
    contrary = _pairs(point, answer, lambda ours, theirs: float(opposite(ours, theirs))) > 0
    contrary &= ~same
    likeness = _likeness(point, answer, same)
    likeness[contrary | _barred(point, answer, same)] = 0.0
    differs = point.negated[:, None] != answer.negated[None, :]
    against = np.where(contrary, _CONTRARY, 0.0)
    return Alignment(
        _weights(question, point),
        np.where(point.weights < 1, 0.0, point.weights),
        (point.denied, answer.denied & (answer.weights >= 1)),
        agreeing=np.maximum(np.where(differs, 0.0, likeness), np.where(differs, against, 0.0)),
        flipped=np.where(differs, likeness, 0.0),
        contrary=np.where(differs, 0.0, against),
        resolved=contrary & differs,
    )


def _weights(question: Wording, point: Wording) -> NDArray[np.float64]:
    asked = set(question.stems)
    known = np.array([stemmed in asked for stemmed in point.stems], dtype=bool)
    often = Counter(point.stems)
    once = np.array([1 / often[stemmed] for stemmed in point.stems])
    little = np.where(known, ASKED, 1.0) * np.where(point.exemplary, AS_AN_EXAMPLE, 1.0)
    weights: NDArray[np.float64] = point.weights * once * little
    return weights


def _likeness(point: Wording, answer: Wording, same: NDArray[np.bool_]) -> Matrix:
    spelled = _pairs(point, answer, spelled_alike)
    likeness = np.where(same, 1.0, _above(spelled, _NEAR) * _SPELLING)
    if point.vectors is not None and answer.vectors is not None:
        near = point.vectors.astype(np.float64) @ answer.vectors.astype(np.float64).T
        likeness = np.maximum(likeness, _above(near, _NEAR))
    return likeness


def _barred(point: Wording, answer: Wording, same: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Figures and single letters match nothing but themselves."""
    either: NDArray[np.bool_] = point.identifiers[:, None] | answer.identifiers[None, :]
    return either & ~same


def _same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([[one == other for other in theirs] for one in ours], dtype=bool).reshape(
        len(ours), len(theirs)
    )


def _pairs(point: Wording, answer: Wording, compare) -> Matrix:  # type: ignore[no-untyped-def]
    return np.array(
        [[compare(ours, theirs) for theirs in answer.words] for ours in point.words]
    ).reshape(len(point.words), len(answer.words))


def _above(likeness: Matrix, floor: float) -> Matrix:
    scaled: Matrix = np.clip((likeness - floor) / (1 - floor), 0, 1)
    return scaled


def _best(matrix: Matrix, columns: slice | None) -> NDArray[np.float64]:
    chosen = matrix if columns is None else matrix[:, columns]
    if not chosen.size:
        return np.zeros(len(matrix))
    best: NDArray[np.float64] = chosen.max(axis=1)
    return best


def _denial(flipped: Matrix, agreeing: Matrix, weights: NDArray[np.float64]) -> float:
    return _mean(np.clip(_best(flipped, None) - _best(agreeing, None), 0, 1), weights)


def _mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total > 0 else 0.0
