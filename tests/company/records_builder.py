"""Build the sample company's record exports from their readable sources.

Run it with `python -m tests.company.records_builder`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .builders.archive import write_stable

SOURCES = Path(__file__).parent / "records" / "sources"
EXPORTS = Path(__file__).parent / "records" / "exports"
BUILT = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)

Row = dict[str, str]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEAD = PatternFill("solid", fgColor="DDE5EE")
# One column for each step of a corrective action: heading, then the path in the source.
_CAPA_COLUMNS = {
    "Number": "number",
    "Title": "title",
    "Stage": "stage",
    "Source": "source",
    "Source reference": "source_reference",
    "Clause": "clause",
    "Team": "team",
    "Description": "description",
    "Recorded on": "recorded.date",
    "Recorded by": "recorded.by",
    "Owner": "owner",
    "Closer": "closer",
    "Fixed date": "fixed_date",
    "Correction on": "correction.date",
    "Correction": "correction.text",
    "Containment on": "containment.date",
    "Containment": "containment.text",
    "Decided on": "need.date",
    "Decided by": "need.by",
    "Action needed": "need.action",
    "Reason": "need.reason",
    "Cause on": "cause.date",
    "Method": "cause.method",
    "Cause": "cause.text",
    "Similar cases": "cause.similar_cases",
    "Planned on": "plan.date",
    "Action": "plan.action",
    "Document": "plan.document",
    "Criterion": "plan.criterion",
    "Effectiveness due": "plan.effectiveness_due",
    "Lots to check": "plan.effectiveness_lots",
    "Lots checked": "effectiveness.lots_seen",
    "First due": "due.first",
    "Due": "due.current",
    "Extensions": "extensions",
    "Implemented on": "implemented.date",
    "Implemented by": "implemented.by",
    "Reviewed on": "effectiveness.date",
    "Reviewed by": "effectiveness.by",
    "Result": "effectiveness.result",
    "Result text": "effectiveness.text",
    "Closed on": "closed.date",
    "Closed by": "closed.by",
    "Linked": "linked",
}


def read_csv(name: str) -> list[Row]:
    """The rows of one source table."""
    with (SOURCES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_yaml(name: str) -> list[dict[str, Any]]:
    """The entries of one source list."""
    found: list[dict[str, Any]] = yaml.safe_load((SOURCES / name).read_text(encoding="utf-8"))
    return found


def build(folder: Path = EXPORTS) -> None:
    """Write every export into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    capa = [_capa_row(entry) for entry in read_yaml("capa.yaml")]
    capa.sort(key=lambda row: row[0])
    _write_csv(folder / "capa.csv", [list(_CAPA_COLUMNS), *capa])
    _write_book(folder / "capa.xlsx", {"Register": _capa_sheet(capa)}, header=3)
    _write_book(folder / "training_matrix.xlsx", {"Matrix": _matrix_sheet()}, header=4)
    _write_book(
        folder / "training_records.xlsx",
        {"Records": _table("training_records.csv"), "Courses": _table("courses.csv")},
    )
    _write_book(folder / "audits.xlsx", _audit_sheets())
    _write_german_people(folder / "people_lindenau.csv")


def _value(entry: dict[str, Any], path: str) -> str:
    found: Any = entry
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return "" if found is None else str(found)


def _capa_row(entry: dict[str, Any]) -> list[str]:
    values = {head: _value(entry, path) for head, path in _CAPA_COLUMNS.items()}
    values["Extensions"] = " | ".join(
        f"{e['date']}: {e['from']} to {e['to']}, {e['reason']} ({e['approved_by']})"
        for e in entry.get("extensions", [])
    )
    if not values["Lots checked"]:
        values["Lots checked"] = _value(entry, "effectiveness_progress.lots_seen")
    return list(values.values())


def _capa_sheet(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    return [["Corrective action register"], ["As of 2026-11-16"], list(_CAPA_COLUMNS), *rows]


def _table(name: str) -> list[Sequence[str]]:
    with (SOURCES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _matrix_sheet() -> list[Sequence[str]]:
    rows = _table("training_matrix.csv")
    courses = {row["course"]: row for row in read_csv("courses.csv")}
    codes = rows[0][2:]
    titles = ["", "", *(courses[code]["title"] for code in codes)]
    critical = ["", "", *("critical" * (courses[code]["critical"] == "yes") for code in codes)]
    return [["Training matrix"], titles, critical, *rows]


def _audit_sheets() -> dict[str, list[Sequence[str]]]:
    return {
        "Programme": _table("audit_programme.csv"),
        "Findings": _table("audit_findings.csv"),
        "Certification body": _table("external_findings.csv"),
        "Management reviews": _review_rows(),
    }


def _review_rows() -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [["Review", "Date", "First planned", "State", "Missing inputs"]]
    for review in read_yaml("management_reviews.yaml"):
        missing = [key for key, value in review["inputs"].items() if value == "missing"]
        steps = [_value(review, key) for key in ("review", "date", "planned_first", "state")]
        rows.append([*steps, ", ".join(missing)])
    return rows


def _write_csv(target: Path, rows: Sequence[Sequence[str]]) -> None:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    # Excel marks its UTF-8 exports with a byte order mark.
    target.write_bytes(text.getvalue().encode("utf-8-sig"))


def _write_german_people(target: Path) -> None:
    text = StringIO()
    rows = [row for row in read_csv("people.csv") if row["site"] == "Lindenau"]
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow(["Personalnummer", "Name", "E-Mail", "Tätigkeit", "Eintritt"])
    for row in rows:
        start = date.fromisoformat(row["start_date"]).strftime("%d.%m.%Y")
        number = row["employee_number"].lstrip("0")
        out.writerow([number, row["name"], row["email"], row["job_title"], start])
    target.write_bytes(text.getvalue().encode("cp1252"))


def _write_book(target: Path, sheets: dict[str, list[Sequence[str]]], header: int = 1) -> None:
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Brennick Flow Controls"
    for name, rows in sheets.items():
        _fill(book.create_sheet(name), rows, header)
    buffer = BytesIO()
    book.save(buffer)
    write_stable(buffer.getvalue(), target, BUILT)


def _fill(page: Any, rows: Sequence[Sequence[str]], header: int) -> None:
    for i, row in enumerate(rows, 1):
        for j, text in enumerate(row, 1):
            _set(page.cell(row=i, column=j), text)
    for cell in page[header]:
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for j in range(1, page.max_column + 1):
        page.column_dimensions[get_column_letter(j)].width = 18
    page.freeze_panes = page.cell(row=header + 1, column=3)
    page.auto_filter.ref = f"A{header}:{get_column_letter(page.max_column)}{page.max_row}"


def _set(cell: Any, text: str) -> None:
    if _DATE.fullmatch(text):
        cell.value, cell.number_format = date.fromisoformat(text), "dd/mm/yyyy"
    elif text:
        # Numbers stay text, so that 0007 and clause 7.10 keep their digits.
        cell.value, cell.data_type = text, "s"


if __name__ == "__main__":
    build()
