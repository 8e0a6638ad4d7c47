"""The one place where parts are put together. Nothing is opened before it is asked for."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from bot.settings import Company, Environment, company_settings
from indexing.pipeline import Workshop
from indexing.reading.reader import Reader
from indexing.watching import Unwatched, Watch
from knowledge import answers
from knowledge.access import Viewer, viewer_named
from knowledge.answers import Asked, Desk
from knowledge.answers.reply import Reply
from knowledge.errors import ModelRefused, StorageUnavailable
from knowledge.search.embedding import Embedder, SentenceModel
from knowledge.search.library import Library, Scope, open_library, published_generation
from knowledge.storage.database import Database


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Coach:
    """The parts of one running program, made from its environment."""

    environment: Environment = field(default_factory=Environment)
    clock: Callable[[], datetime] = _now

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
        choice = self.environment.model_choice(threads=os.cpu_count() or 1)
        return Workshop(
            self.database,
            reader,
            SentenceModel(choice),
            self.company.register_rules,
            watch or Unwatched(),
        )

    def asking(self) -> Asking:
        return Asking(self)


class Asking:
    """Answers questions from the published documents; follows when new ones are published.

    Safe to share between threads: a question holds one library from start to end.
    """

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._library: Library | None = None
        self._lock = threading.Lock()
        self.refused: str | None = None
        self._model = self._identified()

    def _identified(self) -> SentenceModel | None:
        """The model, not loaded yet; without it words alone are compared, and marked so."""
        try:
            return SentenceModel(self._coach.environment.model_choice(threads=1))
        except ModelRefused as error:
            self.refused = str(error)
            return None

    def load_model(self) -> None:
        """Load the model now, so that the first question needn't wait."""
        if self._model is not None:
            self._model.load()

    def load_model_aside(self) -> threading.Thread:
        """Load the model in a thread; until it is there words alone are compared."""
        thread = threading.Thread(target=self.load_model, name="model", daemon=True)
        thread.start()
        return thread

    def reply(
        self,
        text: str,
        *,
        viewer: Viewer,
        on: date | None = None,
        wait_for_model: bool = True,
        in_slack: bool = False,
    ) -> Reply:
        """Answer one question and record the answer."""
        if wait_for_model:
            self.load_model()
        embedder: Embedder | None = self._model if self._model and self._model.loaded else None
        started = perf_counter()
        thought = answers.think(text, embedder)
        library = self.library()
        asked = Asked(viewer, self._scope(on, in_slack), self._coach.clock())
        company = self._coach.company
        desk = Desk(contact=company.contact, languages=company.languages)
        with self._coach.database.read() as session:
            made = answers.reply(session, library, thought, asked, desk)
        made = replace(made, seconds=perf_counter() - started)
        with self._coach.database.begin() as session:
            answers.record(session, library, asked, made)
        return made

    def _scope(self, on: date | None, in_slack: bool) -> Scope:
        return Scope(on or self._coach.today(), in_slack=in_slack)

    def library(self) -> Library:
        """The published documents as of now."""
        with self._coach.database.read() as session:
            generation = published_generation(session)
        held = self._library
        if held is not None and generation is not None and generation.id == held.generation_id:
            return held
        with self._lock, self._coach.database.read() as session:
            self._library = open_library(session, self._coach.cache)
            return self._library
