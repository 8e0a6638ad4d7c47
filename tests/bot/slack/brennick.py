"""The sample company's registers, imported once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bot.assembly import Coach
from bot.local_workspace import Workspace
from bot.nudging import Nudging
from indexing.records import IMPORTERS, import_files
from knowledge import registers
from knowledge.people import find
from knowledge.registers import Master, Register
from knowledge.storage.database import Database
from tests.bot.slack.attentive import settled
from tests.bot.slack.documents import NOW
from tests.company.records_builder import EXPORTS, SOURCES
from tests.proofs.delivery.places import wait_for

FILES: dict[Register, Sequence[Path]] = {
    "people": [
        SOURCES / f"{name}.csv" for name in ("people", "sites", "holidays", "shifts", "teams")
    ],
    "training": [
        SOURCES / f"{name}.csv" for name in ("courses", "training_matrix", "training_records")
    ],
    "capa": [EXPORTS / "capa.csv"],
    "audits": [EXPORTS / "audits.xlsx"],
}


@cache
def imported() -> Path:
    """A SQLite database with everybody and everything of 16 November 2026."""
    place = Path(mkdtemp(prefix="brennick-")) / "coach.db"
    database = Database(f"sqlite:///{place}")
    database.migrate()
    for register, names in FILES.items():
        report = import_files(
            database, IMPORTERS[register], [str(name) for name in names], now=NOW, today=NOW.date()
        )
        assert not report.refused, report.lines()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return place


def copy_to(home: Path) -> None:
    """Put the company into a home that no database was opened in yet."""
    shutil.copy(imported(), home / "coach.db")


def keep_here(database: Database, *names: Register, master: Master = "coach") -> None:
    """Make the coach the master of these registers."""
    with database.begin() as session:
        for name in names:
            registers.set_master(session, name, master, who=None, now=NOW)


def wait_until_matched(coach: Coach) -> None:
    """Until the register's people are known by their accounts."""

    def known() -> bool:
        with coach.database.read() as session:
            return find(session, "0174").slack_account is not None

    assert wait_for(known, 10), "nobody was matched"


def take_round(nudging: Nudging, workspace: Workspace, coach: Coach, moment: datetime) -> None:
    """Move the clock and take a round of reminders; wait until everything due has been sent."""
    coach.clock.move(moment)
    if moment > workspace.clock.now():
        workspace.clock.move_to(moment)
    nudging.plan(moment)
    nudging.dispatch(moment)
    settled(workspace, coach)
