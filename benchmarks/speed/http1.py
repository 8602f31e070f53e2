"""A lean HTTP/1.1 keep-alive client, so that the time measured is the server's and not the client's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

_READ_AT_ONCE = 1 << 16


class BadAnswer(Exception):
    """The server closed early or sent something that is no HTTP/1.1 answer."""


@dataclass(frozen=True)
class Answer:
    """Status and body of one HTTP answer."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises ValueError if it is none."""
        return json.loads(self.body)


@dataclass(frozen=True)
class _Head:
    status: int
    length: int | None
    chunked: bool


class Connection:
    """One TCP connection to a server on loopback, for one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader = reader
        self._writer = writer
        self._host = host

    @classmethod
    async def open(cls, port: int) -> Self:
        """Connect to 127.0.0.1. Raises OSError if nothing listens."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=_READ_AT_ONCE)
        return cls(reader, writer, f"127.0.0.1:{port}")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; what was not read is dropped."""
        self._writer.close()

    async def post(self, path: str, document: object, token: str | None = None) -> Answer:
        """POST JSON and read the whole answer. Raises BadAnswer, OSError."""
        self._send("POST", path, json.dumps(document).encode(), token)
        head = await self._read_head()
        return Answer(head.status, b"".join([part async for part in self._body(head)]))

    async def open_stream(self, path: str, token: str | None = None) -> AsyncIterator[bytes]:
        """GET `path`; the iterator yields the body in the pieces it arrives in. Raises BadAnswer unless the status is 200."""
        self._send("GET", path, b"", token)
        head = await self._read_head()
        if head.status != 200:
            raise BadAnswer(f"GET {path} answered {head.status}")
        return self._body(head)

    def _send(self, method: str, path: str, body: bytes, token: str | None) -> None:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}"]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)

    async def _read_head(self) -> _Head:
        try:
            raw = await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            raise BadAnswer("the server closed the connection instead of answering") from error
        return _parse_head(raw)

    async def _body(self, head: _Head) -> AsyncIterator[bytes]:
        if head.chunked:
            async for part in self._chunks():
                yield part
        elif head.length is not None:
            yield await self._exactly(head.length)
        else:
            while part := await self._reader.read(_READ_AT_ONCE):
                yield part

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            size = int((await self._line()).split(b";")[0], 16)
            part = await self._exactly(size)
            await self._line()
            if not size:
                return
            yield part

    async def _line(self) -> bytes:
        line = await self._reader.readline()
        if not line.endswith(b"\n"):
            raise BadAnswer("the server closed the connection inside an answer")
        return line

    async def _exactly(self, size: int) -> bytes:
        try:
            return await self._reader.readexactly(size)
        except asyncio.IncompleteReadError as error:
            raise BadAnswer("the server closed the connection inside an answer") from error


def _parse_head(raw: bytes) -> _Head:
    first, *lines = raw.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if not first.startswith("HTTP/1.") or len(words) < 2 or not words[1].isdigit():
        raise BadAnswer(f"not an HTTP/1.1 answer: {first[:80]!r}")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    status = int(words[1])
    length = "0" if status in (204, 304) else headers.get("content-length")
    return _Head(status, int(length) if length is not None else None, headers.get("transfer-encoding", "") == "chunked")
