"""Every hostile file ends in time, costs the parent little, and is refused with a reason."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indexing.reading.content import Content
from indexing.reading.limits import MEBIBYTE
from indexing.reading.reader import Reader
from knowledge.errors import Unreadable
from tests.hostile import make

_LONGEST = 20.0
_GROWTH = 50 * MEBIBYTE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("hostile")
    make.make_all(path)
    yield path
    make.open_up(path)


def outcome(reader: Reader, path: Path) -> str:
    """ "read", or the reason; anything else than these two is a failure."""
    try:
        content = reader.read(path)
    except Unreadable as refused:
        return f"{refused.reason} {refused.remedy}"
    assert isinstance(content, Content)
    return "read."


def test_every_hostile_file_ends_in_time_and_the_run_goes_on(
    reader: Reader, folder: Path, tmp_path: Path
) -> None:
    parent = psutil.Process()
    for case in make.cases():
        before, began = parent.memory_info().rss, time.monotonic()
        assert outcome(reader, folder / case.name).endswith("."), case.name
        assert time.monotonic() - began < _LONGEST, case.name
        assert parent.memory_info().rss - before < _GROWTH, case.name
    (tmp_path / "good.txt").write_text("The torque is 25 Nm.")
    assert outcome(reader, tmp_path / "good.txt") == "read."
    assert not Path("/tmp/escaped").exists()
