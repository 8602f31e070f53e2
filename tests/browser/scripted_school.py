"""The web contract with a conversation that the test writes line by line, so that every state of the widget can be brought about."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jinja2
import yaml
from jsonschema import Draft202012Validator

BOT = Path(__file__).resolve().parents[2] / "bot"
WIDGET = BOT / "widget"
SCHEMA = json.loads((BOT / "conversations" / "custom.schema.json").read_text())
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
TAG = '<script type="module" src="/widget/admissions-chat.js"></script><admissions-chat{attributes}></admissions-chat>'

Answer = Callable[["ScriptedSchool", dict[str, Any]], None]


def host_page(body: str = "", head: str = "", attributes: str = "", html: str = "") -> str:
    """Somebody's page with the chat on it."""
    tag = TAG.format(attributes=attributes)
    return f'<!doctype html><html lang="en"{html}><head><title>Host</title><link rel="icon" href="data:,">{head}</head><body>{body}{tag}</body></html>'


@dataclass
class Refusal:
    """What the next calls of a kind meet instead of an answer."""

    status: int
    times: int
    detail: str
    retry_after: int | None


@dataclass
class ScriptedSchool:
    """One school, one visitor; `answer` is called with each accepted post, and says what the bot says."""

    answer: Answer = lambda school, body: None
    greeting: list[tuple[str, dict[str, Any] | None]] = field(default_factory=lambda: [("Hello! How can I help?", None)])
    allowed_origin: str | None = None
    school_name: str = "Example Institute"
    policy: str = STRICT
    pages: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.messages: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {"status": "bot", "waiting": False}
        self.token: str | None = None
        self.sessions: list[dict[str, Any]] = []
        self.posts: list[dict[str, Any]] = []
        self.feedback: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.refusals: dict[str, Refusal] = {}
        self.streams = 0
        self.stopping = False
        school = self

        class Handler(_Handler):
            pass

        Handler.school = school
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> ScriptedSchool:
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self.changed:
            self.stopping = True
            self.changed.notify_all()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def say(self, text: str, custom: dict[str, Any] | None = None, role: str = "bot", **more: Any) -> int:
        """Adds a message and returns its seq; a custom part must fit the schema."""
        if custom is not None:
            Draft202012Validator(SCHEMA).validate(custom)
        with self.changed:
            seq = len(self.messages) + 1
            message = {"seq": seq, "role": role, "text": text, "at": datetime.now(UTC).isoformat(), **more}
            self.messages.append(message | ({"custom": custom} if custom else {}))
            if role != "visitor":
                self.state = {**self.state, "waiting": False}
            self.changed.notify_all()
            return seq

    def set_state(self, status: str, waiting: bool = False) -> None:
        with self.changed:
            self.state = {"status": status, "waiting": waiting}
            self.changed.notify_all()

    def refuse(self, call: str, status: int, times: int = 1, detail: str = "", retry_after: int | None = None) -> None:
        """Lets the next calls, given as in "POST /chat/messages", fail."""
        self.refusals[call] = Refusal(status, times, detail, retry_after)

    def wait_for_streams(self, count: int) -> None:
        """Waits until so many streams are open."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.streams == count, 20), f"{self.streams} streams instead of {count}"

    def wait_until(self, came: Callable[[], bool]) -> None:
        """Waits until what is looked for came; the page shows what a visitor did before it has left."""
        with self.changed:
            assert self.changed.wait_for(came, 20), f"it did not come; what came: {self.requests}"

    def forget(self) -> None:
        """The session is gone, as after "delete my data"; the visitor who follows it is told."""
        self.wait_for_streams(1)
        self.delete()

    def delete(self) -> None:
        """Deletes the session and all that was said."""
        with self.changed:
            self.token = None
            self.messages = []
            self.changed.notify_all()

    def begin(self, body: dict[str, Any]) -> str:
        with self.changed:
            self.sessions.append(body)
            self.token = f"token-{len(self.sessions)}"
            self.messages = []
            self.state = {"status": "bot", "waiting": False}
            for text, custom in self.greeting:
                self.say(text, custom)
            return self.token

    def accept(self, body: dict[str, Any]) -> int:
        with self.changed:
            for message in self.messages:
                if message.get("client_id") == body["client_id"]:
                    return int(message["seq"])
            self.posts.append(body)
            seq = self.say(self._shown(body), role="visitor", client_id=body["client_id"])
            self.state = {**self.state, "waiting": True}
            self.changed.notify_all()
        self.answer(self, body)
        return seq

    def _shown(self, body: dict[str, Any]) -> str:
        """What the server keeps as the visitor's text: the title of the button pressed, the form's values."""
        if "text" in body:
            return str(body["text"])
        if "form" in body:
            return "\n".join(f"{name}: {value}" for name, value in body["form"]["values"].items())
        for message in reversed(self.messages):
            custom = message.get("custom", {})
            slots, consent = custom.get("slots", {}), custom.get("consent", {})
            choices = [
                *custom.get("quick_replies", []),
                *slots.get("options", []),
                slots.get("more"),
                consent.get("accept"),
                consent.get("decline"),
            ]
            for choice in filter(None, choices):
                if choice["payload"] == body["payload"]:
                    return str(choice["title"])
        raise AssertionError(f"a payload that was never offered: {body}")


class _Handler(BaseHTTPRequestHandler):
    school: ScriptedSchool
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the test's own report is enough."""

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True  # the browser left

    def _cors(self) -> None:
        origin = self.headers.get("Origin")
        if origin and origin == self.school.allowed_origin:
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Headers", "authorization, content-type")
            self.send_header("Access-Control-Allow-Methods", "GET, POST, DELETE")

    def _send(self, status: int, body: bytes = b"", kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", kind)
        self._cors()
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _json(self, status: int, value: Any) -> None:
        self._send(status, json.dumps(value).encode())

    def _problem(self, status: int, detail: str = "", retry_after: int | None = None) -> None:
        body = {"type": "about:blank", "title": "Refused", "status": status, "detail": detail}
        wait = {} if retry_after is None else {"Retry_After": str(retry_after)}
        self._send(
            status, json.dumps(body | ({"retry_after": retry_after} if retry_after else {})).encode(), "application/problem+json", **wait
        )

    def do_OPTIONS(self) -> None:
        self._send(204)

    def do_GET(self) -> None:
        self._route()

    def do_POST(self) -> None:
        self._route()

    def do_DELETE(self) -> None:
        self._route()

    def _route(self) -> None:
        school = self.school
        url = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        call = f"{self.command} {url.path}"
        with school.changed:
            school.requests.append(call)
            school.changed.notify_all()
        if not url.path.startswith("/chat/"):
            return self._file(url.path)
        refusal = school.refusals.get(call)
        if refusal and refusal.times > 0:
            refusal.times -= 1
            return self._problem(refusal.status, refusal.detail, refusal.retry_after)
        if call == "POST /chat/sessions":
            token = school.begin(body)
            return self._json(201, {"conversation_id": token.replace("token", "conversation"), "token": token})
        if self.headers.get("Authorization") != f"Bearer {school.token}":
            return self._problem(401, "This conversation is not known any more.")
        query = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
        match call:
            case "POST /chat/messages":
                return self._json(202, {"seq": school.accept(body)})
            case "GET /chat/messages":
                with school.changed:
                    return self._json(200, {"messages": self._page(query), "state": school.state})
            case "GET /chat/stream":
                return self._stream(query["after"])
            case "POST /chat/feedback":
                with school.changed:
                    school.feedback.append(body)
                    school.changed.notify_all()
                return self._send(204)
            case "GET /chat/transcript":
                return self._send(200, "\n".join(m["text"] for m in school.messages).encode(), "text/plain; charset=utf-8")
            case "DELETE /chat/session":
                school.delete()
                return self._send(204)
        self._problem(404)

    def _page(self, query: dict[str, int]) -> list[dict[str, Any]]:
        messages = self.school.messages
        if "last" in query:
            return messages[-query["last"] :]
        if "before" in query:
            return [m for m in messages if m["seq"] < query["before"]][-query["limit"] :]
        return [m for m in messages if m["seq"] > query["after"]][:200]

    def _stream(self, after: int) -> None:
        school = self.school
        token = school.token
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self._cors()
        self.end_headers()
        self.wfile.write(b"retry: 500\n\n")
        told: dict[str, Any] | None = None
        with school.changed:
            school.streams += 1
            school.changed.notify_all()
        try:
            while True:
                with school.changed:
                    if school.stopping:
                        return
                    ended = school.token != token
                    news = [] if ended else [m for m in school.messages if m["seq"] > after]
                    state = school.state
                    if not ended and not news and state == told:
                        school.changed.wait(0.5)
                        if school.token == token and state == school.state and not school.messages[after:]:
                            self.wfile.write(b": here\n\n")
                        continue
                if ended:
                    self.wfile.write(b"event: ended\ndata: {}\n\n")
                    return
                for message in news:
                    self.wfile.write(f"id: {message['seq']}\nevent: message\ndata: {json.dumps(message)}\n\n".encode())
                    after = message["seq"]
                self.wfile.write(f"event: state\ndata: {json.dumps(state)}\n\n".encode())
                told = state
        finally:
            with school.changed:
                school.streams -= 1
                school.changed.notify_all()

    def _file(self, path: str) -> None:
        if path == "/":
            page = jinja2.Environment(autoescape=True).from_string((WIDGET / "page.html").read_text())
            text = page.render(
                language="en",
                words=yaml.safe_load((BOT / "widget" / "page.yml").read_text())["en"],
                school_name=self.school.school_name,
                example_times=True,
                contact_line="Write to office@school.example.",
            )
            return self._send(200, text.encode(), "text/html; charset=utf-8", Content_Security_Policy=self.school.policy)
        if path in self.school.pages:
            return self._send(200, self.school.pages[path].encode(), "text/html; charset=utf-8", Content_Security_Policy=self.school.policy)
        file = WIDGET / "static" / path.removeprefix("/widget/")
        if path.startswith("/widget/") and file.is_file():
            return self._send(200, file.read_bytes(), TYPES[file.suffix])
        self._send(404, b"", "text/plain")
