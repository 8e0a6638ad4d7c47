"""The company's documents on what a question asks: by clause tags, and within them by search."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.clauses.tags import documents_serving, issues_seen
from knowledge.errors import NotFound
from knowledge.interviews.passage_questions import LEFT_OUT
from knowledge.interviews.questions import Question
from knowledge.search.embedding import Vectors
from knowledge.search.library import Library, Scope
from knowledge.search.searching import search
from knowledge.standards.loading import Packs, shipped
from knowledge.storage.tables import DocumentIssue, Passage

LAYS_DOWN = frozenset({"manual", "policy", "procedure", "instruction"})
"""Kinds of documents that say how work is done."""
NEAR = 0.5
"""The cosine from which on a passage's best sentence speaks of what a question asks. Of the shipped
questions held against the sample company a third has a passage so near; read by eye, four in five
of these say what is asked."""


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


def passage_for(
    session: Session,
    library: Library,
    question: Question,
    *,
    viewer: Viewer,
    scope: Scope,
    vector: Vectors | None,
) -> int | None:
    """The passage that says what a shipped question asks for; None where none is near enough.

    `vector` is that of `wording_of(question)`; without one nothing is found, since words alone
    don't tell near from far.
    """
    if vector is None or question.source != "pack" or question.kind in ("opening", "closing"):
        return None
    issues = on_clauses(session, question, viewer=viewer, scope=scope)
    quotable = frozenset(key for key, one in issues.items() if one.handling == "quote")
    if not quotable:
        return None
    within = replace(scope, issue_ids=quotable)
    found = search(
        library, wording_of(question), viewer=viewer, scope=within, vector=vector, limit=5
    )
    near = [hit.passage_id for hit in found.hits if hit.sentence >= NEAR]
    usable = _usable(session, near)
    return next((one for one in near if one in usable), None)


def wording_of(question: Question) -> str:
    """What is searched for: the question, and what a good answer to it holds."""
    return " ".join([question.text, *question.key_points])


def _usable(session: Session, passages: list[int]) -> set[int]:
    """Those that lay something down in sentences: a purpose or a row of a table is no answer."""
    rows = session.scalars(select(Passage).where(Passage.id.in_(passages)))
    return {
        one.id
        for one in rows
        if any(kind in ("sentence", "item") for *_, kind in one.units)
        and not any(LEFT_OUT.search(heading) for heading in one.context.get("headings", ()))
    }
