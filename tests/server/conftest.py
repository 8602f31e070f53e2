"""Servers for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.harness import Server, running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The database address for a server: once an empty SQLite, once a PostgreSQL with the school's content."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("filled_postgres"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, trained_model: Path) -> Iterator[Server]:
    """A running server on SQLite, shared by the tests of a module."""
    with running(Server(tmp_path_factory.mktemp("server"))) as started:
        yield started
