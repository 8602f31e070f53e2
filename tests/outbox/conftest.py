from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.db.database import Database
from bot.db.tables import metadata


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite3'}" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    database = Database(url)
    with database.write() as session:
        if database.is_sqlite:
            metadata.create_all(session.connection())
        else:
            session.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
    database.close()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()
