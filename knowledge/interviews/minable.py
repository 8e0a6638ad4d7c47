"""Which passages questions may be made of: current, open to everybody, quotable, unopposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import EVERYONE, PUBLIC
from knowledge.answers.conflicts import SAME_MATTER, quantities
from knowledge.interviews.passage_questions import questions_in
from knowledge.interviews.stretches import Mined, Stretch
from knowledge.search.embedding import Vectors
from knowledge.search.library import unpacked
from knowledge.search.published import (
    issues_of,
    published_generation,
    statuses_of,
    withdrawn_keys,
)
from knowledge.storage.rows import batches
from knowledge.storage.tables import DocumentIssue, Embedding, Generation, Passage

BLOCK = 512
KINDS = frozenset({"manual", "policy", "procedure", "instruction", "other"})
"""Forms and registers hold fields, records what was; what comes from outside obliges by ours."""


@dataclass(frozen=True)
class Minable:
    """What there is to ask about: the issues by id, and their passages in reading order."""

    issues: Mapping[int, DocumentIssue]
    passages: Sequence[Passage]
    opposed: Mapping[int, frozenset[str]]

    def may_ask(self, passage_id: int, sentence: str) -> bool:
        """Whether nothing in the sentence is contradicted by another document."""
        told = self.opposed.get(passage_id, frozenset())
        return not any(one in sentence or sentence in one for one in told)


def minable(session: Session, *, today: date) -> Minable:
    """The passages of today. `opposed` are sentences that another document in force contradicts."""
    generation = published_generation(session)
    if generation is None:
        return Minable({}, (), {})
    issues = admitted(session, today=today)
    passages = _passages(session, issues)
    opposed = _opposed(_quantified(session, generation, issues, passages))
    return Minable(issues, passages, opposed)


def questions_of(found: Minable) -> Iterable[tuple[Passage, Mined]]:
    """Every question of every passage whose sentence nothing contradicts."""
    proper = proper_words(passage.text for passage in found.passages)
    for passage in found.passages:
        for one in questions_in(_stretch(passage, proper)):
            if found.may_ask(passage.id, one.sentence):
                yield passage, one


def proper_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand with a capital within sentences and nowhere without one."""
    capital: set[str] = set()
    small: set[str] = set()
    for text in texts:
        capital.update(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}", text))
        small.update(re.findall(r"\b[a-z]{3,}", text))
    return frozenset(word for word in capital if word.casefold() not in small)


def admitted(session: Session, *, today: date) -> dict[int, DocumentIssue]:
    """The published issues by id of which questions may be made today."""
    generation = published_generation(session)
    known = issues_of(session, generation.id) if generation is not None else []
    status = statuses_of(known, on=today, withdrawn=withdrawn_keys(session))
    return {
        issue.id: issue
        for issue in known
        if status[issue.id] == "current"
        and issue.approval != "draft"
        and issue.handling == "quote"
        and issue.kind in KINDS
        and issue.audience in (EVERYONE, PUBLIC)
        and issue.language.startswith("en")
    }


def _passages(session: Session, issues: Mapping[int, DocumentIssue]) -> list[Passage]:
    found: list[Passage] = []
    for ids in batches(sorted(issues)):
        wanted = select(Passage).where(Passage.issue_id.in_(ids))
        found += session.scalars(wanted.order_by(Passage.issue_id, Passage.ordinal))
    return found


def _stretch(passage: Passage, proper: frozenset[str]) -> Stretch:
    context = passage.context
    units = tuple((passage.text[start:end], kind) for start, end, kind in passage.units)
    return Stretch(
        context["title"], tuple(context["headings"]), units, tuple(context["columns"]), proper
    )


# Contradictions


@dataclass(frozen=True)
class _Told:
    """A sentence with a figure, and its vector."""

    passage_id: int
    group_key: str
    sentence: str
    figures: Mapping[str, set[float]]


def _quantified(
    session: Session,
    generation: Generation,
    issues: Mapping[int, DocumentIssue],
    passages: Sequence[Passage],
) -> tuple[list[_Told], Vectors]:
    """All sentences that give a figure, and their vectors in the same order."""
    told: list[_Told] = []
    rows: list[Vectors] = []
    vectors = _vectors(session, generation, passages)
    for passage in passages:
        kept = vectors.get(passage.digest)
        for at, (start, end, _) in enumerate(passage.units, 1):
            sentence = " ".join(passage.text[start:end].split())
            figures = quantities(sentence)
            if figures and kept is not None and at < len(kept):
                key = issues[passage.issue_id].group_key
                told.append(_Told(passage.id, key, sentence, figures))
                rows.append(kept[at])
    empty = np.zeros((0, generation.model.dimension), dtype=np.float32)
    return told, np.stack(rows) if rows else empty


def _vectors(
    session: Session, generation: Generation, passages: Sequence[Passage]
) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    for batch in batches(sorted({passage.digest for passage in passages})):
        rows = session.execute(
            select(Embedding.digest, Embedding.vectors).where(
                Embedding.model_id == generation.model_id, Embedding.digest.in_(batch)
            )
        )
        found |= {digest: unpacked(kept, generation.model.dimension) for digest, kept in rows}
    return found


def _opposed(quantified: tuple[list[_Told], Vectors]) -> dict[int, frozenset[str]]:
    """By passage the sentences whose figure another document gives differently."""
    told, vectors = quantified
    found: dict[int, set[str]] = {}
    for one, other in _near(vectors):
        if told[one].group_key != told[other].group_key and _differ(told[one], told[other]):
            for side in (told[one], told[other]):
                found.setdefault(side.passage_id, set()).add(side.sentence)
    return {passage: frozenset(sentences) for passage, sentences in found.items()}


def _near(vectors: Vectors) -> Iterator[tuple[int, int]]:
    """Pairs of sentences on the same matter; a block of rows at a time, for the memory's sake."""
    for start in range(0, len(vectors), BLOCK):
        likeness = vectors[start : start + BLOCK] @ vectors[start:].T
        for one, other in np.argwhere(likeness >= SAME_MATTER):
            if other > one:
                yield start + int(one), start + int(other)


def _differ(one: _Told, other: _Told) -> bool:
    units = one.figures.keys() & other.figures.keys()
    return any(not one.figures[unit] & other.figures[unit] for unit in units)
