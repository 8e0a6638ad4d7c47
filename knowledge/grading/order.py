"""Before and after: which of two things comes first, on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.grading.vocabulary import FUNCTION_WORDS, NEGATIONS, NO_NEGATION, stem
from knowledge.grading.wording import words_of

_RELATION = re.compile(
    r"\b(before|until|prior to|after that|afterwards|and then|after|once|following)\b",
    re.IGNORECASE,
)
_EARLIER = frozenset(("before", "until", "prior to", "after that", "afterwards", "and then"))
_THEN_SOMEBODY = re.compile(r"\s(?:the|it|they|he|she|you|we|[A-Z]|that|this|all)")
_CLAUSE_END = re.compile(r"[,.;:!?]")
_REACH = 6


@dataclass(frozen=True)
class Sequence:
    """`first` happens before `then`; both are stems."""

    first: frozenset[str]
    then: frozenset[str]


def states_an_order(text: str) -> bool:
    return bool(_RELATION.search(text))


def sequences(text: str) -> Iterator[Sequence]:
    """The orders a text states with before, after and the like."""
    for found in _RELATION.finditer(text):
        left = _stems(_CLAUSE_END.split(text[: found.start()])[-1])[-_REACH:]
        right = _stems(_CLAUSE_END.split(text[found.end() :])[0])[:_REACH]
        if not left:  # "After the check, we ship."
            pieces = _CLAUSE_END.split(text[found.end() :])
            left = _stems(pieces[1])[:_REACH] if len(pieces) > 1 else []
        if found.group().lower() == "once" and not _THEN_SOMEBODY.match(text[found.end() :]):
            continue
        earlier = (found.group().lower() in _EARLIER) != _denied(text[: found.start()])
        first, then = (left, right) if earlier else (right, left)
        yield Sequence(frozenset(first), frozenset(then))


def swapped(point: str, answer: str) -> bool:
    """Whether the answer turns an order of the point round and nowhere states it rightly."""
    theirs = list(sequences(answer))
    for ours in sequences(point):
        fits = [_fit(ours, other) for other in theirs]
        if any(straight > crossed for straight, crossed in fits):
            continue
        if any(crossed >= 0.5 and crossed > straight + 0.3 for straight, crossed in fits):
            return True
    return False


def _denied(before: str) -> bool:
    """Whether it is "not … before", which puts what follows first."""
    plain = re.sub(NO_NEGATION, " ", _CLAUSE_END.split(before)[-1], flags=re.IGNORECASE)
    words, _ = words_of(plain)
    return any(word in NEGATIONS for word in words)


def _fit(ours: Sequence, other: Sequence) -> tuple[float, float]:
    """How well two orders fit straight and crossed; one side is enough if the other is left out."""
    straight = _fits(ours.first, other.first) + _fits(ours.then, other.then)
    return straight, _fits(ours.first, other.then) + _fits(ours.then, other.first)


def _fits(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return len(ours & theirs) / len(ours) if ours else 0.0


def _stems(text: str) -> list[str]:
    words, _ = words_of(text)
    return [stem(word) for word in words if word not in FUNCTION_WORDS | NEGATIONS]
