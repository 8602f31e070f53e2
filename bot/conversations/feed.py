"""Tells open streams what is new in their conversation."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class News:
    """Lines just committed by this process, as the contract shows them. Without lines: look into the database."""

    lines: tuple[dict[str, Any], ...] = ()
    waiting: bool = False
    """True while a line of the visitor has no answer yet."""


class Subscription:
    """One open stream's letter box. Bounded: a stream that does not keep up is told to look into the database."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._rung = asyncio.Event()
        self._news: deque[News] = deque(maxlen=64)

    def put(self, news: News) -> None:
        """Leaves news and wakes the stream; may be called from any thread. What falls out is noticed as a gap."""
        self._news.append(news)
        try:
            self._loop.call_soon_threadsafe(self._rung.set)
        except RuntimeError:
            return  # its loop has ended, and so has the stream

    async def wait(self, seconds: float) -> list[News]:
        """The news since the last call, waiting at most ``seconds`` for some."""
        if not self._news:
            try:
                async with asyncio.timeout(seconds):
                    await self._rung.wait()
            except TimeoutError:
                return []
        self._rung.clear()
        found = []
        while self._news:
            found.append(self._news.popleft())
        return found


@dataclass
class Feed:
    """Letter boxes by conversation, within one process."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _subscriptions: dict[str, set[Subscription]] = field(default_factory=lambda: defaultdict(set))

    @contextmanager
    def subscribe(self, conversation_id: str) -> Iterator[Subscription]:
        """A letter box for this conversation as long as the context is open."""
        subscription = Subscription(asyncio.get_running_loop())
        with self._lock:
            self._subscriptions[conversation_id].add(subscription)
        try:
            yield subscription
        finally:
            with self._lock:
                remaining = self._subscriptions[conversation_id]
                remaining.discard(subscription)
                if not remaining:
                    del self._subscriptions[conversation_id]

    def publish(self, conversation_id: str, news: News) -> None:
        """Hands news to every stream of the conversation."""
        with self._lock:
            waiting = list(self._subscriptions.get(conversation_id, ()))
        for subscription in waiting:
            subscription.put(news)

    def look(self, conversation_id: str | None = None) -> None:
        """Has the streams of a conversation (or all) look into the database."""
        with self._lock:
            groups = self._subscriptions.values() if conversation_id is None else [self._subscriptions.get(conversation_id, set())]
            waiting = [one for group in groups for one in group]
        for subscription in waiting:
            subscription.put(News())

    @property
    def open_streams(self) -> int:
        """How many streams are open."""
        with self._lock:
            return sum(map(len, self._subscriptions.values()))
