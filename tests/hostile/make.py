"""Write every hostile document into a folder.

Run it with `python -m tests.hostile.make FOLDER`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import excel, packages, pdfs, places, texts, word
from .case import Case


@dataclass(frozen=True)
class Hostile:
    """A hostile document that was written."""

    name: str
    what: str
    size: int


def cases() -> list[Case]:
    """Every hostile document, before it is written."""
    kinds = (packages, word, excel, pdfs, texts, places)
    return [case for kind in kinds for case in kind.cases()]


def make_all(folder: Path) -> list[Hostile]:
    """Write every hostile document into an empty folder; the size is what the file system says."""
    return list(_made(folder, cases()))


def make_one(folder: Path, name: str) -> Hostile:
    """Write the hostile document of one name."""
    return next(_made(folder, [case for case in cases() if case.name == name]))


def open_up(folder: Path) -> None:
    """Give back the rights that were taken away, so that the folder can be deleted."""
    for name in ("places/closed", "places/unreadable.md"):
        if (folder / name).exists():
            (folder / name).chmod(0o700)


def _made(folder: Path, wanted: list[Case]) -> Iterator[Hostile]:
    for case in wanted:
        path = folder / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        case.write(path)
        yield Hostile(case.name, case.what, path.lstat().st_size)


if __name__ == "__main__":
    for hostile in make_all(Path(sys.argv[1])):
        print(f"{hostile.size:>12,} {hostile.name!r}: {hostile.what}")
