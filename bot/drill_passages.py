"""What the company's documents hold on a shipped question, as its person may see it."""

from __future__ import annotations

from datetime import date
from typing import Protocol, runtime_checkable

from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.interviews.found_passages import Found, search_for
from knowledge.interviews.questions import Question
from knowledge.search.embedding import Embedder
from knowledge.search.library import Library, Scope


@runtime_checkable
class HasLibrary(Protocol):
    """What answers questions with a model (bot.asking.Asking); None until it is loaded."""

    @property
    def embedder(self) -> Embedder | None: ...

    def library(self) -> Library: ...


def found_for(
    session: Session, asking: object, question: Question, viewer: Viewer, today: date
) -> Found:
    """Nothing while the model is loading, and where no passage is near enough."""
    if question.passage_id is not None or not isinstance(asking, HasLibrary):
        return Found()
    embedder = asking.embedder
    if embedder is None:
        return Found()
    return search_for(
        session,
        asking.library(),
        question,
        viewer=viewer,
        scope=Scope(today, in_slack=True),
        embedder=embedder,
    )
