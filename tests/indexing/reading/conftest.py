"""A reader for all tests: its worker starts once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexing.reading.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one
