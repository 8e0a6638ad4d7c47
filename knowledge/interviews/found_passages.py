"""What a search of the documents brings for a question that came without a passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.interviews.clause_documents import on_clauses
from knowledge.interviews.key_sentences import stands_alone
from knowledge.interviews.passage_questions import LEFT_OUT
from knowledge.interviews.questions import Question
from knowledge.search.embedding import Embedder, Vectors
from knowledge.search.library import Library, Scope
from knowledge.search.searching import Hit, search
from knowledge.storage.tables import Passage

NEAR = 0.5
"""The cosine from which on a sentence speaks of what a question asks and of what a good answer
holds. Of the shipped questions held against the sample company a third has a sentence so near."""
_LOOKED_AT = 12
_LOOKED_AT_IN_ALL = 80


@dataclass(frozen=True)
class Found:
    """`sentence` is the one of the passage nearest to the question that can stand by itself.

    `near` is by issue id the cosine of the nearest sentence of each document that came up.
    """

    passage_id: int | None = None
    sentence: str = ""
    near: Mapping[int, float] = field(default_factory=dict)


class _Sentence(NamedTuple):
    wording: float
    asked: float
    passage_id: int
    text: str

    @property
    def is_near(self) -> bool:
        return max(self.wording, (self.wording + self.asked) / 2) >= NEAR

    @property
    def nearness(self) -> float:
        return self.wording + self.asked


def search_for(
    session: Session,
    library: Library,
    question: Question,
    *,
    viewer: Viewer,
    scope: Scope,
    embedder: Embedder | None,
) -> Found:
    """The passage that says what a shipped question asks for, and which documents come near it.

    Nothing without a model, since words alone don't tell near from far.
    """
    wanted = question.source in ("pack", "own") and question.kind not in ("opening", "closing")
    if embedder is None or not wanted:
        return Found()
    wording, asked = (embedder.embed_question(one) for one in (wording_of(question), question.text))
    near = _near(library, question, wording, viewer=viewer, scope=scope)
    issues = on_clauses(session, question, viewer=viewer, scope=scope)
    quotable = frozenset(key for key, one in issues.items() if one.handling == "quote")
    if not quotable or question.source != "pack":
        return Found(near=near)
    within = replace(scope, issue_ids=quotable)
    hits = search(
        library,
        wording_of(question),
        viewer=viewer,
        scope=within,
        vector=wording,
        limit=_LOOKED_AT,
    ).hits
    sentences = [one for one in _sentences(session, library, hits, wording, asked) if one.is_near]
    best = max(sentences, key=lambda one: one.nearness, default=None)
    if best is None:
        return Found(near=near)
    there = [one for one in sentences if one.passage_id == best.passage_id]
    whole = [one for one in there if stands_alone(one.text)]
    said = max(whole, key=lambda one: one.nearness, default=None)
    return Found(best.passage_id, said.text if said is not None else "", near)


def wording_of(question: Question) -> str:
    """What is searched for: the question, and what a good answer to it holds."""
    return " ".join([question.text, *question.key_points])


def _near(
    library: Library, question: Question, wording: Vectors, *, viewer: Viewer, scope: Scope
) -> dict[int, float]:
    hits = search(
        library,
        wording_of(question),
        viewer=viewer,
        scope=scope,
        vector=wording,
        limit=_LOOKED_AT_IN_ALL,
    ).hits
    near: dict[int, float] = {}
    for hit in hits:
        near[hit.issue_id] = max(hit.sentence, near.get(hit.issue_id, 0.0))
    return near


def _sentences(
    session: Session, library: Library, hits: Sequence[Hit], wording: Vectors, asked: Vectors
) -> Iterator[_Sentence]:
    """Those that lay something down: a purpose or a row of a table is no answer."""
    wanted = select(Passage).where(Passage.id.in_([hit.passage_id for hit in hits]))
    passages = {one.id: one for one in session.scalars(wanted)}
    for hit in hits:
        passage = passages[hit.passage_id]
        if any(LEFT_OUT.search(heading) for heading in passage.context.get("headings", ())):
            continue
        at = np.array([hit.position])
        first, _ = library.shelf.sentence_scores(wording, at)
        second, _ = library.shelf.sentence_scores(asked, at)
        for number, (start, end, kind) in enumerate(passage.units):
            if kind in ("sentence", "item") and number < len(first):
                words = " ".join(passage.text[start:end].split())
                yield _Sentence(float(first[number]), float(second[number]), passage.id, words)
