"""Build Excel workbooks from a YAML description and one CSV file per sheet."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl.styles.alignment import Alignment
from openpyxl.styles.borders import Border, Side
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.utils.cell import get_column_letter
from openpyxl.workbook.workbook import Workbook

from .archive import write_stable
from .source import Source

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_INTEGER = re.compile(r"^-?(0|[1-9]\d{0,6})$")
_DECIMAL = re.compile(r"^-?\d{1,6}\.\d+$")
_EDGE = Border(*(Side(style="thin", color="999999") for _ in range(4)))


class WorkbookBuilder:
    """Writes one source and its CSV sheets as a workbook."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def build(self, target: Path, modified: datetime) -> None:
        """Write the workbook to the target path."""
        book = Workbook()
        book.remove(book.active)
        for sheet in self.source.meta["sheets"]:
            self._add_sheet(book, sheet)
        book.properties.creator = self.source.text("author") or "Ruth Calder"
        book.properties.title = str(self.source.layout.get("property_title", ""))
        book.properties.created = modified
        buffer = BytesIO()
        book.save(buffer)
        write_stable(buffer.getvalue(), target, modified)

    def _add_sheet(self, book: Any, sheet: dict[str, Any]) -> None:
        page = book.create_sheet(str(sheet["name"]))
        path = self.source.path.parent / str(sheet["csv"])
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        width = max(len(row) for row in rows)
        header = int(sheet.get("header", 1))
        for i, row in enumerate(rows, 1):
            for j, text in enumerate(row, 1):
                _set(page.cell(row=i, column=j), text)
            filled = [text for text in row if text]
            alone = len(filled) == 1 and bool(row[0])
            if alone and i != header:
                page.merge_cells(start_row=i, start_column=1, end_row=i, end_column=width)
                page.cell(row=i, column=1).font = Font(bold=i == 1, size=14 if i == 1 else 10)
            elif i >= header and filled:
                _frame(page, i, width, head=i == header)
        for merge in sheet.get("merge", []):
            page.merge_cells(str(merge))
        _set_widths(page, rows[header - 1 :], width)
        page.freeze_panes = page.cell(row=header + 1, column=2)
        page.page_setup.orientation = "landscape"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True


def _set(cell: Any, text: str) -> None:
    if _DATE.match(text):
        cell.value = date.fromisoformat(text)
        cell.number_format = "DD/MM/YYYY"
    elif _INTEGER.match(text):
        cell.value = int(text)
    elif _DECIMAL.match(text):
        cell.value = float(text)
    elif text:
        cell.value = text


def _frame(page: Any, row: int, width: int, head: bool) -> None:
    for column in range(1, width + 1):
        cell = page.cell(row=row, column=column)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _EDGE
        if head:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="DDE6D5")


def _set_widths(page: Any, rows: list[list[str]], width: int) -> None:
    for column in range(width):
        cells = [row[column] for row in rows if column < len(row) and any(row[1:])]
        longest = max(map(len, cells), default=8)
        page.column_dimensions[get_column_letter(column + 1)].width = min(max(longest + 2, 7), 42)
