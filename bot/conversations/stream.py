"""A conversation as server-sent events: everything after a cursor, then what comes, each line once and in order."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from anyio import to_thread

from bot.conversations.feed import Feed, Subscription
from bot.conversations.thread import PAGE, lines_after
from bot.conversations.thread import state as thread_state
from bot.db.database import Database
from bot.errors import DatabaseUnavailable

HEARTBEAT_SECONDS = 15.0
RETRY_MS = 1000
TOGETHER_SECONDS = 0.03
"""A visitor's own line waits this long for its answer, so that most answers cost one write to the network and not two."""


def event(name: str, data: Any, number: int | None = None) -> bytes:
    """One server-sent event."""
    identity = f"id: {number}\n" if number is not None else ""
    return f"{identity}event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


async def stream(
    database: Database, feed: Feed, conversation_id: str, after: int, *, heartbeat: float = HEARTBEAT_SECONDS
) -> AsyncIterator[bytes]:
    """Events until the visitor goes or the conversation is deleted."""
    cursor = after
    state: dict[str, Any] | None = None

    def look(since: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        with database.read() as session:
            now = thread_state(session, conversation_id)
            return lines_after(session, conversation_id, since) if now["status"] != "ended" else [], now

    with feed.subscribe(conversation_id) as subscription:
        yield f"retry: {RETRY_MS}\n\n".encode()
        must_look = True
        while True:
            if must_look:
                try:
                    lines, now = await to_thread.run_sync(look, cursor)
                except DatabaseUnavailable:
                    yield b": the database is away\n\n"
                    await subscription.wait(1.0)
                    continue
                if now["status"] == "ended":
                    yield event("ended", {})
                    return
                for line in lines:
                    cursor = line["seq"]
                    yield event("message", line, cursor)
                if len(lines) == PAGE:
                    continue  # there may be another page
                must_look = False
                if now != state:
                    state = now
                    yield event("state", state)
            chunk, cursor, state, must_look = await _next(subscription, cursor, state, heartbeat)
            if chunk:
                yield chunk


async def _next(
    subscription: Subscription, cursor: int, state: dict[str, Any] | None, heartbeat: float
) -> tuple[bytes, int, dict[str, Any] | None, bool]:
    """What to send next, the new cursor and state, and whether the database has to be looked into."""
    news = await subscription.wait(heartbeat)
    if news and all(item.lines and item.waiting for item in news):
        news += await subscription.wait(TOGETHER_SECONDS)
    if not news:
        return b": still here\n\n", cursor, state, False
    chunk = b""
    for item in news:
        for line in item.lines:
            if line["seq"] <= cursor:
                continue
            if line["seq"] != cursor + 1:
                return chunk, cursor, state, True  # something in between was written elsewhere
            cursor = line["seq"]
            chunk += event("message", line, cursor)
        if not item.lines:
            return chunk, cursor, state, True
        now = {"status": (state or {}).get("status", "bot"), "waiting": item.waiting}
        if now != state:
            state = now
            chunk += event("state", state)
    return chunk, cursor, state, False
