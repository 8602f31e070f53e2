"""Time that passes only while nothing is being delivered, a deliverer that fails on request, and a way to run both."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from bot.db.database import Database
from bot.errors import DeliveryFailed
from bot.outbox.models import OutboxRow
from bot.outbox.service import enqueue
from bot.outbox.worker import OutboxWorker, Pace

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Outside:
    """Takes what is delivered. ``faults`` are taken one per call: an error to raise, or something to do first."""

    faults: list[DeliveryFailed | Callable[[], Any] | None] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    busy_lanes: Counter[str] = field(default_factory=Counter)

    def steps(self, payload: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"lane": payload["lane"], "text": text} for text in payload["texts"]]

    async def send(self, step: dict[str, Any]) -> None:
        self.tried.append(step["text"])
        self.at_once += 1
        self.busy_lanes[step["lane"]] += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        assert self.busy_lanes[step["lane"]] == 1, "two deliveries of one lane at once"
        try:
            await asyncio.sleep(0)
            fault = self.faults.pop(0) if self.faults else None
            if isinstance(fault, DeliveryFailed):
                raise fault
            if fault is not None:
                result = fault()
                if asyncio.iscoroutine(result):
                    await result
            self.accepted.append(step["text"])
        finally:
            self.at_once -= 1
            self.busy_lanes[step["lane"]] -= 1


class World:
    """A database, a clock, and workers on them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = START
        self.outside = Outside()
        self.pace = Pace()
        self.jitter = 1.0
        self.missed: list[str] = []

    def clock(self) -> datetime:
        return self.now

    def put(self, *texts: str, lane: str = "a", key: str | None = None, channel: str = "test", **more: Any) -> None:
        """Queues one delivery of as many steps as there are texts."""
        payload = {"lane": lane, "texts": list(texts), **more}
        with self.database.write() as session:
            enqueue(session, now=self.now, key=key or texts[0], channel=channel, lane=lane, payload=payload)

    def rows(self) -> dict[str, OutboxRow]:
        with self.database.read() as session:
            return {row.key: row for row in session.scalars(select(OutboxRow))}

    def waiting(self) -> int:
        with self.database.read() as session:
            count = select(func.count()).where(OutboxRow.state == "waiting", OutboxRow.channel == "test")
            return session.scalar(count) or 0

    def worker(self, database: Database | None = None, outside: Outside | None = None, **more: Any) -> OutboxWorker:
        assistant: Any = SimpleNamespace(database=database or self.database, clock=self.clock)
        more.setdefault("missed", lambda _session, _key, why, _now: self.missed.append(why))
        return OutboxWorker(assistant, {"test": outside or self.outside}, self.clock, lambda: self.jitter, **more)

    async def drain(self, *, until: Callable[[], bool] | None = None, looks: int = 2000) -> None:
        """Runs one worker until nothing waits (or ``until`` holds). Time jumps whenever the worker rests."""
        stop = asyncio.Event()
        left = looks

        async def rest(seconds: float) -> None:
            nonlocal left
            if await worker.settle() or worker._bell.is_set():
                return  # there may be more to do at this moment: what was under way may have ended just before this rest began
            left -= 1
            if left < 0 or (until or (lambda: self.waiting() == 0))():
                stop.set()
            else:
                self.now += timedelta(seconds=seconds)

        worker = self.worker(sleep=rest, pace=self.pace)
        await worker.run(stop)
        assert left >= 0, "the outbox was not drained"


def fail(times: int = 1, **more: Any) -> list[DeliveryFailed]:
    """That many failures in a row."""
    return [DeliveryFailed("no luck", **more) for _ in range(times)]


def in_order(accepted: Iterable[str]) -> list[str]:
    """Each text at its first acceptance."""
    return list(dict.fromkeys(accepted))
