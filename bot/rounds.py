"""Threads that do one thing after another: woken by a bell, caught by a tick."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.outage import is_outage
from bot.timing import Timing
from bot.waking import Bell

log = logging.getLogger("coach.delivery")


class Steps(Protocol):
    """One thing at a time; `step` says whether there was something to do."""

    def step(self) -> bool: ...

    def idle_until(self) -> datetime | None: ...


class Round:
    """A thread that takes steps until it is stopped, and outlives an outage of the database."""

    def __init__(
        self,
        name: str,
        steps: Steps,
        bell: Bell,
        clock: Callable[[], datetime],
        timing: Timing,
    ) -> None:
        self._steps = steps
        self._bell = bell
        self._clock = clock
        self._timing = timing
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no further step. The one being taken is finished."""
        self._stopping.set()
        self._bell.ring()

    def join(self, seconds: float) -> bool:
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            rings = self._bell.rings
            try:
                if not self._steps.step():
                    self._bell.wait(rings, self._idle_seconds())
            except Exception as error:
                if is_outage(error):
                    log.warning("the database is away: trying again")
                else:
                    log.exception("a step failed")
                self._stopping.wait(self._timing.outage_pause.total_seconds())

    def _idle_seconds(self) -> float:
        """Until something may be due, at most a tick, and never a busy wait."""
        tick = self._timing.tick.total_seconds()
        due = self._steps.idle_until()
        if due is None:
            return tick
        return min(tick, max(tick / 100, (due - self._clock()).total_seconds()))
