"""What returns at the same place on page after page is a header or footer, not text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from indexing.reading.pdf_lines import TextLine
from indexing.reading.tables import row_lines

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|]?\s*)?(?:(?:page|seite|pag\.?|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4})?"
    r"(?:\s*[-–—|])?$",
    re.IGNORECASE,
)
_SAME_PLACE = 6.0  # points
_ZONE = 0.2  # the part of a page, from top and bottom, in which margins stand


def without_margins(
    pages: Sequence[Sequence[TextLine]], height: float
) -> tuple[list[list[TextLine]], tuple[str, ...]]:
    """The pages' own lines, and the distinct margin lines with their pieces as "a | b"."""
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in page:
            seen[_shape(line)].append((number, line.top))
    kept: list[list[TextLine]] = []
    margins: dict[str, str] = {}  # one of those that differ by the page's number only
    for page in pages:
        own = []
        for line in page:
            if _is_margin(line, seen[_shape(line)], len(pages), height):
                for text in _margin_texts(line):
                    margins.setdefault(_DIGITS.sub("#", text), text)
            else:
                own.append(line)
        kept.append(own)
    return kept, tuple(margins.values())


def _margin_texts(line: TextLine) -> list[str]:
    if line.table:
        return [text for row in line.table for text in row_lines(row)]
    return [" | ".join(line.cells)]


def _shape(line: TextLine) -> str:
    return _DIGITS.sub("#", line.text)


def _is_margin(
    line: TextLine, places: Sequence[tuple[int, float]], pages: int, height: float
) -> bool:
    in_zone = line.bottom < height * _ZONE or line.top > height * (1 - _ZONE)
    if not in_zone:
        return False
    if _PAGE_NUMBER.match(line.text) and (line.top > height * 0.9 or line.bottom < height * 0.08):
        return True
    same = {number for number, top in places if abs(top - line.top) <= _SAME_PLACE}
    return len(same) >= min(3, max(2, pages))
