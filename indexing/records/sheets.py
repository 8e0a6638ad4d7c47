"""Tables in files: CSV in any usual encoding and separator, and workbooks, row by row."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import repeat, zip_longest
from pathlib import Path
from typing import Any

from indexing.reading.archive import Archive
from indexing.reading.limits import Limits
from knowledge.errors import BadInput, Unreadable

SEPARATORS = ",;\t|"
BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, EOFError,
    zipfile.BadZipFile,
)  # fmt: skip
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_UTF16_ZEROS = 0.3


@dataclass(frozen=True)
class Formula:
    """A cell whose formula was never calculated: there is no value to take."""

    text: str


Cell = str | int | float | bool | date | datetime | time | Formula | None
Line = tuple[int, list[Cell]]
"""A row's number in its file, counted from 1, and its cells."""


@dataclass(frozen=True)
class Sheet:
    """One table. `name` is the sheet's in a workbook, and empty for a text file.

    `cut` is the number of a last row that ends before its line does.
    """

    name: str
    lines: list[Line]
    cut: int | None = None


def read_sheets(path: Path) -> list[Sheet]:
    """The tables of a file; sheets that are hidden are left out.

    Raises BadInput if it is empty, damaged or no table.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise BadInput(f"{path.name} can't be opened ({error.strerror}).") from error
    if start.startswith(b"PK"):
        sheets = _workbook(path)
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            f"{path.name} is a workbook in the old format or has a password. "
            "Save it as .xlsx without one."
        )
    else:
        sheets = [_separated(path)]
    if not any(sheet.lines for sheet in sheets):
        raise BadInput(f"{path.name} is empty. Nothing was changed; check how it was exported.")
    return sheets


def text_of(content: bytes) -> str:
    """Text from bytes: by byte order mark, by its zero bytes, as UTF-8, as Windows-1252."""
    if content.startswith(b"\xef\xbb\xbf"):
        return content.decode("utf-8-sig", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    sample = content[:2000]
    if sample and sample.count(0) > _UTF16_ZEROS * len(sample):
        return content.decode("utf-16-le" if sample[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separated(path: Path) -> Sheet:
    text = text_of(path.read_bytes())
    if text.lower().startswith("sep="):
        separator, text = text[4:5], "\n" + text.partition("\n")[2]
    else:
        separator = _separator(text)
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for row in reader:
            lines.append((number, list(row)))
            number = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            f"{path.name} breaks off in a cell that begins in row {number} ({error}). "
            "It looks half-written. Nothing was changed; export it again."
        ) from error
    lines = [line for line in lines if any(str(cell).strip() for cell in line[1])]
    return Sheet("", lines, _cut(lines, text))


def _separator(text: str) -> str:
    """The sign that cuts the first lines into the most even rows of more than one cell."""
    sample = text.splitlines()[:20]

    def fit(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(sample, delimiter=sign) if row]
        wide = [count for count in counts if count > 1]
        usual = max(set(wide), key=wide.count) if wide else 0
        return wide.count(usual), usual

    return max(SEPARATORS, key=fit)


def _cut(lines: list[Line], text: str) -> int | None:
    if len(lines) < 2 or text.endswith(("\n", "\r")):
        return None
    (number, last), (_, before) = lines[-1], lines[-2]
    return number if len(last) < len(before) else None


def _workbook(path: Path) -> list[Sheet]:
    try:
        with Archive(path, Limits()) as archive:
            formulas = any(
                _FORMULA.search(archive.bytes_of(name) or b"")
                for name in archive.names
                if name.startswith("xl/worksheets/")
            )
        as_typed = _opened(path, values=False) if formulas else nullcontext()
        with _opened(path, values=True) as values, as_typed as written:
            return [
                Sheet(sheet.title, list(_lines(sheet, written[sheet.title] if written else None)))
                for sheet in values.worksheets
                if sheet.sheet_state == "visible"
            ]
    except Unreadable as error:
        raise BadInput(f"{path.name}: {error} Nothing was changed.") from error
    except BROKEN as error:
        raise BadInput(
            f"{path.name} is damaged or half-written ({type(error).__name__}). "
            "Nothing was changed; export it again."
        ) from error


@contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Any]:
    from openpyxl.reader.excel import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions that openpyxl drops hold no records
        workbook = load_workbook(  # type: ignore[no-untyped-call]
            path, read_only=True, data_only=values, keep_links=False
        )
    try:
        yield workbook
    finally:
        workbook.close()


def _lines(sheet: Any, written: Any) -> Iterator[Line]:
    """Rows with anything in them. `written` is the same sheet with its formulas as text."""
    rows = sheet.iter_rows(values_only=True)
    texts = written.iter_rows(values_only=True) if written is not None else repeat(())
    for number, (row, typed) in enumerate(zip(rows, texts, strict=False), start=1):
        cells = [_cell(value, text) for value, text in zip_longest(row, typed[: len(row)])]
        if any(cell is not None and cell != "" for cell in cells):
            yield number, cells


def _cell(value: Any, typed: Any) -> Cell:
    if value is None and isinstance(typed, str) and typed.startswith("="):
        return Formula(typed)
    if value is None or isinstance(value, str | int | float | bool | date | datetime | time):
        return value
    return str(value)
