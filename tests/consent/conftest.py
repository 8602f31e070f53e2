from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.db.database import Database
from bot.db.tables import metadata


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Empty tables in each kind of database."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'consent.sqlite3'}")
        with opened.write() as session:
            metadata.create_all(session.connection())
    else:
        opened = Database(request.getfixturevalue("postgres_url"))
        with opened.write() as session:
            session.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
    yield opened
    opened.close()
