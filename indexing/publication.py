"""Vectors for what is to be published, and the move of the pointer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

import numpy as np
from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from indexing.watching import Watch
from knowledge.search.embedding import Embedder, ModelIdentity
from knowledge.search.library import packed, searched_text
from knowledge.search.published import PUBLISHED, published_generation
from knowledge.storage.database import Database
from knowledge.storage.rows import add_missing, batches
from knowledge.storage.tables import (
    DocumentIssue,
    Embedding,
    EmbeddingModel,
    Generation,
    GenerationIssue,
    Passage,
    Pointer,
    Source,
    UnreadFile,
)

PASSAGES_AT_ONCE = 50
_PUBLISHING = 6023  # number of the advisory lock under which PostgreSQL publishes


def ensure_model(database: Database, model: ModelIdentity) -> int:
    """The row of a model."""
    row = {
        "name": model.name,
        "hash": model.hash,
        "prefix": model.prefix,
        "dimension": model.dimension,
    }
    with database.begin() as session:
        add_missing(session, EmbeddingModel, [row])
        return session.scalars(
            select(EmbeddingModel.id).where(
                EmbeddingModel.name == model.name,
                EmbeddingModel.hash == model.hash,
                EmbeddingModel.prefix == model.prefix,
            )
        ).one()


def finish_vectors(
    database: Database,
    source_id: int,
    issue_ids: Collection[int],
    model_id: int,
    embedder: Embedder,
    watch: Watch,
) -> int:
    """Embed every passage of the coming generation that has no vectors of this model yet."""
    with database.read() as session:
        wanted = set(issue_ids) | _issues_of_others(session, source_id)
        missing = _without_vectors(session, wanted, model_id)
    if not missing:
        return 0
    watch.stage("Embedding", len(missing))
    for batch in batches(missing, PASSAGES_AT_ONCE):
        with database.read() as session:
            rows = _passages(session, batch)
        vectors = _embed(rows, embedder)
        with database.begin() as session:
            add_missing(
                session,
                Embedding,
                [
                    {"digest": row.digest, "model_id": model_id, "vectors": stored}
                    for row, stored in zip(rows, vectors, strict=True)
                ],
            )
        watch.advance(len(batch))
    return len(missing)


def _without_vectors(session: Session, issue_ids: Collection[int], model_id: int) -> list[int]:
    """One passage for each text that lacks vectors."""
    known = select(Embedding.digest).where(Embedding.model_id == model_id)
    seen: dict[str, int] = {}
    for batch in batches(sorted(issue_ids)):
        rows = session.execute(
            select(Passage.digest, Passage.id)
            .where(Passage.issue_id.in_(batch), Passage.digest.not_in(known))
            .order_by(Passage.issue_id, Passage.ordinal)
        )
        for digest, passage_id in rows:
            seen.setdefault(digest, passage_id)
    return list(seen.values())


def _passages(session: Session, ids: Sequence[int]) -> list[Passage]:
    found = {row.id: row for row in session.scalars(select(Passage).where(Passage.id.in_(ids)))}
    return [found[passage_id] for passage_id in ids]


def _embed(rows: Sequence[Passage], embedder: Embedder) -> list[bytes]:
    texts: list[str] = []
    for row in rows:
        texts.append(searched_text(row.context, row.text))
        texts += [row.text[start:end] for start, end, _ in row.units]
    vectors = embedder.embed(texts)
    edges = np.cumsum([1 + len(row.units) for row in rows])[:-1]
    return [packed(part) for part in np.split(vectors, edges)]


def _issues_of_others(session: Session, source_id: int) -> set[int]:
    generation = published_generation(session)
    if generation is None:
        return set()
    return set(session.scalars(_members(generation.id).where(DocumentIssue.source_id != source_id)))


def _members(generation_id: int) -> Select[Any]:
    return (
        select(GenerationIssue.issue_id)
        .join(DocumentIssue, DocumentIssue.id == GenerationIssue.issue_id)
        .where(GenerationIssue.generation_id == generation_id)
    )


def publish(
    session: Session,
    source_id: int,
    issue_ids: Collection[int],
    unread: Sequence[tuple[str, str, str]],
    model_id: int,
    *,
    now: datetime,
) -> Generation | Literal["unchanged"] | None:
    """Make these issues, with those of all other sources, what questions are answered from.

    None if a passage among them has no vectors yet (another source was published meanwhile).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_PUBLISHING})"))
    session.get_one(Source, source_id).checked_at = now
    current = published_generation(session)
    others = _issues_of_others(session, source_id)
    members = set(issue_ids) | others
    if _without_vectors(session, members, model_id):
        return None
    listed = _unread_rows(session, current, source_id, unread)
    if current is not None and _same(session, current, members, listed, model_id):
        return "unchanged"
    generation = Generation(model_id=model_id, started_at=now, published_at=now)
    session.add(generation)
    session.flush()
    for batch in batches(sorted(members)):
        add_missing(
            session,
            GenerationIssue,
            [{"generation_id": generation.id, "issue_id": issue_id} for issue_id in batch],
        )
    add_missing(session, UnreadFile, [row | {"generation_id": generation.id} for row in listed])
    session.merge(Pointer(name=PUBLISHED, generation_id=generation.id))
    return generation


def _unread_rows(
    session: Session,
    current: Generation | None,
    source_id: int,
    unread: Sequence[tuple[str, str, str]],
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"source_id": source_id, "file": file, "reason": reason, "remedy": remedy}
        for file, reason, remedy in unread
    ]
    if current is None:
        return rows
    others = session.scalars(
        select(UnreadFile).where(
            UnreadFile.generation_id == current.id, UnreadFile.source_id != source_id
        )
    )
    return rows + [
        {"source_id": row.source_id, "file": row.file, "reason": row.reason, "remedy": row.remedy}
        for row in others
    ]


def _same(
    session: Session,
    current: Generation,
    members: set[int],
    listed: list[dict[str, object]],
    model_id: int,
) -> bool:
    if current.model_id != model_id or set(session.scalars(_members(current.id)).all()) != members:
        return False
    before = session.scalars(select(UnreadFile).where(UnreadFile.generation_id == current.id))
    return {(row.source_id, row.file, row.reason, row.remedy) for row in before} == {
        (row["source_id"], row["file"], row["reason"], row["remedy"]) for row in listed
    }
