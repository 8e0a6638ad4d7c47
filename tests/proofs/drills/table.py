"""All rows by name, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.proofs.drills.campaign import interviewed
from tests.proofs.drills.counts import Counts
from tests.proofs.drills.servers import SABOTAGES


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    test: str
    outcome: str
    holds: bool

    def __str__(self) -> str:
        return f"| {self.test} | {self.outcome} | {'holds' if self.holds else 'FAILS'},"


def killed(counts: Counts, *, on_postgres: bool) -> Row:
    run = interviewed(counts.interviews, counts.interview_kills, on_postgres=on_postgres)
    name = "PostgreSQL" if on_postgres else "SQLite"
    test = f"{counts.interviews} interviews at once, {counts.interview_kills} kill -9 ({name})"
    all_of_it = run.verdict.interviews == counts.interviews and run.kills == counts.interview_kills
    return Row(test, str(run), run.verdict.holds and run.finished and all_of_it)


def sabotaged(counts: Counts, *, part: str) -> Row:
    """With a part taken out the checker has to find something, or it proves nothing."""
    run = interviewed(counts.sabotaged, 0, sabotage=part, patience=40.0)
    verdict = run.verdict
    found = verdict.lost if part == SABOTAGES[0] else verdict.asked_twice + verdict.reported_twice
    return Row(f"sabotage: {part}", str(run), bool(found))


TABLE: dict[str, Callable[[Counts], Row]] = {
    "kills-sqlite": partial(killed, on_postgres=False),
    "kills-postgresql": partial(killed, on_postgres=True),
    **{f"without-{place}": partial(sabotaged, part=part) for place, part in enumerate(SABOTAGES)},
}
