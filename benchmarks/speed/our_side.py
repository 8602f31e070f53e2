"""This server, reached as the widget reaches it: messages are posted, replies come over the open stream."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.speed.http1 import Answer, BadAnswer, Connection
from benchmarks.speed.processes import Child, free_port
from benchmarks.speed.sides import MESSAGE_LIMIT_SECONDS, Exchange, Unanswered
from benchmarks.speed.sse import Event, EventParser

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PREPARING_LIMIT_SECONDS = 900
REPLYING_ROLES = ("bot", "staff", "system")


class Posting(Protocol):
    """What messages are posted through."""

    async def post(self, path: str, document: object, token: str | None = None) -> Answer:
        """POST JSON and read the whole answer."""
        ...


class StreamConversation:
    """A visitor with a session token; `follow` has to run beside it."""

    def __init__(self, posts: Posting, token: str) -> None:
        self._posts = posts
        self._token = token
        self._arrived = asyncio.Event()
        # What came since the last post: (when it was read, the message).
        self._messages: list[tuple[float, dict[str, Any]]] = []
        # The state as last told; the stream tells it only when it changes.
        self._waiting = False
        self._ended = ""

    async def say(self, text: str) -> Exchange:
        """Send a message and read all its replies. Raises Unanswered, BadAnswer, OSError."""
        self._messages.clear()
        started = time.perf_counter()
        try:
            async with asyncio.timeout(MESSAGE_LIMIT_SECONDS):
                message = {"client_id": uuid.uuid4().hex, "text": text}
                answer = await self._posts.post("/chat/messages", message, self._token)
                if answer.status != 202:
                    raise Unanswered(f"this server answered {answer.status} to {text!r}: {answer.body[:300]!r}")
                replies = await self._replies_after(int(answer.json()["seq"]))
        except TimeoutError as error:
            raise Unanswered(f"this server sent no reply and idle state after {text!r} in time") from error
        # The clock stops with the last reply, not with the state that tells that it was the last.
        seconds = replies[-1][0] - started
        return Exchange(seconds, tuple(reply.get("text", "") for _, reply in replies), _button_titles(replies))

    async def follow(self, pieces: AsyncIterator[bytes]) -> None:
        """Read the open stream until it ends."""
        parser = EventParser()
        try:
            async for piece in pieces:
                now = time.perf_counter()
                # A piece is taken in whole before anyone is woken: replies that arrive together count together.
                for event in parser.feed(piece):
                    self._take(event, now)
                self._arrived.set()
            self._ended = "the stream ended"
        except (BadAnswer, OSError) as error:
            self._ended = f"the stream broke: {error}"
        finally:
            self._arrived.set()

    async def _replies_after(self, seq: int) -> list[tuple[float, dict[str, Any]]]:
        while True:
            self._arrived.clear()
            replies = [entry for entry in self._messages if entry[1]["seq"] > seq and entry[1]["role"] in REPLYING_ROLES]
            if replies and not self._waiting:
                return replies
            if self._ended:
                raise BadAnswer(self._ended)
            await self._arrived.wait()

    def _take(self, event: Event, now: float) -> None:
        if event.name == "message":
            self._messages.append((now, event.json()))
        elif event.name == "state":
            self._waiting = event.json()["waiting"]


@dataclass(frozen=True)
class OurSide:
    """This server's processes."""

    port: int
    children: Sequence[Child]
    name: str = "this server"

    @asynccontextmanager
    async def converse(self) -> AsyncIterator[StreamConversation]:
        """A new conversation with its stream open, closed with the block."""
        async with await Connection.open(self.port) as posts, await Connection.open(self.port) as stream:
            async with asyncio.timeout(MESSAGE_LIMIT_SECONDS):
                session = await posts.post("/chat/sessions", {})
                if session.status != 201:
                    raise Unanswered(f"POST /chat/sessions answered {session.status}: {session.body[:300]!r}")
                token = session.json()["token"]
                pieces = await stream.open_stream("/chat/stream?after=0", token)
            conversation = StreamConversation(posts, token)
            following = asyncio.create_task(conversation.follow(pieces))
            try:
                yield conversation
            finally:
                following.cancel()


@contextmanager
def start_ours(folder: Path) -> Iterator[OurSide]:
    """Start the server with its data in the fresh `folder`, the model trained before; it ends with the block."""
    port = free_port()
    environment = {
        **_environment(),
        "ADMISSIONS_DATA_DIR": str(folder),
        # The encoder is built once, like the model, and is no part of the start.
        "ADMISSIONS_CACHE_DIR": str(REPOSITORY / "var" / "cache"),
        # One address asks hundreds of questions a minute here, which the limits exist to stop.
        "ADMISSIONS_RATE_LIMITS": "off",
    }
    command = [str(REPOSITORY / "admissions"), "serve", "--port", str(port)]
    with Child(command, REPOSITORY, environment, folder / "server.log") as child:
        yield OurSide(port, (child,))


def prepare_ours(say: Callable[[str], None]) -> None:
    """Install this server and train its model if need be, so that neither is part of the start measured."""
    say("Preparing this server: environment and model.")
    subprocess.run(
        [str(REPOSITORY / "admissions"), "train"], cwd=REPOSITORY, env=_environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, timeout=PREPARING_LIMIT_SECONDS, check=True,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    # Some machines switch byte code off; then every start would compile all modules again.
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def _button_titles(replies: Sequence[tuple[float, dict[str, Any]]]) -> tuple[str, ...]:
    customs = [reply.get("custom") or {} for _, reply in replies]
    times = [option["title"] for custom in customs for option in custom.get("slots", {}).get("options", ())]
    return (*times, *(choice["title"] for custom in customs for choice in custom.get("quick_replies", ())))
