"""Registers whose files the settings name are imported again on a schedule."""

from __future__ import annotations

from datetime import timedelta

from bot.rereading import importing, registers_due
from bot.settings import Company, RecordFiles
from bot.timing import Timing
from knowledge.storage.record_tables import ImportRun
from tests.bot.delivery.conftest import NOW, StandingClock

FILES = RecordFiles(files=("https://hr.example/people.csv",))
COMPANY = Company(records={"training": FILES, "people": FILES, "capa": RecordFiles()})


def test_people_are_first_and_what_names_no_file_is_left_alone(database):
    with database.begin() as session:
        assert registers_due(COMPANY, session, now=NOW, timing=Timing()) == ["people", "training"]
        for register, minutes in (("people", 40), ("people", 3), ("training", 16)):
            at = NOW - timedelta(minutes=minutes)
            session.add(ImportRun(register=register, files=[], imported_at=at, counts={}))

    with database.read() as session:
        assert registers_due(COMPANY, session, now=NOW, timing=Timing()) == ["training"]


def test_a_run_is_the_import_command_for_one_register(database, tmp_path, monkeypatch):
    runs = tmp_path / "runs"
    again = importing(database, COMPANY, StandingClock(), Timing())
    writes = "import pathlib, sys; pathlib.Path(sys.argv[1]).open('a').write(sys.argv[-1] + ' ')"
    assert again._command[-1] == "import"
    again._command = (again._command[0], "-c", writes, str(runs))

    for _ in range(3):
        again.step()

    assert runs.read_text().split() == ["people", "training"]
