from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from indexing.records import IMPORTERS, Choices, Report, import_files
from knowledge.registers import Register
from knowledge.storage.database import Database

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PEOPLE = "employee_number,name,email,team,lead,start_date\n"
TEAMS = "team,name,lead\nASM,Assembly,aisha@x.example\n"
SOME = PEOPLE + (
    "0020,Aisha Rahman,aisha@x.example,ASM,,2010-06-21\n"
    "0192,Rob Yates,rob@x.example,ASM,aisha@x.example,2019-10-07\n"
)


@dataclass
class Desk:
    """Writes files and imports them as of the day all tests agree on."""

    folder: Path
    database: Database

    def write(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def bring(self, register: Register, *files: str, **choices: Any) -> Report:
        return import_files(
            self.database,
            IMPORTERS[register],
            files,
            now=NOW,
            today=NOW.date(),
            choices=Choices(**choices),
        )

    def people(self, content: str | bytes, name: str = "people.csv", **choices: Any) -> Report:
        """Import people who work in the team ASM."""
        teams = self.write("teams.csv", TEAMS.replace("aisha@x.example", ""))
        return self.bring("people", teams, self.write(name, content), **choices)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    folder = tmp_path / "files"
    folder.mkdir()
    return Desk(folder, database)


@pytest.fixture
def problems() -> Callable[[Report], list[str]]:
    return lambda report: [str(problem) for problem in report.problems]
