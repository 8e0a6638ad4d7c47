"""Whether the process that holds a claim is still there.

A lease alone can't tell a sender that died from one that was stopped (a paused container, a
suspended machine): the second goes on where it stood, and posts what another has posted meanwhile.
So each process holds a lock that the operating system or the database lets go of when it dies.
"""

from __future__ import annotations

import os
import secrets
import socket
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session


class Presence(Protocol):
    """Says who we are, and whether somebody else is gone."""

    @property
    def owner(self) -> str: ...

    def gone(self, session: Session, owner: str) -> bool: ...

    def leave(self) -> None: ...


def _new_number() -> int:
    return secrets.randbits(62)


def _named(number: int) -> str:
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{number}"


def _number(owner: str) -> int:
    return int(owner.rsplit(":", 1)[1])


class PostgresPresence:
    """An advisory lock on a connection of its own; PostgreSQL lets go of it with the connection.

    After a broken connection we are somebody new: what we held under the old name is left to the
    quarantine, like the claims of a process that died.
    """

    def __init__(self) -> None:
        self._number = _new_number()

    @property
    def owner(self) -> str:
        return _named(self._number)

    def enter(self, connection: Connection) -> None:
        """Be there for as long as this connection lasts; it notices a dead peer in 25 s."""
        number = _new_number()
        for setting, value in (("idle", 10), ("interval", 5), ("count", 3)):
            connection.exec_driver_sql(f"SET tcp_keepalives_{setting} = {value}")
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": number})
        self._number = number

    def gone(self, session: Session, owner: str) -> bool:
        taken = text("SELECT pg_try_advisory_xact_lock(:number)")
        return bool(session.scalar(taken, {"number": _number(owner)}))

    def leave(self) -> None:
        """The connection's end is our end."""


class FilePresence:
    """A locked file beside the database. SQLite does the locking, since it does on every system."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        self._file_number, self._held = self._enter()

    def _enter(self) -> tuple[int, sqlite3.Connection]:
        while True:
            number = _new_number()
            path = self._path(_named(number))
            held = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            held.execute("BEGIN EXCLUSIVE")
            if path.exists():  # else somebody swept it away before we had locked it
                return number, held
            held.close()

    def _sweep(self) -> None:
        """Remove the files of processes that were killed."""
        for path in self._folder.glob("*.lock"):
            self._taken(path)

    @property
    def owner(self) -> str:
        return _named(self._file_number)

    def _path(self, owner: str) -> Path:
        return self._folder / f"{_number(owner)}.lock"

    def gone(self, session: Session, owner: str) -> bool:
        path = self._path(owner)
        return not path.exists() or self._taken(path)

    def _taken(self, path: Path) -> bool:
        """Whether the lock could be had. The file is removed while it is ours: whoever waits for
        it sees that it is gone."""
        tried = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            tried.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        else:
            with suppress(OSError):  # Windows removes no file that is open: the next sweep tries
                path.unlink()
            return True
        finally:
            tried.close()

    def leave(self) -> None:
        self._held.close()
        with suppress(OSError):
            self._path(self.owner).unlink()
