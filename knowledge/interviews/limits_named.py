"""Time limits and other measures that an answer names, against those of the question's passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.grading.figures import Figure, figures
from knowledge.grading.vocabulary import FUNCTION_WORDS, stem
from knowledge.grading.wording import words_of
from knowledge.interviews.judgement import KeyPassage, Named
from knowledge.interviews.questions import Question
from knowledge.sentences import spans

_MEASURED = frozenset(
    ("second", "month", "percent", "degree", "bar", "newton metre", "millimetre", "kilogram",
     "pn", "lux", "litre", "pound", "euro", "dollar")
)  # fmt: skip
_ASKS_A_FIGURE = re.compile(
    r"\b(?:how (?:long|soon|often|many|much|fast|quickly|late|far)|by when|within|which limit)\b",
    re.IGNORECASE,
)
_SHARED = 2
"""Words that two sentences must share for one figure to contradict the other."""


@dataclass(frozen=True)
class _Limit:
    figure: Figure
    words: str
    about: frozenset[str]


def limits_in(text: str, question: Question, passage: KeyPassage | None) -> Iterator[Named]:
    """Measures that the key or the passage gives too: right, or another than it gives.

    One that they don't speak of is not doubted, nor one that is put right in the same answer.
    """
    key = _limits(question.key_points)
    wanted = [*key, *(_limits([passage.text]) if passage is not None else [])]
    at = passage.id if passage is not None else None
    given = _limits([text])
    for limit in given:
        alike = [one for one in wanted if one.figure.comparable(limit.figure)]
        if any(one.figure.same_as(limit.figure) for one in alike):
            yield Named("time limit", limit.words, "right", limit.words, "", at)
        elif (other := _other(limit, alike, key, given, question)) and not any(
            other.figure.same_as(one.figure) for one in given
        ):
            detail = f"It is {other.words}, not {limit.words}."
            yield Named("time limit", limit.words, "contradicts", limit.words, detail, at)


def _other(
    limit: _Limit,
    alike: Sequence[_Limit],
    key: Sequence[_Limit],
    given: Sequence[_Limit],
    question: Question,
) -> _Limit | None:
    """The limit that stands where the person named this one."""
    near = [one for one in alike if len(one.about & limit.about) >= _SHARED]
    if near:
        return max(near, key=lambda one: len(one.about & limit.about))
    asked = [one for one in key if one.figure.comparable(limit.figure)]
    alone = sum(one.figure.comparable(limit.figure) for one in given) == 1
    if len(asked) == 1 and alone and _ASKS_A_FIGURE.search(question.text):
        return asked[0]
    return None


def _limits(texts: Iterable[str]) -> list[_Limit]:
    return [
        _limit(text[start:end], figure)
        for text in texts
        for start, end in spans(text)
        for figure in figures(text[start:end])
        if figure.kind in _MEASURED
    ]


def _limit(sentence: str, figure: Figure) -> _Limit:
    rest = re.match(r"\s?(?:working |calendar )?[^\s,;.]*", sentence[figure.end :])
    words = sentence[figure.start : figure.end] + (rest.group() if rest else "")
    around = sentence.replace(words, " ")
    about = {stem(word) for word in words_of(around)[0] if word not in FUNCTION_WORDS}
    return _Limit(figure, words.strip(), frozenset(about))
