"""Real servers in processes of their own, and visitors that talk to them over HTTP."""

from __future__ import annotations

import json
import os
import queue
import re
import select
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from bot.settings import PROJECT_DIR
from tests.server.nursery import Newborn, Nursery

START_SECONDS = 90
ANSWER_SECONDS = 30
_nursery = cache(Nursery)


@dataclass
class Server:
    """One ``serve`` process. ``program`` replaces ``bot`` for tests that need a prepared process."""

    data_dir: Path
    database_url: str = ""
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    program: str = "bot"
    process: Newborn | None = None
    output: list[str] = field(default_factory=list)

    def start(self) -> Server:
        """Starts and waits until it answers. Raises with the output when it does not."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ADMISSIONS_")} | {
            "ADMISSIONS_DATA_DIR": str(self.data_dir),
            "ADMISSIONS_CACHE_DIR": str(PROJECT_DIR / "var" / "cache"),
            "ADMISSIONS_MODELS_DIR": str(PROJECT_DIR / "models"),
            "ADMISSIONS_RATE_LIMITS": "off",
            "ADMISSIONS_LOG_LEVEL": "warning",
            "ADMISSIONS_DATABASE_URL": self.database_url,
            "PYTHONUNBUFFERED": "1",
            **self.environment,
        }
        self.process = _nursery().fork(self.program, ["serve", "--port", str(self.port)], environment)
        ready = threading.Event()
        threading.Thread(target=self._read, args=(self.process, ready), daemon=True).start()
        if not ready.wait(START_SECONDS):
            self.kill()
            raise AssertionError("the server did not start:\n" + "".join(self.output[-60:]))
        return self

    def _read(self, process: Newborn, ready: threading.Event) -> None:
        with open(process.output) as lines:
            for line in lines:
                self.output.append(line)
                found = re.search(r"Chat\s+http://localhost:(\d+)/", line)
                if found:
                    self.port = int(found[1])
                    ready.set()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def kill(self) -> None:
        """Ends the process without any warning."""
        assert self.process is not None
        if not self.has_ended(0):
            os.killpg(self.process.pid, signal.SIGKILL)
        assert self.has_ended(30)

    def stop(self) -> None:
        """Asks it to end, and insists after a while."""
        assert self.process is not None
        if not self.has_ended(0):
            os.kill(self.process.pid, signal.SIGTERM)
            if not self.has_ended(20):
                self.kill()

    def has_ended(self, seconds: float) -> bool:
        """Waits for its end; false when it still runs after so long."""
        assert self.process is not None
        return bool(select.select([self.process.life], [], [], seconds)[0])


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Starts a server and ends it in any case."""
    try:
        yield server.start()
    finally:
        server.stop()


@dataclass
class Visitor:
    """A visitor of the website: posts messages and reads answers."""

    url: str
    token: str = ""
    conversation_id: str = ""
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))

    def open(self) -> Visitor:
        made = self.http.post(f"{self.url}/chat/sessions", json={"page_url": "https://school.example/", "locale": "en"})
        assert made.status_code == 201, made.text
        self.token, self.conversation_id = made.json()["token"], made.json()["conversation_id"]
        return self

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, text: str | None = None, *, client_id: str | None = None, **more: Any) -> int:
        """Sends one message and returns its number."""
        body = {"client_id": client_id or uuid.uuid4().hex, **({"text": text} if text is not None else {}), **more}
        sent = self.http.post(f"{self.url}/chat/messages", headers=self.headers, json=body)
        assert sent.status_code == 202, sent.text
        return int(sent.json()["seq"])

    def lines(self, after: int = 0) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = self.http.get(f"{self.url}/chat/messages", headers=self.headers, params={"after": after}).json()["messages"]
            if not page:
                return found
            found += page
            after = page[-1]["seq"]

    def answers(self, seq: int, seconds: float = ANSWER_SECONDS) -> list[dict[str, Any]]:
        """The bot's lines after ``seq``, waiting until the conversation owes no answer."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            page = self.http.get(f"{self.url}/chat/messages", headers=self.headers, params={"after": seq}).json()
            if not page["state"]["waiting"]:
                return [line for line in page["messages"] if line["role"] == "bot"]
            threading.Event().wait(0.02)
        raise AssertionError(f"no answer within {seconds} s")

    def say(self, text: str | None = None, **more: Any) -> list[dict[str, Any]]:
        return self.answers(self.post(text, **more))

    def press(self, title: str) -> list[dict[str, Any]]:
        """Presses the button with this title among those shown last."""
        from tests.conftest import buttons

        for line in reversed(self.lines()):
            for button in buttons(line):
                if button["title"] == title:
                    return self.say(payload=button["payload"])
        raise AssertionError(f"no button {title!r} is shown")


class Stream:
    """An open stream, read on a thread: what arrives is put into ``events`` as (name, data)."""

    def __init__(self, visitor: Visitor, after: int = 0) -> None:
        self.events: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._visitor, self._after = visitor, after
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with httpx.Client(timeout=httpx.Timeout(10, read=60)) as http:
            url, headers = f"{self._visitor.url}/chat/stream", self._visitor.headers
            try:
                with http.stream("GET", url, headers=headers, params={"after": self._after}) as response:
                    name = ""
                    for line in response.iter_lines():
                        if line.startswith("event: "):
                            name = line[7:]
                        elif line.startswith("data: "):
                            self.events.put((name, json.loads(line[6:])))
            except httpx.HTTPError as error:
                self.events.put(("cut", str(error)))
                return
        self.events.put(("closed", None))

    def until(self, name: str, seconds: float = ANSWER_SECONDS) -> list[tuple[str, Any]]:
        """Everything up to and with the next event called ``name``."""
        found = []
        while True:
            found.append(self.events.get(timeout=seconds))
            if found[-1][0] == name:
                return found

    def lines_until(self, seq: int, seconds: float = ANSWER_SECONDS) -> list[dict[str, Any]]:
        """The lines that arrive, up to the one numbered ``seq``."""
        found: list[dict[str, Any]] = []
        while not found or found[-1]["seq"] < seq:
            name, data = self.events.get(timeout=seconds)
            if name == "message":
                found.append(data)
        return found
