"""A folder of documents with an index, for questions that are mined from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from indexing import pipeline
from indexing.pipeline import Workshop
from indexing.reading.reader import Reader
from indexing.register import Rules
from knowledge.interviews import mining
from knowledge.interviews.mining import Mining, Retirement
from knowledge.storage.database import Database
from knowledge.storage.drill_tables import DrillQuestion
from tests.conftest import NOW
from tests.embedders import TopicEmbedder

TODAY = NOW.date()


@dataclass
class Firm:
    database: Database
    reader: Reader
    place: Path
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.place / "documents"
        self.folder.mkdir()

    def write(
        self, number: str, words: str, *, title: str = "Calibration", place: str = "", **facts: str
    ) -> Path:
        """A Markdown document, approved and a procedure unless its facts say otherwise."""
        told = {
            "number": number,
            "title": title,
            "revision": "A",
            "status": "approved",
            "kind": "procedure",
            **facts,
        }
        matter = "".join(f"{name}: {value}\n" for name, value in told.items())
        path = self.folder / place / f"{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\n{matter}---\n# {title}\n\n{words}\n", encoding="utf-8")
        return path

    def index(self) -> None:
        workshop = Workshop(self.database, self.reader, TopicEmbedder(), Rules())
        pipeline.index(workshop, str(self.folder), now=NOW, accept_removals=True)

    def mine(self) -> Mining:
        self.index()
        with self.database.begin() as session:
            return mining.mine(session, today=TODAY, now=NOW)

    def retire(self) -> Retirement:
        self.index()
        with self.database.begin() as session:
            return mining.retire_changed(session, today=TODAY, now=NOW)

    def approve_all(self) -> None:
        with self.database.begin() as session:
            ids = [one.question.id for one in mining.listed(session, states=("proposed",))]
            mining.approve(session, ids, None, NOW, today=TODAY)

    def rows(self) -> list[DrillQuestion]:
        with self.database.read() as session:
            return [one.question for one in mining.listed(session)]

    def texts(self) -> list[str]:
        return [row.text for row in self.rows()]
