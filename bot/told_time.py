"""The time as somebody else tells it, for demonstrations in which days pass at a click."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit
from urllib.request import urlopen

from knowledge.errors import BadInput

ASKED_EVERY = 0.5
"""Seconds."""


class ToldTime:
    """Asks an address on this machine what time it is; between two answers time just goes on.

    The answer is JSON with `now` in ISO 8601. Safe to share between threads.
    """

    def __init__(self, address: str) -> None:
        if urlsplit(address).hostname not in ("localhost", "127.0.0.1", "::1"):
            raise BadInput(
                f"COACH_CLOCK is {address}: the time is only taken from an address on this machine."
            )
        self._address = address
        self._lock = threading.Lock()
        self._told = datetime.fromtimestamp(0, UTC)
        self._asked: float | None = None

    def __call__(self) -> datetime:
        with self._lock:
            if self._asked is None or monotonic() - self._asked >= ASKED_EVERY:
                self._ask()
            assert self._asked is not None
            return self._told + timedelta(seconds=monotonic() - self._asked)

    def _ask(self) -> None:
        """Raises BadInput if nobody ever told; later the last answer goes on."""
        try:
            with urlopen(self._address, timeout=2) as answer:
                told = json.load(answer)["now"]
                moment = datetime.fromisoformat(told)
        except (OSError, ValueError, KeyError, TypeError) as error:
            if self._asked is None:
                raise BadInput(f"{self._address} doesn't tell the time: {error}.") from error
            return
        self._told, self._asked = moment.astimezone(UTC), monotonic()
