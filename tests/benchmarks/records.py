"""Prints how long imports take: python -m tests.benchmarks.records [--rows 100000]"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook
from rich.progress import Progress

from bot.commands.index import ProgressWatch
from indexing.records import IMPORTERS, import_files
from knowledge import training
from knowledge.registers import Register
from knowledge.storage.database import Database

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
TARGET = 60.0
PEOPLE_HEAD = ("employee_number", "name", "email", "team", "lead", "site", "rights", "start_date")
COURSES_HEAD = ("course", "title", "kind", "critical", "validity_months", "may_not_perform")
RECORDS_HEAD = (
    "assignment", "employee_number", "name", "course", "kind", "assigned_on", "due_on",
    "performed_on", "recorded_on", "recorded_by", "result", "assessor", "evidence",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.records", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    print(f"Machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}. One pass each.\n")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as place:
        _measure(Path(place), rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    print(f"Memory, peak: {peak:.2f} GB")


def _measure(folder: Path, rows: int) -> None:
    database = Database(f"sqlite:///{folder / 'coach.db'}")
    database.migrate()
    staff = max(rows // 20, 1)
    _import(database, "people", *_tables(folder, staff))
    courses = _written(folder / "courses.csv", COURSES_HEAD, _courses())
    records = _written(folder / "records.csv", RECORDS_HEAD, _records(rows, staff))
    workbook = _workbook(folder / "records.xlsx", RECORDS_HEAD, _records(rows, staff))
    _import(database, "training", courses, records, what=f"{rows:,} records, all new, CSV")
    _import(database, "training", records, what=f"{rows:,} records again, CSV")
    _import(database, "training", workbook, what=f"{rows:,} records again, XLSX")
    people = _written(folder / "all.csv", PEOPLE_HEAD, _people(rows, ""))
    fresh = Database(f"sqlite:///{folder / 'people.db'}")
    fresh.migrate()
    _import(fresh, "people", people, what=f"{rows:,} people, all new, CSV")
    started = time.perf_counter()
    with database.read() as session:
        found = len(training.open_items(session, today=TODAY))
    _row(f"{found:,} open items worked out", time.perf_counter() - started, None)
    for one in (database, fresh):
        one.close()


def _import(database: Database, register: Register, *files: str, what: str = "") -> None:
    started = time.perf_counter()
    with Progress(transient=True) as progress:
        report = import_files(
            database,
            IMPORTERS[register],
            files,
            now=NOW,
            today=TODAY,
            watch=ProgressWatch(progress),
        )
    assert not report.problems, report.problems[:3]
    if what:
        _row(what, time.perf_counter() - started, TARGET)


def _row(what: str, seconds: float, target: float | None) -> None:
    verdict = (
        "" if target is None else f"< {target:.0f} s  {'met' if seconds < target else 'MISSED'}"
    )
    print(f"{what:<40} {seconds:>7.1f} s  {verdict}".rstrip(), flush=True)


def _tables(folder: Path, staff: int) -> list[str]:
    sites = _written(folder / "sites.csv", ("site", "time_zone"), [("Ashcombe", "Europe/London")])
    teams = _written(folder / "teams.csv", ("team", "name", "site"), [("ASM", "All", "Ashcombe")])
    return [sites, teams, _written(folder / "people.csv", PEOPLE_HEAD, _people(staff, "ASM"))]


def _people(count: int, team: str) -> Iterator[Sequence[str]]:
    site = "Ashcombe" if team else ""
    for n in range(count):
        lead = "" if n == 0 else f"p{n // 10}@x.example"
        yield (
            f"{n:06}",
            f"Person {n}",
            f"p{n}@x.example",
            team,
            lead,
            site,
            "employee",
            "2020-01-01",
        )


def _courses() -> Iterator[Sequence[str]]:
    for n in range(20):
        yield f"C-{n:02}", f"Course {n}", "qualification", "yes", "36", "May not do it without"


def _records(rows: int, staff: int) -> Iterator[Sequence[str]]:
    for n in range(rows):
        person, course = n % staff, n // staff % 20
        day = date(2023, 1, 2) + timedelta(days=n % 1400)
        done = ("", "", "", "", "", "")
        if n % 10:
            held = day.isoformat()
            done = (held, held, f"p{person // 10}@x.example", "passed", "Priya Nair", f"Q-{n}")
        due = (day + timedelta(days=60)).isoformat()
        what = (f"C-{course:02}", "first", day.isoformat(), due)
        yield f"TA-{n:06}", f"{person:06}", f"Person {person}", *what, *done


def _written(path: Path, head: Sequence[str], rows: object) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)  # type: ignore[arg-type]
    return str(path)


def _workbook(path: Path, head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Records")
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return str(path)


if __name__ == "__main__":
    main()
