"""Which clauses a document speaks of: what it names by number, its title, and what it means.

Numbers only; nothing here touches the database. Thresholds were set on the sample company.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from knowledge.clauses.meaning import PackVectors
from knowledge.clauses.mentions import mentions, names_another
from knowledge.clauses.others import names_iso_9001
from knowledge.clauses.words import ClauseWords
from knowledge.search.embedding import Vectors
from knowledge.standards.schema import Pack, ancestors, parent, within

TAGGING_VERSION = "2"
"""Raised whenever the same document would be tagged in another way than before."""

Basis = Literal["mention", "title", "meaning"]

NEAR = 0.40
"""From this cosine on a passage counts for a clause."""
CERTAIN = 0.85
"""From this confidence on a passage's own tag is kept even if its document is about other things.
Of nineteen below that disagreed with their document, checked by hand, two were right."""
HUB = 0.5
"""Entries of a general kind are near to everything; that much of their mean nearness to the
other entries is taken off."""
CHAPTER = 0.05
SERVES = 0.5
"""A document serves a clause from this confidence on."""
FEW = 4
"""In a document of so many passages one alone says nothing of the whole."""
MOST_BY_MEANING = 0.85
TELLING = 2.4
"""A name in a title counts in full from this rarity on: "review" alone says little."""
BEGINNING = 0.7
"""A title begins with what the document is and goes on with what it is of."""
SECOND = 0.6
"""What stands this far below the surest clause of a document is left out."""

_KIND_OF_DOCUMENT = re.compile(
    r"\b(?:sop|standard operating|procedures?|work instructions?|wi|forms?|templates?|guidelines?|"
    r"questionnaire|example)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mark:
    """A clause that a passage or a document speaks of; `edition` None: any that has the number."""

    number: str
    basis: Basis
    confidence: float
    edition: str | None = None


@dataclass(frozen=True)
class Marked:
    """The marks of a document, and of each of its passages in their order."""

    document: tuple[Mark, ...]
    passages: tuple[tuple[Mark, ...], ...]


class Tagger:
    """Marks documents with the clauses of one pack."""

    def __init__(self, pack: Pack, words: ClauseWords, vectors: PackVectors) -> None:
        self._pack = pack
        self._words = words
        self._numbers = vectors.numbers
        self._wholes = vectors.wholes
        general = (vectors.wholes @ vectors.wholes.T).mean(axis=0)
        chapters = np.array([parent(number) is None for number in vectors.numbers])
        self._handicap = HUB * (general - general.mean()) + CHAPTER * chapters

    def mark(self, title: str, texts: Sequence[str], vectors: Vectors) -> Marked:
        """`vectors` are those of the passages `texts`, shape (passages, dimension)."""
        whole = f"{title} {' '.join(texts)}"
        others = names_another(whole) and not names_iso_9001(whole)
        meant = self._meant(vectors)
        passages = tuple(
            (*self._named(text, others), *nearby) for text, nearby in zip(texts, meant, strict=True)
        )
        document = tuple(self._of_document(title, passages))
        return Marked(document, tuple(_agreeing(marks, document) for marks in passages))

    def _named(self, text: str, others: bool) -> list[Mark]:
        return [
            Mark(one.number, "mention", one.confidence, one.edition)
            for one in mentions(text, others_in_document=others)
            if self._pack.get(one.number) is not None
        ]

    def _meant(self, vectors: Vectors) -> list[tuple[Mark, ...]]:
        """The clause each passage is nearest to, if it is near enough."""
        if not len(vectors):
            return []
        scores = vectors @ self._wholes.T - self._handicap
        best = scores.argmax(axis=1)
        return [
            (Mark(self._numbers[at], "meaning", _sureness(float(row[at]))),)
            if row[at] >= NEAR
            else ()
            for row, at in zip(scores, best, strict=True)
        ]

    def _of_document(self, title: str, passages: Sequence[Sequence[Mark]]) -> Iterable[Mark]:
        """What the title, the passages together and mentions say, each doubting less."""
        named = {m.number: m for marks in passages for m in marks if m.basis == "mention"}
        titled = self._titled(title)
        meant = [m for marks in passages for m in marks if m.basis == "meaning"]
        found: dict[str, Mark] = dict(named)
        for number in self._candidates({*titled, *(mark.number for mark in meant)}):
            mine = [mark.confidence for mark in meant if within(mark.number, number)]
            alone = len(mine) == 1 and len(passages) >= FEW
            by_meaning = 0.0 if alone else min(MOST_BY_MEANING, 1.1 * sum(mine) / len(passages))
            by_title = titled.get(number, 0.0)
            sure = round(1 - (1 - by_title) * (1 - by_meaning), 3)
            basis: Basis = "title" if by_title >= by_meaning else "meaning"
            if sure >= SERVES and (number not in found or found[number].confidence < sure):
                found[number] = Mark(number, basis, sure)
        return _most_exact(found)

    def _titled(self, title: str) -> dict[str, float]:
        """The clauses one of whose names stands in the title, with a confidence."""
        plain = re.sub(r"[\W\d_]+", " ", _KIND_OF_DOCUMENT.sub(" ", title))
        found = self._told_by(plain)
        for number, sure in self._told_by(" ".join(plain.split()[:2])).items():
            found[number] = max(found.get(number, 0.0), BEGINNING * sure)
        return found

    def _told_by(self, words: str) -> dict[str, float]:
        return {
            number: (0.55 * match.coverage + 0.35 * match.phrase) * min(1.0, match.told / TELLING)
            for number, match in self._words.titled(words).items()
            if match.phrase > 0.3
        }

    def _candidates(self, numbers: set[str]) -> list[str]:
        above = {at for number in numbers for at in ancestors(number) if parent(at) is not None}
        return sorted(numbers | above)


def _agreeing(marks: Sequence[Mark], document: Sequence[Mark]) -> tuple[Mark, ...]:
    """What a passage names, is certain of, or has in common with its document."""
    families = {_family(mark.number) for mark in document}
    return tuple(
        mark
        for mark in marks
        if mark.basis == "mention" or mark.confidence >= CERTAIN or _family(mark.number) in families
    )


def _family(number: str) -> str:
    """The clause of the second level: 8.4 for 8.4.1."""
    return ".".join(number.split(".")[:2])


def _sureness(nearness: float) -> float:
    """A cosine as a confidence: .5 at the threshold, .9 where entry and passage agree."""
    return round(min(0.9, 0.5 + 2.0 * (nearness - NEAR)), 3)


def _most_exact(found: Mapping[str, Mark]) -> list[Mark]:
    """Without a clause for which one below it stands nearly as surely; what a title names stays
    unless the title names one below it too."""
    kept = [
        mark
        for number, mark in found.items()
        if mark.basis == "mention"
        or not any(
            other != number
            and within(other, number)
            and below.confidence >= 0.8 * mark.confidence
            and (below.basis == "title" or mark.basis != "title")
            for other, below in found.items()
        )
    ]
    kept.sort(key=lambda mark: (-mark.confidence, mark.number))
    least = SECOND * kept[0].confidence if kept else 0.0
    return [mark for mark in kept if mark.confidence >= least]
