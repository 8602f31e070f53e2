from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_bot_api import FakeBotApi
from fastapi.testclient import TestClient
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
        secret_key="k" * 40,
        telegram_api=bot_api.url,
    )


@pytest.fixture
def assistant(settings: Settings) -> Iterator[Assistant]:
    made = make_assistant(settings)
    yield made
    made.close()


@pytest.fixture
def postgres_assistant(settings: Settings, migrated_postgres: str) -> Iterator[Assistant]:
    made = make_assistant(settings.model_copy(update={"database_url": migrated_postgres, "lock_timeout_ms": 10_000}))
    yield made
    made.close()


@pytest.fixture
def client(assistant: Assistant) -> TestClient:
    return client_of(assistant)
