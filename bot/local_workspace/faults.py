"""Misbehaviour on request: what Slack does on a bad day, by count or by probability."""

from __future__ import annotations

import random
import threading
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from typing import Any

from bot.local_workspace.refusals import Json

CALLS = (
    "rate_limit",  # 429 with Retry-After
    "server_error",  # 500, nothing was done
    "server_error_after_accept",  # 500, and yet it was done
    "drop",  # the connection breaks before anything was done
    "drop_after_accept",  # it was done, then the connection breaks
    "slow_accept",  # it is done at once, the answer comes `seconds` later
    "lagging_history",  # a new message shows in history and replies `seconds` later
)
DELIVERIES = (
    "duplicate_event",  # the same event is delivered once more
    "out_of_order",  # an event waits until the next one has gone out
    "reconnect",  # Slack refreshes the Socket Mode connection after a delivery
    "cut_connection",  # the Socket Mode connection breaks without a word, before the delivery
)
KINDS = CALLS + DELIVERIES


@dataclass
class Fault:
    """Happens `times` times (None: for ever), to each call or event that `only` matches."""

    kind: str
    only: str = "*"
    times: int | None = 1
    chance: float = 1.0
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"There is no fault {self.kind!r}. Known: {', '.join(KINDS)}.")
        if not 0 <= self.chance <= 1:
            raise ValueError("A fault's chance lies between 0 and 1.")


class Faults:
    """The faults that are set, drawn from one seeded source so that a run can be repeated."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._set: list[Fault] = []
        self.happened: dict[str, int] = {}

    def next(self, kind: str, times: int = 1, *, only: str = "*", seconds: float = 1.0) -> None:
        """Let it happen to the next `times` calls (of the method `only`) or events."""
        self.add(Fault(kind, only, times, 1.0, seconds))

    def sometimes(self, kind: str, chance: float, *, only: str = "*", seconds: float = 1.0) -> None:
        """Let it happen with this probability from now on."""
        self.add(Fault(kind, only, None, chance, seconds))

    def always(self, kind: str, *, only: str = "*", seconds: float = 1.0) -> None:
        self.add(Fault(kind, only, None, 1.0, seconds))

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._set.append(fault)

    def from_json(self, described: list[Json]) -> None:
        """Set faults given as `{"kind": …, "only": …, "times": …, "chance": …, "seconds": …}`."""
        for fault in [
            Fault(**{"times": None, **one} if "chance" in one else one) for one in described
        ]:
            self.add(fault)

    def clear(self) -> None:
        with self._lock:
            self._set.clear()

    def seed(self, seed: int) -> None:
        with self._lock:
            self._random.seed(seed)

    def take(self, kind: str, name: str = "*") -> Fault | None:
        """The fault that happens now to this call or event, if any; a counted one is used up."""
        with self._lock:
            for fault in self._set:
                if fault.kind != kind or fault.times == 0 or not fnmatch(name, fault.only):
                    continue
                if fault.chance < 1.0 and self._random.random() >= fault.chance:
                    continue
                if fault.times is not None:
                    fault.times -= 1
                self.happened[kind] = self.happened.get(kind, 0) + 1
                return fault
        return None

    def shown(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._set if fault.times != 0]
