"""Adding rows that another process may be adding too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.storage.tables import Base

BATCH = 200
"""Rows in one write, so that a writer never holds the database for long."""

Item = TypeVar("Item")


def add_missing(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose keys are not there yet."""
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    target = table.__table__
    assert isinstance(target, Table)
    session.execute(insert(target).on_conflict_do_nothing(), list(rows))


def batches(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def end_if_stopped(session: Session, within: timedelta) -> None:
    """Have the database end this transaction if its process stops in the middle of it.

    Others wait for the rows it has locked; a process that is paused would make them wait for as
    long. SQLite knows no such limit: there the others are in the same process.
    """
    if session.get_bind().dialect.name == "postgresql":
        limit = {"limit": str(max(1, round(within.total_seconds() * 1000)))}
        session.execute(
            text("SELECT set_config('idle_in_transaction_session_timeout', :limit, true)"), limit
        )
