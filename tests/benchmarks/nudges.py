"""Prints how long planning takes: python -m tests.benchmarks.nudges [--people N] [--postgres]"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from knowledge import deliveries, nudges
from knowledge.nudges import Rules
from knowledge.storage.action_tables import CorrectiveAction
from knowledge.storage.database import Database
from knowledge.storage.nudge_tables import Nudge, NudgeLine
from knowledge.storage.record_tables import Person, Site, TrainingAssignment
from knowledge.storage.rows import batches

NOW = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
TODAY = NOW.date()
ITEMS = 5
"""Of each person: four to read by days around today, and a corrective action of every tenth."""
TARGET = 60.0
SIZES = (100, 300, 1_000, 3_000, 10_000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.nudges", description=__doc__)
    parser.add_argument("--people", type=int, default=SIZES[-1], help="the longest of the curve")
    parser.add_argument("--postgres", action="store_true")
    chosen = parser.parse_args()
    print(f"Machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}. One pass each.\n")
    print(f"{'People':>7} {'Items':>7} {'Plan':>8} {'Again':>8} {'Messages':>9} {'Lines':>7}  Rest")
    for size in SIZES:
        if size <= chosen.people:
            with _database(chosen.postgres) as url:
                _measure(Database(url), size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    print(f"\nMemory, peak: {peak:.2f} GB. Aim: {SIZES[-1]:,} people under {TARGET:.0f} s.")


def _measure(database: Database, size: int) -> None:
    database.migrate()
    fill(database, size)
    first, written = _planned(database)
    again, more = _planned(database)
    assert more == written, "planning again has written something"
    handed, seconds = _dispatched(database)
    rest = f"dispatch {handed} in {seconds:.1f} s, rendering {_rendered(database, 'day'):.0f} ms"
    rest += f", a lead's digest {_rendered(database, 'digest'):.0f} ms"
    rest += "" if first < TARGET else "  MISSED"
    items = size * ITEMS
    print(
        f"{size:>7,} {items:>7,} {first:>6.1f} s {again:>6.1f} s "
        f"{written[0]:>9,} {written[1]:>7,}  {rest}",
        flush=True,
    )
    database.close()


def _planned(database: Database) -> tuple[float, tuple[int, int]]:
    """Plan as the scheduler does: read once, then write in transactions of 200 messages."""
    began = time.perf_counter()
    with database.begin() as session:
        nudges.outcomes.note(session, now=NOW)
    with database.read() as session:
        proposal = nudges.propose(session, now=NOW, rules=Rules())
    with database.begin() as session:
        nudges.keep_states(session, proposal, now=NOW)
    for batch in batches(proposal.nudges):
        with database.begin() as session:
            nudges.keep(session, batch, now=NOW)
    seconds = time.perf_counter() - began
    with database.read() as session:
        counts = [session.scalar(select(func.count(row.id))) or 0 for row in (Nudge, NudgeLine)]
    return seconds, (counts[0], counts[1])


def _dispatched(database: Database) -> tuple[int, float]:
    began, handed, now = time.perf_counter(), 0, NOW + timedelta(hours=3)
    while True:
        with database.begin() as session:
            found = nudges.dispatch(session, team="T", secret=b"s", now=now, rules=Rules())
            for wanted in found:
                deliveries.enqueue(session, wanted, now=now)
        handed += len(found)
        if not found:
            return handed, time.perf_counter() - began


def _rendered(database: Database, kind: str) -> float:
    """Milliseconds that one message takes to be put together, of ten; not quality's."""
    waiting = select(Nudge.id).where(Nudge.state == "queued", Nudge.kind == kind)
    with database.read() as session:
        ids = session.scalars(waiting.where(Nudge.person_id > 3).limit(10)).all()
        began = time.perf_counter()
        for number in ids:
            nudges.still_wanted(session, number, now=NOW + timedelta(hours=3))
    return (time.perf_counter() - began) * 1000 / max(1, len(ids))


def fill(database: Database, size: int) -> None:
    """People in teams of twenty, each with five items due between 40 days ago and in 20 days."""
    with database.begin() as session:
        session.add(Site(id=1, name="Ashcombe", zone="Europe/London"))
        session.flush()
        for batch in batches(list(_people(size)), 2000):
            session.execute(insert(Person), list(batch))
        for batch in batches(list(_readings(size)), 5000):
            session.execute(insert(TrainingAssignment), list(batch))
        for batch in batches(list(_actions(size)), 2000):
            session.execute(insert(CorrectiveAction), list(batch))


def _people(size: int) -> Iterator[dict[str, Any]]:
    for number in range(1, size + 1):
        yield {
            "id": number,
            "number": f"{number:05}",
            "name": f"Person {number}",
            "slack_account": f"U{number:05}",
            "site_id": 1,
            "lead_id": None if number == 1 else max(1, number - 1 - (number - 2) % 20),
            "roles": ["quality"] if number in (2, 3) else [],
            "qms_roles": [],
        }


def _readings(size: int) -> Iterator[dict[str, Any]]:
    for number in range(1, size + 1):
        for place in range(ITEMS - (number % 10 == 0)):
            due = _due(number * 7 + place * 13)
            yield {
                "number": f"READ-{number}-{place}",
                "person_id": number,
                "document": f"QP-{place}",
                "revision": "A",
                "kind": "reading",
                "demand": "read",
                "due_on": due,
                "first_due_on": due,
            }


def _actions(size: int) -> Iterator[dict[str, Any]]:
    for number in range(10, size + 1, 10):
        yield {
            "number": f"CAPA-2026-{number:05}",
            "title": "A cap leaked",
            "description": "At test.",
            "kind": "corrective",
            "source": "process",
            "recorded_on": date(2026, 9, 1),
            "owner_id": number,
            "stage": "cause found",
            "due_on": _due(number),
            "first_due_on": _due(number),
        }


def _due(spread: int) -> date:
    return TODAY + timedelta(days=spread % 60 - 40)


@contextmanager
def _database(on_postgres: bool) -> Iterator[str]:
    if on_postgres:
        from tests.proofs.delivery.places import postgres

        with postgres() as server:
            yield server.url
    else:
        with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'coach.db'}"


if __name__ == "__main__":
    main()
