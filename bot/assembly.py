"""The one place where parts are put together. Nothing is opened before it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.settings import Company, Environment, company_settings
from bot.told_time import ToldTime
from knowledge.access import Viewer, viewer_named
from knowledge.errors import StorageUnavailable
from knowledge.storage.database import Database

if TYPE_CHECKING:
    from bot.asking import Asking
    from indexing.pipeline import Workshop
    from indexing.reading.reader import Reader
    from indexing.watching import Watch


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Coach:
    """The parts of one running program, made from its environment."""

    environment: Environment = field(default_factory=Environment)
    clock: Callable[[], datetime] = _now

    def __post_init__(self) -> None:
        if self.environment.clock and self.clock is _now:
            self.clock = ToldTime(self.environment.clock)

    @cached_property
    def company(self) -> Company:
        return company_settings(self.environment.home)

    @cached_property
    def database(self) -> Database:
        """The database, its tables up to date. Raises StorageUnavailable."""
        try:
            self.environment.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StorageUnavailable(
                f"The folder {self.environment.home} can't be made ({error.strerror}). "
                "Set COACH_HOME to a folder that this account may write to."
            ) from error
        database = Database(self.environment.database)
        database.migrate()
        return database

    @property
    def cache(self) -> Path:
        return self.environment.home / "cache"

    @property
    def evidence(self) -> Path:
        """Where files of evidence are kept, by their hash; it belongs into the backup."""
        return self.environment.home / "evidence"

    def elsewhere(self, home: Path) -> Coach:
        """The same program with a database and caches of its own."""
        away = self.environment.model_copy(update={"home": home, "database_url": ""})
        coach = Coach(away, self.clock)
        coach.company = self.company
        return coach

    def viewer(self, name: str | None) -> Viewer:
        return viewer_named(name, self.company.audiences)

    def today(self) -> date:
        """The day at the company's site."""
        return self.clock().astimezone(ZoneInfo(self.company.zone)).date()

    def workshop(self, reader: Reader, watch: Watch | None = None) -> Workshop:
        """What an index run works with; the model uses all cores."""
        from indexing.pipeline import Workshop  # heavy, like what asking needs
        from indexing.watching import Unwatched
        from knowledge.search.embedding import SentenceModel
        from knowledge.standards.loading import shipped

        choice = self.environment.model_choice(threads=os.cpu_count() or 1)
        return Workshop(
            self.database,
            reader,
            SentenceModel(choice),
            self.company.register_rules,
            watch or Unwatched(),
            shipped(),
        )

    def asking(self) -> Asking:
        from bot.asking import Asking

        return Asking(self)
