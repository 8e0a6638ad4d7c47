"""What drills' tests need: a transaction, a folder of documents that is indexed, an interview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from indexing.reading.reader import Reader
from knowledge.storage.database import Database
from tests.knowledge.interviews.firm import Firm
from tests.knowledge.interviews.sitting import Sitting
from tests.knowledge.people.building import add_person


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as opened:
        yield opened


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


@pytest.fixture
def firm(database: Database, reader: Reader, tmp_path: Path) -> Firm:
    return Firm(database, reader, tmp_path)


@pytest.fixture
def sitting(database: Database) -> Sitting:
    with database.begin() as opened:
        rob = add_person(opened, "Rob Yates", job_title="Assembler")
    return Sitting(database, rob.id)
