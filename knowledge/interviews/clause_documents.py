"""The company's documents on what a question asks, by clause tags."""

from __future__ import annotations

from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.clauses.tags import documents_serving, issues_seen
from knowledge.errors import NotFound
from knowledge.interviews.questions import Question
from knowledge.search.library import Scope
from knowledge.standards.loading import Packs, shipped
from knowledge.storage.tables import DocumentIssue

LAYS_DOWN = frozenset({"manual", "policy", "procedure", "instruction"})
"""Kinds of documents that say how work is done."""


def on_clauses(
    session: Session,
    question: Question,
    *,
    viewer: Viewer,
    scope: Scope,
    packs: Packs | None = None,
) -> dict[int, DocumentIssue]:
    """The issues by id that lay down what the question's clauses ask, the surest first."""
    issues = issues_seen(session, viewer=viewer, scope=scope)
    laying = {key: one for key, one in issues.items() if one.kind in LAYS_DOWN}
    found: dict[int, DocumentIssue] = {}
    for number in question.clauses or filter(None, (question.clause,)):
        try:
            serving = documents_serving(
                session, packs or shipped(), question.edition or "2015", number, issues=laying
            )
        except NotFound:
            continue
        found |= {one.issue_id: laying[one.issue_id] for one in serving}
    return found
