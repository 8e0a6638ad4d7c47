"""One line of JSON for every call that reached the workspace."""

from __future__ import annotations

import json
import re
import threading
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.local_workspace.refusals import Json

TOKEN = re.compile(r"\b(xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[A-Za-z0-9.\-]+")


def redacted(value: Any) -> Any:
    """The value with every token in it replaced by its kind."""
    if isinstance(value, str):
        return TOKEN.sub(r"\1-***", value)
    if isinstance(value, dict):
        return {
            name: "***" if name == "token" and part else redacted(part)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [redacted(part) for part in value]
    return value


class Record:
    """Kept in memory and, when a file is named, appended to it and flushed line by line."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.calls: list[Json] = []
        self._lock = threading.Lock()
        self._file: TextIO | None = None

    def add(
        self, method: str, args: Json, *, status: int | None, at: datetime, **more: Any
    ) -> None:
        """Note a call. `status` is None when the caller never got an answer."""
        line: Json = {
            "at": at.isoformat(timespec="microseconds"),
            "method": method,
            "args": redacted(args),
            "status": status,
            **{name: value for name, value in more.items() if value is not None},
        }
        with self._lock:
            self.calls.append(line)
            if self.path is not None:
                if self._file is None:
                    self.path.parent.mkdir(parents=True, exist_ok=True)
                    self._file = self.path.open("a", encoding="utf-8")
                self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
                self._file.flush()

    def of(self, method: str) -> list[Json]:
        with self._lock:
            return [call for call in self.calls if call["method"] == method]

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None
