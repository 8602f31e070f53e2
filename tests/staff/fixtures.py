"""Fixtures of the staff side, shared by the tests of staff and of leads."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from bot.assistant import Assistant
from bot.db.database import Database
from bot.db.tables import metadata
from bot.school.content import load_school
from bot.settings import Settings
from bot.staff import sessions
from bot.staff.roles import Member
from bot.staff.routes import routes
from tests.staff.planting import FakeClock, Plant, school_folder

both_databases = pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
"""Marks tests that run on each kind of database; the others run on SQLite."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database: SQLite, or the kind that :data:`both_databases` asks for."""
    if getattr(request, "param", "sqlite") == "sqlite":
        path = tmp_path / "admissions.sqlite3"
        shutil.copyfile(request.getfixturevalue("migrated_file"), path)
        opened = Database(f"sqlite:///{path}")
    else:
        opened = Database(request.getfixturevalue("postgres_url"))
        with opened.write() as session:
            session.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
    yield opened
    opened.close()


@pytest.fixture
def plant(database: Database, clock: FakeClock) -> Plant:
    return Plant(database, clock)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return school_folder(tmp_path / "content")


@pytest.fixture
def open_site(tmp_path: Path, database: Database, clock: FakeClock, content: Path) -> Iterator[Callable[..., TestClient]]:
    """Opens the staff pages as a browser reaches them at ``address``; other settings by name."""
    clients = []

    def open_at(address: str = "http://localhost:8000", client: str = "192.0.2.1", **values: object) -> TestClient:
        public_url = "" if address == "http://localhost:8000" else address
        settings = Settings(**({"data_dir": tmp_path, "content_dir": content, "public_url": public_url} | values))  # type: ignore[arg-type]
        assistant = Assistant(settings, database, load_school(settings.content_dir), clock)
        app = FastAPI()
        app.include_router(routes(assistant))
        browser = TestClient(
            app,
            base_url=address,
            follow_redirects=False,
            client=(client, 50000),
            headers={"sec-fetch-site": "same-origin"},
        )
        clients.append(browser)
        return browser

    yield open_at
    for browser in clients:
        browser.close()


@pytest.fixture
def site(open_site: Callable[..., TestClient]) -> TestClient:
    """The staff pages on a trial's address, nobody signed in."""
    return open_site()


@pytest.fixture
def enter(site: TestClient, database: Database, clock: FakeClock) -> Callable[[Member], TestClient]:
    """Signs a member in without going through the form."""

    def sign_in(member: Member) -> TestClient:
        with database.write() as session:
            token = sessions.start(session, clock(), member.id)
        site.cookies.set("staff-trial", token)
        return site

    return sign_in
