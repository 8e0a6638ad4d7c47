"""What a question leaves to whoever answers: some of a list, or one of several alternatives."""

from __future__ import annotations

import re

Span = tuple[int, int]

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = rf"({'|'.join(_NUMBERS)}|[2-9])"
_SOME_OF = re.compile(
    r"\b(?:name|state|give|list|mention|describe|tell (?:me|us))\b"
    rf"(?:(?! the\b)[^.?!\d]){{0,25}}? {_NUMBER}\b(?! ?-)(?! (?:sentence|word|line)s?\b)",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\bone of the following\b[^\n:]*[:\n]", re.IGNORECASE)
_ITEM = re.compile(r"[^\n]*\w[^\w\n]+\w[^\n]*")


def number_wanted(question: str) -> int | None:
    """How many a question asks for: 4 in "State at least four objectives".

    "Name the three classes" asks for all there are, "in 2 sentences" for none.
    """
    found = _SOME_OF.search(question)
    if found is None:
        return None
    said = found[1].lower()
    return _NUMBERS.get(said) or int(said)


def items_of(text: str) -> list[Span]:
    """The lines of a list, without those that only lead in to it."""
    found = [match.span() for match in _ITEM.finditer(text)]
    return [(start, end) for start, end in found if not text[start:end].rstrip().endswith(":")]


def alternatives_of(text: str) -> list[Span]:
    """The lines below "one of the following", up to the next empty one."""
    opened = _ONE_OF.search(text)
    if opened is None:
        return []
    ended = re.compile(r"\n[ \t]*\n").search(text, opened.end())
    end = ended.start() if ended else len(text)
    return [match.span() for match in _ITEM.finditer(text, opened.end(), end)]
