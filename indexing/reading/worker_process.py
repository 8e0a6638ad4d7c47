"""The parent's side of the reading worker: started, asked, watched, killed."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, cast

import psutil

from indexing.reading.limits import MEBIBYTE, Limits
from indexing.reading.pipe import BrokenMessage, MessageTooLong, receive, send

_ROOT = Path(__file__).resolve().parents[2]

# The worker sees these variables and no others: tokens and passwords stay with the parent.
_PASSED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT",
    "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "VIRTUAL_ENV",
)  # fmt: skip

_LOOK_EVERY = 0.05  # seconds between two looks at the clock and the worker's memory

_DAMAGED = "Open it in the program it was made with, save it again, or save it as PDF."


class WorkerDied(Exception):
    """The worker gave no usable reply and must be replaced."""

    def __init__(self, reason: str, remedy: str, *, by_clock: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.by_clock = by_clock


class WorkerProcess:
    """One child process that reads files, one after the other."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self.files = 0
        self._limits = limits
        self._process = subprocess.Popen(
            [*command, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    @property
    def pid(self) -> int:
        """The process id, for those who watch."""
        return self._process.pid

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The worker's reply, or `WorkerDied` with the reason in plain words."""
        self.files += 1
        try:
            send(cast(BinaryIO, self._process.stdin), request)
        except OSError as error:
            raise self._died("The file brought the reader down.") from error
        replies: queue.SimpleQueue[dict[str, Any] | BaseException | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(replies,), daemon=True).start()
        return self._usable(self._await(replies))

    def end(self) -> None:
        """Kill the process, with all it may have started, and free its pipes."""
        for process in self._family():
            try:
                process.kill()
            except psutil.Error:
                continue
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def _listen(self, replies: queue.SimpleQueue[dict[str, Any] | BaseException | None]) -> None:
        try:
            stdout = cast(BinaryIO, self._process.stdout)
            reply = receive(stdout, at_most=self._limits.reply_bytes)
        except (BrokenMessage, OSError, ValueError, MemoryError) as error:
            replies.put(error)
        else:
            replies.put(reply)

    def _await(
        self, replies: queue.SimpleQueue[dict[str, Any] | BaseException | None]
    ) -> dict[str, Any] | BaseException | None:
        deadline = time.monotonic() + self._limits.seconds
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise WorkerDied(
                    f"Reading took longer than {self._limits.seconds:g} seconds.",
                    "Split the document, or save it as a plain PDF.",
                    by_clock=True,
                )
            try:
                return replies.get(timeout=min(left, _LOOK_EVERY))
            except queue.Empty:
                self._check_memory()

    def _check_memory(self) -> None:
        held = 0
        for process in self._family():
            try:
                held += process.memory_info().rss
            except psutil.Error:
                continue
        if held > self._limits.memory:
            raise _too_much_memory(self._limits)

    def _family(self) -> list[psutil.Process]:
        try:
            worker = psutil.Process(self._process.pid)
            return [worker, *worker.children(recursive=True)]
        except psutil.Error:
            return []

    def _usable(self, reply: dict[str, Any] | BaseException | None) -> dict[str, Any]:
        if isinstance(reply, dict):
            return reply
        if isinstance(reply, MessageTooLong):
            raise WorkerDied("The file holds more text than is read.", "Split the document.")
        raise self._died("The file brought the reader down.")

    def _died(self, reason: str) -> WorkerDied:
        return WorkerDied(reason, _DAMAGED)


def _too_much_memory(limits: Limits) -> WorkerDied:
    return WorkerDied(
        f"Reading needs more than {limits.memory // MEBIBYTE} MB of memory.",
        "Split the document, or take out its pictures.",
    )


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}
