from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from knowledge.errors import StorageUnavailable
from knowledge.storage import database as storage
from knowledge.storage.database import HEAD, Database
from knowledge.storage.rows import add_missing
from knowledge.storage.tables import Base, Source


def test_migrations_and_models_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    versions = sorted((storage.MIGRATIONS / "versions").glob("v*.py"))

    assert versions[-1].name.split("_")[0] == f"v{HEAD}"


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def break_off(session: Session) -> None:
        session.add(Source(address="/qms"))
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError), database.begin() as session:
        break_off(session)

    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Source)) == 0


def test_a_reader_sees_one_state_while_a_writer_commits(database: Database) -> None:
    with database.read() as reader:
        assert reader.scalar(select(func.count()).select_from(Source)) == 0
        with database.begin() as writer:
            writer.add(Source(address="/qms"))
        assert reader.scalar(select(func.count()).select_from(Source)) == 0


def test_writers_wait_for_one_another(database: Database) -> None:
    def write(name: str) -> None:
        for number in range(20):
            with database.begin() as session:
                found = session.scalar(select(func.count()).select_from(Source))
                session.add(Source(address=f"{name} {number} after {found}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Source)) == 80


def test_rows_that_are_there_are_left_alone(database: Database) -> None:
    for _ in range(2):
        with database.begin() as session:
            add_missing(session, Source, [{"address": "/qms"}, {"address": "/other"}])

    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Source)) == 2


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageUnavailable, match="newer version"):
        database.migrate()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="Check COACH_HOME"):
        Database(f"sqlite:///{tmp_path}/nowhere/coach.db").migrate()


def test_an_address_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(StorageUnavailable, match="COACH_DATABASE_URL is no database address"):
        Database("mongodb://here")
