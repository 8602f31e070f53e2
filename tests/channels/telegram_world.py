"""A server's parts without its engine: the webhook on a real database, with the local Bot API behind it."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fake_bot_api import FakeBotApi, Fault
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot import web_errors
from bot.assistant import Assistant, build
from bot.channels import telegram
from bot.channels.telegram_api import BotApi, TelegramDeliverer
from bot.conversations.models import Problem
from bot.db.tables import metadata
from bot.outbox.models import OutboxRow
from bot.outbox.service import enqueue
from bot.outbox.worker import OutboxWorker, Pace
from bot.settings import Settings

SECRET = "a-secret-of-the-webhook"
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


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


class Delivery:
    """Queues lines for chats and runs a worker until nothing waits; the clock moves only while it rests."""

    def __init__(self, assistant: Assistant, api: FakeBotApi, now: datetime = START) -> None:
        self.assistant = assistant
        self.database = assistant.database
        self.api = api
        self.now = now

    def put(self, key: str, chat: str = "77", payload: dict[str, Any] | None = None) -> None:
        payload = payload or {"chat_id": chat, "text": key, "custom": None}
        with self.database.write() as session:
            enqueue(session, now=self.now, key=key, channel="telegram", lane=f"telegram:{chat}", payload=payload)

    def row(self, key: str) -> OutboxRow:
        with self.database.read() as session:
            return session.scalars(select(OutboxRow).where(OutboxRow.key == key)).one()

    def problems(self) -> list[str]:
        with self.database.read() as session:
            return list(session.scalars(select(Problem.detail)))

    def run(self, *faults: Fault | None, pace: Pace | None = None) -> None:
        self.api.faults = deque(faults)
        asyncio.run(asyncio.wait_for(self._run(pace), 30))

    async def _run(self, pace: Pace | None) -> None:
        stop = asyncio.Event()

        async def rest(seconds: float) -> None:
            if await worker.settle():
                return
            with self.database.read() as session:
                if session.scalar(select(OutboxRow.id).where(OutboxRow.state == "waiting").limit(1)) is None:
                    stop.set()
            self.now += timedelta(seconds=seconds)

        async with httpx.AsyncClient() as http:
            deliverer = TelegramDeliverer(BotApi(http, self.api.url, self.api.token))
            worker = OutboxWorker(self.assistant, {"telegram": deliverer}, lambda: self.now, lambda: 1.0, sleep=rest, pace=pace)
            await worker.run(stop)
