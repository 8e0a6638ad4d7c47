"""What a register's tables look like: their columns, by which names, and what they take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from indexing.records import cells
from indexing.records.cells import Parser
from indexing.records.sheets import Cell, Sheet
from knowledge.registers import Register

if TYPE_CHECKING:
    from indexing.records.run import Run

LOOKED_AT = 20
"""Rows in which headings are looked for: titles and legends may stand above them."""

Columns = Mapping[str, Sequence[str]]
"""The company's own headings: by field, or by "table.field"."""


@dataclass(frozen=True)
class Field:
    """A column. `synonyms` are other headings it is known by; its name is one already."""

    name: str
    parse: Parser = cells.text
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Row:
    """A row that could be read. Columns that the file lacks are not in `values`.

    `rest` holds the cells under headings that no field claims, by heading.
    """

    table: str
    file: str
    sheet: str
    number: int
    values: dict[str, Any]
    rest: dict[str, Cell] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(frozen=True)
class Table:
    """One kind of table of a register.

    `key` names the fields that tell its rows apart: two equal keys are refused. `write` brings the
    rows into the database and says what it did through the run (see indexing.records.run).
    `afterwards` is called with the same rows once all tables are written. `least` is how many of
    the fields must be there for a sheet to be taken for this table.
    """

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    write: Callable[[Run, Sequence[Row]], None]
    least: int = 2
    afterwards: Callable[[Run, Sequence[Row]], None] | None = None

    @property
    def required(self) -> set[str]:
        return {field.name for field in self.fields if field.required}


@dataclass(frozen=True)
class Importer:
    """A register and its tables, in the order in which they are written."""

    register: Register
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Heading:
    """Where a table's headings stand, and which column holds which field.

    `others` are the columns that no field claims.
    """

    table: Table
    number: int
    fields: dict[str, int]
    others: dict[str, int]


def plain(heading: object) -> str:
    """A heading as it is compared: letters and figures only."""
    return re.sub(r"[\W_]+", "", str(heading or "").casefold())


def recognise(sheet: Sheet, tables: Sequence[Table], columns: Columns) -> Heading | None:
    """The table whose columns fit the sheet's headings best, or None."""
    best: Heading | None = None
    for number, line in sheet.lines[:LOOKED_AT]:
        for table in tables:
            found = _heading(table, number, line, columns)
            if _fits(found) and (best is None or _score(found) > _score(best)):
                best = found
    return best


def missing(sheet: Sheet, tables: Sequence[Table], columns: Columns) -> str:
    """What a sheet lacks to be one of these tables, for the table that is nearest."""
    nearest = max(
        (
            _heading(table, number, line, columns)
            for number, line in sheet.lines[:LOOKED_AT]
            for table in tables
        ),
        key=lambda found: len(found.fields),
    )
    lacking = sorted(nearest.table.required - set(nearest.fields)) or ["more of its columns"]
    return f"nearest is the table {nearest.table.name!r}, which lacks {', '.join(lacking)}"


def _heading(table: Table, number: int, line: Sequence[Cell], columns: Columns) -> Heading:
    places: dict[str, int] = {}
    for place, cell in enumerate(line):
        if plain(cell):
            places.setdefault(plain(cell), place)
    found: dict[str, int] = {}
    for column in table.fields:
        for name in _names(table, column, columns):
            if name in places and places[name] not in found.values():
                found[column.name] = places[name]
                break
    others = {
        str(line[place]).strip(): place for place in places.values() if place not in found.values()
    }
    return Heading(table, number, found, others)


def _names(table: Table, column: Field, columns: Columns) -> list[str]:
    """The company's own headings come first; then they are the only ones."""
    own = columns.get(f"{table.name}.{column.name}") or columns.get(column.name)
    return [plain(name) for name in (own or (column.name, *column.synonyms))]


def _fits(found: Heading) -> bool:
    return found.table.required <= set(found.fields) and len(found.fields) >= found.table.least


def _score(found: Heading) -> tuple[int, float]:
    return len(found.fields), len(found.fields) / len(found.table.fields)
