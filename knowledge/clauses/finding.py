"""The clauses that a question means, best first: by number, by words and by meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.clauses.meaning import Meanings
from knowledge.clauses.numbers import Named, Nearest, nearest
from knowledge.clauses.question import StandardQuestion
from knowledge.clauses.words import NOTHING, ClauseWords, WordMatch
from knowledge.search.embedding import Vectors
from knowledge.standards.loading import Packs, shipped
from knowledge.standards.schema import Clause, Pack, parent

MOST = 5
CLOSE = 0.55
"""A clause is listed beside the best one if it has this share of its score."""


@dataclass(frozen=True)
class Weights:
    """How words and meaning count, and from what sum on a clause is meant.

    `asked` holds where the standard is asked, `related` where the company's own business is;
    the same two by words alone while there is no model. Set on half of the clause questions.
    """

    phrase: float = 0.5
    meaning: float = 1.0
    chapter: float = 0.25
    asked: float = 0.68
    related: float = 1.05
    asked_by_words: float = 0.4
    related_by_words: float = 0.75


@dataclass(frozen=True)
class FoundClause:
    """A clause that is meant, and which lettered item of it if one was named."""

    clause: Clause
    score: float
    label: str | None = None


@dataclass(frozen=True)
class FoundClauses:
    """What a question means in one edition; `why` says why another number than the one named."""

    edition: str
    clauses: tuple[FoundClause, ...] = ()
    why: str = ""


class ClauseIndex:
    """The clauses of all packs, ready to be looked for; without `meanings` by words alone."""

    def __init__(self, packs: Packs, meanings: Meanings | None = None) -> None:
        self.packs = packs
        self.meanings = meanings or {}
        self._words: dict[str, ClauseWords] = {}

    def words(self, edition: str) -> ClauseWords:
        """The words of one edition; gathered at the first use."""
        if edition not in self._words:
            self._words[edition] = ClauseWords(self.packs.edition(edition))
        return self._words[edition]

    def find(
        self,
        edition: str,
        asked: StandardQuestion,
        *,
        vector: Vectors | None = None,
        weights: Weights | None = None,
    ) -> FoundClauses:
        """The clauses of an edition that are meant; `vector` is that of the subject.

        Raises NotFound for an edition without a pack.
        """
        if asked.about_another:
            return FoundClauses(edition)
        pack = self.packs.edition(edition)
        ranked = self._ranked(pack, asked, vector, weights or Weights())
        if asked.numbers:
            return _by_number(self.packs, pack, asked.numbers, ranked)
        return FoundClauses(edition, tuple(ranked[:MOST]))

    def _ranked(
        self, pack: Pack, asked: StandardQuestion, vector: Vectors | None, weights: Weights
    ) -> list[FoundClause]:
        """The clauses whose words or meaning are near enough, best first."""
        meanings = self.meanings.get(pack.edition) if vector is not None else None
        near = meanings.nearness(vector) if meanings and vector is not None else {}
        told = self.words(pack.edition).matches(asked.subject)
        scored = [_scored(clause, told, near, weights) for clause in pack.clauses]
        scored.sort(key=lambda found: -found.score)
        least = _least(asked.asks, bool(near), weights)
        if not scored or scored[0].score < least:
            return []
        return [found for found in scored if found.score >= CLOSE * scored[0].score]


@lru_cache(maxsize=1)
def shipped_index() -> ClauseIndex:
    """The shipped packs without a model."""
    return ClauseIndex(shipped())


def spelt(subject: str) -> str:
    """The subject with words put right that no shipped pack knows as they are written."""
    index = shipped_index()
    for pack in index.packs:
        subject = index.words(pack.edition).spelt(subject)
    return subject


def _least(asks: bool, with_meaning: bool, weights: Weights) -> float:
    if with_meaning:
        return weights.asked if asks else weights.related
    return weights.asked_by_words if asks else weights.related_by_words


def _scored(
    clause: Clause, told: Mapping[str, WordMatch], near: Mapping[str, float], weights: Weights
) -> FoundClause:
    match = told.get(clause.number, NOTHING)
    score = match.coverage + weights.phrase * match.phrase
    score += weights.meaning * near.get(clause.number, 0.0)
    return FoundClause(clause, score - weights.chapter * (parent(clause.number) is None))


def _by_number(
    packs: Packs, pack: Pack, named: Sequence[Named], ranked: Sequence[FoundClause]
) -> FoundClauses:
    """The clauses with these numbers, or the nearest right ones and why."""
    found: dict[str, FoundClause] = {}
    reasons: list[str] = []
    for one in named:
        clause = pack.get(one.number)
        if clause is not None:
            found.setdefault(one.number, FoundClause(clause, 1.0, one.label))
            continue
        instead = nearest(pack, one.number, earlier=packs.earlier(pack), later=packs.later(pack))
        reasons.append(instead.why)
        for number in _meant_first(instead, ranked):
            found.setdefault(number, FoundClause(pack.by_number[number], 0.5))
    return FoundClauses(pack.edition, tuple(found.values()), " ".join(reasons))


def _meant_first(instead: Nearest, ranked: Sequence[FoundClause]) -> list[str]:
    """The nearest numbers, the one that the other words mean first."""
    order = {found.clause.number: at for at, found in enumerate(ranked)}
    return sorted(instead.numbers, key=lambda number: order.get(number, len(order)))
