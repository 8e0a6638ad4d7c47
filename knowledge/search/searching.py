"""From a question to the passages that may answer it, for the person who asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.access import Viewer
from knowledge.search.embedding import Vectors
from knowledge.search.library import Library, Scope, positions_of
from knowledge.search.ranking import (
    Floats,
    Positions,
    Spread,
    Weights,
    best_of_each,
    leaders,
    sample,
)
from knowledge.search.words import terms

POOL = 400
"""How many leaders of each ranking are compared; the gold was among 50 for .97 of questions."""
BACKGROUND = 2000
"""How many passages the spread of a score is taken from; with fewer, from all."""


@dataclass(frozen=True)
class Hit:
    """A passage with its scores: raw as measured, and the sum of standardised ones in `total`."""

    position: int
    passage_id: int
    issue_id: int
    words: float
    passage: float
    sentence: float
    standard_words: float
    standard_passage: float
    total: float


@dataclass(frozen=True)
class Found:
    """The hits, best first, with what a score means against the whole library."""

    hits: tuple[Hit, ...]
    compared: int
    mode: str


@dataclass(frozen=True)
class _Scores:
    words: Floats
    passage: Floats
    sentence: Floats

    def at(self, places: Positions) -> _Scores:
        return _Scores(self.words[places], self.passage[places], self.sentence[places])


def search(
    library: Library,
    question: str,
    *,
    viewer: Viewer,
    scope: Scope,
    vector: Vectors | None,
    limit: int = 50,
    weights: Weights | None = None,
) -> Found:
    """The passages nearest to a question among those the viewer may see.

    `vector` is the question's; without one (the model is loading or was refused) only words
    are compared.
    """
    weights = weights or Weights()
    flags = library.allowed(viewer, scope)
    allowed = positions_of(flags)
    words = library.shelf.word_scores(terms(question))

    pool = [leaders(words[allowed], allowed, POOL)]
    if vector is not None:
        pool.append(library.shelf.nearest_passages(vector, flags, POOL))
        pool.append(library.shelf.nearest_sentences(vector, flags, POOL * 4))
    candidates = np.unique(np.concatenate(pool))
    background = sample(allowed, BACKGROUND)

    compared = np.union1d(candidates, background)
    raw = _scores(library, words, vector, compared)
    against = raw.at(np.searchsorted(compared, background))
    scores = raw.at(np.searchsorted(compared, candidates))
    standard = _Scores(
        Spread.of(against.words).standard(scores.words),
        Spread.of(against.passage).standard(scores.passage),
        Spread.of(against.sentence).standard(scores.sentence),
    )
    total = (
        weights.words * standard.words
        + weights.passage * standard.passage
        + weights.sentence * standard.sentence
    )
    order = leaders(total, np.arange(candidates.size), limit)
    hits = tuple(_hit(library, candidates, scores, standard, total, int(at)) for at in order)
    return Found(hits, int(allowed.size), "words" if vector is None else "words and meaning")


def _scores(
    library: Library, words: Floats, vector: Floats | None, positions: Positions
) -> _Scores:
    if vector is None:
        nothing = np.zeros(positions.size, dtype=np.float32)
        return _Scores(words[positions], nothing, nothing)
    values, edges = library.shelf.sentence_scores(vector, positions)
    return _Scores(
        words[positions],
        library.shelf.passage_scores(vector, positions),
        best_of_each(values, edges),
    )


def _hit(
    library: Library,
    candidates: Positions,
    scores: _Scores,
    standard: _Scores,
    total: Floats,
    at: int,
) -> Hit:
    position = int(candidates[at])
    return Hit(
        position,
        int(library.shelf.passage_ids[position]),
        int(library.shelf.issue_ids[position]),
        float(scores.words[at]),
        float(scores.passage[at]),
        float(scores.sentence[at]),
        float(standard.words[at]),
        float(standard.passage[at]),
        float(total[at]),
    )
