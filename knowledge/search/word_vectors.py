"""Vectors of single words as they stand in their sentence, from inside the sentence model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

BATCH = 32


@dataclass(frozen=True)
class ReadText:
    """The pieces of one text: places (start, end) and unit vectors, shape (pieces, dimension)."""

    places: NDArray[np.int64]
    vectors: NDArray[np.float32]


class WordReader(Protocol):
    """Maps texts to the vectors of their words in context."""

    def read_words(self, texts: Sequence[str]) -> list[ReadText]: ...


def read_words(model: Any, texts: Sequence[str]) -> list[ReadText]:
    """Read each text with half the model's layers; what lies beyond its window is left out.

    The middle layers keep words apart; the last ones draw all of them towards the sentence
    (area under the curve on graded answers: .799 in the middle, .790 at the end).
    """
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found: dict[int, ReadText] = {}
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        found.update(zip(batch, _batch(model, [texts[place] for place in batch]), strict=True))
    return [found[place] for place in range(len(texts))]


def _batch(model: Any, texts: list[str]) -> list[ReadText]:
    import torch

    transformer = model[0].auto_model
    pieces = model.tokenizer(
        texts,
        padding=True,
        truncation=True,
        max_length=model.max_seq_length,
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    places = pieces.pop("offset_mapping").numpy()
    kept = pieces["attention_mask"].bool().numpy() & (places[..., 1] > places[..., 0])
    with torch.inference_mode():
        layers = transformer(**pieces, output_hidden_states=True).hidden_states
    vectors = torch.nn.functional.normalize(layers[len(layers) // 2], dim=-1).numpy()
    return [ReadText(places[row][keep], vectors[row][keep]) for row, keep in enumerate(kept)]
