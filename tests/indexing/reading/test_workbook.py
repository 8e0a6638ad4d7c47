"""Workbooks: titles above tables, several tables a sheet, values as a person sees them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from indexing.reading.cell_values import shown
from indexing.reading.reader import Reader
from tests.indexing.reading.outline import outline


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "REG-03.xlsx"


def sheet(rows: list[list[Any]], *, bold: tuple[int, ...] = ()) -> Workbook:
    book = Workbook()
    page = book.active
    page.title = "Suppliers"
    for row in rows:
        page.append(row)
    for at in bold:
        for cell in page[at]:
            cell.font = Font(bold=True)
    return book


def test_a_title_stands_above_its_table(reader: Reader, path: Path) -> None:
    book = sheet(
        [
            ["REG-03 Approved supplier list"],
            ["State 30 October 2026."],
            [],
            ["No.", "Supplier", "Valid to"],
            ["S-0003", "Silverline", date(2027, 6, 30)],
            ["S-0007", "Hadley", None],
        ],
        bold=(1, 4),
    )
    book.save(path)
    content = reader.read(path)
    assert outline(content) == [
        "# REG-03 Approved supplier list",
        "State 30 October 2026.",
        "= No. | Supplier | Valid to",
        "| S-0003 | Silverline | 2027-06-30",
        "| S-0007 | Hadley | ",
    ]
    assert {block.place for block in content.blocks} == {"Sheet Suppliers"}


def test_labels_above_the_table_stay_labels(reader: Reader, path: Path) -> None:
    book = sheet(
        [
            ["Document no.", "REG-05"],
            ["Role", "C-01", "C-05", "C-07"],
            ["Assembler", "x", "x", ""],
            ["Tester", "x", "", "x"],
        ],
        bold=(2,),
    )
    book.save(path)
    assert outline(reader.read(path)) == [
        "| Document no. | REG-05",
        "= Role | C-01 | C-05 | C-07",
        "| Assembler | x | x | ",
        "| Tester | x |  | x",
    ]


def test_tables_side_by_side_and_below_are_told_apart(reader: Reader, path: Path) -> None:
    book = sheet(
        [
            ["Thread", "Torque", None, "Colour", "Meaning"],
            ["M8", "22 Nm", None, "Green", "Good"],
            ["M10", "44 Nm", None, "Red", "Blocked"],
            [],
            ["Task", "Course"],
            ["Pressure test", "C-07"],
        ],
        bold=(1, 5),
    )
    book.save(path)
    assert outline(reader.read(path)) == [
        "= Thread | Torque", "| M8 | 22 Nm", "| M10 | 44 Nm",
        "= Colour | Meaning", "| Green | Good", "| Red | Blocked",
        "= Task | Course", "| Pressure test | C-07",
    ]  # fmt: skip


def test_a_blank_row_inside_a_table_does_not_cut_it(reader: Reader, path: Path) -> None:
    book = sheet(
        [["No.", "Gauge", "Due"], ["1", "TW-11", "2026-12-01"], ["2", "TW-12", "2027-01-01"],
         [], ["3", "TW-13", "2027-02-01"]],
        bold=(1,),
    )  # fmt: skip
    book.save(path)
    content = reader.read(path)
    assert len(content.blocks) == 1
    assert content.blocks[0].rows[-1] == ("3", "TW-13", "2027-02-01")


def test_merged_cells_hold_their_text_once(reader: Reader, path: Path) -> None:
    book = sheet([["Group", "", "C-01", "C-05"], ["A", "Tate", "x", "x"], ["A", "Rao", "x", ""]])
    book.active.merge_cells("A2:A3")
    book.save(path)
    assert reader.read(path).blocks[0].rows[1:] == (("A", "Tate", "x", "x"), ("", "Rao", "x", ""))


def test_hidden_sheets_are_named_and_left_out(reader: Reader, path: Path) -> None:
    book = sheet([["Thread", "Torque"], ["M8", "22 Nm"]])
    book.create_sheet("Lists").sheet_state = "hidden"
    book.active.oddHeader.left.text = "REG-03 &P"
    book.save(path)
    content = reader.read(path)
    assert content.notes == ("Sheet Lists is hidden and was not read.",)
    assert content.margins == ("REG-03",)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (datetime(2026, 10, 21), "dd.mm.yyyy", "2026-10-21"),  # noqa: DTZ001 - cells have no zone
        (datetime(2026, 10, 21, 14, 30), "General", "2026-10-21 14:30"),  # noqa: DTZ001
        (time(6, 0), "hh:mm", "06:00"),
        (timedelta(hours=36), "[h]:mm", "36:00"),
        (0.125, "0%", "13%"),
        (0.125, "0.0%", "12.5%"),
        (1250, "#,##0", "1,250"),
        (1250.5, '#,##0.00 "€"', "1,250.50 €"),
        (7, "0000", "0007"),
        (0.1 + 0.2, "General", "0.3"),
        (24.0, "General", "24"),
        (2.5, "0.00", "2.50"),
        (True, "General", "TRUE"),
    ],
)
def test_values_are_written_as_a_person_sees_them(
    value: Any, number_format: str, text: str
) -> None:
    assert shown(value, number_format) == text
