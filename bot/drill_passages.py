"""The passage of the company's documents for a shipped question, as its person may see it."""

from __future__ import annotations

from datetime import date
from typing import Protocol, runtime_checkable

from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.interviews.clause_documents import passage_for, wording_of
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
) -> int | None:
    """None while the model is loading, and where no passage is near enough."""
    if question.passage_id is not None or not isinstance(asking, HasLibrary):
        return None
    embedder = asking.embedder
    if embedder is None:
        return None
    return passage_for(
        session,
        asking.library(),
        question,
        viewer=viewer,
        scope=Scope(today, in_slack=True),
        vector=embedder.embed_question(wording_of(question)),
    )
