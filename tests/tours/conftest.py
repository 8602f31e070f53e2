"""A school of a few rules on an empty database, for tests that need no model and no web."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tours_world import World, create_tables, emptied

from bot.db.database import Database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'tours.sqlite3'}"
        create_tables(url)
    else:
        url = str(request.getfixturevalue("postgres_url"))
    opened = Database(url)
    emptied(opened)
    yield opened
    opened.close()


@pytest.fixture
def world(database: Database) -> World:
    """One kind of tour: Mondays to Fridays at 10:00 and 14:00 in New York, four people."""
    return World(database)
