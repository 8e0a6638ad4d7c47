"""Which passage of the earlier issue a new passage goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.sentences import WORD

ALIKE = 0.5
"""Least share of common words; passages of one procedure that were reworded share about .7,
unrelated ones of the same document under .2."""


@dataclass(frozen=True)
class Stretch:
    """What is compared of a passage."""

    section: str | None
    text: str


def continuations(new: Sequence[Stretch], old: Sequence[Stretch]) -> list[int | None]:
    """For each new passage the position of the old one it continues, each used once at most.

    Equal words win, then the most alike; the same section counts as a tenth more.
    """
    words_new = [_words(stretch.text) for stretch in new]
    words_old = [_words(stretch.text) for stretch in old]
    pairs = sorted(
        (
            (-_likeness(mine, theirs, new[i].section == old[j].section), abs(i - j), i, j)
            for i, mine in enumerate(words_new)
            for j, theirs in enumerate(words_old)
        ),
    )
    found: list[int | None] = [None] * len(new)
    used: set[int] = set()
    for likeness, _, i, j in pairs:
        if -likeness < ALIKE:
            break
        if found[i] is None and j not in used:
            found[i] = j
            used.add(j)
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(word.group().casefold() for word in WORD.finditer(text))


def _likeness(one: frozenset[str], other: frozenset[str], same_section: bool) -> float:
    union = len(one | other)
    share = len(one & other) / union if union else 0.0
    return share + 0.1 * same_section if share > 0.2 else share
