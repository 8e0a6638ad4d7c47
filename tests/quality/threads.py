"""How well questions that lean on earlier ones are answered, with and without carry-over.

    python -m tests.quality.threads [HOME]

indexes the sample company first, unless HOME is a COACH_HOME where that was done. `cited@3`: one
of the first three passages holds the answer. Rules were chosen on the develop split alone.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.answers.follow_up import Earlier, standalone
from knowledge.answers.reply import Reply
from knowledge.evaluation import score

COMPANY = Path(__file__).parent.parent / "company"
ON = date(2026, 11, 16)
SPLITS = ("develop", "test")

Ask = Callable[[str], Reply]


@dataclass
class Tally:
    """Later turns of threads: how many, carried over, cited with and without."""

    turns: int = 0
    carried: int = 0
    cited_with: int = 0
    cited_without: int = 0


def threads(split: str) -> list[dict[str, Any]]:
    return _rows("threads.jsonl", split)


def questions(split: str) -> list[dict[str, Any]]:
    """Questions with an answer, each of which speaks for itself."""
    return [row for row in _rows("questions.jsonl", split) if row["gold"]]


def in_threads(ask: Ask, split: str) -> Tally:
    """Every turn but the first, after those before it in its thread."""
    tally = Tally()
    for thread in threads(split):
        earlier: list[Earlier] = []
        for turn in thread["turns"]:
            found = _ask(ask, earlier, turn, tally if earlier else Tally())
            earlier.append(Earlier(turn["question"], _document(found)))
    return tally


def side_by_side(ask: Ask, split: str) -> Tally:
    """Questions that have nothing to do with each other, asked in one thread."""
    tally = Tally()
    asked = questions(split)
    for before, question in zip(asked[::7], asked[3::7], strict=False):
        earlier = [Earlier(before["question"], _document(ask(before["question"])))]
        _ask(ask, earlier, question, tally)
    return tally


def _ask(ask: Ask, earlier: Sequence[Earlier], turn: dict[str, Any], tally: Tally) -> Reply:
    understood = standalone(earlier, turn["question"])
    with_it = ask(understood or turn["question"])
    tally.turns += 1
    tally.carried += understood is not None
    tally.cited_with += _cited(with_it, turn)
    tally.cited_without += _cited(ask(turn["question"]), turn)
    return with_it


def _cited(reply: Reply, turn: dict[str, Any]) -> int:
    row = {"id": "", "question": turn["question"], "gold": turn["gold"]}
    return round(score([row], [reply.plain()]).figures["cited@3"])


def _document(reply: Reply) -> str | None:
    return reply.citations[0].document.number if reply.citations else None


def _rows(name: str, split: str) -> list[dict[str, Any]]:
    lines = (COMPANY / name).read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["split"] == split]


def main(arguments: Sequence[str]) -> None:
    from bot.assembly import Coach
    from bot.settings import Environment
    from indexing import pipeline
    from indexing.reading.reader import Reader

    with tempfile.TemporaryDirectory(prefix="coach-threads-") as folder:
        coach = Coach(Environment(home=Path(arguments[0] if arguments else folder)))
        if not arguments:
            with Reader() as reader:
                source = str(COMPANY / "documents")
                pipeline.index(coach.workshop(reader), source, now=coach.clock())
        asking = coach.asking()
        viewer = coach.viewer(None)
        _print(lambda text: asking.reply(text, viewer=viewer, on=ON))


def _print(ask: Ask) -> None:
    print(f"{'':<34}{'n':>4}{'carried over':>14}{'cited@3 with':>14}{'without':>9}")
    rows: Iterable[tuple[str, Tally]] = (
        (f"{name}, {split}", measure(ask, split))
        for name, measure in (("follow-ups", in_threads), ("unrelated questions", side_by_side))
        for split in SPLITS
    )
    for name, tally in rows:
        shares = [count / tally.turns for count in (tally.cited_with, tally.cited_without)]
        print(f"{name:<34}{tally.turns:>4}{tally.carried:>14}{shares[0]:>14.2f}{shares[1]:>9.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
