"""Tags issues and their passages with clauses, once for each issue and tagger."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.clauses.finding import ClauseIndex
from knowledge.clauses.tagging import TAGGING_VERSION, Mark, Marked, Tagger
from knowledge.clauses.vectors import clause_vectors
from knowledge.search.embedding import Embedder, ModelIdentity, Vectors
from knowledge.search.library import unpacked
from knowledge.standards.loading import Packs
from knowledge.standards.schema import Pack, ancestors
from knowledge.storage.database import Database
from knowledge.storage.rows import BATCH, add_missing, batches
from knowledge.storage.standard_tables import ClauseTag, DocumentTag, TaggedIssue
from knowledge.storage.tables import DocumentIssue, Embedding, Passage


@dataclass(frozen=True)
class _Issue:
    id: int
    title: str
    passages: Sequence[tuple[int, str]]
    vectors: Vectors


def tag_issues(
    database: Database,
    issue_ids: Collection[int],
    model_id: int,
    embedder: Embedder,
    packs: Packs,
) -> int:
    """Tag the issues that this tagger hasn't tagged yet; how many they were."""
    key = tagger_key(packs, embedder.identity)
    with database.read() as session:
        done = set(session.scalars(select(TaggedIssue.issue_id).where(TaggedIssue.tagger == key)))
    missing = sorted(set(issue_ids) - done)
    if not missing:
        return 0
    index = ClauseIndex(packs, clause_vectors(database, packs, embedder))
    taggers = [
        (pack.edition, Tagger(pack, index.words(pack.edition), index.meanings[pack.edition]))
        for pack in tagged_packs(packs)
    ]
    for issue_id in missing:
        with database.read() as session:
            issue = _read(session, issue_id, model_id, embedder.identity.dimension)
        texts = [text for _, text in issue.passages]
        marked = {
            edition: tagger.mark(issue.title, texts, issue.vectors) for edition, tagger in taggers
        }
        _write(database, issue, marked, packs, key)
    return len(missing)


def tagger_key(packs: Packs, model: ModelIdentity) -> str:
    """Changes with whatever tags depend on: packs, model and rules."""
    told = "\x1f".join((TAGGING_VERSION, packs.digest, model.hash, model.prefix))
    return hashlib.sha256(told.encode()).hexdigest()


def tagged_packs(packs: Packs) -> list[Pack]:
    """The first edition of each standard; tags of later ones follow from where clauses went."""
    return [pack for pack in packs if packs.earlier(pack) is None]


def _read(session: Session, issue_id: int, model_id: int, dimension: int) -> _Issue:
    rows = session.execute(
        select(Passage.id, Passage.text, Embedding.vectors)
        .join(Embedding, Embedding.digest == Passage.digest)
        .where(Passage.issue_id == issue_id, Embedding.model_id == model_id)
        .order_by(Passage.ordinal)
    ).all()
    vectors = [unpacked(stored, dimension)[0] for _, _, stored in rows]
    return _Issue(
        issue_id,
        session.get_one(DocumentIssue, issue_id).title,
        [(passage_id, text) for passage_id, text, _ in rows],
        np.array(vectors, dtype=np.float32).reshape(len(rows), dimension),
    )


def _write(
    database: Database, issue: _Issue, marked: dict[str, Marked], packs: Packs, key: str
) -> None:
    """Replace the tags of an issue; until the last step it counts as not tagged."""
    rows = list(_passage_rows(issue, marked, packs))
    with database.begin() as session:
        session.execute(delete(ClauseTag).where(ClauseTag.issue_id == issue.id))
        session.execute(delete(DocumentTag).where(DocumentTag.issue_id == issue.id))
        session.execute(delete(TaggedIssue).where(TaggedIssue.issue_id == issue.id))
    for batch in batches(rows[:-BATCH]):
        with database.begin() as session:
            add_missing(session, ClauseTag, batch)
    with database.begin() as session:
        add_missing(session, ClauseTag, rows[-BATCH:])
        add_missing(session, DocumentTag, list(_document_rows(issue, marked, packs)))
        add_missing(session, TaggedIssue, [{"issue_id": issue.id, "tagger": key}])


def _passage_rows(
    issue: _Issue, marked: dict[str, Marked], packs: Packs
) -> Iterator[dict[str, Any]]:
    for edition, marks in marked.items():
        for (passage_id, _), found in zip(issue.passages, marks.passages, strict=True):
            for mark in found:
                named = _edition(mark, edition, packs)
                yield _row(mark, named) | {"passage_id": passage_id, "issue_id": issue.id}


def _document_rows(
    issue: _Issue, marked: dict[str, Marked], packs: Packs
) -> Iterator[dict[str, Any]]:
    for edition, marks in marked.items():
        best = _best_places(issue, marks)
        for mark in marks.document:
            place = best.get(mark.number)
            named = _edition(mark, edition, packs)
            yield _row(mark, named) | {"issue_id": issue.id, "passage_id": place}


def _best_places(issue: _Issue, marks: Marked) -> dict[str, int]:
    """For each clause the passage that speaks most surely of it or of one below."""
    sure: dict[str, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for (passage_id, _), found in zip(issue.passages, marks.passages, strict=True):
        for mark in found:
            for number in (mark.number, *ancestors(mark.number)):
                sure[number] = max(sure[number], (mark.confidence, passage_id))
    return {number: passage_id for number, (_, passage_id) in sure.items()}


def _edition(mark: Mark, edition: str, packs: Packs) -> str:
    """The edition that the text names, if it is one that has the number."""
    named = packs.packs.get(mark.edition or "")
    return named.edition if named is not None and named.get(mark.number) else edition


def _row(mark: Mark, edition: str) -> dict[str, Any]:
    return {
        "edition": edition,
        "number": mark.number,
        "basis": mark.basis,
        "confidence": mark.confidence,
    }
