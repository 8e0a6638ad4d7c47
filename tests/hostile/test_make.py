"""The hostile documents can be made quickly and do not fill the disk."""

from __future__ import annotations

import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from .make import Hostile, cases, make_all, make_one, open_up


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Hostile]]]:
    folder = tmp_path_factory.mktemp("hostile")
    yield folder, make_all(folder)
    open_up(folder)


def test_every_hostile_document_has_its_own_name_and_says_what_is_wrong() -> None:
    names = Counter(case.name for case in cases())
    assert len(names) >= 64
    assert set(names.values()) == {1}
    assert all(case.what for case in cases())


def test_every_hostile_document_is_written(made: tuple[Path, list[Hostile]]) -> None:
    folder, found = made
    assert [hostile.name for hostile in found] == [case.name for case in cases()]
    assert all((folder / hostile.name).lstat() for hostile in found)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not report blocks")
def test_the_hostile_documents_take_up_less_than_50_mb(made: tuple[Path, list[Hostile]]) -> None:
    folder, found = made
    assert sum((folder / hostile.name).lstat().st_blocks * 512 for hostile in found) < 50_000_000
    assert max(hostile.size for hostile in found) == 300_000_000


def test_the_zip_bomb_is_a_megabyte_that_claims_a_gibibyte(tmp_path: Path) -> None:
    bomb = make_one(tmp_path, "packages/bomb.docx")
    with zipfile.ZipFile(tmp_path / bomb.name) as archive:
        assert archive.getinfo("word/document.xml").file_size > 1 << 30
    assert bomb.size < 1_200_000
