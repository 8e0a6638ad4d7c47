"""Commits wake the workers: a bell in the process, LISTEN/NOTIFY between processes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from bot.presence import FilePresence, PostgresPresence, Presence
from knowledge.storage.database import Database

log = logging.getLogger("coach.delivery")


class Bell:
    """Wakes everyone who waits. Who looked before it rang does not wait for it."""

    def __init__(self) -> None:
        self._rings = 0
        self._changed = threading.Condition()

    @property
    def rings(self) -> int:
        return self._rings

    def ring(self) -> None:
        with self._changed:
            self._rings += 1
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        """Return when it has rung more often than `seen`, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._rings != seen, timeout=seconds)


class Waking:
    """Rings the bell of a name when a transaction that announced it is committed."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._bells: dict[str, Bell] = {}
        event.listen(Session, "after_commit", self._committed)

    def bell(self, name: str) -> Bell:
        return self._bells.setdefault(name, Bell())

    def ring_all(self) -> None:
        for bell in self._bells.values():
            bell.ring()

    @property
    def names(self) -> list[str]:
        return list(self._bells)

    def stop(self) -> None:
        event.remove(Session, "after_commit", self._committed)

    def _committed(self, session: Session) -> None:
        names = session.info.pop("announced", ())
        if names and session.get_bind() is self._engine:
            for name in names:
                self.bell(name).ring()


class Line:
    """A process's own connection to PostgreSQL: it holds our presence and hears announcements."""

    def __init__(self, database: Database, waking: Waking, pause: float = 1.0) -> None:
        self.presence = PostgresPresence()
        self._database = database
        self._waking = waking
        self._pause = pause
        self._stopping = threading.Event()
        self._there = threading.Event()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    def start(self) -> None:
        """Connect, and stay connected. Returns once we are there, or after some seconds."""
        self._thread.start()
        self._there.wait(10)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(3)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._database.engine.connect() as plain:
                    self._hold(plain.execution_options(isolation_level="AUTOCOMMIT"))
            except (OperationalError, DBAPIError, OSError) as error:
                log.warning("the database went away (%s): connecting again", type(error).__name__)
                self._stopping.wait(self._pause)

    def _hold(self, connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        connection.detach()  # it goes with us, not back to the pool
        self.presence.enter(connection)
        for name in self._waking.names:
            connection.exec_driver_sql(f"LISTEN {name}")
        self._there.set()
        self._waking.ring_all()
        while not self._stopping.is_set():
            for notice in driver.notifies(timeout=1.0, stop_after=1):
                self._waking.bell(notice.channel).ring()
            if driver.closed:
                raise OSError("connection closed")


def presence_on(
    database: Database, waking: Waking, pause: float = 1.0
) -> tuple[Presence, Callable[[], None]]:
    """How this process shows that it is there, and what ends it."""
    if database.engine.dialect.name == "postgresql":
        line = Line(database, waking, pause)
        line.start()
        return line.presence, line.stop
    file = database.engine.url.database
    assert file is not None  # the settings know no database in memory
    presence = FilePresence(Path(file).parent / "present")
    return presence, presence.leave
