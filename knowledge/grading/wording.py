"""A text as the grader sees it: words with place, stem, weight and polarity, and its pieces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.grading.vocabulary import (
    DESCRIBING,
    FUNCTION_WORDS,
    MODALS,
    NEGATIONS,
    NO_NEGATION,
    SCOPE_ENDS,
    stem,
)
from knowledge.search.word_vectors import ReadText
from knowledge.sentences import spans

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
EXAMPLE = re.compile(r"\b(?:e\.\s?g\.?|eg|for example|for instance|such as)(?=\W)[^.;)]*", re.I)
"""What a text gives as an example: nobody has to name the same."""
_LITTLE = 0.15  # what a function word weighs beside a content word
_SCOPE = 4  # content words that a negation reaches
_CLAUSE = re.compile(r"[;:]\s+|,\s+|\s+[–—-]\s+|\s+(?:but|and then)\s+")


@dataclass(frozen=True)
class Wording:
    """A text's words; `vectors` has one unit row a word, or is None without a model."""

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    vectors: NDArray[np.float32] | None = None

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(word) for word in self.words)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """How much each word says; function words and negations next to nothing."""
        little = FUNCTION_WORDS | NEGATIONS
        return np.array([_LITTLE if word in little else 1.0 for word in self.words])

    @cached_property
    def exemplary(self) -> NDArray[np.bool_]:
        """Which words only give an example."""
        found = np.zeros(len(self.words), dtype=bool)
        for match in EXAMPLE.finditer(self.text):
            found[self.columns(*match.span())] = True
        return found

    @cached_property
    def negated(self) -> NDArray[np.bool_]:
        """Which words stand in the reach of a negation."""
        return self._reached(self.negations)

    @cached_property
    def denied(self) -> NDArray[np.bool_]:
        """Which words are denied; a thing "without a stamp" is described, nothing is denied."""
        return self._reached(self._denials)

    @cached_property
    def _denials(self) -> tuple[bool, ...]:
        return tuple(
            negation and word != "without" and not self._describes(place)
            for place, (word, negation) in enumerate(zip(self.words, self.negations, strict=True))
        )

    def _reached(self, negations: Sequence[bool]) -> NDArray[np.bool_]:
        found = np.zeros(len(self.words), dtype=bool)
        reach = 0
        for place, word in enumerate(self.words):
            if negations[place]:
                reach = _SCOPE
                continue
            next_verb = word in MODALS and 0 < reach < _SCOPE
            if next_verb or word in SCOPE_ENDS or self._after_a_break(place):
                reach = 0
            found[place] = reach > 0
            reach = max(0, reach - (word not in FUNCTION_WORDS))
        return found

    @cached_property
    def negations(self) -> tuple[bool, ...]:
        """Which words negate; the one in "not more than" does not."""
        harmless = [match.span() for match in re.finditer(NO_NEGATION, self.text, re.IGNORECASE)]
        return tuple(
            word in NEGATIONS and not any(start <= place[0] < end for start, end in harmless)
            for word, place in zip(self.words, self.places, strict=True)
        )

    def denies(self, start: int, end: int) -> bool:
        """Whether what is said between two places is denied there."""
        return any(self._denials[self.columns(start, end)])

    def _describes(self, place: int) -> bool:
        for before in range(place - 1, max(-1, place - 5), -1):
            if self._after_a_break(before + 1):
                return False
            if self.words[before] in DESCRIBING:
                return True
        return False

    def _after_a_break(self, place: int) -> bool:
        """Whether a comma or the like stands before the word."""
        if place == 0:
            return False
        between = self.text[self.places[place - 1][1] : self.places[place][0]]
        return any(mark in between for mark in ",;:.!?–—()")

    @cached_property
    def identifiers(self) -> NDArray[np.bool_]:
        """Which words are figures or single letters: they match themselves alone."""
        return np.array([_names_a_thing(word) for word in self.words], dtype=bool)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences as (start, end) in the text."""
        return tuple(spans(self.text))

    def columns(self, start: int, end: int) -> slice:
        """The words between two places of the text."""
        inside = [number for number, place in enumerate(self.places) if start <= place[0] < end]
        return slice(inside[0], inside[-1] + 1) if inside else slice(0, 0)

    def windows(self) -> Iterator[tuple[int, int]]:
        """Pieces that may say one point: each sentence, and each two in a row."""
        found = self.sentences
        yield from found
        for (start, _), (_, end) in itertools.pairwise(found):
            yield start, end

    def clauses(self) -> Iterator[tuple[int, int]]:
        """Pieces of sentences between commas and the like."""
        for start, end in self.sentences:
            begun = start
            for found in _CLAUSE.finditer(self.text, start, end):
                yield begun, found.start()
                begun = found.end()
            yield begun, end


def words_of(text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The words in lower case and their places; "n't" counts as "not"."""
    plain = re.sub(r"n['’]t\b", " no", text.lower())  # as long as before: places stay right
    found = [(match.group(), match.span()) for match in _WORD.finditer(plain)]
    return tuple(word for word, _ in found), tuple(place for _, place in found)


def wording(text: str, read: ReadText | None = None) -> Wording:
    words, places = words_of(text)
    return Wording(text, words, places, None if read is None else _of_words(read, places))


def _of_words(read: ReadText, places: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """One vector a word, the mean of its pieces; zero where the model did not read that far."""
    dimension = read.vectors.shape[1] if read.vectors.ndim == 2 else 0
    found = np.zeros((len(places), dimension), dtype=np.float32)
    if not places or not len(read.places):
        return found
    starts = np.array([start for start, _ in places])
    ends = np.array([end for _, end in places])
    owner = np.searchsorted(starts, read.places[:, 0], side="right") - 1
    inside = (owner >= 0) & (read.places[:, 0] < ends[owner])
    np.add.at(found, owner[inside], read.vectors[inside])
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    unit: NDArray[np.float32] = found / np.maximum(lengths, 1e-6)
    return unit


def _names_a_thing(word: str) -> bool:
    return word[0].isdigit() or (len(word) == 1 and word not in "aiu")
