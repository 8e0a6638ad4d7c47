"""A reader that remembers what it has read, in a file, so that texts are embedded once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.search.embedding import ModelChoice, SentenceModel
from knowledge.search.word_vectors import ReadText


class RememberedReader:
    """Reads through the bundled model; `folder` keeps one small file a text."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._model = SentenceModel(ModelChoice(threads=threads))
        self._held: dict[str, ReadText] = {}

    def read_words(self, texts: Sequence[str]) -> list[ReadText]:
        new = [text for text in dict.fromkeys(texts) if not self._known(text)]
        for start in range(0, len(new), 512):
            batch = new[start : start + 512]
            for text, read in zip(batch, self._model.read_words(batch), strict=True):
                self._keep(text, read)
        return [self._held[text] for text in texts]

    def _known(self, text: str) -> bool:
        path = self._path(text)
        if text not in self._held and path.exists():
            with np.load(path) as stored:
                vectors = stored["vectors"].astype(np.float32)
                self._held[text] = ReadText(stored["places"].astype(np.int64), vectors)
        return text in self._held

    def _keep(self, text: str, read: ReadText) -> None:
        self._held[text] = read
        np.savez(
            self._path(text),
            places=read.places.astype(np.int32),
            vectors=read.vectors.astype(np.float16),
        )

    def _path(self, text: str) -> Path:
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.npz"
