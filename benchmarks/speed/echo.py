"""A server that does nothing but answer, by both contracts: it shows what the client itself costs.

`python -m benchmarks.speed.echo PORT`
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from dataclasses import dataclass, field

_JSON = "Content-Type: application/json"


@dataclass
class _Thread:
    """One conversation: the last number given and what its stream has still to send."""

    last_seq: int = 0
    outgoing: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)


class EchoServer:
    """Answers each message with its own text."""

    def __init__(self) -> None:
        self._threads: dict[str, _Thread] = {}
        self._numbers = itertools.count(1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until it closes."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                token = headers.get("authorization", "").removeprefix("Bearer ")
                await self._answer(head[0].split()[1].partition("?")[0], body, token, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    async def _answer(self, path: str, body: bytes, token: str, writer: asyncio.StreamWriter) -> None:
        match path:
            case "/webhooks/rest/webhook":
                message = json.loads(body)
                _send(writer, 200, [{"recipient_id": message["sender"], "text": message["message"]}])
            case "/chat/sessions":
                token = f"token-{next(self._numbers)}"
                self._threads[token] = _Thread()
                _send(writer, 201, {"conversation_id": token, "token": token})
            case "/chat/messages" if token in self._threads:
                self._take(self._threads[token], json.loads(body)["text"], writer)
            case "/chat/stream" if token in self._threads:
                await _stream(self._threads[token], writer)
            case _:
                _send(writer, 404, {"title": "Not found"})

    def _take(self, thread: _Thread, text: str, writer: asyncio.StreamWriter) -> None:
        posted, answered = thread.last_seq + 1, thread.last_seq + 2
        thread.last_seq = answered
        _send(writer, 202, {"seq": posted})
        thread.outgoing.put_nowait(
            _event("message", {"seq": posted, "role": "visitor", "text": text}, posted)
            + _event("state", {"status": "bot", "waiting": True})
            + _event("message", {"seq": answered, "role": "bot", "text": text}, answered)
            + _event("state", {"status": "bot", "waiting": False})
        )


def _event(name: str, data: object, seq: int | None = None) -> bytes:
    number = f"id: {seq}\n" if seq is not None else ""
    return f"event: {name}\n{number}data: {json.dumps(data)}\n\n".encode()


def _send(writer: asyncio.StreamWriter, status: int, document: object) -> None:
    body = json.dumps(document).encode()
    writer.write(f"HTTP/1.1 {status} -\r\n{_JSON}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


async def _stream(thread: _Thread, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        piece = await thread.outgoing.get()
        writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        await writer.drain()


async def _main(port: int) -> None:
    server = await asyncio.start_server(EchoServer().serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
