"""Asks questions of one home in a process of its own, whose memory is watched from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psutil

from bot.asking import Asking
from bot.assembly import Coach
from knowledge.access import Viewer

QUESTIONS = tuple(
    f"{asks} {about}?"
    for asks in (
        "How long are records kept for", "Who approves", "When is the next review of",
        "Which form is used for", "What happens after a failed test of", "Where are records of",
    )
    for about in (
        "calibration of measuring equipment", "suppliers", "customer complaints", "final test",
        "training and competence", "nonconforming product", "torque wrenches", "document changes",
        "internal audits", "corrective action",
    )
)  # fmt: skip
PASSES = 3
WARM_UP = 10


@dataclass(frozen=True)
class Asked:
    """Milliseconds of a warm question, medians of the passes, and memory in GB.

    `busy` is the processor time of the p95, which other programs on the machine hardly change.
    """

    p50: float
    p95: float
    busy: float
    opening: float
    peak: float


def ask(home: Path) -> Asked:
    """Ask in a child process and watch what it holds."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.asking"],
        env=os.environ | {"COACH_HOME": str(home), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    peak = 0
    watched = psutil.Process(child.pid)
    while child.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.05)
    out, _ = child.communicate()
    if child.returncode:
        raise SystemExit("asking failed, see above")
    told = json.loads(out)
    return Asked(**told, peak=peak / 1e9)


def main() -> None:
    """The child: open, warm up, ask everything in each pass, print the figures."""
    coach = Coach()
    asking = coach.asking()
    asking.load_model()
    viewer = coach.viewer(None)
    started = time.perf_counter()
    asking.library()
    opening = time.perf_counter() - started
    for question in QUESTIONS[:WARM_UP]:
        asking.reply(question, viewer=viewer)
    passes = [[_measured(asking, viewer, q) for q in QUESTIONS] for _ in range(PASSES)]
    waited = [[wall for wall, _ in times] for times in passes]
    worked = [[busy for _, busy in times] for times in passes]
    told = {
        "p50": median(median(times) for times in waited),
        "p95": median(_p95(times) for times in waited),
        "busy": median(_p95(times) for times in worked),
        "opening": opening,
    }
    print(json.dumps(told))


def _measured(asking: Asking, viewer: Viewer, question: str) -> tuple[float, float]:
    """Waited and worked for one question: embedding, searching, quoting, recording the answer."""
    started, busy = time.perf_counter(), time.process_time()
    asking.reply(question, viewer=viewer)
    return (time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[18]


if __name__ == "__main__":
    main()
