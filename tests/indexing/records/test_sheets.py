# ruff: noqa: DTZ001 - the dates of a workbook have no zone
from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from indexing.records.sheets import Formula, read_sheets
from knowledge.errors import BadInput

ROWS = "Nummer;Name\n0142;Torsten Weiß\n"


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode("utf-8"),
        ROWS.encode("utf-8-sig"),
        ROWS.encode("utf-16"),
        ROWS.encode("utf-16-le"),
        ROWS.encode("cp1252"),
        ROWS.replace("\n", "\r\n").encode("cp1252"),
        ROWS.replace(";", "\t").encode(),
        ROWS.replace(";", ",").encode(),
        ROWS.replace(";", "|").encode(),
        ("sep=;\n" + ROWS).encode(),
    ],
)
def test_usual_encodings_and_separators_give_the_same_rows(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    [sheet] = read_sheets(path)

    assert [cells for _, cells in sheet.lines] == [["Nummer", "Name"], ["0142", "Torsten Weiß"]]


def test_rows_keep_their_numbers_over_empty_lines_and_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('number,note\n1,"two\nlines"\n\n2,one\n')

    [sheet] = read_sheets(path)

    assert [number for number, _ in sheet.lines] == [1, 2, 5]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , \n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    with pytest.raises(BadInput) as refused:
        read_sheets(path)

    assert str(refused.value) == (
        "people.csv is empty. Nothing was changed; check how it was exported."
    )


def test_a_quote_that_is_never_closed_is_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('number,name\n1,Rob\n2,"Kar')

    with pytest.raises(BadInput, match=r"breaks off in a cell that begins in row 3 .*half-written"):
        read_sheets(path)


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    Workbook().save(path)
    path.write_bytes(path.read_bytes()[:3000])

    with pytest.raises(BadInput, match="Nothing was changed"):
        read_sheets(path)


def test_a_workbook_in_the_old_format_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "people.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))

    with pytest.raises(BadInput, match=r"Save it as \.xlsx without one"):
        read_sheets(path)


def test_a_formulas_value_is_taken_and_one_without_value_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["number", "due"])
    sheet.append(["=1+1", datetime(2026, 11, 16)])
    sheet.append(["=2+2", None])
    workbook.create_sheet("hidden").sheet_state = "hidden"
    workbook.save(path)
    _calculate(path, "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")

    [found] = read_sheets(path)

    assert found.lines[1:] == [
        (2, [2, datetime(2026, 11, 16)]),
        (3, [Formula("=2+2"), None]),
    ]


def _calculate(path: Path, before: str, after: str) -> None:
    """Put a value where Excel would keep what a formula came to."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode().replace("<v />", "<v></v>")
    assert before in text
    parts[name] = text.replace(before, after).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
