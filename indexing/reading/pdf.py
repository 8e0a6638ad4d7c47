"""PDFs: words by their place on the page, since a PDF knows neither paragraph nor table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexing.reading.archive import damaged
from indexing.reading.cleaning import one_line, tidy
from indexing.reading.content import Content
from indexing.reading.headings import recover
from indexing.reading.limits import Limits
from indexing.reading.pdf_blocks import block_lines
from indexing.reading.pdf_grid import Grid, grids
from indexing.reading.pdf_lines import TextLine, lines_of
from indexing.reading.pdf_margins import without_margins
from indexing.reading.pdf_scans import recognised
from indexing.reading.pdf_words import PageWords, Word
from indexing.reading.tables import header_rows, square
from knowledge.errors import Unreadable

_PADDING = 4.0  # points between a cell's text and its border
_DATE = re.compile(r"^D:(\d{4})(\d{2})?(\d{2})?")


def read(path: Path, limits: Limits) -> Content:
    """The document's blocks, each with its page."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(str(error)) from error
    try:
        if len(document) > limits.pdf_pages:
            raise Unreadable(
                f"The PDF has {len(document):,} pages; up to {limits.pdf_pages:,} are read.",
                "Split it.",
            )
        return _content(document, path, limits)
    except pypdfium2.PdfiumError as error:
        raise damaged() from error
    finally:
        document.close()


def _content(document: Any, path: Path, limits: Limits) -> Content:
    pages: list[list[TextLine]] = []
    scans: list[int] = []
    height = 842.0
    for at in range(len(document)):
        page = document[at]
        reader = PageWords(page)
        try:
            height = reader.height
            words = reader.words()
            if not words and _shows_something(page):
                scans.append(at + 1)
            pages.append(_page(words, reader, at + 1))
        finally:
            reader.close()
            page.close()
    recognised_pages, notes = recognised(path, document, scans, limits, all_pages=len(pages))
    own, margins = without_margins(pages, height)
    for number, lines in recognised_pages.items():
        own[number - 1] = lines
    return Content(
        blocks=tuple(recover(block_lines(own))),
        margins=tuple(map(tidy, margins)),
        properties=_properties(document),
        pages=len(pages),
        notes=notes,
    )


def _page(words: Sequence[Word], reader: PageWords, number: int) -> list[TextLine]:
    """The page's lines, its ruled tables in their places."""
    tables = grids(reader.rules()) if words else []
    inside: list[list[Word]] = [[] for _ in tables]
    outside: list[Word] = []
    for word in words:
        at = next((i for i, grid in enumerate(tables) if grid.holds(word)), None)
        (outside if at is None else inside[at]).append(word)
    read_tables = [
        _table_line(grid, held, number) for grid, held in zip(tables, inside, strict=True)
    ]
    return lines_of(outside, number, [table for table in read_tables if table is not None])


def _table_line(grid: Grid, words: Sequence[Word], number: int) -> TextLine | None:
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(grid.place(word), []).append(word)
    rows, bold = [], []
    for row in range(len(grid.rows) - 1):
        held = [cells.get((row, column), []) for column in range(len(grid.columns) - 1)]
        rows.append(
            [
                _cell_text(cell, number, right - _PADDING)
                for cell, right in zip(held, grid.columns[1:], strict=True)
            ]
        )
        bold.append(all(word.bold for cell in held for word in cell))
    even, kept = square(rows)
    if not even:
        return None
    count = header_rows(even, [bold[at] for at in kept])
    return TextLine((tuple(words),), number, tuple(map(tuple, even)), count)


def _cell_text(words: Sequence[Word], number: int, right: float) -> str:
    text = ""
    above: TextLine | None = None
    for line in lines_of(words, number) if words else []:
        if text.endswith(("-", "\u00ad")) and line.text[:1].islower():
            text = text[:-1] + line.text
        elif above is not None and replace(above, edge=right).had_room_for(line):
            text = f"{text}\n{line.text}"
        else:
            text = f"{text} {line.text}"
        above = line
    return tidy(text)


def _shows_something(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFPage_CountObjects(page.raw))


def _properties(document: Any) -> dict[str, str]:
    found = {}
    for name, value in document.get_metadata_dict(skip_empty=True).items():
        date = _DATE.match(value)
        written = "-".join(filter(None, date.groups())) if date else one_line(value)
        found[{"CreationDate": "created", "ModDate": "modified"}.get(name, name.lower())] = written
    return {name: value for name, value in found.items() if value and value != "(unspecified)"}


def _refusal(message: str) -> Unreadable:
    if "password" in message.lower():
        return Unreadable("The PDF is protected with a password.", "Save it without a password.")
    if "security" in message.lower():
        return Unreadable(
            "The PDF is protected in a way that isn't supported.", "Save it without protection."
        )
    return damaged()
