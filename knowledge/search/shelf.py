"""The search structures of one generation: built from its rows, kept in files, opened read-only.

A passage is known here by its position 0…n-1. The files are a cache: they are written aside and
renamed, and built again from the database whenever they are missing or can't be read.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import bm25s
import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.search.embedding import Vectors
from knowledge.search.ranking import Floats, Positions
from knowledge.search.words import terms

FORMAT = 1
EXACT_SENTENCES = 60_000
"""Up to this many sentence vectors are kept as they are; more are kept in a byte a number,
which costs 0.015 of recall@10 and a quarter of the memory (measured, SQ8 against flat)."""


@dataclass(frozen=True)
class ShelvedPassage:
    """What the search structures are made of. `vectors`: its own, then one a sentence."""

    passage_id: int
    issue_id: int
    words: str
    vectors: Vectors


class Shelf:
    """Scores for all passages of a generation, or for some of them."""

    def __init__(
        self,
        passage_ids: Positions,
        issue_ids: Positions,
        sentence_starts: Positions,
        words: bm25s.BM25,
        passages: faiss.Index,
        sentences: faiss.Index,
    ) -> None:
        self.passage_ids = passage_ids
        self.issue_ids = issue_ids
        self._starts = sentence_starts  # n + 1 edges: sentences of i lie at starts[i]…starts[i+1]
        self._words = words
        self._passages = passages
        self._sentences = sentences

    def __len__(self) -> int:
        return int(self.passage_ids.size)

    def word_scores(self, question_terms: Sequence[str]) -> Floats:
        """BM25 of every passage."""
        known = [term for term in question_terms if term in self._words.vocab_dict]
        if not known or not len(self):
            return np.zeros(len(self), dtype=np.float32)
        scores: Floats = self._words.get_scores(known)
        return scores

    def rarity(self, term: str) -> float:
        """The share of passages that lack this term (1: none has it)."""
        at = self._words.vocab_dict.get(term)
        if at is None or not len(self):
            return 1.0
        edges = self._words.scores["indptr"]
        return 1.0 - float(edges[at + 1] - edges[at]) / len(self)

    def passage_scores(self, question: Vectors, positions: Positions) -> Floats:
        """The cosine of question and passage at each of the positions."""
        if not positions.size:
            return np.zeros(0, dtype=np.float32)
        scores: Floats = self._passages.reconstruct_batch(positions) @ question
        return scores

    def sentence_scores(self, question: Vectors, positions: Positions) -> tuple[Floats, Positions]:
        """All sentences' cosines of these passages, and the edges of each passage's among them."""
        starts, ends = self._starts[positions], self._starts[positions + 1]
        counts = ends - starts
        edges: Positions = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        if not edges[-1]:
            return np.zeros(0, dtype=np.float32), edges
        rows = np.repeat(starts - edges[:-1], counts) + np.arange(edges[-1])
        scores: Floats = self._sentences.reconstruct_batch(rows) @ question
        return scores, edges

    def sentence_vectors(self, position: int) -> Vectors:
        """The vectors of one passage's sentences."""
        rows = np.arange(self._starts[position], self._starts[position + 1])
        vectors: Vectors = self._sentences.reconstruct_batch(rows)
        return vectors

    def nearest_passages(
        self, question: Vectors, allowed: NDArray[np.bool_], count: int
    ) -> Positions:
        """The allowed passages whose own vectors are nearest; exact, whatever is filtered."""
        return _nearest(self._passages, question, allowed, count)

    def nearest_sentences(
        self, question: Vectors, allowed: NDArray[np.bool_], count: int
    ) -> Positions:
        """The allowed passages that hold the nearest sentences."""
        mask = np.repeat(allowed, np.diff(self._starts))
        found = _nearest(self._sentences, question, mask, count)
        return np.unique(np.searchsorted(self._starts, found, side="right") - 1)


def _nearest(
    index: faiss.Index, question: Vectors, allowed: NDArray[np.bool_], count: int
) -> Positions:
    total = int(np.count_nonzero(allowed))
    if not total:
        return np.zeros(0, dtype=np.int64)
    parameters = None
    bits = np.packbits(allowed, bitorder="little")
    if total < allowed.size:
        selector = faiss.IDSelectorBitmap(allowed.size, faiss.swig_ptr(bits))
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
    _, found = index.search(question[None, :], min(count, total), params=parameters)
    positions: Positions = found[0][found[0] >= 0]
    return positions


def build(passages: Iterable[ShelvedPassage], *, count: int, dimension: int, into: Path) -> None:
    """Write the structures for `count` passages into the folder `into`, replacing what is there."""
    into.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{into.name}-{os.getpid()}-", dir=into.parent))
    try:
        _write(passages, count, dimension, aside)
        if into.exists():
            shutil.rmtree(into, ignore_errors=True)
        try:
            aside.rename(into)
        except OSError:
            if not (into / "done.json").exists():  # else another process was quicker
                raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(passages: Iterable[ShelvedPassage], count: int, dimension: int, folder: Path) -> None:
    own = faiss.IndexFlatIP(dimension)
    sentences: faiss.Index = faiss.IndexFlatIP(dimension)
    passage_ids, issue_ids, counts = [], [], []
    documents: list[list[int]] = []
    vocabulary: dict[str, int] = {}
    for batch in _batches(passages, 2000):
        parts = np.concatenate([passage.vectors[1:] for passage in batch])
        own.add(np.stack([passage.vectors[0] for passage in batch]))
        sentences = _add_sentences(sentences, parts, expected=count * 4)
        for passage in batch:
            passage_ids.append(passage.passage_id)
            issue_ids.append(passage.issue_id)
            counts.append(len(passage.vectors) - 1)
            documents.append(
                [vocabulary.setdefault(term, len(vocabulary)) for term in terms(passage.words)]
            )
    np.savez(
        folder / "passages.npz",
        passage_ids=np.array(passage_ids, dtype=np.int64),
        issue_ids=np.array(issue_ids, dtype=np.int64),
        sentence_starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )
    if documents:
        words = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        words.index((documents, vocabulary), show_progress=False)
        words.save(folder / "words", show_progress=False)
    faiss.write_index(own, str(folder / "passages.faiss"))
    faiss.write_index(sentences, str(folder / "sentences.faiss"))
    (folder / "done.json").write_text(json.dumps({"format": FORMAT, "passages": len(passage_ids)}))


def _add_sentences(index: faiss.Index, vectors: Vectors, *, expected: int) -> faiss.Index:
    """Add vectors; a large index is begun as bytes, trained on the first batch."""
    if index.ntotal == 0 and expected > EXACT_SENTENCES:
        index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        index.train(vectors)
    if len(vectors):
        index.add(vectors)
    return index


def _batches(passages: Iterable[ShelvedPassage], size: int) -> Iterator[list[ShelvedPassage]]:
    batch: list[ShelvedPassage] = []
    for passage in passages:
        batch.append(passage)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def load(folder: Path) -> Shelf | None:
    """The structures in a folder; None if they are missing, unfinished or unreadable."""
    try:
        done = json.loads((folder / "done.json").read_text())
        if done["format"] != FORMAT:
            return None
        with np.load(folder / "passages.npz") as arrays:
            ids: dict[str, Any] = {name: arrays[name] for name in arrays.files}
        words = bm25s.BM25()
        words.vocab_dict = {}
        if done["passages"]:
            words = bm25s.BM25.load(folder / "words", mmap=True)
        return Shelf(
            **ids,
            words=words,
            passages=faiss.read_index(str(folder / "passages.faiss")),
            sentences=faiss.read_index(str(folder / "sentences.faiss")),
        )
    except (OSError, EOFError, ValueError, KeyError, RuntimeError, BadZipFile):
        return None
