"""The vectors of clauses, kept in the database so that they are computed once for a model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clauses.meaning import PackVectors, digest_of, embedded
from knowledge.search.embedding import Embedder, ModelIdentity, Vectors
from knowledge.search.library import packed, unpacked
from knowledge.standards.loading import Packs
from knowledge.storage.database import Database
from knowledge.storage.rows import add_missing, batches
from knowledge.storage.tables import Embedding, EmbeddingModel


def clause_vectors(database: Database, packs: Packs, embedder: Embedder) -> dict[str, PackVectors]:
    """The vectors of all packs; what is not kept yet is embedded, and kept if it can be."""

    def embed(texts: Sequence[str]) -> Vectors:
        with database.read() as session:
            model_id = _model_id(session, embedder.identity)
            held = _held(session, texts, model_id) if model_id is not None else {}
        missing = [text for text in texts if text not in held]
        if missing:
            made = dict(zip(missing, embedder.embed(missing), strict=True))
            held |= made
            if model_id is not None:
                _keep(database, made, model_id)
        return np.array([held[text] for text in texts], dtype=np.float32)

    return embedded(packs, embed)


def _model_id(session: Session, model: ModelIdentity) -> int | None:
    """The row of a model; None if nothing was indexed with it yet."""
    return session.scalar(
        select(EmbeddingModel.id).where(
            EmbeddingModel.name == model.name,
            EmbeddingModel.hash == model.hash,
            EmbeddingModel.prefix == model.prefix,
        )
    )


def _held(session: Session, texts: Sequence[str], model_id: int) -> dict[str, Vectors]:
    by_digest = {digest_of(text): text for text in texts}
    held: dict[str, Vectors] = {}
    for batch in batches(sorted(by_digest)):
        rows = session.execute(
            select(Embedding.digest, Embedding.vectors, EmbeddingModel.dimension)
            .join(EmbeddingModel, EmbeddingModel.id == Embedding.model_id)
            .where(Embedding.model_id == model_id, Embedding.digest.in_(batch))
        )
        for digest, vectors, dimension in rows:
            held[by_digest[digest]] = unpacked(vectors, dimension)[0]
    return held


def _keep(database: Database, made: dict[str, Vectors], model_id: int) -> None:
    rows = [
        {"digest": digest_of(text), "model_id": model_id, "vectors": packed(vector)}
        for text, vector in made.items()
    ]
    for batch in batches(rows):
        with database.begin() as session:
            add_missing(session, Embedding, batch)
