"""Which of a passage's words are quoted: what says it, with what belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.answers.evidence import Evidence
from knowledge.sentences import count_words

MOST_WORDS = 60
"""What fits on a phone without scrolling."""

_EXCEPTION = re.compile(
    r"(?:except|unless|however|but|only|this (?:does|do) not|these (?:does|do) not|exceptions?|"
    r"other than|in (?:urgent|exceptional) |where this is not|if (?:this|that) is not|otherwise|"
    r"note:|provided)\b",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"(?:this|that|these|those|it|they|he|she|such|both|either|the same|in (?:this|that|such) case|"
    r"if (?:so|not)|after that|then)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quotation:
    """`quote` is a stretch of the passage; `text` adds its lead-in or its column headers."""

    quote: str
    text: str


def quotation(evidence: Evidence, *, most_words: int = MOST_WORDS) -> Quotation:
    """The best unit of a passage with its neighbours, as far as they belong to it."""
    passage = evidence.passage
    best = evidence.units[evidence.best]
    above = _above(evidence)
    room = most_words - (count_words(above) if above else 0)
    first, last = _stretch(evidence, room)
    quote = passage.text[evidence.units[first].start : evidence.units[last].end]
    if count_words(quote) > most_words and first == last:
        quote = passage.text[best.start : best.end]
    text = quote if not above or above in quote else f"{above}\n{quote}"
    return Quotation(quote, text)


def _above(evidence: Evidence) -> str:
    """The lead-in of an item or the column headers of a row, unless they are too long to help."""
    best = evidence.units[evidence.best]
    passage = evidence.passage
    if best.kind == "row":
        columns = _header_in(evidence) or " | ".join(passage.context["columns"])
        above = _marked(evidence) or columns
    elif best.kind == "item":
        above = _lead_in_within(evidence) or passage.context["lead_in"]
    else:
        above = ""
    return above if count_words(above) <= MOST_WORDS // 2 else ""


def _marked(evidence: Evidence) -> str:
    """What a row of crosses says, in words."""
    best = evidence.units[evidence.best]
    name = evidence.passage.text[best.start : best.end].split(" | ")[0]
    return next(
        (told for told in evidence.passage.context["marked"] if told.startswith(f"{name}: ")), ""
    )


def _header_in(evidence: Evidence) -> str:
    for unit in reversed(evidence.units[: evidence.best]):
        if unit.kind == "header":
            return str(evidence.passage.text[unit.start : unit.end])
        if unit.kind != "row":
            break
    return ""


def _lead_in_within(evidence: Evidence) -> str:
    for unit in reversed(evidence.units[: evidence.best]):
        if unit.kind == "sentence":
            words = str(evidence.passage.text[unit.start : unit.end])
            return words if words.endswith(":") else ""
    return ""


def _stretch(evidence: Evidence, room: int) -> tuple[int, int]:
    """First and last unit of the quote: the best one, grown while its neighbours belong to it."""
    first = last = evidence.best
    kind = evidence.units[evidence.best].kind

    def fits(one: int, other: int) -> bool:
        text = evidence.passage.text[evidence.units[one].start : evidence.units[other].end]
        return count_words(text) <= room

    while kind == "sentence" and first > 0 and _leans_back(evidence, first):
        if evidence.units[first - 1].kind != "sentence" or not fits(first - 1, last):
            break
        first -= 1
    while last + 1 < len(evidence.units) and fits(first, last + 1):
        if not _belongs(evidence, last + 1):
            break
        last += 1
    while kind == "item" and first > 0 and evidence.units[first - 1].kind == "item":
        if not fits(first - 1, last):
            break
        first -= 1
    return first, last


def _leans_back(evidence: Evidence, at: int) -> bool:
    unit = evidence.units[at]
    return bool(_LEANS_BACK.match(evidence.passage.text, unit.start))


def _belongs(evidence: Evidence, at: int) -> bool:
    """Does the unit go on with what the one before it says?"""
    unit, best = evidence.units[at], evidence.units[evidence.best]
    before = evidence.passage.text[evidence.units[at - 1].start : evidence.units[at - 1].end]
    if _EXCEPTION.match(evidence.passage.text, unit.start):
        return True
    if best.kind == "item" or before.endswith(":"):
        return unit.kind in ("item", "row", "header")
    if best.kind in ("row", "header"):
        return False
    return unit.kind == "sentence" and (
        unit.strength >= 0.7 * best.strength or _leans_back(evidence, at)
    )
