"""Tables in text files, their cells set apart by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from indexing.reading.cleaning import seen, tidy
from indexing.reading.content import Block, Content
from indexing.reading.limits import Limits
from indexing.reading.plain import decoded
from indexing.reading.tables import square

_SAMPLE_LINES = 20
_LONGEST_CELL = 1_000_000


def read(path: Path, limits: Limits) -> Content:
    """One table; its first row names the columns."""
    text = seen(decoded(path.read_bytes()))
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    filled = 0
    for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)):
        rows.append([tidy(cell) for cell in row])
        filled += len(row)
        if filled > limits.words:
            break
    even, _ = square(rows)
    if not even:
        return Content()
    table = Block("table", rows=tuple(tuple(row) for row in even), header_rows=int(len(even) > 1))
    return Content(blocks=(table,))


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first lines into the same number of cells, above one."""
    sample = text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]

    def fit(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(sample, delimiter=sign) if row]
        if not counts or max(counts) < 2:
            return 0, 0
        usual = max(set(counts), key=counts.count)
        return (counts.count(usual) if usual > 1 else 0), usual

    return max(",;\t|", key=fit)
