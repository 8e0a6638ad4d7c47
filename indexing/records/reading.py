"""From files to rows: which table a sheet holds, and what each of its cells says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from indexing.records import cells
from indexing.records.columns import (
    Columns,
    Field,
    Heading,
    Importer,
    Row,
    Table,
    missing,
    recognise,
)
from indexing.records.fetching import Fetched
from indexing.records.report import Problem, Report
from indexing.records.sheets import Line, Sheet, read_sheets
from indexing.watching import Watch
from knowledge.errors import BadInput
from knowledge.people.finding import same_text


@dataclass(frozen=True)
class Choices:
    """How to import. `columns` are the company's own headings; `by` is a person's id."""

    columns: Columns = field(default_factory=dict)
    day_first: bool = True
    dry_run: bool = False
    skip_bad: bool = False
    accept_removals: bool = False
    by: int | None = None


@dataclass
class Reading:
    """The rows of all files by table, and what could not be read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)


def read_rows(
    importer: Importer, files: Sequence[Fetched], chosen: Choices, report: Report, watch: Watch
) -> Reading:
    """Every row of every sheet; what can't be used goes into the report.

    Raises BadInput for a file that holds no table of the register.
    """
    reading = Reading()
    for file in files:
        sheets = read_sheets(file.path)
        found = [
            (sheet, recognise(sheet, importer.tables, chosen.columns))
            for sheet in sheets
            if sheet.lines
        ]
        if not any(heading for _, heading in found):
            raise _unknown(file, importer, found[0][0], chosen)
        for sheet, heading in found:
            if heading is None:
                report.passed_over.append(f"{file.name}, sheet {sheet.name},")
            else:
                _read_sheet(file, sheet, heading, chosen, report, reading, watch)
    for table in importer.tables:
        _refuse_doubles(table, reading, report)
    return reading


def _unknown(file: Fetched, importer: Importer, sheet: Sheet, chosen: Choices) -> BadInput:
    return BadInput(
        f"{file.name} holds no table of the {importer.register} register: "
        f"{missing(sheet, importer.tables, chosen.columns)}. Name your own headings in "
        f"settings.yaml under records, {importer.register}, columns."
    )


def _read_sheet(
    file: Fetched,
    sheet: Sheet,
    heading: Heading,
    chosen: Choices,
    report: Report,
    reading: Reading,
    watch: Watch,
) -> None:
    lines = [line for line in sheet.lines if line[0] > heading.number]
    rows = reading.rows.setdefault(heading.table.name, [])
    fields = _fields(heading, chosen)
    width = max([*heading.fields.values(), *heading.others.values()]) + 1
    watch.stage(f"reading {heading.table.name}", len(lines))
    for line in lines:
        row, wrong = _row(file, sheet, heading, fields, line, width)
        report.rows += 1
        if wrong:
            places = (file.name, sheet.name, line[0])
            report.problems += [Problem(*places, reason) for reason in wrong]
            reading.mentioned |= {same_text(str(cell)) for cell in line[1] if cell is not None}
            reading.incomplete.add(heading.table.name)
        else:
            rows.append(row)
        watch.advance()


def _fields(heading: Heading, chosen: Choices) -> list[tuple[Field, int]]:
    fields = []
    for column in heading.table.fields:
        if column.name not in heading.fields:
            continue
        if column.parse is cells.day and not chosen.day_first:
            column = Field(column.name, cells.day_month_first, column.synonyms, column.required)
        fields.append((column, heading.fields[column.name]))
    return fields


def _row(
    file: Fetched,
    sheet: Sheet,
    heading: Heading,
    fields: Sequence[tuple[Field, int]],
    line: Line,
    width: int,
) -> tuple[Row, list[str]]:
    number, found = line
    wrong = []
    if number == sheet.cut:
        row = Row(heading.table.name, file.name, sheet.name, number, {})
        return row, ["the file ends in the middle of this row; it looks half-written"]
    if any(cell not in (None, "") for cell in found[width:]):
        wrong.append("has more cells than there are headings; is a separator in a text?")
    values: dict[str, Any] = {}
    for column, place in fields:
        cell = found[place] if place < len(found) else None
        try:
            values[column.name] = column.parse(cell)
        except cells.Unfit as unfit:
            wrong.append(f"{column.name} {unfit}")
            continue
        if column.required and values[column.name] in (None, "", []):
            wrong.append(f"{column.name} is missing")
    rest = {name: found[at] for name, at in heading.others.items() if at < len(found)}
    return Row(heading.table.name, file.name, sheet.name, number, values, rest), wrong


def _refuse_doubles(table: Table, reading: Reading, report: Report) -> None:
    """Where two rows have one key, neither is taken: nobody can tell which is right."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in reading.rows.get(table.name, ()):
        groups.setdefault(tuple(_comparable(row[name]) for name in table.key), []).append(row)
    doubled = [
        rows
        for key, rows in groups.items()
        if len(rows) > 1 and any(part is not None for part in key)
    ]
    if not doubled:
        return
    names = " and ".join(table.key)
    for rows in doubled:
        for row in rows:
            others = ", ".join(str(other.number) for other in rows if other is not row)
            reason = f"has the same {names} as row {others}"
            report.problems.append(Problem(row.file, row.sheet, row.number, reason))
    out = {id(row) for rows in doubled for row in rows}
    reading.mentioned |= {
        same_text(str(value)) for rows in doubled for row in rows for value in row.values.values()
    }
    reading.rows[table.name] = [row for row in reading.rows[table.name] if id(row) not in out]
    reading.incomplete.add(table.name)


def _comparable(value: Any) -> Any:
    return same_text(value) if isinstance(value, str) else value
