"""How fast answers are judged: python -m tests.benchmarks.grading"""

from __future__ import annotations

import os
import time

import numpy as np
from numpy.typing import NDArray

from knowledge.grading import Asked, Grader
from knowledge.search.embedding import ModelChoice, SentenceModel
from tests.quality.grading.field import answers

BATCH_TARGET = 15.0  # answers a second, on two cores
ALONE_TARGET = 300.0  # milliseconds


def main() -> None:
    model = SentenceModel(ModelChoice(threads=1))
    model.load()
    asked = [Asked(row["question"], tuple(row["key_points"]), row["answer"]) for row in answers()]
    print(f"Machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.\n")
    speed, busy = _together(model, asked)
    _row("In one batch", f"{speed:.0f} /s", f"> {BATCH_TARGET:.0f} /s", speed > BATCH_TARGET)
    _row("  by processor time", f"{busy:.0f} /s", "", True)
    alone = _alone(model, asked[::8])
    for name, column in (("One alone", 0), ("  processor time", 1)):
        middle, slow = np.percentile(alone[:, column], (50, 95))
        _row(f"{name}, p50", f"{middle:.0f} ms", "", True)
        _row(f"{name}, p95", f"{slow:.0f} ms", f"< {ALONE_TARGET:.0f} ms", slow < ALONE_TARGET)


def _together(model: SentenceModel, asked: list[Asked]) -> tuple[float, float]:
    """Answers a second, by the clock and by processor time."""
    started, worked = time.perf_counter(), time.process_time()
    Grader(model).grade_many(asked)
    return (
        len(asked) / (time.perf_counter() - started),
        len(asked) / (time.process_time() - worked),
    )


def _alone(model: SentenceModel, asked: list[Asked]) -> NDArray[np.float64]:
    """Milliseconds of each by clock and processor, its question and key points not yet read."""
    found = []
    for one in asked:
        started, worked = time.perf_counter(), time.process_time()
        Grader(model).grade_many([one])
        found.append((time.perf_counter() - started, time.process_time() - worked))
    return np.array(found) * 1000


def _row(name: str, figure: str, target: str, met: bool) -> None:
    verdict = "" if not target else "met" if met else "MISSED"
    print(f"{name:<28} {figure:>9}  {target:<12} {verdict}".rstrip())


if __name__ == "__main__":
    main()
