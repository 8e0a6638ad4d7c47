"""What an import found and did, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from knowledge.registers import Register

Change = dict[str, list[Any]]
"""Per column what it was and what it is now."""


@dataclass(frozen=True, order=True)
class Problem:
    """A row that can't be used as it is, or needs a second look."""

    file: str
    sheet: str
    row: int
    reason: str

    def __str__(self) -> str:
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        return f"{self.file}{sheet}, row {self.row}: {self.reason}"


@dataclass
class Outcome:
    """What became of one table's rows, by their keys."""

    added: list[str] = field(default_factory=list)
    changed: dict[str, Change] = field(default_factory=dict)
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        return bool(self.added or self.changed or self.gone or self.back)


@dataclass
class Report:
    """`problems` are rows that were refused, `remarks` rows that were taken nevertheless.

    `refused`: nothing was changed because of the problems. `passed_over` are sheets that hold no
    table of this register. `settled` says what became of what people had reported.
    """

    register: Register
    files: list[str]
    dry_run: bool = False
    refused: bool = False
    rows: int = 0
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return any(outcome.touched for outcome in self.outcomes.values())

    def lines(self, *, most: int = 20) -> list[str]:
        """The report in words; of each list at most so many lines."""
        told = [self._verdict(), *map(self._counted, self.outcomes)]
        told += _some("Left out" if not self.refused else "To be mended", self.problems, most)
        told += _some("Worth a look", self.remarks, most)
        for name, outcome in self.outcomes.items():
            told += _some(f"No longer in the file ({name}), kept and marked", outcome.gone, most)
        told += _some("Reported by people", self.settled, most)
        told += [f"{sheet} holds no table of this register." for sheet in self.passed_over]
        return told

    def _verdict(self) -> str:
        rows = f"{self.rows} row{'' if self.rows == 1 else 's'} read"
        if self.refused:
            return (
                f"{rows}, {len(self.problems)} can't be used. Nothing was changed. "
                "Mend them and import again, or leave them out with --skip-bad."
            )
        if self.dry_run:
            return f"{rows}. Dry run: nothing was changed."
        return f"{rows}." if self.changed else f"{rows}. Nothing had changed."

    def _counted(self, name: str) -> str:
        outcome = self.outcomes[name]
        counts = f"{len(outcome.added)} new, {len(outcome.changed)} changed, "
        counts += f"{outcome.unchanged} as before, {len(outcome.gone)} gone"
        return f"  {name}: {counts}" + (f", {len(outcome.back)} back" if outcome.back else "")


def _some(title: str, items: list[Any], most: int) -> list[str]:
    if not items:
        return []
    told = [f"{title}: {len(items)}"] + [f"  {item}" for item in items[:most]]
    return told + ([f"  … and {len(items) - most} more"] if len(items) > most else [])
