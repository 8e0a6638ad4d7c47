"""How a run tells how far it has come."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """Is told how far a run has come."""

    def stage(self, name: str, total: int | None) -> None: ...

    def advance(self, count: int = 1) -> None: ...


class Unwatched:
    """A run that nobody looks at."""

    def stage(self, name: str, total: int | None) -> None:
        """Nothing to show."""

    def advance(self, count: int = 1) -> None:
        """Nothing to show."""
