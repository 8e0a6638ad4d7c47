"""The sentences of a passage that say what a question asks for, in the document's own words."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.grading.vocabulary import FUNCTION_WORDS, stem
from knowledge.grading.wording import words_of
from knowledge.interviews.judgement import KeyPassage
from knowledge.interviews.questions import Question
from knowledge.sentences import count_words, spans

MOST_WORDS = 45
"""Of a quotation that is said aloud."""


def ranked(
    question: Question, passage: KeyPassage, wanted: Iterable[str] | None = None
) -> list[str]:
    """The passage's sentences, those that share most with what is wanted first.

    `wanted` are key points; without them all of the question's, and the question itself.
    """
    points = list(wanted or question.key_points) or [question.text]
    looked_for = {word for point in points for word in _stems(point)} | _stems(question.text)
    strong = {word for point in points for word in _stems(point)}
    sentences = [_one_line(passage.text[start:end]) for start, end in spans(passage.text)]
    whole = [one for one in sentences if count_words(one) >= 4] or sentences

    def shared(sentence: str) -> float:
        own = _stems(sentence)
        return len(own & strong) + 0.5 * len(own & looked_for)

    return sorted(whole, key=shared, reverse=True)


def quoted(question: Question, passage: KeyPassage, wanted: Iterable[str] | None = None) -> str:
    """The best sentence, shortened to what can be said in one breath; "" if none may be quoted."""
    found = ranked(question, passage, wanted)
    return shortened(found[0]) if found else ""


def shortened(sentence: str) -> str:
    words = sentence.split()
    return sentence if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]) + " …"


def _one_line(text: str) -> str:
    return " ".join(text.split()).lstrip("-•– ")


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words_of(text)[0] if word not in FUNCTION_WORDS}
