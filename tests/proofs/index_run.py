"""`coach index` with a stand-in for the model: python -m tests.proofs.index_run SOURCE

Everything but the model is real; COACH_HOME and COACH_DATABASE_URL say where to write.
"""

from __future__ import annotations

import sys

from bot.assembly import Coach
from indexing import pipeline
from indexing.pipeline import Workshop
from indexing.reading.reader import Reader
from indexing.register import Rules
from knowledge.search.library import open_library
from tests.embedders import TopicEmbedder


def main() -> None:
    coach = Coach()
    print("begins", flush=True)
    with Reader() as reader:
        workshop = Workshop(coach.database, reader, TopicEmbedder(), Rules())
        report = pipeline.index(workshop, sys.argv[1], now=coach.clock())
    with coach.database.read() as session:
        open_library(session, coach.cache)
    print(report.files, report.read, report.embedded, report.generation)


if __name__ == "__main__":
    main()
