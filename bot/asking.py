"""Answers questions from the published documents, for every way in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

import faiss

from knowledge import answers
from knowledge.access import Viewer
from knowledge.answers import Asked, Desk
from knowledge.answers.follow_up import Earlier, standalone
from knowledge.answers.reply import Reply
from knowledge.clauses.finding import ClauseIndex, shipped_index
from knowledge.clauses.vectors import clause_vectors
from knowledge.errors import ModelRefused
from knowledge.search.embedding import Embedder, SentenceModel
from knowledge.search.library import Library, Scope, open_library
from knowledge.search.published import published_generation
from knowledge.standards.loading import shipped

if TYPE_CHECKING:
    from bot.assembly import Coach


class Asking:
    """Answers questions from the published documents; follows when new ones are published.

    Safe to share between threads: a question holds one library from start to end.
    """

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        faiss.omp_set_num_threads(1)  # questions run beside one another, each on one core
        self._library: Library | None = None
        self._index: ClauseIndex | None = None
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

    @property
    def embedder(self) -> Embedder | None:
        """The model once it is loaded; None until then, and if it was refused."""
        return self._model if self._model and self._model.loaded else None

    def load_model(self) -> None:
        """Load the model now, so that the first question needn't wait."""
        if self._model is not None:
            self._model.load()
            self._clauses(self._model)

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
        earlier: Sequence[Earlier] = (),
        edition: str | None = None,
    ) -> Reply:
        """Answer one question and record the answer; `earlier` is what it may lean on.

        `edition` of the standard; without it the one that is named, or the company's.
        """
        if wait_for_model:
            self.load_model()
        embedder = self.embedder
        started = perf_counter()
        understood = standalone(earlier, text)
        thought = answers.think(understood or text, embedder)
        library = self.library()
        asked = Asked(viewer, self._scope(on, in_slack), self._coach.clock(), edition)
        company = self._coach.company
        desk = Desk(
            contact=company.contact, languages=company.languages, clauses=self._clauses(embedder)
        )
        with self._coach.database.read() as session:
            made = answers.reply(session, library, thought, asked, desk)
        leaning = {"understood_as": understood, "typed": text} if understood else {}
        made = replace(made, seconds=perf_counter() - started, trace=made.trace | leaning)
        with self._coach.database.begin() as session:
            answers.record(session, library, asked, made)
        return made

    def _clauses(self, embedder: Embedder | None) -> ClauseIndex:
        """The clauses, with their vectors once the model is there."""
        if embedder is None:
            return shipped_index()
        with self._lock:
            if self._index is None:
                packs = shipped()
                vectors = clause_vectors(self._coach.database, packs, embedder)
                self._index = ClauseIndex(packs, vectors)
            return self._index

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
