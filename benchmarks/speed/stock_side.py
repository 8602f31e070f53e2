"""Stock Rasa as its documentation runs it: `rasa run` and `rasa run actions`, REST channel, tracker store on SQLite."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.answers import FaqAnswer
from benchmarks.speed.http1 import Connection
from benchmarks.speed.processes import Child, free_port
from benchmarks.speed.sides import MESSAGE_LIMIT_SECONDS, Exchange, Unanswered
from benchmarks.stock.environment import STOCK
from benchmarks.stock.project import write_answers
from benchmarks.stock.training import StockProject, rasa_command, rasa_environment


class RestConversation:
    """A sender of Rasa's REST channel."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sender = uuid.uuid4().hex

    async def say(self, text: str) -> Exchange:
        """Send a message and read all its replies. Raises Unanswered, BadAnswer, OSError."""
        started = time.perf_counter()
        try:
            async with asyncio.timeout(MESSAGE_LIMIT_SECONDS):
                answer = await self._connection.post("/webhooks/rest/webhook", {"sender": self._sender, "message": text})
        except TimeoutError as error:
            raise Unanswered(f"stock Rasa sent no reply to {text!r} in time") from error
        seconds = time.perf_counter() - started
        # Rasa answers 200 with an empty list when an action failed.
        replies: list[dict[str, Any]] = answer.json() if answer.status == 200 else []
        if not replies:
            raise Unanswered(f"stock Rasa answered {answer.status} without a reply to {text!r}")
        buttons = tuple(button["title"] for reply in replies for button in reply.get("buttons", ()))
        return Exchange(seconds, tuple(reply.get("text", "") for reply in replies), buttons)


@dataclass(frozen=True)
class StockSide:
    """Stock Rasa's two processes."""

    port: int
    children: Sequence[Child]
    name: str = "stock Rasa"

    @asynccontextmanager
    async def converse(self) -> AsyncIterator[RestConversation]:
        """A new conversation, closed with the block."""
        async with await Connection.open(self.port) as connection:
            yield RestConversation(connection)


@contextmanager
def start_stock(project: StockProject, folder: Path, answers: Sequence[FaqAnswer]) -> Iterator[StockSide]:
    """Start both processes at once, their databases in the fresh `folder`; both end with the block."""
    write_answers(folder / "answers.sqlite3", answers)
    port, actions_port = free_port(), free_port()
    endpoints = {
        "action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.sqlite3")},
    }
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
    # The action server listens on every address unless told otherwise.
    environment = {**rasa_environment(), "STOCK_DATABASE": str(folder / "answers.sqlite3"), "SANIC_HOST": "127.0.0.1"}
    bot_command = rasa_command(
        "run", "--port", str(port), "--interface", "127.0.0.1", "--model", str(project.model),
        "--credentials", str(project.folder / "credentials.yml"), "--endpoints", str(folder / "endpoints.yml"),
    )  # fmt: skip
    actions_command = rasa_command("run", "actions", "--port", str(actions_port), "--actions", "actions")
    with ExitStack() as stack:
        bot = stack.enter_context(Child(bot_command, project.folder, environment, folder / "rasa.log"))
        actions = stack.enter_context(Child(actions_command, STOCK, environment, folder / "actions.log"))
        yield StockSide(port, (bot, actions))
