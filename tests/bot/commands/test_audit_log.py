"""`coach audit-log` as a person runs it."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.bot.commands.conftest import Ended, Terminal
from tests.company.records_builder import SOURCES


@pytest.fixture
def logged(fresh: Terminal) -> Terminal:
    """One import after another, and so a row each."""
    for name in ("sites.csv", "shifts.csv"):
        assert fresh.coach("import", "people", str(SOURCES / name)).code == 0
    return fresh


def execute(terminal: Terminal, *statements: str) -> None:
    with sqlite3.connect(terminal.home / "coach.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_an_empty_log_is_whole(fresh: Terminal) -> None:
    assert fresh.coach("audit-log", "show") == Ended(0, "The audit log is empty.\n", "")
    assert fresh.coach("audit-log", "verify").out.startswith("The audit log is whole: 0 rows.\n")


def test_a_whole_log_says_so_and_names_its_newest_row(logged: Terminal) -> None:
    ended = logged.coach("audit-log", "verify")

    assert (ended.code, ended.err) == (0, "")
    assert re.fullmatch(
        r"The audit log is whole: \d+ rows\.\n"
        r"Newest row: \d+:[0-9a-f]{64}\n"
        r"Write it down outside this machine, and give it with --head next time\.\n",
        ended.out,
    )


def test_the_newest_rows_are_shown(logged: Terminal) -> None:
    ended = logged.coach("audit-log", "show", "--newest", "1")

    [line] = ended.out.splitlines()
    assert re.match(r" +\d+  2\d{3}-\d\d-\d\dT[\d:]+\+00:00  the program   ", line)
    assert 'people: imported  {"changes"' in line


def test_a_broken_log_ends_with_one_and_says_where(logged: Terminal) -> None:
    execute(logged, "UPDATE audit_log SET what = 'nothing' WHERE id = 1")

    ended = logged.coach("audit-log", "verify")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "The audit log is not as it was written:\n"
        "  row 1 was changed\n"
        "Keep the database as it is, and compare it with the newest backup that verifies. "
        f"If a backup was put back on purpose, delete {logged.home / 'audit-log.head'} "
        "and verify again.\n"
    )


def test_a_log_put_back_shows_against_the_row_noted_beside_the_database(logged: Terminal) -> None:
    assert logged.coach("audit-log", "verify").code == 0
    execute(
        logged, "DELETE FROM audit_log_payload", "DELETE FROM audit_log",
        "DELETE FROM audit_log_head",
    )  # fmt: skip

    ended = logged.coach("audit-log", "verify")

    assert ended.code == 1
    assert "was there when the head was written down, and is gone" in ended.err


def test_a_head_that_was_written_down_is_held_against_the_log(logged: Terminal) -> None:
    other = logged.coach("audit-log", "verify", "--head", f"1:{'0' * 64}")
    none = logged.coach("audit-log", "verify", "--head", "yesterday")

    assert "  row 1 is another one than when the head was written down\n" in other.err
    assert none.err == (
        "'yesterday' is no head of the audit log. It looks like 124: and 64 signs after it, "
        "as `coach audit-log verify` prints it.\n"
    )
