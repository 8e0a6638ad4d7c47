"""A library of any size made of random words, to ask real questions of.

Every tenth document is superseded, as in a real one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert

from indexing.passages import PassageDraft
from knowledge.search import shelf
from knowledge.search.embedding import ModelChoice, ModelIdentity, Vectors, identify
from knowledge.search.library import searched_text
from knowledge.search.published import PUBLISHED
from knowledge.search.shelf import ShelvedPassage
from knowledge.storage.database import Database
from knowledge.storage.tables import (
    Base,
    DocumentIssue,
    EmbeddingModel,
    Generation,
    GenerationIssue,
    Passage,
    Pointer,
    Source,
)

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
SENTENCES = 4
WORDS = 14  # in a sentence
PASSAGES_PER_DOCUMENT = 50
BATCH = 2000
VOCABULARY = 30_000

# The words that our questions are made of, so that they occur as often as in real documents.
COMMON = """the of and to is be shall for with by are on or records record kept years calibration
calibrated gauge supplier suppliers approved audit audits planned complaint customer answered
training trained competence torque released valves shipping inspector manager procedure form
revision document documents review nonconforming product corrective action cause change control
purchasing evaluation measuring equipment storage identification test final backup system
""".split()  # noqa: SIM905


def build(home: Path, size: int) -> None:
    """Write rows and search files of `size` passages, in batches so that memory stays low."""
    home.mkdir(parents=True)
    database = Database(f"sqlite:///{home / 'coach.db'}")
    database.migrate()
    model = identify(ModelChoice())
    _write_frame(database, model, size)
    folder = home / "cache" / "generation-1"
    shelf.build(
        _passages(database, model, size), count=size, dimension=model.dimension, into=folder
    )
    database.close()


def _write_frame(database: Database, model: ModelIdentity, size: int) -> None:
    """Everything but the passages: source, documents, generation."""
    documents = range(1, size // PASSAGES_PER_DOCUMENT + 1)
    with database.begin() as session:
        session.add(Source(id=1, address="/synthetic"))
        session.add(
            EmbeddingModel(
                id=1, name=model.name, hash=model.hash, prefix="", dimension=model.dimension
            )
        )
        session.flush()
        session.add(Generation(id=1, model_id=1, started_at=NOW, published_at=NOW))
        session.flush()
        session.execute(insert(DocumentIssue), [_issue(n) for n in documents])
        session.execute(
            insert(GenerationIssue), [{"generation_id": 1, "issue_id": n} for n in documents]
        )
        session.add(Pointer(name=PUBLISHED, generation_id=1))


def _issue(number: int) -> dict[str, Any]:
    name = f"SYN-{number:05}"
    return {
        "id": number, "source_id": 1, "file": f"{name}.md", "digest": _digest(name),
        "content_hash": _digest(name), "group_key": name, "number": name, "title": f"Part {number}",
        "revision": "A", "approval": "approved", "kind": "procedure", "audience": "everyone",
        "handling": "quote", "language": "en", "superseded": number % 10 == 0, "read_from": {},
        "doubts": [], "added_at": NOW,
    }  # fmt: skip


def _passages(database: Database, model: ModelIdentity, size: int) -> Iterator[ShelvedPassage]:
    """The passages one by one; each batch is stored before its first one is given."""
    chance = np.random.default_rng(9001)
    for start in range(0, size, BATCH):
        rows = [_row(n, chance) for n in range(start, min(start + BATCH, size))]
        _store(database, Passage, rows)
        vectors = _unit_vectors(chance, len(rows) * (1 + SENTENCES), model.dimension)
        for at, row in enumerate(rows):
            words = f"SYN-{row['issue_id']:05} {searched_text(row['context'], row['text'])}"
            own = vectors[at * (1 + SENTENCES) : (at + 1) * (1 + SENTENCES)]
            yield ShelvedPassage(row["id"], row["issue_id"], words, own)


def _store(database: Database, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    with database.begin() as session:
        session.execute(insert(table), list(rows))


def _row(at: int, chance: np.random.Generator) -> dict[str, Any]:
    sentences = [_sentence(chance) for _ in range(SENTENCES)]
    units, start = [], 0
    for sentence in sentences:
        units.append((start, start + len(sentence), "sentence"))
        start += len(sentence) + 1
    document, ordinal = divmod(at, PASSAGES_PER_DOCUMENT)
    draft = PassageDraft(
        " ".join(sentences), tuple(units), (f"{ordinal + 1} Section",), (), "", None, ""
    )
    title = f"Part {document + 1}"
    return {
        "id": at + 1, "issue_id": document + 1, "ordinal": ordinal, "digest": draft.digest(title),
        "text": draft.text, "units": [list(unit) for unit in units],
        "context": draft.context(title), "section": draft.section, "page": None,
        "continues_id": None,
    }  # fmt: skip


def _sentence(chance: np.random.Generator) -> str:
    """Random words, some far more frequent than others, as in any language."""
    ranks = np.minimum(chance.zipf(1.25, WORDS) - 1, VOCABULARY - 1)
    words = [_word(int(rank)) for rank in ranks]
    return " ".join(words).capitalize() + "."


def _word(rank: int) -> str:
    """The words of our questions come first, then made-up ones."""
    if rank < len(COMMON):
        return COMMON[rank]
    word = ""
    while rank:
        rank, letter = divmod(rank, 20)
        word += "bcdfghjklmnprstvwxyz"[letter] + "aeiou"[letter % 5]
    return word


def _unit_vectors(chance: np.random.Generator, count: int, dimension: int) -> Vectors:
    vectors = chance.standard_normal((count, dimension), dtype=np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
