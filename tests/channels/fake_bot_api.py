"""A local HTTP server that plays the Telegram Bot API: it keeps its rules, and fails on request."""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal

Kind = Literal["slow", "rate_limit", "error", "cut_before", "cut_after", "blocked", "bad_request", "garbage"]


@dataclass(frozen=True)
class Fault:
    """What happens to one request instead of being served."""

    kind: Kind
    retry_after: int = 0


@dataclass
class FakeBotApi:
    """Use as a context manager; ``url`` is what ADMISSIONS_TELEGRAM_API would be."""

    token: str = "12345:a-very-secret-token"
    faults: deque[Fault | None] = field(default_factory=deque)
    """Taken one per request, first in first out; None, or none left: the request is served."""
    requests: list[str] = field(default_factory=list)
    """The method of every request that arrived, failed or not."""
    accepted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """What was done, in order."""
    webhook: dict[str, Any] = field(default_factory=dict)
    blocked_chats: set[str] = field(default_factory=set)

    def __enter__(self) -> FakeBotApi:
        self.lock = threading.Lock()
        self.released = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.released.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def texts(self, chat_id: str | int | None = None) -> list[str]:
        """The texts that a chat was shown, in order."""
        return [
            parameters["text"]
            for method, parameters in self.accepted
            if method == "sendMessage" and chat_id in (None, parameters["chat_id"])
        ]

    def serve(self, method: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Does what the Bot API does."""
        refusal = self._refusal(method, parameters)
        if refusal is not None:
            code, description = refusal
            return code, {"ok": False, "error_code": code, "description": description}
        self.accepted.append((method, parameters))
        if method == "getMe":
            return 200, {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Ada", "username": "admissions_bot"}}
        if method == "setWebhook":
            self.webhook = parameters
        if method == "getWebhookInfo":
            info = {"url": self.webhook.get("url", ""), "pending_update_count": 3}
            return 200, {"ok": True, "result": info | self.webhook.get("errors", {})}
        if method == "sendMessage":
            return 200, {"ok": True, "result": {"message_id": len(self.accepted)}}
        return 200, {"ok": True, "result": True}

    def _refusal(self, method: str, parameters: dict[str, Any]) -> tuple[int, str] | None:
        chat = str(parameters.get("chat_id", ""))
        if chat in self.blocked_chats:
            return 403, "Forbidden: bot was blocked by the user"
        if method == "sendMessage":
            length = len(parameters["text"].encode("utf-16-le")) // 2
            if not parameters["text"].strip():
                return 400, "Bad Request: message text is empty"
            if length > 4096:
                return 400, "Bad Request: message is too long"
        for row in (parameters.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if not button["text"] or not 1 <= len(button["callback_data"].encode()) <= 64:
                    return 400, "Bad Request: BUTTON_DATA_INVALID"
        if method == "answerCallbackQuery" and parameters["callback_query_id"].startswith("old"):
            return 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        return None


def _handler(api: FakeBotApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            path, _, method = self.path.rpartition("/")
            with api.lock:
                api.requests.append(method)
                fault = api.faults.popleft() if api.faults else None
            if path != f"/bot{api.token}":
                self._answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
                return
            if fault is not None and fault.kind != "cut_after":
                self._fail(fault)
                return
            with api.lock:
                code, answer = api.serve(method, json.loads(body or b"{}"))
            if fault is None:
                self._answer(code, answer)
            else:
                self._cut()

        def _fail(self, fault: Fault) -> None:
            if fault.kind == "slow":
                api.released.wait()
                self._cut()
            elif fault.kind == "cut_before":
                self._cut()
            elif fault.kind == "rate_limit":
                wait = {"retry_after": fault.retry_after}
                self._answer(429, {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": wait})
            elif fault.kind == "garbage":
                self._answer(502, None)
            else:
                code, description = {
                    "error": (500, "Internal Server Error"),
                    "blocked": (403, "Forbidden: bot was blocked by the user"),
                    "bad_request": (400, "Bad Request: chat not found"),
                }[fault.kind]
                self._answer(code, {"ok": False, "error_code": code, "description": description})

        def _answer(self, code: int, answer: dict[str, Any] | None) -> None:
            content = b"<html>Bad gateway</html>" if answer is None else json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _cut(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, format: str, *args: Any) -> None:
            return

    return Handler
