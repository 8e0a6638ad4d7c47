"""Many questions at once while documents are being indexed: the real model, the real `coach`."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.proofs.delivery.counts import Counts
from tests.proofs.delivery.places import PEOPLE, ROOT, WorkspaceProcess, wait_for, workspace
from tests.proofs.delivery.rows import Row

DOCUMENTS = ROOT / "tests" / "company" / "documents"
COACH = Path(sys.executable).with_name("coach")
SECTIONS = 40
QUESTIONS = (
    "How long are calibration records kept?",
    "Who approves a supplier?",
    "What is done with nonconforming product?",
    "How often is the management review held?",
    "Who may release a final test report?",
    "When is a corrective action closed?",
    "How is customer property protected?",
    "What must a contract review cover?",
    "Where are superseded documents kept?",
    "How is a torque wrench calibrated?",
)
WORDS = (
    "the gauge inspection batch record operator supplier release torque pressure seal drawing "
    "revision approval storage humidity fixture coating audit finding corrective delivery customer "
    "valve spindle bearing test bench certificate temperature limit calibrated sample lot label"
)


def asked_at_once(counts: Counts) -> Row:
    with workspace(seed=7, limits=True) as place, tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        settings = _environment(home, place)
        subprocess.run(
            [COACH, "index", str(DOCUMENTS)], env=settings, check=True, capture_output=True
        )
        with _serving(settings, Path(folder) / "serve.log"):
            many = Path(folder) / "many"
            _write_documents(many, counts.passages)
            place.says(0, "How are records kept?")
            _answered(place, 1)
            with _indexing(settings, many, Path(folder) / "index.log"):
                before = len(place.history())
                _ask(place, counts.questions)
                _answered(place, counts.questions + 1)
                return _row(place, counts, before)


def _row(place: WorkspaceProcess, counts: Counts, before: int) -> Row:
    asked, replied = _times(place.history()[before:])
    waits = sorted(replied.get(ts, float("inf")) - at for ts, at in asked.items())
    status = [
        _moment(call["at"]) - asked[call["args"]["thread_ts"]]
        for call in place.record("assistant.threads.setStatus")
        if call["args"]["thread_ts"] in asked
    ]
    acks = [line["seconds"] for line in place.deliveries() if line["outcome"] == "acked"]
    p95 = waits[int(len(waits) * 0.95) - 1]
    outcome = (
        f"{len(replied)} of {len(asked)} answered; slowest ack {max(acks):.2f} s, "
        f"slowest status {max(status):.2f} s, answers p50 {waits[len(waits) // 2]:.2f} s, "
        f"p95 {p95:.2f} s, slowest {waits[-1]:.2f} s"
    )
    within = max(acks) < 1 and max(status) < 1 and p95 < 3
    outcome += f" (aims 1 s, 1 s, p95 3 s: {'met' if within else 'missed'})"
    # The figures are printed and not asserted: a machine's other work would decide the test.
    holds = len(status) == len(asked) == len(replied)
    name = f"{counts.questions} questions at once, {counts.passages} passages being indexed"
    return Row(name, outcome, holds)


def _times(history: list[dict[str, Any]]) -> tuple[dict[str, float], dict[str, float]]:
    asked = {m["ts"]: m["posted_at"] for m in history if not m.get("bot_id")}
    replied = {
        m["thread_ts"]: m["posted_at"]
        for m in history
        if m.get("bot_id") and m.get("thread_ts") in asked
    }
    return asked, replied


def _moment(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()


def _ask(place: WorkspaceProcess, questions: int) -> None:
    """Each of another person, all of them in the same moment."""
    with ThreadPoolExecutor(questions) as seats:
        list(
            seats.map(
                lambda number: place.says(number % PEOPLE, QUESTIONS[number % len(QUESTIONS)]),
                range(questions),
            )
        )


def _answered(place: WorkspaceProcess, count: int) -> None:
    wait_for(lambda: sum(1 for m in place.history() if m.get("bot_id")) >= count, 120, every=0.25)


def _environment(home: Path, place: WorkspaceProcess) -> dict[str, str]:
    return os.environ | {
        "COACH_HOME": str(home),
        "COACH_SLACK_API_URL": place.api_url,
        "SLACK_BOT_TOKEN": "xoxb-local-workspace",
        "SLACK_APP_TOKEN": "xapp-local-workspace",
    }


@contextmanager
def _serving(settings: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("w") as file:
        served = subprocess.Popen([COACH, "serve"], env=settings, stderr=file, cwd=ROOT)
        try:
            ready = wait_for(
                lambda: "the model is loaded" in log.read_text() and "listening" in log.read_text(),
                120,
            )
            if not ready:
                raise RuntimeError(log.read_text()[-2000:])
            yield
        finally:
            served.send_signal(signal.SIGTERM)
            ended = served.wait(15)
        if ended != 0:
            raise RuntimeError(f"serve ended with {ended}: {log.read_text()[-2000:]}")


@contextmanager
def _indexing(settings: dict[str, str], folder: Path, log: Path) -> Iterator[None]:
    """`coach index` at the height of its work: it has begun to embed."""
    with log.open("w") as file:
        indexed = subprocess.Popen(
            [COACH, "index", str(folder)], env=settings, stderr=file, stdout=file
        )
        try:
            threading.Event().wait(20)
            if indexed.poll() is not None:
                raise RuntimeError(f"indexing was over before the questions: {log.read_text()}")
            yield
            if indexed.poll() is not None:
                raise RuntimeError("indexing ended while the questions were asked")
        finally:
            indexed.kill()
            indexed.wait()


def _write_documents(folder: Path, passages: int) -> None:
    chance, words = random.Random(11), WORDS.split()
    folder.mkdir()
    for number in range(-(-passages // SECTIONS)):
        parts = [f"# Instruction {number}\n\nDocument no: WI-9{number:04d}\nRevision: A\n"]
        for section in range(1, SECTIONS + 1):
            sentences = [" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(7)]
            parts.append(
                f"## {section} {chance.choice(words)} {section}\n\n{' '.join(sentences)}\n"
            )
        (folder / f"WI-9{number:04d}.md").write_text("\n".join(parts), "utf-8")
