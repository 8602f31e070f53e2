"""A process of its own that does one kind of work when it is told to: ``python -m tests.processes.at_work``.

For each line of JSON on its input it prepares itself and says ``ready``; at the next line it begins, in several threads at
once, and answers with a line of JSON that lists what it did.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import httpx
from sqlalchemy import func, select

from bot.assistant import build
from bot.clock import system_clock
from bot.consent.service import identity_hash
from bot.db.database import Database
from bot.errors import DatabaseUnavailable
from bot.leads.promise_notices import PromiseNotices
from bot.leads.promise_watch import PromiseWatch
from bot.outbox.models import OutboxRow
from bot.outbox.worker import OutboxWorker, Pace
from bot.reminders.round import Round
from bot.settings import Settings
from bot.webhooks.deliverer import WebhookDeliverer
from bot.webhooks.events import CHANNEL, Events
from bot.webhooks.signing import target
from tests.consent.agreeing import agree_in_chat
from tests.tours.tours_world import NEW_YORK, World

THREADS = 2
Deed = Any
Work = Callable[[], list[Deed]]
SECRET = "s" * 32


def until_idle(look: Callable[[], list[Deed]]) -> list[Deed]:
    """Looks again and again, as the loops of a server do, until there was nothing to do a few times."""
    done: list[Deed] = []
    idle = 0
    while idle < 4:
        try:
            found = look()
        except DatabaseUnavailable:
            continue
        idle = 0 if found else idle + 1
        done += found
    return done


def promises(order: dict[str, Any], now: datetime) -> Work:
    """Looks after promises; staff get e-mails, a program webhooks."""
    events = Events([target("http://crm.example/", SECRET)])
    tells = [
        PromiseNotices("https://chat.school.example", NEW_YORK),
        lambda session, step, promise, lead, at: events.tell(session, "promise.late", lead.id, at) if step == "late" else None,
    ]
    watch = PromiseWatch(Database(order["database"]), lambda: now, tells)
    return lambda: until_idle(lambda: list(watch.look()))


def reminders(order: dict[str, Any], now: datetime) -> Work:
    """Has planned messages leave; as many deeds as messages."""
    round_ = Round(build(Settings(**order["settings"]), clock=lambda: now))
    return lambda: until_idle(lambda: [1] * round_.look())


def waitlist(order: dict[str, Any], now: datetime) -> Work:
    """Ends what is over and makes offers; the deeds are what was announced."""
    world = World(Database(order["database"]), now=now)

    def look() -> list[Deed]:
        world.tours.offers(now)
        return []

    def work() -> list[Deed]:
        until_idle(look)
        return []

    def announced() -> list[Deed]:
        work()
        told = []
        while world.announced:
            change = world.announced.pop()
            told.append([change.kind, change.subject.id])
        return told

    return announced


def webhooks(order: dict[str, Any], _now: datetime) -> Work:
    """Delivers to the receiver at ``target`` until nothing waits."""
    database = Database(order["database"])

    async def deliver() -> None:
        async with httpx.AsyncClient(trust_env=False) as http:
            deliverer = WebhookDeliverer(http, database, system_clock, [target(order["target"], SECRET)])
            assistant: Any = SimpleNamespace(database=database, clock=system_clock)
            worker = OutboxWorker(assistant, {CHANNEL: deliverer}, pace=Pace(poll=0.05, first_delay=0.01, longest_delay=0.02))
            stop = asyncio.Event()
            task = asyncio.create_task(worker.run(stop))
            while await asyncio.to_thread(_waiting, database):  # noqa: ASYNC110 - what is waited for is in the database
                await asyncio.sleep(0.05)
            stop.set()
            await task

    def work() -> list[Deed]:
        asyncio.run(deliver())
        return []

    return work


def _waiting(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.state == "waiting")) or 0


def receipts(order: dict[str, Any], now: datetime) -> Work:
    """Adds consent receipts, and takes some back with their transaction; as many deeds as receipts that stay."""
    database = Database(order["database"], lock_timeout_ms=60_000)

    def work() -> list[Deed]:
        done: list[Deed] = []
        for number in range(order["count"]):
            hashes = [identity_hash(b"k" * 32, f"{os.getpid()}-{number}-{one}") for one in range(1 + number % 3)]
            try:
                with database.write() as session:
                    agree_in_chat(session, hashes, at=now)
                    if number % 5 == 4:
                        raise InterruptedError
            except InterruptedError:
                continue
            done += [1] * len(hashes)
        return done

    return work


WORKS: dict[str, Callable[[dict[str, Any], datetime], Work]] = {
    "promises": promises,
    "reminders": reminders,
    "waitlist": waitlist,
    "webhooks": webhooks,
    "receipts": receipts,
}


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what is logged is no answer
    for line in sys.stdin:
        order = json.loads(line)
        work = WORKS[order["work"]](order, datetime.fromisoformat(order["now"]))
        print("ready", file=answers, flush=True)
        sys.stdin.readline()
        with ThreadPoolExecutor(THREADS) as pool:
            deeds = [deed for done in [pool.submit(work) for _ in range(THREADS)] for deed in done.result()]
        print(json.dumps(deeds), file=answers, flush=True)


if __name__ == "__main__":
    main()
