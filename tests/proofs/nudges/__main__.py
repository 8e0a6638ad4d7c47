"""`python -m tests.proofs.nudges [--full] [--list FILE]`: kills and a quarter, with their table."""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from pathlib import Path

from knowledge.storage.database import Database
from tests.proofs.nudges.judging import judge
from tests.proofs.nudges.killing import killed
from tests.proofs.nudges.quarter import QUARTER, Quarter, pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.nudges", description=__doc__)
    parser.add_argument("--full", action="store_true", help="a whole quarter and 200 kills")
    parser.add_argument("--list", type=Path, help="where to write what everybody was told")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    print("| test | found | |\n|---|---|---|", flush=True)
    held = [_quarter(QUARTER if chosen.full else 21, chosen.list)]
    for on_postgres in (False, True):
        held.append(_killed(200 if chosen.full else 8, on_postgres))
    raise SystemExit(0 if all(held) else 1)


def _quarter(days: int, listed: Path | None) -> bool:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coach-proof-") as folder:
        database = Database(f"sqlite:///{folder}/coach.db")
        database.migrate()
        record = Quarter(database).run(days)
        with database.read() as session:
            broken = judge(session, record)
        database.close()
    if listed is not None:
        listed.write_text("\n".join(pages(record)) + "\n", encoding="utf-8")
    lines = sum(len(message.lines) for message in record.messages)
    _row(
        f"{days} days of the sample company",
        f"{len(record.messages)} messages, {lines} items in them, {len(record.deeds)} deeds; "
        f"{len(broken)} rules broken{': ' + broken[0] if broken else ''}",
        not broken,
        began,
    )
    return not broken


def _killed(kills: int, on_postgres: bool) -> bool:
    began = time.monotonic()
    people = 900 if kills > 100 else 40
    found = killed(people, kills, on_postgres=on_postgres)
    _row("PostgreSQL" if on_postgres else "SQLite", f"{found}", found.holds, began)
    return found.holds


def _row(test: str, outcome: str, holds: bool, began: float) -> None:
    seconds = time.monotonic() - began
    print(f"| {test} | {outcome} | {'holds' if holds else 'FAILS'} | {seconds:.0f} s |", flush=True)


if __name__ == "__main__":
    main()
