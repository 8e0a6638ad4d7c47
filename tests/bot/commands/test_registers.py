"""`coach registers`: who keeps what, and how long a stage may take."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from bot.commands import app
from knowledge import audit_log, people, registers
from knowledge.storage.database import Database
from tests.conftest import NOW
from tests.knowledge.people.building import add_person


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)
    made = Database(f"sqlite:///{tmp_path / 'coach.db'}")
    made.migrate()
    with made.begin() as session:
        add_person(session, "Priya Nair", roles=["quality", "lead"])
        add_person(session, "Rob Yates")
    yield made
    made.close()


def coach(*words):
    return CliRunner().invoke(app, ["registers", *words])


def test_registers_and_limits_are_listed(database):
    lines = coach().output.splitlines()

    assert lines[:2] == [
        "people    kept in a file; 0 reported, 0 contradicted by the file",
        "training  kept in a file; 0 reported, 0 contradicted by the file",
    ]
    assert "  need decided             10" in lines


def test_quality_decides_where_a_register_is_kept(database):
    refused = coach("master", "training", "coach", "--by", "Rob Yates")
    unknown = coach("master", "training", "sharepoint", "--by", "Priya Nair")
    kept = coach("master", "training", "coach", "--by", "Priya Nair")

    assert str(refused.exception) == (
        "Rob Yates may not decide this. Quality, the deputy or top management may."
    )
    assert str(unknown.exception) == (
        "A register is kept in a file or by the coach, not 'sharepoint'."
    )
    assert kept.output == "The training register is kept by the coach.\n"
    with database.read() as session:
        assert registers.master_of(session, "training") == "coach"
        assert audit_log.entries(session)[-1].what == "register: master changed"


def test_quality_chooses_how_long_a_stage_may_take(database):
    assert coach("limit", "Need decided", "7", "--by", "Priya Nair").output == (
        "need decided: 7 working days\n"
    )
    assert "is no stage that takes time" in str(
        coach("limit", "closed", "7", "--by", "Priya Nair").exception
    )
    assert "  need decided              7" in coach().output


def test_what_the_file_contradicts_is_listed_and_put_aside_with_a_reason(database):
    with database.begin() as session:
        rob = people.find(session, "Rob Yates")
        day = {"performed_on": date(2026, 11, 12)}
        registers.report(session, "training", "TA-0529", "completed", rob.id, day, NOW)
        registers.settle(session, "training", "TA-0529", {"performed_on": None}, NOW)

    listed = coach().output.splitlines()
    at = listed.index(
        "Contradicted: correct the file, or `coach registers dismiss NUMBER --by … --reason …`"
    )
    words = "TA-0529, completed: performed on: reported 2026-11-12, the file says nothing"
    assert listed[at + 1 : at + 3] == [
        f"     1  training: {words}",
        "        reported on 2026-11-16, by Rob Yates",
    ]

    refused = coach("dismiss", "1", "--by", "Rob Yates", "--reason", "Mine.")
    unknown = coach("dismiss", "7", "--by", "Priya Nair", "--reason", "Not held.")
    done = coach("dismiss", "1", "--by", "Priya Nair", "--reason", "It was not held.")

    assert "Rob Yates may not decide this." in str(refused.exception)
    assert (
        str(unknown.exception) == "There is no open report 7: it is settled already, or never was."
    )
    assert done.output == f"Report 1 is put aside. {words}.\n"
    assert "Contradicted" not in coach().output
