"""`register.csv`: what the document controller says, which outweighs what stands in the files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from indexing.register.dates import excel_day, find_date
from indexing.register.kinds import kind_named
from indexing.register.labels import label_of, plain_label
from knowledge.documents import normal_number, revision_key
from knowledge.language import language_named

_COLUMNS = {
    "file": "file", "path": "file", "filename": "file", "file name": "file", "datei": "file",
    "dateiname": "file", "dateipfad": "file", "kind": "kind", "type": "kind", "doc type": "kind",
    "document type": "kind", "art": "kind", "dokumentart": "kind", "typ": "kind",
    "address": "address", "link": "address", "url": "address", "adresse": "address",
    "audience": "audience", "handling": "handling", "superseded": "superseded",
    "external issue": "external_issue", "effective": "effective_on", "effective on": "effective_on",
    "approved by": "approved_by", "approved on": "approved_on", "review on": "review_on",
    "next review": "review_on", "notes": "", "note": "", "comment": "", "comments": "",
    "remarks": "", "bemerkung": "", "bemerkungen": "",
}  # fmt: skip
_FIELDS = frozenset(
    """
    number title revision status approved_by approved_on effective_on review_on owner kind
    audience handling language address external_issue superseded
    """.split()  # noqa: SIM905
)
_DATES = ("approved_on", "effective_on", "review_on")
_HANDLINGS = ("quote", "link only", "never in slack")


@dataclass(frozen=True)
class Row:
    """One line of register.csv: the fields it fills in, as written."""

    line: int
    fields: Mapping[str, str]
    file: str | None = None


@dataclass(frozen=True)
class Overrides:
    """The rows of register.csv; `problems` say what in it could not be used, and in which line."""

    rows: tuple[Row, ...] = ()
    problems: tuple[str, ...] = ()
    _by_file: Mapping[str, Row] = field(default_factory=dict)
    _by_number: Mapping[tuple[str, object], Row] = field(default_factory=dict)

    @classmethod
    def none(cls) -> Overrides:
        """No register.csv."""
        return cls()

    @classmethod
    def read(cls, raw: bytes, *, day_first: bool = True) -> Overrides:
        """Read register.csv in any usual encoding and with comma, semicolon or tab."""
        text = _decoded(raw)
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
        if not table:
            return cls(problems=("register.csv is empty.",))
        columns, problems = _columns(table[0])
        if not {"file", "number"} & set(columns):
            return cls(problems=(*problems, _NO_KEY))
        rows: list[Row] = []
        for line, cells in enumerate(table[1:], start=2):
            if any(cell.strip() for cell in cells):
                row, faults = _row(line, columns, cells, day_first)
                problems += faults
                rows += [row] if row else []
        return cls._indexed(rows, problems)

    @classmethod
    def _indexed(cls, rows: Iterable[Row], problems: Iterable[str]) -> Overrides:
        by_file: dict[str, Row] = {}
        by_number: dict[tuple[str, object], Row] = {}
        faults = list(problems)
        kept: list[Row] = []
        for row in rows:
            place: dict[object, Row] = by_file if row.file else by_number  # type: ignore[assignment]
            key: object = row.file or _number_key(row.fields["number"], row.fields.get("revision"))
            if key in place:
                faults.append(
                    f"register.csv, line {row.line}: {row.file or row.fields['number']} is "
                    f"already in line {place[key].line}, which was taken."
                )
                continue
            place[key] = row
            kept.append(row)
        return cls(tuple(kept), tuple(faults), by_file, by_number)

    def row_for(self, file: str, number: str | None, revision: str | None) -> Row | None:
        """The row of a file: by its path, by its name alone, or by number and revision."""
        path = _file_key(file)
        row = self._by_file.get(path) or self._by_file.get(PurePosixPath(path).name)
        if row is None and number:
            row = self._by_number.get(_number_key(number, revision)) or self._by_number.get(
                _number_key(number, None)
            )
        return row


_NO_KEY = (
    "register.csv has neither a column “file” nor a column “number”, so no row can be matched. "
    "Name the columns in its first line."
)


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            break
    return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _columns(cells: Iterable[str]) -> tuple[list[str], list[str]]:
    """The field of each column ("" for none) and what could not be understood."""
    columns: list[str] = []
    problems: list[str] = []
    for cell in cells:
        plain = plain_label(cell)
        label = label_of(cell)
        known = _COLUMNS.get(plain)
        name = known if known is not None else (label.field if label else None)
        if name is None or (name and name not in _FIELDS and name != "file"):
            if plain and not (label and name):
                problems.append(f"register.csv, line 1: the column “{cell.strip()}” is unknown.")
            name = ""
        if name and name in columns:
            problems.append(f"register.csv, line 1: the column “{cell.strip()}” is there twice.")
            name = ""
        columns.append(name)
    return columns, problems


def _row(
    line: int, columns: list[str], cells: list[str], day_first: bool
) -> tuple[Row | None, list[str]]:
    at = f"register.csv, line {line}"
    problems = []
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        problems.append(f"{at}: there are {len(cells)} cells but {len(columns)} columns.")
    filled = {c: v.strip() for c, v in zip(columns, cells, strict=False) if c and v.strip()}
    file = _file_key(filled.pop("file", ""))
    if not file and not filled.get("number"):
        return None, [*problems, f"{at}: there is neither a file nor a number; it was left out."]
    for name, value in list(filled.items()):
        if not _usable(name, value, day_first):
            problems.append(f"{at}: “{value}” is no {_MEANINGS[name]}; the cell was left out.")
            del filled[name]
    return Row(line, filled, file or None), problems


_MEANINGS = {
    **dict.fromkeys(_DATES, "date"),
    "kind": "kind of document",
    "handling": "handling (quote, link only, never in Slack)",
    "language": "language we know",
}


def _usable(name: str, value: str, day_first: bool) -> bool:
    if name in _DATES:
        return find_date(value, day_first=day_first) is not None or excel_day(value) is not None
    if name == "kind":
        return kind_named(value) is not None
    if name == "handling":
        return value.casefold() in _HANDLINGS
    if name == "language":
        return language_named(value) is not None
    return True


def _file_key(file: str) -> str:
    return file.strip().replace("\\", "/").removeprefix("./").strip("/").casefold()


def _number_key(number: str, revision: str | None) -> tuple[str, object]:
    return normal_number(number), revision_key(revision) if revision else None
