"""What the outbox needs of the place it sends to, and what can come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from bot.outbox import Claimed


@dataclass(frozen=True)
class Message:
    """A delivery, rendered. `text` is what notifications and screen readers get.

    `updates` names a message of ours that it replaces, instead of being a new one.
    """

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    updates: str | None = None


@dataclass(frozen=True)
class Posted:
    ts: str


@dataclass(frozen=True)
class Refused:
    """It was certainly not posted. `hopeless`: nor will it ever be.

    `wait` is asked for by the other side and is nobody's failure.
    """

    reason: str
    wait: timedelta | None = None
    hopeless: bool = False


@dataclass(frozen=True)
class Unclear:
    """Nobody knows whether it was posted."""

    reason: str


@dataclass(frozen=True)
class NotPosted:
    """The history has been read and it isn't there."""


@dataclass(frozen=True)
class Unsearchable:
    """The history could not be read."""

    reason: str
    wait: timedelta | None = None


@dataclass(frozen=True)
class Opened:
    conversation: str


class Conversations(Protocol):
    """Posting under a key, looking a key up, opening somebody's direct messages."""

    def post(self, claimed: Claimed, message: Message) -> Posted | Refused | Unclear: ...

    def find(self, claimed: Claimed, look_back: timedelta) -> Posted | NotPosted | Unsearchable: ...

    def open(self, person: str) -> Opened | Refused: ...
