"""How well each sentence, item or row of the found passages answers the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from knowledge.answers.question import Question
from knowledge.documents import normal_number
from knowledge.search.library import Library, searched_text
from knowledge.search.ranking import Floats
from knowledge.search.searching import Hit
from knowledge.search.words import terms
from knowledge.storage.tables import Passage

ASKS_FOR_MORE = 0.15
"""What a sentence gains that holds the kind of thing asked for."""
QUESTION_LOSS = 0.2
"""What a sentence loses that asks itself: a questionnaire answers nothing."""
HEADER_LOSS = 0.2
"""What a row of column names loses: it says what the table is about, and seldom answers."""
NAMED_DOCUMENT = 3.0
"""What a passage gains whose document the question names."""


@dataclass(frozen=True)
class Balance:
    """How the kinds of evidence are added up; chosen by `make evaluate`, figures in DESIGN.md.

    `words` and `passage` are standard deviations, `unit` is per point of a unit's strength,
    `coverage` per share of the question that the whole passage holds.
    """

    words: float = 0.5
    passage: float = 1.0
    unit: float = 11.0
    coverage: float = 4.0


@dataclass(frozen=True)
class UnitEvidence:
    """One sentence, item or row: where it stands in the passage and how near it comes."""

    start: int
    end: int
    kind: str
    cosine: float
    coverage: float
    fits: bool
    asks: bool = False

    @property
    def strength(self) -> float:
        """Meaning, words and kind as one number."""
        loss = QUESTION_LOSS * self.asks + HEADER_LOSS * (self.kind == "header")
        return self.cosine + 0.5 * self.coverage + ASKS_FOR_MORE * self.fits - loss


@dataclass(frozen=True)
class Evidence:
    """A found passage with its units weighed; `best` is the place of the strongest."""

    hit: Hit
    passage: Passage
    units: tuple[UnitEvidence, ...]
    best: int
    coverage: float
    score: float = 0.0

    @property
    def searched(self) -> str:
        """The passage under its title and headings."""
        return searched_text(self.passage.context, self.passage.text)

    @property
    def strongest(self) -> UnitEvidence:
        return self.units[self.best]


class Rarity:
    """How much each of the question's terms tells: those that most passages lack tell most."""

    def __init__(self, library: Library, question: Question) -> None:
        self._weights: dict[str, float] = {}
        for term in terms(question.text):
            spread = max(1.0 - library.shelf.rarity(term), 0.5 / max(len(library.shelf), 1))
            self._weights[term] = log(1.0 / spread)

    def covered(self, words: str) -> float:
        """The share of what the question tells that these words hold, 0…1."""
        total = sum(self._weights.values())
        if not total:
            return 0.0
        held = set(terms(words))
        return sum(weight for term, weight in self._weights.items() if term in held) / total


def weigh(
    library: Library,
    question: Question,
    vector: Floats | None,
    hits: Sequence[Hit],
    passages: Mapping[int, Passage],
) -> list[Evidence]:
    """Evidence for each hit, in the order of the hits."""
    positions = np.array([hit.position for hit in hits], dtype=np.int64)
    if vector is None:
        counts = [len(passages[hit.passage_id].units) for hit in hits]
        values, edges = np.zeros(sum(counts), np.float32), np.concatenate([[0], np.cumsum(counts)])
    else:
        values, edges = library.shelf.sentence_scores(vector, positions)
    rarity = Rarity(library, question)
    return [
        _evidence(question, rarity, hit, passages[hit.passage_id], values[edges[i] : edges[i + 1]])
        for i, hit in enumerate(hits)
    ]


def _evidence(
    question: Question, rarity: Rarity, hit: Hit, passage: Passage, cosines: Floats
) -> Evidence:
    context = passage.context
    above = " ".join((*context["headings"][-1:], context["lead_in"], *context["columns"]))
    units = tuple(
        UnitEvidence(
            start,
            end,
            kind,
            float(cosine),
            rarity.covered(f"{above} {passage.text[start:end]}"),
            question.is_met_by(passage.text[start:end]),
            passage.text[start:end].endswith("?"),
        )
        for (start, end, kind), cosine in zip(passage.units, cosines, strict=True)
    )
    best = max(range(len(units)), key=lambda at: units[at].strength)
    whole = f"{context['title']} {' '.join(context['headings'])} {above} {passage.text}"
    return Evidence(hit, passage, units, best, rarity.covered(whole))


def rank(
    library: Library,
    question: Question,
    found: Sequence[Evidence],
    balance: Balance | None = None,
) -> list[Evidence]:
    """The evidence with its score, best first."""
    balance = balance or Balance()
    numbers = {normal_number(code) for code in question.codes}
    scored = [
        replace(evidence, score=_score(library, evidence, numbers, balance)) for evidence in found
    ]
    return sorted(scored, key=lambda evidence: (-evidence.score, evidence.hit.position))


def _score(library: Library, evidence: Evidence, numbers: set[str], balance: Balance) -> float:
    number = library.issues[evidence.hit.issue_id].number
    named = number is not None and normal_number(number) in numbers
    return (
        balance.words * evidence.hit.standard_words
        + balance.passage * evidence.hit.standard_passage
        + balance.unit * evidence.strongest.strength
        + balance.coverage * evidence.coverage
        + NAMED_DOCUMENT * named
    )
