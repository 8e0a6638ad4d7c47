"""`coach export` as a person runs it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bot.commands.conftest import Ended, Terminal
from tests.company.records_builder import EXPORTS, SOURCES

PEOPLE = [str(SOURCES / name) for name in ("sites.csv", "shifts.csv", "teams.csv", "people.csv")]


@pytest.fixture
def company(fresh: Terminal) -> Terminal:
    day = ("--on", "2026-11-16")
    assert fresh.coach("import", "people", *PEOPLE, *day).code == 0
    assert fresh.coach("import", "audits", str(EXPORTS / "audits.xlsx"), *day).code == 0
    return fresh


def test_a_register_is_written_as_csv(company: Terminal) -> None:
    ended = company.coach("export", "people")

    assert ended == Ended(0, "people.csv\n", "")
    with (company.desk / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), rows[0]["employee_number"]) == (80, "0003")


def test_a_register_of_several_tables_is_a_file_each_or_one_workbook(company: Terminal) -> None:
    to = ("--to", "out")
    as_csv = company.coach("export", "audits", *to)
    as_workbook = company.coach("export", "audits", "--format", "xlsx", *to)

    assert [Path(line).name for line in as_csv.out.splitlines()] == [
        "audits-programme.csv",
        "audits-findings.csv",
        "audits-certification-body.csv",
        "audits-reviews.csv",
    ]
    assert as_workbook.out == f"{Path('out') / 'audits.xlsx'}\n"
    book = load_workbook(company.desk / "out" / "audits.xlsx")
    assert book.sheetnames == ["programme", "findings", "certification body", "reviews"]


def test_a_file_that_is_there_is_not_replaced_unasked(company: Terminal) -> None:
    kept = company.desk / "people.csv"
    kept.write_text("mine")

    refused = company.coach("export", "people")

    assert refused == Ended(
        1,
        "",
        "people.csv is there already. Choose another folder with --to, "
        "or replace it with --overwrite.\n",
    )
    assert kept.read_text() == "mine"
    assert company.coach("export", "people", "--overwrite").code == 0
    assert kept.stat().st_mode & 0o077 == 0  # it holds names


def test_what_cannot_be_exported_is_said_so(company: Terminal) -> None:
    empty = company.coach("export", "capa")
    unknown = company.coach("export", "stock")
    form = company.coach("export", "people", "--format", "pdf")

    assert empty == Ended(1, "", "The capa register is empty. Import it first.\n")
    assert unknown.err == "There is no register 'stock': people, training, capa, audits.\n"
    assert form.err == "There is no format 'pdf': csv, xlsx.\n"


def test_an_export_is_in_the_audit_log(company: Terminal) -> None:
    company.coach("export", "people")

    [*_, last] = company.coach("audit-log", "show", "--json").lines
    assert (last["what"], last["payload"]) == (
        "register: exported",
        {"register": "people", "rows": {"people": 80}},
    )
