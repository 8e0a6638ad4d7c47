"""The sample company with all its records, in a database, as on 16 November 2026."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from indexing.records import IMPORTERS, import_files
from knowledge import people
from knowledge.people import SlackAccount
from knowledge.registers import Register
from knowledge.storage.database import Database
from tests.company.records_builder import EXPORTS, SOURCES

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
FILES: dict[Register, tuple[Path, ...]] = {
    "people": tuple(
        SOURCES / f"{name}.csv" for name in ("people", "sites", "holidays", "shifts", "teams")
    ),
    "training": tuple(
        SOURCES / f"{name}.csv" for name in ("courses", "training_matrix", "training_records")
    ),
    "capa": (EXPORTS / "capa.csv",),
    "audits": (EXPORTS / "audits.xlsx",),
}


def import_company(database: Database) -> None:
    """People, training, actions and audits, and the Slack accounts that match."""
    for register, names in FILES.items():
        files = [str(name) for name in names]
        report = import_files(database, IMPORTERS[register], files, now=NOW, today=NOW.date())
        assert not report.refused, report.lines()
    with (SOURCES / "slack_members.csv").open(encoding="utf-8") as file:
        accounts = [
            SlackAccount(
                row["slack_id"], row["email"], row["display_name"], row["active"] == "yes",
                row["kind"], row["handle"],
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip
    with database.begin() as session:
        people.match_accounts(session, accounts, today=NOW.date(), now=NOW)
