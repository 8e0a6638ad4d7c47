"""The published documents, opened for asking: rows of their issues and the shelf of passages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.documents import Status
from knowledge.errors import NotFound, NothingIndexed
from knowledge.search import shelf
from knowledge.search.embedding import ModelIdentity, Vectors
from knowledge.search.published import issues_of, published_generation, statuses_of
from knowledge.search.ranking import Positions
from knowledge.search.shelf import Shelf, ShelvedPassage
from knowledge.storage.tables import (
    DocumentIssue,
    Embedding,
    Generation,
    GenerationIssue,
    Passage,
)

KEPT_SHELVES = 2


@dataclass(frozen=True)
class Scope:
    """Which issues a question may draw on, besides what its viewer may see.

    `on` is the day, in the site's zone, for which the status of each issue is worked out.
    """

    on: date
    withdrawn: frozenset[str] = frozenset()
    wanted: frozenset[Status] = frozenset({"current"})
    issue_ids: frozenset[int] | None = None
    in_slack: bool = False


@dataclass
class Library:
    """One generation. It never changes; a question holds one from start to end."""

    generation_id: int
    model: ModelIdentity
    shelf: Shelf
    issues: Mapping[int, DocumentIssue]
    _statuses: dict[tuple[date, frozenset[str]], dict[int, Status]] = field(default_factory=dict)

    _flags: dict[tuple[Viewer, Scope], NDArray[np.bool_]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._issue_order, self._issue_of = np.unique(self.shelf.issue_ids, return_inverse=True)

    def statuses(self, on: date, withdrawn: frozenset[str] = frozenset()) -> dict[int, Status]:
        """The status of every issue on a day."""
        key = (on, withdrawn)
        if key not in self._statuses:
            if len(self._statuses) > 8:
                self._statuses.clear()
            self._statuses[key] = statuses_of(self.issues.values(), on=on, withdrawn=withdrawn)
        return self._statuses[key]

    def allowed(self, viewer: Viewer, scope: Scope) -> NDArray[np.bool_]:
        """A flag for each passage: may this viewer be answered from it, and does it count?"""
        key = (viewer, scope)
        if key not in self._flags:
            if len(self._flags) > 64:
                self._flags.clear()
            self._flags[key] = self._admitted(viewer, scope)
        return self._flags[key]

    def _admitted(self, viewer: Viewer, scope: Scope) -> NDArray[np.bool_]:
        known = self.statuses(scope.on, scope.withdrawn)
        flags = np.array(
            [
                admits(self.issues[int(issue)], known[int(issue)], viewer, scope)
                for issue in self._issue_order
            ],
            dtype=bool,
        )
        return flags[self._issue_of] if flags.size else np.zeros(0, dtype=bool)


def admits(issue: DocumentIssue, status: Status, viewer: Viewer, scope: Scope) -> bool:
    """May this viewer be answered from this issue within this scope?"""
    if not viewer.may_see(issue.audience):
        return False
    if scope.in_slack and issue.handling == "never in Slack":
        return False
    if scope.issue_ids is not None:
        return issue.id in scope.issue_ids and status != "withdrawn"
    return status in scope.wanted


def open_library(session: Session, cache: Path) -> Library:
    """The published generation. Its search files are built first if they are not there.

    Raises NothingIndexed if nothing was indexed yet.
    """
    generation = published_generation(session)
    if generation is None:
        raise NothingIndexed("Nothing is indexed yet. Run: coach index FOLDER")
    folder = cache / f"generation-{generation.id}"
    opened = shelf.load(folder)
    if opened is None:
        _build(session, generation, folder)
        opened = shelf.load(folder)
    if opened is None:
        raise NotFound(f"The search files in {folder} can't be read. Delete the folder, ask again.")
    model = generation.model
    return Library(
        generation.id,
        ModelIdentity(model.name, model.hash, model.prefix, model.dimension),
        opened,
        {issue.id: issue for issue in issues_of(session, generation.id)},
    )


def _build(session: Session, generation: Generation, folder: Path) -> None:
    count = session.scalar(
        select(func.count())
        .select_from(Passage)
        .join(GenerationIssue, GenerationIssue.issue_id == Passage.issue_id)
        .where(GenerationIssue.generation_id == generation.id)
    )
    shelf.build(
        _shelved(session, generation),
        count=count or 0,
        dimension=generation.model.dimension,
        into=folder,
    )
    remove_old_shelves(folder)


def remove_old_shelves(newest: Path) -> None:
    """Keep the newest folders; one that is still open elsewhere is mapped and stays readable.

    What a process left half-written that was killed goes too; its number is in the name.
    """
    for aside in newest.parent.glob(".generation-*-*-*"):
        if not psutil.pid_exists(int(aside.name.split("-")[2])):
            shutil.rmtree(aside, ignore_errors=True)
    folders = sorted(
        newest.parent.glob("generation-*"), key=lambda path: int(path.name.split("-")[1])
    )
    for folder in folders[:-KEPT_SHELVES]:
        shutil.rmtree(folder, ignore_errors=True)


def _shelved(session: Session, generation: Generation) -> Iterator[ShelvedPassage]:
    rows = session.execute(
        select(Passage, DocumentIssue.number, Embedding.vectors)
        .join(GenerationIssue, GenerationIssue.issue_id == Passage.issue_id)
        .join(DocumentIssue, DocumentIssue.id == Passage.issue_id)
        .join(Embedding, Embedding.digest == Passage.digest)
        .where(
            GenerationIssue.generation_id == generation.id,
            Embedding.model_id == generation.model_id,
        )
        .order_by(DocumentIssue.source_id, DocumentIssue.file, Passage.issue_id, Passage.ordinal)
        .execution_options(yield_per=500)
    )
    for passage, number, vectors in rows:
        yield ShelvedPassage(
            passage.id,
            passage.issue_id,
            f"{number or ''} {searched_text(passage.context, passage.text)}",
            unpacked(vectors, generation.model.dimension),
        )
        session.expunge(passage)


def heading_path(context: Mapping[str, Any]) -> list[str]:
    """Title and headings above a passage, the title once."""
    headings = list(context["headings"])
    if headings and headings[0].casefold() == context["title"].casefold():
        headings = headings[1:]
    return [context["title"], *headings]


def searched_text(context: Mapping[str, Any], text: str) -> str:
    """A passage as the search sees it: under its title and headings, reaching into the next."""
    path = " > ".join(heading_path(context))
    above = " ".join((*context["columns"], context["lead_in"], *context["marked"]))
    return f"{path}. {above} {text} {context['following']}"


def packed(vectors: Vectors) -> bytes:
    """Vectors as stored: half precision loses less than 0.001 of a cosine."""
    return vectors.astype(np.float16).tobytes()


def unpacked(stored: bytes, dimension: int) -> Vectors:
    """The inverse of `packed`, shape (vectors, dimension)."""
    return np.frombuffer(stored, dtype=np.float16).reshape(-1, dimension).astype(np.float32)


def positions_of(flags: NDArray[np.bool_]) -> Positions:
    return np.flatnonzero(flags).astype(np.int64)
