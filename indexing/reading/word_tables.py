"""Word's tables as rows of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from indexing.reading.archive import too_deep
from indexing.reading.tables import header_rows, square
from indexing.reading.word_names import VALUE, switch, value_of, w, whole
from indexing.reading.word_numbering import Numbering
from indexing.reading.word_runs import Runs, Words
from indexing.reading.word_styles import Styles

_WIDEST = 200  # columns; a span beyond it is a mistake or an attack
_DEEPEST = 20
_WRAPPERS = frozenset(w(n) for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


class Counting(Protocol):
    """What a table shares with the text around it: styles, list counters, open fields."""

    styles: Styles
    numbering: Numbering
    runs: Runs


@dataclass
class Cell:
    """One cell: its text and what hangs on it."""

    text: str = ""
    bold: bool = False
    span: int = 1
    continues: bool = False
    breaks: int = 0
    starts_page: bool = False
    nested: list[list[str]] = field(default_factory=list)


@dataclass
class Table:
    """A table as read. `breaks` are the pages its rows run over."""

    rows: list[list[str]] = field(default_factory=list)
    header_rows: int = 0
    breaks: int = 0
    starts_page: bool = False
    footnotes: list[tuple[str, str]] = field(default_factory=list)


def children(parent: Any, name: str) -> Iterator[Any]:
    """Elements of one name right under `parent` or in content controls and insertions."""
    for child in parent.iterchildren("*"):
        if child.tag == w(name):
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, name)


def is_box(table: Any) -> bool:
    """True for a frame of a single cell, and for a page laid out in cells with headings."""
    rows = [*children(table, "tr")]
    cells = [cell for row in rows[:2] for cell in children(row, "tc")]
    return len(rows) == 1 and len(cells) == 1


def read_table(table: Any, story: Counting, depth: int = 0) -> Table:
    """The table's rows; merged cells hold their text once, nested tables follow as rows."""
    found = Table()
    marked, bold_rows = 0, []
    for row in children(table, "tr"):
        properties = row.find(w("trPr"))
        if properties is not None and properties.find(w("del")) is not None:
            continue
        cells = [_cell(element, story, found, depth) for element in children(row, "tc")]
        if not found.rows and any(cell.starts_page for cell in cells):
            found.starts_page = True
        found.breaks += max((cell.breaks for cell in cells), default=0)
        if switch(properties, "tblHeader") and marked == len(found.rows):
            marked += 1
        bold_rows.append(bool(cells) and all(c.bold for c in cells if c.text))
        found.rows.append(_row(cells, properties))
        for cell in cells:
            found.rows += cell.nested
            bold_rows += [False] * len(cell.nested)
    found.rows, kept = square(found.rows)
    bold_rows = [bold_rows[at] for at in kept]
    found.header_rows = header_rows(
        found.rows, bold_rows, marked=marked, styled=_first_row_is_styled(table, story.styles)
    )
    return found


def _row(cells: list[Cell], properties: Any | None) -> list[str]:
    before = whole(value_of(properties, "gridBefore")) or 0
    row = [""] * min(max(before, 0), _WIDEST)
    for cell in cells:
        row.append("" if cell.continues else cell.text)
        row += [""] * (cell.span - 1)
    return row[:_WIDEST]


def _cell(element: Any, story: Counting, table: Table, depth: int) -> Cell:
    properties = element.find(w("tcPr"))
    merge = None if properties is None else properties.find(w("vMerge"))
    span = whole(value_of(properties, "gridSpan")) or 1
    cell = Cell(
        span=min(max(span, 1), _WIDEST),
        continues=merge is not None and merge.get(VALUE) in (None, "continue"),
    )
    characters = bold = 0
    texts: list[str] = []
    for part in _parts(element):
        if part.tag == w("tbl"):
            if depth >= _DEEPEST:
                raise too_deep()
            nested = read_table(part, story, depth + 1)
            cell.nested += nested.rows
            cell.breaks += nested.breaks
            table.footnotes += nested.footnotes
            continue
        words, text = paragraph_text(part, story)
        cell.starts_page = cell.starts_page or (bool(words.breaks_before) and not texts)
        cell.breaks += words.breaks_before + words.breaks_after
        characters, bold = characters + words.characters, bold + words.bold
        table.footnotes += words.footnotes
        texts += [text] if text else []
    cell.text = "\n".join(texts)
    cell.bold = characters > 0 and bold == characters
    return cell


def _parts(parent: Any) -> Iterator[Any]:
    for child in parent.iterchildren("*"):
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _parts(child)


def paragraph_text(paragraph: Any, story: Counting) -> tuple[Words, str]:
    """A paragraph inside a cell or margin: its generated number, text and text boxes."""
    properties = paragraph.find(w("pPr"))
    style = value_of(properties, "pStyle")
    mark = story.numbering.mark(properties, style)
    words = story.runs.words(paragraph, style)
    text = words.text
    if mark is not None and mark.text and text:
        text = f"{mark.text} {text}"
    boxed = [
        inner
        for box in words.boxes
        for part in box.iter(w("p"))
        if (inner := story.runs.words(part, None).text)
    ]
    return words, "\n".join([text, *boxed]).strip()


def _first_row_is_styled(table: Any, styles: Styles) -> bool:
    properties = table.find(w("tblPr"))
    look = None if properties is None else properties.find(w("tblLook"))
    if look is None:
        return False
    first_row = look.get(w("firstRow"))
    if first_row is None:
        bits = look.get(VALUE) or "0"
        try:
            asked = bool(int(bits, 16) & 0x20)
        except ValueError:
            asked = False
    else:
        asked = first_row in ("1", "true", "on")
    identity = value_of(properties, "tblStyle")
    if not asked or identity is None:
        return False
    return bool(styles.first(identity, lambda style: style.header_row or None))
