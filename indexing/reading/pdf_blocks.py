"""Lines of a PDF joined into paragraphs, items, headings and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from indexing.reading.cleaning import tidy
from indexing.reading.content import Block
from indexing.reading.lines import Line
from indexing.reading.pdf_lines import TextLine
from indexing.reading.tables import header_rows, square

_MARKER = re.compile(
    r"^(?:[•●▪◦‣∙■□–—\-*o\uf0b7\uf0a7\uf0d8➢✓☐☒]\s|\(?[a-z]\)\s|[a-z]\.\s|\(?\d{1,2}\)\s|"
    r"\(?[ivx]{1,4}\)\s|\d{1,2}\.\s|\d{1,2}(?:\.\d{1,3})+\.?\s|[A-Z]\.\s)"
)
_BULLET = re.compile(r"^[•●▪◦‣∙■–—\-*o\uf0b7\uf0a7\uf0d8➢]\s")
_SENTENCE_END = (".", ":", ";", "?", "!", ".”", '."', ".)")
_HYPHENS = ("-", "\u00ad", "\u2010", "\u2011")
_CONTENTS_LINE = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$")
_COMPOUND = re.compile(r"\b\w+-\w+\b")


@dataclass
class _Paragraph:
    """Lines that belong together, while they are gathered."""

    lines: list[TextLine] = field(default_factory=list)


def block_lines(pages: Sequence[Sequence[TextLine]]) -> list[Line]:
    """All pages' lines as blocks-to-be, sentences joined across pages."""
    compounds = _compounds(pages)
    lefts = _item_lefts(pages)
    found: list[Line] = []
    for page in pages:
        on_page = [line for line in page if line.table or not _CONTENTS_LINE.search(line.text)]
        for line in _page_lines(on_page, compounds, lefts):
            if found and _goes_on(found[-1], line):
                found[-1] = _joined(found[-1], line, compounds)
            else:
                found.append(line)
    return found


def _page_lines(
    page: Sequence[TextLine], compounds: frozenset[str], lefts: Sequence[float]
) -> Iterator[Line]:
    pitch = _pitch(page)
    gathered: list[TextLine] = []
    rows: list[TextLine] = []
    for line in page:
        if line.table:
            yield from _finished(gathered, rows, compounds, lefts)
            gathered, rows = [], []
            block = Block("table", page=line.page, rows=line.table, header_rows=line.header_rows)
            yield Line(block, settled=True)
            continue
        if len(line.pieces) > 1 or (rows and _continues_row(rows, line, pitch)):
            if gathered:
                yield _paragraph(gathered, compounds, lefts)
                gathered = []
            rows.append(line)
            continue
        if rows or (gathered and _new_paragraph(gathered, line, pitch)):
            yield from _finished(gathered, rows, compounds, lefts)
            gathered, rows = [], []
        gathered.append(line)
    yield from _finished(gathered, rows, compounds, lefts)


def _finished(
    gathered: list[TextLine],
    rows: list[TextLine],
    compounds: frozenset[str],
    lefts: Sequence[float],
) -> Iterator[Line]:
    if gathered:
        yield _paragraph(gathered, compounds, lefts)
    if len(rows) == 1:
        yield _paragraph(rows, compounds, lefts)
    elif rows:
        yield _unruled_table(rows)


def _pitch(page: Sequence[TextLine]) -> float:
    """The usual distance from one line to the next."""
    steps = [
        below.top - above.top
        for above, below in pairwise(page)
        if not above.table and not below.table and 0 < below.top - above.top < 3 * above.size
    ]
    return median(steps) if steps else 14.0


def _new_paragraph(gathered: list[TextLine], line: TextLine, pitch: float) -> bool:
    above = gathered[-1]
    step = line.top - above.top
    if step < 0 or step > 1.35 * max(pitch, above.size) or _MARKER.match(line.text):
        return True
    if abs(line.size - above.size) > 0.12 * above.size or line.bold != above.bold:
        return True
    return above.text.endswith(_SENTENCE_END) and above.had_room_for(line)


def _continues_row(rows: list[TextLine], line: TextLine, pitch: float) -> bool:
    """A wrapped cell: a single piece that begins below a later cell of the row above."""
    above = rows[-1]
    starts = [piece[0].left for row in rows for piece in row.pieces[1:]]
    close = 0 < line.top - above.top < 1.35 * max(pitch, above.size)
    return close and any(abs(line.left - start) < 4 for start in starts)


def _paragraph(lines: list[TextLine], compounds: frozenset[str], lefts: Sequence[float]) -> Line:
    text = lines[0].text
    for line in lines[1:]:
        text = _run_on(text, line.text, compounds)
    text = tidy(text.rstrip("\u00ad"))
    page = lines[0].page
    size = round(median(line.size for line in lines), 1)
    bold = all(line.bold for line in lines)
    bullet = _BULLET.match(text)
    if bullet is not None:
        level = 1 + sum(1 for left in lefts if left < lines[0].left - 4)
        return Line(
            Block("item", text[bullet.end() :].strip(), level=level, page=page), settled=True
        )
    return Line(Block("paragraph", text, page=page), bold=bold, size=size)


def _item_lefts(pages: Sequence[Sequence[TextLine]]) -> list[float]:
    """Where bullets begin, from the left: their place tells their depth."""
    found: list[float] = []
    bullets = [
        line.left for page in pages for line in page if not line.table and _BULLET.match(line.text)
    ]
    for left in sorted(bullets):
        if not found or left - found[-1] > 8:
            found.append(left)
    return found[:9]


def _run_on(text: str, following: str, compounds: frozenset[str]) -> str:
    """Two lines as one; a word broken at the line's end is mended."""
    if text.endswith(_HYPHENS) and len(text) > 1 and text[-2].isalpha():
        head, tail = text[:-1].rsplit(" ", 1)[-1], following.split(" ", 1)[0]
        kept = f"{head}-{tail}".strip(".,;:)(").lower()
        compound = kept in compounds or head[-1:].isupper() or "-" in tail.rstrip("-")
        if following[:1].islower() and not compound:
            return text[:-1] + following
        return f"{text[:-1]}-{following}"
    if text.endswith("/"):
        return f"{text}{following}"
    return f"{text} {following}"


def _compounds(pages: Sequence[Sequence[TextLine]]) -> frozenset[str]:
    """Words the document writes with a hyphen in the middle of a line."""
    found: set[str] = set()
    for page in pages:
        for line in page:
            for text in [line.text] if not line.table else [c for row in line.table for c in row]:
                found.update(match.group(0).lower() for match in _COMPOUND.finditer(text))
    return frozenset(found)


def _goes_on(above: Line, below: Line) -> bool:
    """A sentence that runs over the end of a page or column."""
    first, second = above.block, below.block
    if first.kind not in ("paragraph", "item") or second.kind != "paragraph":
        return False
    if first.text.endswith(_SENTENCE_END) or above.bold != below.bold:
        return False
    if abs(above.size - below.size) > 0.5 and above.size:
        return False
    if first.text.endswith(_HYPHENS) and len(first.text.split()) > 6:
        return True
    return (
        second.text[:1].islower() and len(first.text.split()) > 6 and not _MARKER.match(second.text)
    )


def _joined(above: Line, below: Line, compounds: frozenset[str]) -> Line:
    text = _run_on(above.block.text, below.block.text, compounds)
    return above.with_block(replace(above.block, text=tidy(text)))


def _unruled_table(rows: list[TextLine]) -> Line:
    """Lines in pieces as rows: a piece goes to the column it begins in."""
    starts = _column_starts(rows)
    texts: list[list[str]] = []
    bold: list[bool] = []
    for line in rows:
        cells = [""] * len(starts)
        for piece, text in zip(line.pieces, line.cells, strict=True):
            at = _column(starts, piece[0].left)
            cells[at] = f"{cells[at]} {text}".strip()
        if texts and not cells[0] and len(line.pieces) < len(starts):
            texts[-1] = [f"{a} {b}".strip() for a, b in zip(texts[-1], cells, strict=True)]
        else:
            texts.append(cells)
            bold.append(line.bold)
    even, kept = square([[tidy(cell) for cell in row] for row in texts])
    count = header_rows(even, [bold[at] for at in kept])
    block = Block("table", page=rows[0].page, rows=tuple(map(tuple, even)), header_rows=count)
    return Line(block, settled=True)


def _column_starts(rows: Sequence[TextLine]) -> list[float]:
    starts: list[float] = []
    for left in sorted(piece[0].left for row in rows for piece in row.pieces):
        if not starts or left - starts[-1] > 12:
            starts.append(left)
    return starts


def _column(starts: Sequence[float], left: float) -> int:
    return max((at for at, start in enumerate(starts) if start <= left + 1), default=0)
