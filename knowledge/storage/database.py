"""The database: SQLite for one machine, PostgreSQL for several. One transaction a use case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from knowledge.errors import StorageUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0011"
"""The newest migration; a test holds it against the files."""


class Database:
    """Opens transactions. `begin` writes, `read` sees one snapshot and writes nothing."""

    def __init__(self, url: str) -> None:
        try:
            self.engine = _engine(url)
        except (ArgumentError, ModuleNotFoundError) as error:
            raise StorageUnavailable(
                "COACH_DATABASE_URL is no database address. "
                "Use sqlite:////path/coach.db or postgresql+psycopg://user@host/name."
            ) from error

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A writing transaction: committed at the end, rolled back by any error."""
        with Session(self.engine, expire_on_commit=False) as session:
            if self.engine.dialect.name == "sqlite":
                # A reader that turns into a writer later may fail at once in WAL mode;
                # asking for the lock first lets busy_timeout do its work.
                session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
            yield session
            session.commit()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent look at the data."""
        options = {"isolation_level": "REPEATABLE READ"}
        if self.engine.dialect.name == "sqlite":
            options = {"sqlite_begin": "DEFERRED"}
        with Session(self.engine, expire_on_commit=False) as session:
            session.connection(execution_options=options)
            yield session

    def migrate(self) -> None:
        """Bring the tables up to date; quick when they are.

        Raises StorageUnavailable if the database can't be reached or is newer than the program.
        """
        try:
            found = _revision(self.engine)
            if found == HEAD:
                return
            if found is not None and found > HEAD:
                raise StorageUnavailable(
                    f"The database was written by a newer version (schema {found}, "
                    f"this program knows {HEAD}). Update the program."
                )
            _upgrade(self.engine)
        except (OperationalError, DBAPIError) as error:
            raise StorageUnavailable(
                f"The database {self.engine.url.render_as_string()} can't be used: "
                f"{error.orig}. Check COACH_HOME and COACH_DATABASE_URL."
            ) from error

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # sqlite3 would begin on its own, too late and deferred
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(engine: Engine) -> None:
    from alembic import command  # heavy, and needed once in a database's life
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        lock = {"postgresql": "SELECT pg_advisory_lock(6022)", "sqlite": "SELECT 1"}
        connection.exec_driver_sql(lock[engine.dialect.name])
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
