"""What has to be beaten: the share of the reference's words that the answer has."""

from __future__ import annotations

from knowledge.grading.vocabulary import stem
from knowledge.grading.wording import words_of

_STOP_WORDS = frozenset(
    """a an the and or of to in on at by for with as is are was were be been it its this that these
    those there they he she i you we do does did have has had will would can could""".split()  # noqa: SIM905
)


def overlap(reference: str, answer: str) -> float:
    """F1 of the stems, function words left out: 0 to 1."""
    ours, theirs = _stems(reference), _stems(answer)
    common = len(ours & theirs)
    return 2 * common / (len(ours) + len(theirs)) if ours and theirs else 0.0


def recalled(reference: str, answer: str) -> float:
    """The share of the reference's stems that stand in the answer."""
    ours = _stems(reference)
    return len(ours & _stems(answer)) / len(ours) if ours else 0.0


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words_of(text)[0] if word not in _STOP_WORDS}
