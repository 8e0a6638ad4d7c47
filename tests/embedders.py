"""A predictable stand-in for the model, for tests that are not about meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from knowledge.search.embedding import ModelIdentity, Vectors

TOPICS: tuple[tuple[str, ...], ...] = (
    ("calibrat", "gauge", "micrometer"),
    ("record", "keep", "retention", "retain"),
    ("supplier", "purchas", "vendor"),
    ("audit",),
    ("complaint", "customer"),
    ("train", "competence"),
    ("torque", "tighten"),
    ("release", "ship", "despatch"),
)


class TopicEmbedder:
    """A text's vector counts our topic words, so nearness can be read off it.

    The last number is the same for all texts: none is the zero vector.
    """

    def __init__(self, name: str = "topics") -> None:
        self.identity = ModelIdentity(name, "0" * 64, "", len(TOPICS) + 1)
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        counts = [[_count(text, words) for words in TOPICS] + [0.2] for text in texts]
        vectors = np.array(counts, dtype=np.float32)
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def embed_question(self, text: str) -> Vectors:
        vector: Vectors = self.embed([text])[0]
        return vector


def _count(text: str, words: tuple[str, ...]) -> float:
    return float(sum(len(re.findall(word, text.casefold())) for word in words))
