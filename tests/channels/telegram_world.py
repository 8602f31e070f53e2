"""A server's parts without its engine: the webhook on a real database, with the local Bot API behind it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot import web_errors
from bot.assistant import Assistant, build
from bot.channels import telegram
from bot.db.tables import metadata
from bot.settings import Settings

SECRET = "a-secret-of-the-webhook"


class RecordingEngine:
    """Takes conversations in without working them."""

    is_alive = True
    has_room = True

    def __init__(self) -> None:
        self.submitted: list[str] = []

    def submit(self, conversation_id: str) -> None:
        self.submitted.append(conversation_id)


def make_assistant(settings: Settings) -> Assistant:
    """The assistant on an empty database."""
    assistant = build(settings)
    with assistant.database.write() as session:
        metadata.create_all(session.connection())
    engine: Any = RecordingEngine()
    assistant.engine = engine
    return assistant


def client_of(assistant: Assistant) -> TestClient:
    """A client of the webhook."""
    app = FastAPI()
    web_errors.install(app)
    app.include_router(telegram.routes(assistant))
    return TestClient(app, raise_server_exceptions=False)
