"""Reads files in a worker of its own, so that no file can take the coach down with it."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from indexing.reading.content import Content, from_json
from indexing.reading.endings import ENDINGS
from indexing.reading.limits import MEBIBYTE, Limits
from indexing.reading.worker_process import WorkerDied, WorkerProcess
from knowledge.errors import Unreadable

__all__ = ["ENDINGS", "READER_VERSION", "Reader"]

# Raised whenever the same file would be read into other blocks than before.
READER_VERSION = "2"

WORKER = (sys.executable, "-m", "indexing.reading.worker")


@dataclass(frozen=True)
class _Fingerprint:
    """What a file was at one moment; equal fingerprints mean it stayed the same."""

    size: int
    modified: int
    digest: str


class Reader:
    """Reads one file at a time. The worker starts with the first file and ends with `close`."""

    def __init__(self, limits: Limits | None = None, *, command: Sequence[str] = WORKER) -> None:
        self.limits = limits or Limits()
        self._command = tuple(command)
        self._worker: WorkerProcess | None = None
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker; the next `read` would start a new one."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def read(self, path: Path) -> Content:
        """The file's content, or `Unreadable` with a reason and a remedy in plain words."""
        with self._one_at_a_time:
            before = _fingerprint(path, self.limits)
            reply = self._ask(path)
            if _fingerprint(path, self.limits) != before:
                raise Unreadable(
                    "The file changed while it was read.",
                    "It is read again with the next run; nothing needs to be done.",
                )
            return self._content(reply)

    def _ask(self, path: Path) -> dict[str, Any]:
        """One request. A worker that breaks after other files gets one fresh successor.

        So a file isn't blamed for what its predecessors left behind in the worker.
        """
        worker = self._ready_worker()
        fresh = worker.files == 0
        try:
            return worker.ask({"path": str(path.absolute())})
        except WorkerDied as death:
            self.close()
            if fresh or death.by_clock:
                raise Unreadable(death.reason, death.remedy) from death
        except BaseException:
            # An interrupt leaves the worker's reply in the pipe: never read it as the next one.
            self.close()
            raise
        return self._ask(path)

    def _ready_worker(self) -> WorkerProcess:
        if self._worker is not None and self._worker.files >= self.limits.files_per_worker:
            self.close()
        if self._worker is None:
            self._worker = WorkerProcess(self._command, self.limits)
        return self._worker

    def _content(self, reply: dict[str, Any]) -> Content:
        if reply.get("failed"):
            self.close()
        if "reason" in reply:
            raise Unreadable(str(reply["reason"]), str(reply.get("remedy", "")))
        try:
            return from_json(reply["content"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self.close()
            raise Unreadable(
                "What was read from the file makes no sense.",
                "Open the file, save it again and check that it isn't damaged.",
            ) from error


def _fingerprint(path: Path, limits: Limits) -> _Fingerprint:
    """Check what can be checked without parsing, and take the file's fingerprint."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable("This is a folder, not a file.", "Name the files in it.")
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(
                "This is a device, pipe or socket, not a file.", "Remove it from the source."
            )
        _check_size(status.st_size, limits)
        # Should a pipe have taken the file's place meanwhile, opening it must not wait.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with os.fdopen(descriptor, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise Unreadable("The file is gone.", "Check whether it was moved or renamed.") from error
    except PermissionError as error:
        raise Unreadable(
            "The coach has no permission to read this file.",
            "Give the account the coach runs under the right to read it.",
        ) from error
    except (OSError, ValueError) as error:
        raise Unreadable(
            f"The file can't be opened ({getattr(error, 'strerror', None) or error}).",
            "Check the drive or share it lies on.",
        ) from error
    return _Fingerprint(status.st_size, status.st_mtime_ns, digest)


_BINARY = getattr(os, "O_BINARY", 0)


def _check_size(size: int, limits: Limits) -> None:
    if size == 0:
        raise Unreadable("The file is empty.", "Upload it again, or delete it.")
    if size > limits.file_bytes:
        raise Unreadable(
            f"The file has {size / MEBIBYTE:.0f} MB; up to "
            f"{limits.file_bytes / MEBIBYTE:.0f} MB are read.",
            "Take out pictures or split the document.",
        )
