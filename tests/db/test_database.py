"""Transactions: consistent reading, one shared transaction, plain errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.db.database import Database
from bot.db.migrate import current_version, latest_version, migrate
from bot.errors import DatabaseUnavailable


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    made = Database(url, lock_timeout_ms=300)
    yield made
    made.close()


@pytest.fixture
def counter(database: Database) -> Database:
    with database.write() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    return database


def _value(database: Database) -> int:
    with database.read() as session:
        return int(session.execute(text("SELECT value FROM counter")).scalar_one())


def test_a_reader_sees_one_moment(counter: Database) -> None:
    with counter.read() as session:
        before = session.execute(text("SELECT value FROM counter")).scalar_one()
        with counter.write() as writing:
            writing.execute(text("UPDATE counter SET value = 1"))
        after = session.execute(text("SELECT value FROM counter")).scalar_one()

    assert (before, after) == (0, 0)
    assert _value(counter) == 1


def test_an_error_does_not_repeat_what_was_to_be_stored(database: Database) -> None:
    with database.write() as session:
        session.execute(text("CREATE TABLE people (name TEXT NOT NULL, age INTEGER NOT NULL)"))

    for durable in (True, False):
        with pytest.raises(IntegrityError) as caught, database.write(durable=durable) as session:
            session.execute(text("INSERT INTO people (name, age) VALUES (:name, NULL)"), {"name": "Zebulon"})
        assert "Zebulon" not in str(caught.value).split("DETAIL")[0]  # PostgreSQL shows the row; the logs leave all words out


def test_an_error_rolls_everything_back(counter: Database) -> None:
    def write_and_fail() -> None:
        with counter.write() as session:
            session.execute(text("UPDATE counter SET value = 7"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()

    assert _value(counter) == 0


def test_shared_transactions_commit_together_or_not_at_all(counter: Database) -> None:
    def work(fail: bool) -> None:
        with counter.write() as session, counter.sharing(session):
            with counter.write() as inner:
                inner.execute(text("UPDATE counter SET value = value + 1"))
            with counter.read() as reading:
                assert reading is session
            if fail:
                raise RuntimeError

    work(fail=False)
    with pytest.raises(RuntimeError):
        work(fail=True)

    assert _value(counter) == 1


def test_a_lock_that_is_not_freed_in_time_is_a_plain_error(counter: Database) -> None:
    other = Database(counter.url.render_as_string(hide_password=False), lock_timeout_ms=300)
    with counter.write() as session:
        session.execute(text("UPDATE counter SET value = 1"))
        with pytest.raises(DatabaseUnavailable), other.write() as waiting:
            waiting.execute(text("UPDATE counter SET value = 2"))
    other.close()

    assert _value(counter) == 1


def test_migrations_run_once(database: Database) -> None:
    assert migrate(database)
    assert not migrate(database)
    with database.read() as session:
        assert current_version(session) == latest_version()


def test_migrations_match_the_models(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from bot.db.tables import metadata

    migrate(database)
    with database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_full_disk_is_a_plain_error(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'full.sqlite3'}")
    with database.write() as session:
        session.execute(text("CREATE TABLE t (v TEXT)"))

    def fill() -> None:
        with database.write() as session:
            session.execute(text("PRAGMA max_page_count = 3"))
            for _ in range(100):
                session.execute(text("INSERT INTO t VALUES (:v)"), {"v": "x" * 2000})

    with pytest.raises(DatabaseUnavailable):
        fill()
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM t")).scalar_one() == 0
    database.close()


def test_only_its_owner_reads_the_database_file(tmp_path: Path) -> None:
    made = Database(f"sqlite:///{tmp_path / 'data' / 'private.sqlite3'}")
    try:
        with made.write() as session:
            session.execute(text("CREATE TABLE kept (value INTEGER)"))
            modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "data").iterdir()}
    finally:
        made.close()

    assert modes == dict.fromkeys(["private.sqlite3", "private.sqlite3-wal", "private.sqlite3-shm"], 0o600)


def test_settling_hands_the_write_ahead_log_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synchronised: list[tuple[int, int]] = []
    monkeypatch.setattr("bot.db.database._synchronise", lambda file: synchronised.append((os.fstat(file).st_ino, os.fstat(file).st_size)))
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    try:
        with database.write_unsettled() as session:
            session.execute(text("CREATE TABLE kept (value INTEGER)"))
        assert not synchronised
        database.settle()
        log = (tmp_path / "test.sqlite3-wal").stat()
    finally:
        database.close()

    assert synchronised == [(log.st_ino, log.st_size)]
    assert log.st_size > 0


def test_settling_without_a_log_has_nothing_to_do(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'never-opened.sqlite3'}")
    database.settle()
    database.close()


def test_a_disk_that_does_not_take_it_is_a_plain_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("bot.db.database._synchronise", refuse)
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    try:
        with database.write_unsettled() as session:
            session.execute(text("CREATE TABLE kept (value INTEGER)"))
        with pytest.raises(DatabaseUnavailable):
            database.settle()
    finally:
        database.close()
