"""Where sentences end, and what counts as a word. Both sides of the search agree through here."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+")

_BOUNDARY = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÄÖÜ0-9])|\n+|;\s+(?=\n)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|no|nos|fig|figs|ref|refs|sec|rev|vol|dr|mr|mrs|ms|st|inc|ltd|co|"
    r"vs|cf|al|min|max|temp|para|cl|resp|incl|excl|ca|bzw|z\.\s?b|d\.\s?h|nr|abs|ggf|usw|vgl|evtl)"
    r"|\b[A-Z]|^\s*\d{1,2}|\n\s*\d{1,2})\.$",
    re.IGNORECASE,
)


def count_words(text: str) -> int:
    """Runs of letters or digits, the same count that passages are limited by."""
    return sum(1 for _ in WORD.finditer(text))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text as (start, end), without the white space between them."""
    start = 0
    for found in _BOUNDARY.finditer(text):
        head = text[start : found.start() + 1]
        if found.group()[0] == "." and _ABBREVIATED.search(head[-12:]):
            continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if stripped := piece.strip():
        offset = start + piece.index(stripped[0])
        yield offset, offset + len(stripped)
