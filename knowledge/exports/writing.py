"""Tables as bytes. What a spreadsheet would take for a formula gets an apostrophe before it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any

Value = str | int | date | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_A_CELL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
"""Control characters, which a workbook can't hold."""
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class ExportedTable:
    """A table with its headings; `name` is at most 31 characters long, as sheets' names are."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


def harmless(value: Value) -> Value:
    """The value such that no spreadsheet takes it for a formula; what isn't text stays."""
    if not isinstance(value, str):
        return value
    plain = value.translate(NOT_IN_A_CELL)
    return f"'{plain}" if plain.startswith(FORMULA_STARTS) else plain


def as_csv(table: ExportedTable) -> bytes:
    """UTF-8 with a byte order mark, which Excel asks for; dates as YYYY-MM-DD."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([harmless(heading) for heading in table.headings])
    for row in table.rows:
        writer.writerow([harmless(value) for value in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def as_workbook(tables: Sequence[ExportedTable]) -> bytes:
    """One sheet a table; dates are dates, numbers that begin with zero stay text."""
    from openpyxl.workbook.workbook import Workbook

    book: Any = Workbook(write_only=True)  # type: ignore[no-untyped-call]
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        sheet.append([harmless(heading) for heading in table.headings])
        for row in table.rows:
            sheet.append([_cut(harmless(value)) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cut(value: Value) -> Value:
    return value[:LONGEST_CELL] if isinstance(value, str) else value
