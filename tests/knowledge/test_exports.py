"""What goes out: headings that an import knows, and nothing that a spreadsheet would run."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import cast, get_args

import pytest
from openpyxl import load_workbook

from indexing.records import IMPORTERS, import_files
from knowledge import exports
from knowledge.errors import BadInput
from knowledge.exports import ExportedTable
from knowledge.registers import Register
from knowledge.storage.database import Database
from tests.company.records_builder import EXPORTS, SOURCES
from tests.conftest import NOW

FILES: dict[Register, list[Path]] = {
    "people": [SOURCES / name for name in ("sites.csv", "shifts.csv", "teams.csv", "people.csv")],
    "training": [EXPORTS / "training_records.xlsx"],
    "capa": [EXPORTS / "capa.csv"],
    "audits": [EXPORTS / "audits.xlsx"],
}


def bring(database: Database, register: Register, *files: Path) -> list[str]:
    report = import_files(
        database, IMPORTERS[register], [str(file) for file in files], now=NOW, today=NOW.date()
    )
    return report.lines()


@pytest.fixture
def company(database: Database) -> Database:
    for register, files in FILES.items():
        bring(database, register, *files)
    return database


def exported(database: Database, register: Register) -> dict[str, ExportedTable]:
    with database.read() as session:
        return {table.name: table for table in exports.tables_of(session, register)}


@pytest.mark.parametrize("register", get_args(Register))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_exported_can_be_imported_and_changes_nothing(
    company: Database, tmp_path: Path, register: Register, ending: str
) -> None:
    tables = [table for table in exported(company, register).values() if table.rows]
    files = [tmp_path / f"{table.name}.csv" for table in tables]
    if ending == "csv":
        for file, table in zip(files, tables, strict=True):
            file.write_bytes(exports.as_csv(table))
    else:
        files = [tmp_path / "register.xlsx"]
        files[0].write_bytes(exports.as_workbook(tables))

    told = bring(company, register, *files)

    assert told[0].endswith("rows read. Nothing had changed."), told


def test_a_register_goes_out_whole(company: Database) -> None:
    sizes = {
        name: len(table.rows)
        for register in cast("tuple[Register, ...]", get_args(Register))
        for name, table in exported(company, register).items()
    }

    assert sizes == {
        "people": 80, "records": 678, "courses": 29, "actions": 28, "programme": 22,
        "findings": 21, "certification body": 11, "reviews": 5, "decisions": 0,
    }  # fmt: skip


def test_numbers_that_begin_with_zero_stay_text_and_dates_stay_dates(company: Database) -> None:
    book = load_workbook(BytesIO(exports.as_workbook([exported(company, "people")["people"]])))

    heads, first = list(book["people"].values)[:2]
    row = dict(zip(heads, first, strict=True))
    assert (row["employee_number"], row["name"]) == ("0003", "Alan Reeve")
    assert row["start_date"].date() == date(1989, 9, 4)


def test_people_who_share_a_name_go_out_by_number(company: Database) -> None:
    table = exported(company, "training")["records"]
    by = table.headings.index("recorded_by")

    assert "Andrew Clarke" not in {row[by] for row in table.rows}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"http://x.example\",\"y\")"],
)  # fmt: skip
def test_a_formula_is_made_harmless(text: str) -> None:
    table = ExportedTable("people", ("=name", "since"), [[text, 3]])

    assert exports.harmless(text) == f"'{text}"
    lines = exports.as_csv(table).decode("utf-8-sig")
    assert lines.startswith("'=name,since\r\n")
    assert lines.removeprefix("'=name,since\r\n").lstrip('"').startswith("'")
    [_, [cell, number]] = list(load_workbook(BytesIO(exports.as_workbook([table]))).active)
    assert (cell.data_type, number.value) == ("s", 3)
    assert cell.value.startswith("'")


@pytest.mark.parametrize("text", ["Release of valves", "1-2", "x=1", "", "Weiß; Müller"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert exports.harmless(text) == text


def test_what_no_cell_can_hold_is_left_out() -> None:
    table = ExportedTable("people", ("name",), [["Alan\x00\x07 Reeve"], ["x" * 40_000]])

    rows = list(load_workbook(BytesIO(exports.as_workbook([table]))).active.values)

    assert rows[1] == ("Alan Reeve",)
    assert len(rows[2][0]) == 32_767


def test_a_formula_behind_a_control_character_is_made_harmless() -> None:
    assert exports.harmless("\x00=1+1") == "'=1+1"


def test_an_unknown_register_is_refused(database: Database) -> None:
    with database.read() as session, pytest.raises(BadInput, match="no register 'stock': people"):
        exports.tables_of(session, "stock")  # type: ignore[arg-type]
