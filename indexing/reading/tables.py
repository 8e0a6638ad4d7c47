"""Rows of cells: made even, emptied of what holds nothing, their header row recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexing.reading.cleaning import one_line

_HEADER_WORDS = 8

# Two columns under such names are a table with a header; any other two are labels and values.
_COLUMN_NAMES = frozenset(
    (
        "abbreviation", "abbreviations", "acronym", "term", "terms", "definition",
        "definitions", "description", "meaning", "explanation", "role", "roles",
        "responsibility", "responsibilities", "function", "task", "tasks", "input",
        "inputs", "output", "outputs", "participants", "step", "steps", "activity",
        "action", "actions", "document", "documents", "record", "records", "retention",
        "period", "frequency", "level", "example", "item", "items", "requirement",
        "requirements", "change", "changes", "reason", "name", "names", "begriff", "rolle",
        "aufgabe", "aufgaben", "verantwortung", "abkürzung", "bedeutung", "beschreibung",
        "eingabe", "ausgabe", "schritt", "who", "what", "when", "id", "title",
        "interpretation", "likelihood", "person", "colour",
    )
)  # fmt: skip


def square(rows: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[int]]:
    """Rows of one width without empty rows and columns, and which rows were kept."""
    kept = [at for at, row in enumerate(rows) if any(row)]
    width = max((len(rows[at]) for at in kept), default=0)
    even = [[*rows[at], *[""] * (width - len(rows[at]))] for at in kept]
    used = [column for column in range(width) if any(row[column] for row in even)]
    if len(used) < width:
        even = [[row[column] for column in used] for row in even]
    return even, kept


def header_rows(
    rows: Sequence[Sequence[str]],
    bold: Sequence[bool],
    *,
    marked: int = 0,
    styled: bool = False,
) -> int:
    """How many rows name the columns: as marked by the author, else by their looks."""
    if len(rows) < 2:
        return 0
    if marked:
        return min(marked, len(rows) - 1)
    if bold and bold[0] and not all(bold):
        return 1 if sum(map(bool, rows[0])) > 1 or len(rows[0]) == 1 else _under_title(rows, bold)
    if (below := _bold_names_below(rows, bold)) is not None:
        return below
    if styled and sum(map(bool, rows[0])) > 1:
        return 1
    return 1 if _names_columns(rows) else 0


def _bold_names_below(rows: Sequence[Sequence[str]], bold: Sequence[bool]) -> int | None:
    """A single bold row under one or two others ("Refresher | 24 | 36") names the columns."""
    heavy = [at for at, is_bold in enumerate(bold) if is_bold]
    if len(heavy) != 1 or not 1 <= heavy[0] <= 2 or len(rows) < heavy[0] + 3:
        return None
    filled = sum(map(bool, rows[heavy[0]]))
    return heavy[0] + 1 if filled >= 3 and filled > 0.6 * len(rows[0]) else None


def _under_title(rows: Sequence[Sequence[str]], bold: Sequence[bool]) -> int:
    """A title that spans the table, with bold column names below it, makes two."""
    return 2 if len(rows) > 2 and bold[1] and sum(map(bool, rows[1])) > 1 else 1


def _names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """A first row of short, distinct names over at least two columns more than label and value."""
    first, rest = rows[0], rows[1:]
    if len(first) < 3:
        names = [cell.lower().split() for cell in first]
        return all(name and name[-1] in _COLUMN_NAMES and len(name) <= 3 for name in names)
    if not all(first) or len(set(first)) < len(first):
        return False
    if any(len(cell.split()) > _HEADER_WORDS or cell[-1] in ".:;" for cell in first):
        return False
    if any(any(c.isdigit() for c in cell) for cell in first):
        return False
    words_below = sum(len(cell.split()) for row in rest for cell in row)
    words_above = sum(len(cell.split()) for cell in first)
    gaps_below = any(not cell for row in rest for cell in row)
    digits_below = any(c.isdigit() for row in rest for cell in row for c in cell)
    return gaps_below or digits_below or words_below > 1.5 * words_above * len(rest)


def row_lines(row: Sequence[str]) -> Iterator[str]:
    """A row as "label | value"; cells of several lines are paired line by line or set apart."""
    cells = [cell.split("\n") for cell in row if cell]
    heights = {len(cell) for cell in cells}
    if heights == {1}:
        yield " | ".join(one_line(cell[0]) for cell in cells)
    elif len(cells) > 1 and len(heights) == 1:
        for pair in zip(*cells, strict=True):
            yield " | ".join(one_line(part) for part in pair)
    else:
        for cell in cells:
            yield from (one_line(line) for line in cell)
