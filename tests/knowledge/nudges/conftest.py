from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from knowledge.storage.database import Database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as opened:
        yield opened
