"""One import while it is writing: looks people up, compares rows, keeps what is to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from indexing.records.columns import Row
from indexing.records.report import Outcome, Problem, Report
from indexing.watching import Watch
from knowledge import registers
from knowledge.errors import CoachError, SourceRefused
from knowledge.people import Directory
from knowledge.people.finding import same_text
from knowledge.storage.action_tables import RegisterReport
from knowledge.storage.record_tables import Imported
from knowledge.storage.tables import Base

LOST = 0.2
"""The share of a file's rows that may vanish at once; more is not believed without being told."""
FEW = 5
"""Rows that may vanish whatever their share."""
WRITTEN_AT_ONCE = 1000

Key = tuple[Any, ...]
Item = tuple[Row, dict[str, Any]]
"""A row and the columns it gives, by their names in the model."""


@dataclass
class Run:
    """What a table's `write` works with. `series_of` gives a file's name without figures.

    `mentioned` are the texts of rows that were refused: unless those are left out, whoever is
    named there is not unknown, and nothing more need be said.
    """

    session: Session
    report: Report
    series_of: Mapping[str, str]
    now: datetime
    today: date
    watch: Watch
    skip_bad: bool = False
    accept_removals: bool = False
    mentioned: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)

    @cached_property
    def people(self) -> Directory:
        return Directory.of(self.session)

    def refuse(self, row: Row, reason: str) -> None:
        """This row can't be used; whoever calls leaves it out. The others are looked at as well."""
        self.incomplete.add(row.table)
        self.report.problems.append(Problem(row.file, row.sheet, row.number, reason))

    def remark(self, row: Row, reason: str) -> None:
        """This row is used, but somebody should look at it."""
        self.report.remarks.append(Problem(row.file, row.sheet, row.number, reason))

    def person(self, row: Row, field_name: str) -> int | None:
        """The id of the person a cell names; the row is refused if nobody is meant by it."""
        text = row[field_name]
        if not text:
            return None
        try:
            return self.people.id_of(text)
        except CoachError as error:
            if self.skip_bad or same_text(text) not in self.mentioned:
                self.refuse(row, f"{field_name}: {error}")
            return None

    def outcome(self, table: str) -> Outcome:
        return self.report.outcomes.setdefault(table, Outcome())

    @cached_property
    def _reported(self) -> set[str]:
        wanted = select(RegisterReport.item).where(
            RegisterReport.register == self.report.register,
            RegisterReport.state.in_(registers.OPEN),
        )
        return set(self.session.scalars(wanted))

    def settle(self, item: str, facts: dict[str, Any]) -> None:
        """Hold what people reported about this item against what the file says."""
        if item not in self._reported:
            return
        for row in registers.settle(self.session, self.report.register, item, facts, self.now):
            told = registers.in_words(row) if row.state == "contradicted" else f"{item}, {row.what}"
            self.report.settled.append(f"{row.state}: {told}")

    def upsert(
        self,
        table: str,
        model: type[Base],
        key: Sequence[str],
        items: Sequence[Item],
        *,
        within: ColumnElement[bool] | None = None,
        private: Iterable[str] = (),
        once: Iterable[str] = (),
    ) -> dict[Key, int]:
        """Add what is new and change what differs; the ids by key.

        Only columns that an item names are compared. Rows that this file held before and holds no
        more are marked as gone. `within` limits what is looked at; `private` columns are logged
        without their values; `once` columns are set when a row is new and left alone afterwards.
        """
        self.watch.stage(table, len(items))
        known = _known(self.session, model, key, within)
        told = self.outcome(table)
        added: list[dict[str, Any]] = []
        changes: list[dict[str, Any]] = []
        seen: set[Key] = set()
        for row, values in items:
            values = self._stamped(model, row, values)
            mine = tuple(values[name] for name in key)
            seen.add(mine)
            old = known.get(mine)
            if old is None:
                added.append(values)
                told.added.append(_named(mine))
            else:
                self._compare(told, old, values, mine, changes, set(private), set(once))
            self.watch.advance()
        self._write(model, added, changes)
        if issubclass(model, Imported):
            files = {row.file for row, _ in items}
            self._mark_gone(table, model, key, known, seen, files)
        return self._ids(model, key, added, within) | {k: old["id"] for k, old in known.items()}

    def _stamped(self, model: type[Base], row: Row, values: dict[str, Any]) -> dict[str, Any]:
        if not issubclass(model, Imported):
            return values
        return {**values, "series": self.series_of[row.file], "gone_on": None}

    def _compare(
        self,
        told: Outcome,
        old: dict[str, Any],
        values: dict[str, Any],
        key: Key,
        changes: list[dict[str, Any]],
        private: set[str],
        once: set[str],
    ) -> None:
        different = {
            name: new for name, new in values.items() if old[name] != new and name not in once
        }
        if different:
            changes.append({"id": old["id"], **different})
        said = {
            name: ["…", "…"] if name in private else [old[name], new]
            for name, new in different.items()
            if name not in ("series", "gone_on")
        }
        if "gone_on" in different:
            told.back.append(_named(key))
        if said:
            told.changed[_named(key)] = said
        elif "gone_on" not in different:
            told.unchanged += 1

    def _write(
        self, model: type[Base], added: list[dict[str, Any]], changes: list[dict[str, Any]]
    ) -> None:
        """Rows with the same columns are written together."""
        for rows in _alike(added):
            for start in range(0, len(rows), WRITTEN_AT_ONCE):
                self.session.execute(insert(model), rows[start : start + WRITTEN_AT_ONCE])
        for rows in _alike(changes):
            self.session.execute(update(model), rows)
        self.session.expire_all()

    def _mark_gone(
        self,
        table: str,
        model: type[Base],
        key: Sequence[str],
        known: dict[Key, dict[str, Any]],
        seen: set[Key],
        files: set[str],
    ) -> None:
        series = {self.series_of[file] for file in files}
        mine = {k: old for k, old in known.items() if old["series"] in series}
        vanished = [k for k, old in mine.items() if k not in seen and old["gone_on"] is None]
        if not vanished:
            return
        if table in self.incomplete:
            return  # a row that was left out may be the one that seems to have vanished
        self._believe(table, len(vanished), len(mine))
        ids = [{"id": mine[k]["id"], "gone_on": self.today} for k in vanished]
        self.session.execute(update(model), ids)
        self.session.expire_all()
        self.outcome(table).gone += sorted(map(_named, vanished))

    def _believe(self, table: str, vanished: int, all_rows: int) -> None:
        if self.accept_removals or vanished <= max(FEW, LOST * all_rows):
            return
        raise SourceRefused(
            f"{vanished} of {all_rows} rows of {table} are no longer in the file. Nothing was "
            "changed, since it may be half-written. If it is right, import it again with "
            "--accept-removals."
        )

    def _ids(
        self,
        model: type[Base],
        key: Sequence[str],
        added: list[dict[str, Any]],
        within: ColumnElement[bool] | None,
    ) -> dict[Key, int]:
        if not added:
            return {}
        fresh = _known(self.session, model, key, within, only=key)
        return {k: row["id"] for k, row in fresh.items()}


def _known(
    session: Session,
    model: type[Base],
    key: Sequence[str],
    within: ColumnElement[bool] | None,
    only: Sequence[str] = (),
) -> dict[Key, dict[str, Any]]:
    names = ["id", *only] if only else [column.key for column in model.__table__.columns]
    wanted = select(*(getattr(model, name) for name in names))
    if within is not None:
        wanted = wanted.where(within)
    rows = (dict(zip(names, row, strict=True)) for row in session.execute(wanted))
    return {tuple(row[name] for name in key): row for row in rows}


def _alike(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row)), []).append(row)
    return groups.values()


def _named(key: Key) -> str:
    return " ".join(str(part) for part in key if part is not None)
