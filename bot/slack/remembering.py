"""What Slack said a moment ago, so that it isn't asked again at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

MOST = 5_000

T = TypeVar("T")


class Memory(Generic[T]):
    """Keeps values by name for some minutes. Safe to share between threads."""

    def __init__(self, kept: timedelta, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._clock = clock
        self._held: dict[str, tuple[datetime, T]] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> T | None:
        with self._lock:
            held = self._held.get(name)
        return held[1] if held is not None and self._clock() - held[0] < self._kept else None

    def keep(self, name: str, value: T) -> T:
        with self._lock:
            if len(self._held) >= MOST:
                self._held.clear()
            self._held[name] = (self._clock(), value)
        return value

    def forget(self, name: str) -> None:
        with self._lock:
            self._held.pop(name, None)
