"""Mined questions to be read: `python -m tests.quality.mined_questions --sample 60 --seed 7 FILES`.

FILES is a folder of documents. A sample that is drawn with the same seed from the same documents is
the same; whoever reads it says of each whether it makes sense and its key answers it.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from indexing import pipeline
from indexing.pipeline import Workshop
from indexing.reading.reader import Reader
from indexing.register import Rules
from knowledge.interviews import mining
from knowledge.search.embedding import ModelChoice, SentenceModel
from knowledge.storage.database import Database

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Read:
    """A question with its key and the sentence it was made of."""

    document: str
    text: str
    key_points: tuple[str, ...]
    sentence: str


def mined(documents: Path, home: Path, *, today: date) -> list[Read]:
    """Every question of a folder's documents, in the order of the documents."""
    database = Database(f"sqlite:///{home / 'mined.db'}")
    database.migrate()
    with Reader() as reader:
        workshop = Workshop(database, reader, SentenceModel(ModelChoice(threads=1)), Rules())
        pipeline.index(workshop, str(documents), now=NOW)
    with database.begin() as session:
        mining.mine(session, today=today, now=NOW)
        found = [_read(one) for one in mining.listed(session)]
    database.close()
    return sorted(found, key=lambda one: (one.document, one.text))


def _read(one: mining.Listed) -> Read:
    row = one.question
    name = (one.issue.number or one.issue.title) if one.issue is not None else ""
    return Read(name, row.text, tuple(row.key_points), row.sentence or "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--all", action="store_true", help="every question, not a sample")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        found = mined(chosen.documents, Path(home), today=NOW.date())
    print(f"{len(found)} questions")
    drawn = found
    if not chosen.all:
        drawn = Random(chosen.seed).sample(found, min(chosen.sample, len(found)))
    for number, one in enumerate(drawn, 1):
        print(f"\n{number}. [{one.document}] {one.text}")
        for point in one.key_points:
            print(f"     key: {point}")
        print(f"     from: {one.sentence}")


if __name__ == "__main__":
    main()
