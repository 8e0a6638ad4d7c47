"""The sentences of a passage that say what a question asks for, in the document's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.grading.vocabulary import FUNCTION_WORDS, stem
from knowledge.grading.wording import words_of
from knowledge.interviews.judgement import KeyPassage
from knowledge.interviews.questions import Question
from knowledge.sentences import count_words, spans

MOST_WORDS = 45
"""Of a quotation that is said aloud."""
_LEANS = re.compile(
    r"(?:It|Its|They|Their|This|These|That|Those|He|She|Both|Otherwise|There|Here)\b"
    r"(?! (?:is|are) (?:no|a|an)\b)"
)


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
    whole = [one for one in _standing_alone(sentences) if count_words(one) >= 4] or sentences

    def shared(sentence: str) -> float:
        own = _stems(sentence)
        return len(own & strong) + 0.5 * len(own & looked_for)

    return sorted(whole, key=shared, reverse=True)


def quoted(question: Question, passage: KeyPassage, wanted: Iterable[str] | None = None) -> str:
    """The best sentence, shortened to what can be said in one breath; "" if none may be quoted."""
    found = ranked(question, passage, wanted)
    return shortened(found[0]) if found else ""


def stands_alone(sentence: str) -> bool:
    """Whether it can be said without the sentence before it or after it."""
    begins, ends = not sentence[:1].islower(), not sentence.endswith((":", ";", ","))
    return begins and ends and _LEANS.match(sentence) is None


def shortened(sentence: str) -> str:
    words = sentence.split()
    return sentence if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]) + " …"


def _standing_alone(sentences: Sequence[str]) -> list[str]:
    """Sentences that can be said by themselves: one that leans on another is said with it, a
    lead-in with its items."""
    found: list[str] = []
    for sentence in sentences:
        goes_on = found and (found[-1].endswith(":") or sentence[:1].islower())
        if goes_on and count_words(found[-1]) < MOST_WORDS:
            found[-1] = f"{found[-1]} {sentence}"
        elif found and _LEANS.match(sentence):
            found.append(f"{found[-1]} {sentence}")
        else:
            found.append(sentence)
    return [one for one in found if not one.endswith(":") and not one[:1].islower()]


def _one_line(text: str) -> str:
    return " ".join(text.split()).lstrip("-•– ")


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words_of(text)[0] if word not in FUNCTION_WORDS}
