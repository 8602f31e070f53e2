"""Connections and transactions on SQLite (embedded) or PostgreSQL (any number of processes)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from bot.errors import DatabaseUnavailable

_synchronise = getattr(os, "fdatasync", os.fsync)  # macOS has the latter only
# Without the values of a statement in its errors: they are what people wrote.
_engine = partial(create_engine, hide_parameters=True)
_shared: ContextVar[Session | None] = ContextVar("shared_session", default=None)


class Database:
    """Hands out transactions. Inside :meth:`sharing` every transaction asked for is the shared one.

    SQLite runs in WAL mode with full durability. Its writers queue on a lock of this process before they ask
    SQLite, whose own waiting is a sleep; other processes are waited for at most ``lock_timeout_ms``.
    """

    def __init__(self, url: str, *, lock_timeout_ms: int = 5000) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._lock_timeout = lock_timeout_ms / 1000
        self._writers = threading.Lock()
        if self.is_sqlite:
            if self.url.database and self.url.database != ":memory:":
                file = Path(self.url.database)
                file.parent.mkdir(parents=True, exist_ok=True)
                if not file.exists():
                    file.touch(mode=0o600)  # people's details are in it; SQLite gives its -wal and -shm the same mode
            self._reading = _engine(self.url, connect_args={"timeout": self._lock_timeout}, pool_size=8, max_overflow=24)
            self._relaxed = _engine(self.url, connect_args={"timeout": self._lock_timeout}, pool_size=1)
            _prepare_sqlite(self._reading, synchronous="FULL")
            # Commits of this one survive the end of the process, but not a power cut.
            _prepare_sqlite(self._relaxed, synchronous="NORMAL")
        else:
            pooled = _engine(
                self.url,
                pool_size=10,
                max_overflow=10,  # four processes stay below the hundred connections that PostgreSQL takes by default
                pool_timeout=self._lock_timeout,
                connect_args={"connect_timeout": 5, "options": f"-c lock_timeout={lock_timeout_ms} -c statement_timeout=30000"},
            )
            # Several statements of one reader must see the same moment: lines without their state would mislead.
            self._reading = pooled.execution_options(isolation_level="REPEATABLE READ")
            self._relaxed = pooled.execution_options(isolation_level="READ COMMITTED")
        self._writing: Engine = (self._reading if self.is_sqlite else self._relaxed).execution_options(admissions_write=True)
        self._relaxed_writing: Engine = self._relaxed.execution_options(admissions_write=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; nothing is written. Raises :class:`DatabaseUnavailable`."""
        shared = _shared.get()
        if shared is not None:
            yield shared
            return
        with _plain_errors(), Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Session]:
        """One transaction, committed at the end and rolled back on any error. Raises :class:`DatabaseUnavailable`.

        ``durable=False`` lets a power cut undo it, never the end of a process.
        """
        shared = _shared.get()
        if shared is not None:
            yield shared
            shared.flush()
            return
        with _plain_errors(), self._turn_to_write():
            with Session(self._writing if durable else self._relaxed_writing, expire_on_commit=False) as session:
                if not durable and not self.is_sqlite:
                    session.execute(text("SET LOCAL synchronous_commit TO off"))
                yield session
                session.commit()

    @contextmanager
    def restructure(self) -> Iterator[Session]:
        """As :meth:`write`, for changes to tables. SQLite makes a table anew for some, which it takes for deleting all its rows:
        there references between tables are checked once, at the end. Raises :class:`DatabaseUnavailable`.
        """
        if not self.is_sqlite:
            with self.write() as session:
                yield session
            return
        with _plain_errors(), self._turn_to_write(), self._writing.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
            try:
                with Session(connection, expire_on_commit=False) as session:
                    yield session
                    broken = session.execute(text("PRAGMA foreign_key_check")).first()
                    if broken is not None:
                        raise RuntimeError(f"rows of {broken[0]} refer to rows of {broken[2]} that are not there")
                    session.commit()
            finally:
                raw.execute("PRAGMA foreign_keys=ON")

    @contextmanager
    def write_unsettled(self) -> Iterator[Session]:
        """As :meth:`write`, for when work can go on while the disk takes it in: nobody is told of it before :meth:`settle` has returned."""
        # PostgreSQL has no such way to wait for an earlier commit, so there it is waited for at once.
        with self.write(durable=not self.is_sqlite) as session:
            yield session

    def settle(self) -> None:
        """Returns once everything committed so far survives a power cut. Raises :class:`DatabaseUnavailable`."""
        if not self.is_sqlite or not self.url.database or self.url.database == ":memory:":
            return
        try:
            log = os.open(f"{self.url.database}-wal", os.O_RDONLY)
        except FileNotFoundError:
            return  # without a write-ahead log everything is in the database file, and was synchronised when it went there
        try:
            _synchronise(log)
        except OSError as error:
            raise DatabaseUnavailable("The disk did not take what was written. Please try again in a moment.") from error
        finally:
            os.close(log)

    def forget_log(self) -> bool:
        """Empties SQLite's write-ahead log, where what was deleted still stands; false while a reader keeps that from being done."""
        if not self.is_sqlite:
            return True
        with self._turn_to_write(), self._relaxed.connect() as connection:
            raw = connection.connection.cursor()  # the driver's own: within a transaction nothing can be emptied
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            done = raw.fetchone()
            return done is not None and int(done[0]) == 0

    @contextmanager
    def sharing(self, session: Session) -> Iterator[None]:
        """Within this context (and task) every :meth:`read` and :meth:`write` joins ``session``."""
        token = _shared.set(session)
        try:
            yield
        finally:
            _shared.reset(token)

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._writers.acquire(timeout=self._lock_timeout):
            raise DatabaseUnavailable("The database is busy. Please try again in a moment.")
        try:
            yield
        finally:
            self._writers.release()

    def close(self) -> None:
        """Closes all idle connections."""
        self._reading.dispose()
        self._relaxed.dispose()


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise DatabaseUnavailable("The database cannot be reached right now. Please try again in a moment.") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailable("The database cannot be reached right now. Please try again in a moment.") from error
        raise


def _prepare_sqlite(engine: Engine, *, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by _begin below, not by the driver
        cursor = connection.cursor()
        for pragma in (
            *("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "temp_store=MEMORY"),
            "secure_delete=ON",  # what is deleted or written over is gone from the file as well
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A writer takes the lock at once: a reader that turns into a writer can be refused half-way.
        writes = connection.get_execution_options().get("admissions_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
