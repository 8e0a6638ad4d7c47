"""The words of a pack's clauses, weighed by where they stand, and misspelt words put right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from knowledge.search import words as search_words
from knowledge.standards.schema import Clause, Pack, ancestors

FIELDS: Mapping[str, float] = {
    "title": 1.0, "words": 1.0, "documented": 0.7, "items": 0.6, "asks": 0.6, "about": 0.6,
    "evidence": 0.6, "findings": 0.5,
}  # fmt: skip
MISSPELT = 0.85
"""What a corrected word counts of one that was spelt right."""
OF_NAMES = 0.15
"""What a word that no clause knows counts in a title; it names a supplier, a site, a part."""

_SPLIT = re.compile(r"\bnon[ -](?=conform)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class WordMatch:
    """`coverage`: the share of what the question tells, 0…1; `phrase`: the same in whole names.

    `told`: how rare the words of the best name are together.
    """

    coverage: float
    phrase: float
    told: float


NOTHING = WordMatch(0.0, 0.0, 0.0)


def terms(text: str) -> list[str]:
    """The search's terms, with "non-conforming" as the one word it is."""
    return search_words.terms(_SPLIT.sub("non", text))


class ClauseWords:
    """The words of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._weights = {clause.number: _weights(clause) for clause in pack.clauses}
        self._names = {clause.number: _names(clause) for clause in pack.clauses}
        self._own_names = {number: self._not_above(number) for number in self._names}
        spread: dict[str, int] = defaultdict(int)
        for weights in self._weights.values():
            for term in weights:
                spread[term] += 1
        count = len(pack.clauses)
        self._rarity = {term: log(1.0 + count / held) for term, held in spread.items()}
        self._unknown = log(1.0 + 2 * count)

    def matches(self, subject: str) -> dict[str, WordMatch]:
        """For each clause number how well its words match, for all that share a word."""
        asked = self.known_terms(subject)
        total = sum(self._rarity.get(term, self._unknown) for term, _ in asked)
        return self._matches(asked, total, self._names)

    def titled(self, title: str) -> dict[str, WordMatch]:
        """The same for a document's title, whose names of things and places count little.

        A name that the clause above has too leads there: "internal audit" is all of 9.2.
        """
        stems = list(dict.fromkeys(terms(re.sub(r"[\W\d_]+", " ", _SPLIT.sub("non", title)))))
        asked = [(term, 1.0) for term in stems if term in self._rarity]
        unknown = OF_NAMES * self._unknown * (len(stems) - len(asked))
        total = sum(self._rarity[term] for term, _ in asked) + unknown
        return self._matches(asked, total, self._own_names)

    def _not_above(self, number: str) -> list[tuple[str, ...]]:
        above = {frozenset(name) for at in ancestors(number) for name in self._names.get(at, ())}
        return [name for name in self._names[number] if frozenset(name) not in above]

    def _matches(
        self,
        asked: Sequence[tuple[str, float]],
        total: float,
        names: Mapping[str, Sequence[tuple[str, ...]]],
    ) -> dict[str, WordMatch]:
        if not total:
            return {}
        found: dict[str, WordMatch] = {}
        stems = [term for term, _ in asked]
        for number, weights in self._weights.items():
            told = sum(
                self._rarity[term] * weights[term] * trust
                for term, trust in asked
                if term in weights
            )
            if told:
                phrase = max((self._told(name, stems) for name in names[number]), default=0.0)
                found[number] = WordMatch(told / total, phrase / total, phrase)
        return found

    def spelt(self, subject: str) -> str:
        """The subject with misspelt words put right."""
        return " ".join(
            self._near(word) or word if self._is_unknown(word) else word for word in subject.split()
        )

    def known_terms(self, subject: str) -> list[tuple[str, float]]:
        """The subject's terms with how far each is trusted; misspelt ones corrected."""
        found: dict[str, float] = {}
        for word in _SPLIT.sub("non", subject).split():
            for term in terms(word):
                trust = 1.0
                if term not in self._rarity and (right := self._near(word)) is not None:
                    term, trust = next(iter(terms(right)), term), MISSPELT
                found[term] = max(trust, found.get(term, 0.0))
        return list(found.items())

    def _told(self, name: tuple[str, ...], asked: Sequence[str]) -> float:
        """What a name tells if all of its words were asked, else nothing."""
        held = set(asked)
        if not name or not held.issuperset(name):
            return 0.0
        return sum(self._rarity.get(term, 0.0) for term in set(name))

    def _is_unknown(self, word: str) -> bool:
        return bool(found := terms(word)) and not any(term in self._rarity for term in found)

    def _near(self, word: str) -> str | None:
        """The word of the pack that this is a misspelling of."""
        plain = "".join(_LETTERS.findall(word.casefold()))
        allowed = 0 if len(plain) < 5 else 1 if len(plain) < 8 else 2
        if not allowed:
            return None
        near = [
            (distance, other)
            for other in self._spellings.get(plain[0], ())
            if abs(len(other) - len(plain)) <= allowed
            and (distance := edits(plain, other, allowed)) <= allowed
        ]
        return min(near)[1] if near else None

    @cached_property
    def _spellings(self) -> dict[str, list[str]]:
        """The words of the pack by their first letter, which people rarely get wrong."""
        words: set[str] = set()
        for clause in self._pack.clauses:
            for name in FIELDS:
                for text in _texts(clause, name):
                    words.update(word for word in _LETTERS.findall(text.casefold()))
        found: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= 4:
                found[word[0]].append(word)
        return found


def _texts(clause: Clause, name: str) -> Iterable[str]:
    if name in ("title", "about"):
        return (str(getattr(clause, name)),)
    if name == "items":
        return (item.topic for item in clause.items)
    if name == "documented":
        return (one.what for one in clause.documented)
    return tuple(getattr(clause, name))


def _weights(clause: Clause) -> dict[str, float]:
    weights: dict[str, float] = {}
    for name, weight in FIELDS.items():
        for text in _texts(clause, name):
            for term in terms(text):
                weights[term] = max(weight, weights.get(term, 0.0))
    return weights


def _names(clause: Clause) -> list[tuple[str, ...]]:
    """What the clause is called: its title and the words people use for it."""
    return [tuple(terms(name)) for name in (clause.title, *clause.words)]


def edits(one: str, other: str, limit: int) -> int:
    """Letters added, dropped, changed or swapped with their neighbour; limit + 1 if more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, sign in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
