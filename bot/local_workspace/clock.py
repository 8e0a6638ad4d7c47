"""The workspace's time. It can be moved forward, sped up, or made to stand still."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any


class Clock:
    """Time that runs `scale` times as fast as the wall's; with scale 0 it moves only when told."""

    def __init__(self, start: datetime | None = None, *, scale: float = 1.0) -> None:
        self.scale = scale
        self._origin = (start or datetime.now(UTC)).timestamp()
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._sleepers: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    @classmethod
    def standing(cls, at: datetime | None = None) -> Clock:
        return cls(at, scale=0.0)

    def time(self) -> float:
        """Seconds since 1970."""
        return self._origin + (time.monotonic() - self._began) * self.scale

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def move(self, by: timedelta) -> None:
        """Move forward; whatever was due in between becomes due now."""
        if by < timedelta(0):
            raise ValueError("The workspace's clock only moves forward: messages keep their order.")
        with self._lock:
            self._origin += by.total_seconds()
            sleepers = list(self._sleepers)
        for loop, moved in sleepers:
            with suppress(RuntimeError):  # that loop has been closed
                loop.call_soon_threadsafe(moved.set)

    def move_to(self, moment: datetime) -> None:
        self.move(moment - self.now())

    async def until(self, moment: float) -> None:
        """Return when the clock reads `moment`, however it gets there."""
        while (left := moment - self.time()) > 0:
            moved = asyncio.Event()
            sleeper = (asyncio.get_running_loop(), moved)
            with self._lock:
                self._sleepers.append(sleeper)
            try:
                if moment > self.time():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(
                            moved.wait(), left / self.scale if self.scale else None
                        )
            finally:
                with self._lock:
                    self._sleepers.remove(sleeper)

    async def by(self, moment: float, future: asyncio.Future[Any]) -> bool:
        """Whether the future is done before the clock reads `moment`."""
        deadline = asyncio.ensure_future(self.until(moment))
        try:
            await asyncio.wait({future, deadline}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            deadline.cancel()
        return future.done()
