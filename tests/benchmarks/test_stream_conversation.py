"""When a message counts as answered, on streams that are cut and ordered in every way the server may choose."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from benchmarks.speed.http1 import Answer, BadAnswer
from benchmarks.speed.our_side import StreamConversation


class Posts:
    """Takes posts and gives the number 5."""

    def __init__(self, taken: asyncio.Event, status: int = 202) -> None:
        self._taken = taken
        self._status = status

    async def post(self, path: str, document: object, token: str | None = None) -> Answer:
        self._taken.set()
        return Answer(self._status, b'{"seq": 5}')


def _line(seq: int, role: str, text: str) -> bytes:
    return f"event: message\nid: {seq}\ndata: {json.dumps({'seq': seq, 'role': role, 'text': text})}\n\n".encode()


def _state(waiting: bool) -> bytes:
    return f"event: state\ndata: {json.dumps({'status': 'bot', 'waiting': waiting})}\n\n".encode()


def _hear(*pieces: bytes) -> tuple[str, ...]:
    async def talk() -> tuple[str, ...]:
        taken = asyncio.Event()

        async def stream() -> AsyncIterator[bytes]:
            yield _line(1, "bot", "greeting") + _state(False)
            await taken.wait()
            for piece in pieces:
                yield piece
                await asyncio.sleep(0)
            await asyncio.Event().wait()

        conversation = StreamConversation(Posts(taken), "token")
        following = asyncio.create_task(conversation.follow(stream()))
        async with asyncio.timeout(5):
            exchange = await conversation.say("hello")
        following.cancel()
        return exchange.replies

    return asyncio.run(talk())


VISITOR = _line(5, "visitor", "hello")


def test_replies_count_until_the_state_is_idle() -> None:
    pieces = (VISITOR + _state(True), _line(6, "bot", "one"), _line(7, "bot", "two") + _state(False))
    assert _hear(*pieces) == ("one", "two")


def test_replies_without_a_change_of_state_count_when_they_are_read() -> None:
    assert _hear(VISITOR + _line(6, "bot", "one") + _line(7, "bot", "two")) == ("one", "two")


def test_neither_the_visitor_s_own_line_nor_older_lines_are_replies() -> None:
    assert _hear(_line(4, "bot", "late"), VISITOR, _line(6, "system", "one")) == ("one",)


def test_a_stream_that_ends_is_an_error_and_not_a_wait() -> None:
    async def talk() -> None:
        async def stream() -> AsyncIterator[bytes]:
            yield VISITOR

        conversation = StreamConversation(Posts(asyncio.Event()), "token")
        await conversation.follow(stream())
        await conversation.say("hello")

    with pytest.raises(BadAnswer, match="ended"):
        asyncio.run(talk())
