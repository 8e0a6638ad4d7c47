"""Sources and registers are read again on a schedule, each run in a process of its own."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.settings import Company
from bot.timing import Timing
from knowledge.registers import Register
from knowledge.storage.database import Database
from knowledge.storage.record_tables import ImportRun
from knowledge.storage.tables import Source

log = logging.getLogger("coach.serve")

COACH = (sys.executable, "-c", "from bot.commands import main; main()")
INDEX = (*COACH, "index")
IMPORT = (*COACH, "import")
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Waiting(Protocol):
    """What was read too long ago, the longest first (`due`, `registers_due`)."""

    def __call__(self, session: Session, *, now: datetime, timing: Timing) -> list[str]: ...


def due(session: Session, *, now: datetime, timing: Timing) -> list[str]:
    """The sources that were read too long ago, the longest first. Never read: not ours to begin."""
    read_before = now - timing.reread
    found = session.scalars(
        select(Source.address).where(Source.checked_at <= read_before).order_by(Source.checked_at)
    )
    return list(found)


def registers_due(
    company: Company, session: Session, *, now: datetime, timing: Timing
) -> list[str]:
    """The registers with files in the settings that were imported too long ago, or never.

    People come before what names them.
    """
    latest = select(ImportRun.register, func.max(ImportRun.imported_at)).group_by(
        ImportRun.register
    )
    imported = {row[0]: row[1] for row in session.execute(latest)}
    named = [name for name in get_args(Register) if name in company.records]
    return [
        name
        for name in named
        if company.records[name].files and imported.get(name, BEFORE_ALL) <= now - timing.reread
    ]


def importing(
    database: Database, company: Company, clock: Callable[[], datetime], timing: Timing
) -> Rereading:
    """Reads the files of registers again as `Rereading` does those of documents."""
    return Rereading(database, clock, timing, IMPORT, partial(registers_due, company))


class Rereading:
    """Starts a run for what waits longest; one at a time.

    A run that failed is tried again after the same time as one that did not, and says in the log
    what it said. What is published stays published meanwhile.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        timing: Timing,
        command: Sequence[str] = INDEX,
        waiting: Waiting = due,
    ) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing
        self._command = tuple(command)
        self._waiting = waiting
        self._tried: dict[str, datetime] = {}
        self._running: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def step(self) -> None:
        """Read one thing again if one is due, and wait until that is done."""
        now = self._clock()
        with self._database.read() as session:
            waiting = self._waiting(session, now=now, timing=self._timing)
        source = next((each for each in waiting if self._may_try(each, now)), None)
        if source is None:
            return
        self._tried[source] = now
        run = self._started(source)
        if run is None:
            return
        _, said = run.communicate()
        if run.returncode not in (0, -15):
            log.error("%s could not be read again: %s", source, said.strip()[-2_000:])

    def stop(self) -> None:
        """End a run that is going on: it can be broken off anywhere."""
        with self._lock:
            self._stopped = True
            if self._running is not None:
                self._running.terminate()

    def _may_try(self, source: str, now: datetime) -> bool:
        tried = self._tried.get(source)
        return tried is None or now - tried >= self._timing.reread

    def _started(self, source: str) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._stopped:
                return None
            self._running = subprocess.Popen(
                [*self._command, source],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            return self._running
