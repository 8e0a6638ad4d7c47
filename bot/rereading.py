"""Sources are read again on a schedule, each run in a process of its own."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.timing import Timing
from knowledge.storage.database import Database
from knowledge.storage.tables import Source

log = logging.getLogger("coach.serve")

INDEX = (sys.executable, "-c", "from bot.commands import main; main()", "index")


def due(session: Session, *, now: datetime, timing: Timing) -> list[str]:
    """The sources that were read too long ago, the longest first. Never read: not ours to begin."""
    read_before = now - timing.reread
    found = session.scalars(
        select(Source.address).where(Source.checked_at <= read_before).order_by(Source.checked_at)
    )
    return list(found)


class Rereading:
    """Starts a run for the source that waits longest; one at a time.

    A run that failed is tried again after the same time as one that did not, and says in the log
    what it said. What is published stays published meanwhile.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        timing: Timing,
        command: Sequence[str] = INDEX,
    ) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing
        self._command = tuple(command)
        self._tried: dict[str, datetime] = {}
        self._running: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def step(self) -> None:
        """Read one source again if one is due, and wait until that is done."""
        now = self._clock()
        with self._database.read() as session:
            waiting = due(session, now=now, timing=self._timing)
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
