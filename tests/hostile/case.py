"""What one hostile document is, and the helpers that write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Writer = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """A hostile document that has not been written yet."""

    name: str
    what: str
    write: Writer


def content(data: bytes) -> Writer:
    """A writer of the given bytes."""

    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def lazily(make: Callable[[], bytes]) -> Writer:
    """A writer of bytes that are made only when they are needed."""

    def write(path: Path) -> None:
        path.write_bytes(make())

    return write


def sparse(start: bytes, size: int) -> Writer:
    """A writer of a file that claims a size and takes up almost no disk."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(start)
            file.truncate(size)

    return write
