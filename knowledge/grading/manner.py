"""How something was answered: empty, not known, copied, keywords, addressed to the grader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.grading.phrases import (
    ASKS_FOR_A_LIST,
    LOOK_UP,
    NOTHING,
    TO_THE_GRADER,
    UNKNOWN,
)
from knowledge.grading.vocabulary import FUNCTION_WORDS, NEGATIONS
from knowledge.grading.wording import Wording
from knowledge.sentences import spans

Manner = Literal[
    "empty", "not known", "looked up", "copied question", "off topic", "addressed to the grader",
    "keywords", "recited",
]  # fmt: skip


@dataclass(frozen=True)
class Note:
    """Something about the answer as a whole, beside its points."""

    manner: Manner
    words: str


NOTES: dict[Manner, str] = {
    "empty": "There is no answer to judge.",
    "not known": "Says openly that it is not known. That is honest, and it earns no point.",
    "looked up": "Says where to look it up. That is good practice, and no point by itself.",
    "copied question": "Repeats the question. Words of the question earn nothing.",
    "off topic": "Speaks of something else than what was asked.",
    "addressed to the grader": "Speaks to whoever grades. Those sentences were left out.",
    "keywords": "Keywords without a sentence: they don't say what goes with what.",
    "recited": "Word for word from the reference. The points count; own words would show more.",
}

_VERBS = frozenset(
    """keep keeps kept tell tells told take takes give gives put puts go goes
    come comes get make makes made write writes wrote written checked sign signs signed
    ask asks send sends sent held hang hangs stored stay stays
    remove removes released approve approves approved decide decides
    must may can shall allowed keep fill fills filled enter enters entered recorded
    measure measures measured tested repeat repeats raise raises inform informs informed
    wait waits bring brings used find finds
    applies protect protects become becomes open opens close closes
    confirm confirms calibrate calibrates calibrated scraps
    blocked inspect inspects inspected train trains trained quarantine returned""".split()  # noqa: SIM905
)


_PIECES = re.compile(r"[,;/|\n•·.]+|\s[-–]\s")


def without_asides(answer: str) -> tuple[str, bool]:
    """The answer without the sentences that speak to the grader, and whether there were any."""
    kept, dropped = [], False
    for start, end in spans(answer):
        sentence = answer[start:end]
        if TO_THE_GRADER.search(sentence):
            dropped = True
        else:
            kept.append((start, end))
    if not dropped:
        return answer, False
    blanked = [" "] * len(answer)
    for start, end in kept:
        blanked[start:end] = answer[start:end]
    return "".join(blanked), True


def is_empty(answer: str) -> bool:
    return not re.search(r"[^\W_]", answer) or bool(NOTHING.fullmatch(answer.strip()))


def says_unknown(answer: str) -> bool:
    return bool(UNKNOWN.search(answer))


def says_where(answer: str) -> bool:
    return bool(LOOK_UP.search(answer))


def copies(question: Wording, answer: Wording) -> bool:
    """Whether nearly all that is said is what was asked, again and in its order.

    What a long question tells before it asks may well be the answer: only the asking counts.
    """
    if answer.stems == question.stems:
        return True
    said = _content(answer)
    if len(said) < 4:
        return False
    asked = set(question.stems)
    share = sum(stemmed in asked for stemmed in said) / len(said)
    run = _longest_run(question.stems, answer.stems)
    again = (share >= 0.85 and run >= 4) or (share == 1 and run >= 3)
    wanted = _asking(question)
    return again and len(wanted & set(said)) >= 0.6 * len(wanted)


def _asking(question: Wording) -> set[str]:
    """The content of the sentences that end in a question mark; of all, if none does."""
    spans_of_text = question.sentences
    asking = [span for span in spans_of_text if question.text[slice(*span)].endswith("?")]
    found: set[str] = set()
    for span in asking or spans_of_text:
        columns = question.columns(*span)
        inside = zip(question.stems[columns], question.words[columns], strict=True)
        found |= {stemmed for stemmed, word in inside if word not in FUNCTION_WORDS}
    return found


def touches(question: Wording, answer: Wording) -> bool:
    """Whether a third of what the answer says are words of the question."""
    said = [stemmed for stemmed in _content(answer) if stemmed not in NEGATIONS]
    asked = set(question.stems)
    return sum(stemmed in asked for stemmed in said) * 3 >= max(1, len(said))


def recites(reference: Wording, answer: Wording) -> bool:
    """Whether ten words or more in a row, and most of the answer, stand in the reference."""
    run = _longest_run(reference.stems, answer.stems)
    return run >= 10 and run >= 0.6 * len(answer.stems)


def only_keywords(question: str, answer: Wording) -> bool:
    """Whether the answer is a string of words that no verb or little word holds together."""
    if (
        len(_content(answer)) < 4
        or ASKS_FOR_A_LIST.search(question)
        or re.search(r"[=→>]", answer.text)
    ):
        return False
    words = answer.words
    holding = sum(word in FUNCTION_WORDS or word in NEGATIONS for word in words)
    verbs = sum(word in _VERBS for word in words)
    pieces = [piece for piece in _PIECES.split(answer.text) if piece.strip()]
    short = sum(len(piece.split()) <= 3 for piece in pieces)
    scattered = len(pieces) >= 3 and short >= 0.7 * len(pieces)
    if scattered:
        return holding <= 0.12 * len(words) and verbs <= 0.25 * len(pieces)
    return len(words) >= 6 and holding <= 0.06 * len(words) and verbs == 0


def _content(text: Wording) -> list[str]:
    return [
        stemmed
        for stemmed, word in zip(text.stems, text.words, strict=True)
        if word not in FUNCTION_WORDS
    ]


def _longest_run(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    best, before = 0, [0] * (len(ours) + 1)
    for word in theirs:
        now = [0] * (len(ours) + 1)
        for place, other in enumerate(ours, start=1):
            if word == other:
                now[place] = before[place - 1] + 1
                best = max(best, now[place])
        before = now
    return best
