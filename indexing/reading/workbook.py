"""Excel workbooks: each sheet's tables, with the titles that stand above them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexing.reading.archive import Archive, damaged
from indexing.reading.cell_values import shown
from indexing.reading.cleaning import one_line, tidy
from indexing.reading.content import Block, Content
from indexing.reading.headings import heading
from indexing.reading.limits import Limits
from indexing.reading.office_properties import properties_of
from indexing.reading.regions import Region, regions
from indexing.reading.tables import header_rows, square

_MARGIN = re.compile(rb"<(?:\w+:)?(odd|even|first)(Header|Footer)[^>]*>(.*?)</", re.DOTALL)
_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[BIUSEXYPNDTZFAGO+-])')
_MARGIN_PART = re.compile(r"&[LCR]")
_TAIL = 64 * 1024
_LONG_LIST = 40  # rows; a single column longer than that is a list, not a text


def read(path: Path, limits: Limits) -> Content:
    """The visible sheets' tables; the sheet is each block's place."""
    with Archive(path, limits) as archive:
        properties = properties_of(archive)
        margins = _margins(archive)
    blocks: list[Block] = []
    notes: list[str] = []
    workbook = _opened(path)
    try:
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                notes.append(f"Sheet {sheet.title} is hidden and was not read.")
                continue
            blocks += sheet_blocks([*_grid(sheet, limits)], f"Sheet {one_line(sheet.title)}")
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise damaged() from error  # what the library throws at cells that make no sense
    finally:
        workbook.close()
    return Content(blocks=tuple(blocks), margins=margins, properties=properties, notes=tuple(notes))


def _opened(path: Path) -> Any:
    from openpyxl.reader.excel import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions that openpyxl drops hold no words
        try:
            return load_workbook(  # type: ignore[no-untyped-call]
                path, read_only=True, data_only=True, keep_links=False
            )
        except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
            raise damaged() from error


@dataclass(frozen=True)
class Cell:
    """A cell as a person sees it."""

    text: str = ""
    bold: bool = False


_NOTHING = Cell()


def sheet_blocks(grid: list[list[Cell]], place: str) -> Iterator[Block]:
    """The titles and tables of a sheet."""
    for region in regions([[cell.text for cell in row] for row in grid]):
        yield from _region_blocks(region, grid, place)


def _grid(sheet: Any, limits: Limits) -> Iterator[list[Cell]]:
    sheet.reset_dimensions()  # what a file claims about its size is often wrong
    filled = 0
    for row in sheet.iter_rows():
        last = max((at for at, cell in enumerate(row) if cell.value is not None), default=-1)
        cells = [_cell(cell) for cell in row[: last + 1]]
        filled += sum(1 for cell in cells if cell.text)
        yield cells
        if filled > limits.words:  # the whole is refused when its words are counted
            return


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return _NOTHING
    text = tidy(value) if isinstance(value, str) else shown(value, cell.number_format)
    return Cell(text, bool(text) and bool(cell.font and cell.font.b))


def _region_blocks(region: Region, grid: list[list[Cell]], place: str) -> Iterator[Block]:
    rows = [
        [row[column] if column < len(row) else Cell() for column in region.columns]
        for row in (grid[at] for at in region.rows)
    ]
    top = _first_table_row(rows)
    yield from _above(rows[:top], place)
    if top < len(rows):
        yield _table(rows[top:], place)


def _first_table_row(rows: list[list[Cell]]) -> int:
    """Where titles and document data end and the table begins."""
    filled = [sum(1 for cell in row if cell.text) for row in rows]
    widest = max(filled, default=0)
    if widest == 1:
        return len(rows) if len(rows) < _LONG_LIST else 0
    if widest == 2:
        return next(at for at, count in enumerate(filled) if count == 2)
    enough = max(3, (widest + 1) // 2)
    top = next(at for at, count in enumerate(filled) if count >= enough)
    # A row of group names above the column names belongs to the table.
    while top and filled[top - 1] >= 2 and all(cell.bold for cell in rows[top - 1] if cell.text):
        top -= 1
    return top


def _above(rows: list[list[Cell]], place: str) -> Iterator[Block]:
    """Titles as headings, sentences as paragraphs, "label | value" pairs as a table."""
    pairs: list[list[str]] = []
    for row in rows:
        texts = [cell.text for cell in row if cell.text]
        if len(texts) > 1:
            pairs.append(texts)
            continue
        yield from _pairs(pairs, place)
        pairs = []
        bold = all(cell.bold for cell in row if cell.text)
        title = bold or row is rows[0]
        yield from (_single(text, place, title=title) for text in texts)
    yield from _pairs(pairs, place)


def _pairs(pairs: list[list[str]], place: str) -> Iterator[Block]:
    if pairs:
        even, _ = square(pairs)
        yield Block("table", place=place, rows=tuple(tuple(row) for row in even))


def _single(text: str, place: str, *, title: bool) -> Block:
    short = len(text.split()) <= 12 and "\n" not in text and text[-1] not in ".;,:"
    if short and title and any(c.isalpha() for c in text):
        return heading(text, 1, like=Block("heading", place=place))
    return Block("paragraph", text, place=place)


def _table(rows: list[list[Cell]], place: str) -> Block:
    bold = [all(cell.bold for cell in row if cell.text) for row in rows]
    texts, kept = square([[cell.text for cell in row] for row in rows])
    bold = [bold[at] for at in kept]
    leading = next((at for at, is_bold in enumerate(bold) if not is_bold), 0)
    count = header_rows(texts, bold, marked=leading if 1 < leading <= 3 else 0)
    return Block("table", place=place, rows=tuple(map(tuple, texts)), header_rows=count)


def _margins(archive: Archive) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in sorted(archive.names):
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            continue
        for line in _margin_lines((archive.bytes_of(name) or b"")[-_TAIL:]):
            found.setdefault(line)
    return tuple(found)


def _margin_lines(tail: bytes) -> Iterable[str]:
    from html import unescape

    for match in _MARGIN.finditer(tail):
        coded = unescape(match.group(3).decode("utf-8", "replace"))
        for part in _MARGIN_PART.split(coded):
            for line in tidy(_MARGIN_CODE.sub("", part).replace("&&", "&")).split("\n"):
                if any(c.isalnum() for c in line):
                    yield line
