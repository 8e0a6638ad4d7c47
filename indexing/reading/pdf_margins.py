"""What returns at the same place on page after page is a header or footer, not text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from indexing.reading.pdf_lines import TextLine
from indexing.reading.tables import row_lines

# Where a page's number stands in a margin; other numbers are words like all the rest.
_COUNTED = re.compile(
    r"\b(?:page|seite|pagina|página|pag\.?|p\.)\s*\d{1,4}(?:\s*(?:/|of|von|de|di)\s*\d{1,4})?"
    r"|\b\d{1,4}\s*(?:/|of|von)\s*\d{1,4}\b|^\d{1,4}\b|(?<=\s)\d{1,4}$",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|]?\s*)?(?:(?:page|seite|pag\.?|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4})?"
    r"(?:\s*[-–—|])?$",
    re.IGNORECASE,
)
# A line's words (the page's number as "#") and its place on the page -> the pages it stands on.
_Places = dict[tuple[str, int], set[int]]

_SAME_PLACE = 6.0  # points
_ZONE = 0.2  # the part of a page, from top and bottom, in which margins stand


def without_margins(
    pages: Sequence[Sequence[TextLine]], height: float
) -> tuple[list[list[TextLine]], tuple[str, ...]]:
    """The pages' own lines, and the distinct margin lines with their pieces as "a | b"."""
    seen: _Places = defaultdict(set)
    for number, page in enumerate(pages):
        for line in page:
            seen[_shape(line), _band(line)].add(number)
    kept: list[list[TextLine]] = []
    margins: dict[str, str] = {}  # one of those that differ by the page's number only
    for page in pages:
        outer = _from_the_edges(page, seen, len(pages), height)
        for line in page:
            for text in _margin_texts(line) if id(line) in outer else ():
                margins.setdefault(_COUNTED.sub("#", text), text)
        kept.append([line for line in page if id(line) not in outer])
    return kept, tuple(margins.values())


def _from_the_edges(page: Sequence[TextLine], seen: _Places, pages: int, height: float) -> set[int]:
    """The margin lines of a page: from each edge inwards up to the first line of its own."""
    downwards = sorted(page, key=lambda line: line.top)
    found: set[int] = set()
    for lines in (downwards, downwards[::-1]):
        for line in lines:
            if not _is_margin(line, seen, pages, height):
                break
            found.add(id(line))
    return found


def _margin_texts(line: TextLine) -> list[str]:
    if line.table:
        return [text for row in line.table for text in row_lines(row)]
    return [" | ".join(line.cells)]


def _shape(line: TextLine) -> str:
    return _COUNTED.sub("#", line.text)


def _band(line: TextLine) -> int:
    return int(line.top / _SAME_PLACE)


def _is_margin(line: TextLine, seen: _Places, pages: int, height: float) -> bool:
    in_zone = line.bottom < height * _ZONE or line.top > height * (1 - _ZONE)
    if not in_zone:
        return False
    if _PAGE_NUMBER.match(line.text) and (line.top > height * 0.9 or line.bottom < height * 0.08):
        return True
    shape, band = _shape(line), _band(line)
    same = {number for at in (band - 1, band, band + 1) for number in seen.get((shape, at), ())}
    return len(same) >= min(3, max(2, pages))
