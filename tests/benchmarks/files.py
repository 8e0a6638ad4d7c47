"""How long real files take: to read, to index when nothing is new, and when one was changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.assembly import Coach
from bot.settings import Environment
from indexing import pipeline
from indexing.passages import passages
from indexing.pipeline import Report, Workshop
from indexing.reading.reader import Reader
from indexing.register import Rules
from indexing.sources import FileSource
from knowledge.errors import Unreadable
from knowledge.search.embedding import ModelIdentity, SentenceModel, Vectors

PASSES = 3
TEXTS = (".md", ".txt", ".html")


@dataclass(frozen=True)
class Read:
    seconds: float
    files: int
    unread: int
    passages: int


def read(folder: Path) -> Read:
    """Read and split every file, the start of the worker included; the median of the passes."""
    found = [_read_once(folder) for _ in range(PASSES)]
    return Read(median(one.seconds for one in found), *_counts(found[0]))


def _counts(one: Read) -> tuple[int, int, int]:
    return one.files, one.unread, one.passages


def _read_once(folder: Path) -> Read:
    started = time.perf_counter()
    source = FileSource(str(folder))
    files = source.files()
    unread = cut = 0
    with Reader() as reader:
        for file in files:
            try:
                with source.fetched(file) as path:
                    cut += len(passages(reader.read(path)))
            except Unreadable:
                unread += 1
    return Read(time.perf_counter() - started, len(files), unread, cut)


class CountingModel:
    """The real model; counts how often it is called."""

    def __init__(self, model: SentenceModel) -> None:
        self._model = model
        self.calls = 0

    @property
    def identity(self) -> ModelIdentity:
        return self._model.identity

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        return self._model.embed(texts)

    def embed_question(self, text: str) -> Vectors:
        return self._model.embed_question(text)


@dataclass(frozen=True)
class Run:
    """One run over a source: how long, what it did, how often the model was called."""

    seconds: float
    report: Report
    calls: int


class Bench:
    """A copy of the folder, and a home to index it into."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder = place / "documents"
        self.home = place / "home"
        shutil.copytree(folder, self.folder, symlinks=True)

    def index(self) -> Run:
        started = time.perf_counter()
        coach = Coach(Environment(home=self.home))
        model = CountingModel(SentenceModel(coach.environment.model_choice(threads=2)))
        with Reader() as reader:
            workshop = Workshop(coach.database, reader, model, Rules())
            report = pipeline.index(workshop, str(self.folder), now=coach.clock())
        coach.asking().library()
        seconds = time.perf_counter() - started
        coach.database.close()
        return Run(seconds, report, model.calls)

    def nothing_new(self) -> Run:
        """The median of the passes."""
        runs = sorted((self.index() for _ in range(PASSES)), key=lambda run: run.seconds)
        return runs[PASSES // 2]

    def command(self) -> float:
        """The same as a person waits for it: `coach index`, start of the program included."""
        return median(self._command() for _ in range(PASSES))

    def _command(self) -> float:
        started = time.perf_counter()
        subprocess.run(
            [Path(sys.executable).with_name("coach"), "index", str(self.folder)],
            env=os.environ | {"COACH_HOME": str(self.home)},
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - started

    def change_one(self) -> str:
        """Add a sentence to the smallest text file; its name."""
        texts = [path for path in self.folder.rglob("*") if path.suffix in TEXTS]
        path = min(texts, key=lambda path: (path.stat().st_size, path.name))
        with path.open("a", encoding="utf-8") as file:
            file.write("\n\nThis sentence was added to measure a change.\n")
        return path.relative_to(self.folder).as_posix()
