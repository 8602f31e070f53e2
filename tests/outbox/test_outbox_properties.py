"""Whatever goes wrong and in whatever order: what was queued is delivered, in order, and no more often than it must be."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outbox_world import World, fail, in_order
from sqlalchemy import delete

from bot.db.database import Database
from bot.db.tables import metadata
from bot.errors import DeliveryFailed
from bot.outbox.models import OutboxRow
from bot.outbox.worker import Pace

LANES = ("a", "b", "c")
deliveries = st.lists(st.tuples(st.sampled_from(LANES), st.integers(1, 3)), min_size=1, max_size=8)
faults = st.lists(st.one_of(st.none(), st.just("refused"), st.just("lost"), st.just("killed"), st.integers(1, 120)), max_size=14)


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{Path(tmp_path_factory.mktemp('properties')) / 'outbox.sqlite3'}")
    with database.write() as session:
        metadata.create_all(session.connection())
    yield database
    database.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deliveries=deliveries, faults=faults, jitter=st.floats(0, 1))
def test_everything_queued_is_delivered_once(
    sqlite: Database, deliveries: list[tuple[str, int]], faults: list[str | int | None], jitter: float
) -> None:
    with sqlite.write() as session:
        session.execute(delete(OutboxRow))
    world = World(sqlite)
    world.jitter = jitter
    world.pace = Pace(attempts=len(faults) + 2)
    queued: dict[str, list[str]] = {lane: [] for lane in LANES}
    for number, (lane, parts) in enumerate(deliveries):
        texts = [f"{lane}{number}.{part}" for part in range(parts)]
        world.put(*texts, lane=lane)
        queued[lane] += texts

    asyncio.run(_run(world, faults))

    accepted = world.outside.accepted
    assert {row.state for row in world.rows().values()} == {"sent"}
    for lane in LANES:
        assert in_order(text for text in accepted if text.startswith(lane)) == queued[lane]
    # A double comes only from an answer that was lost, or from a death between the answer and its note:
    # at most one for each lane that was being delivered then.
    doubles = len(accepted) - len(set(accepted))
    assert doubles <= faults.count("lost") + faults.count("killed") * len(LANES)


async def _run(world: World, faults: list[str | int | None]) -> None:
    """Runs workers one after the other until all is delivered; a "killed" ends the one at work."""
    running: asyncio.Task[None] | None = None

    async def kill() -> None:
        assert running is not None
        running.cancel()
        await asyncio.Event().wait()

    async def lose() -> None:
        world.outside.accepted.append(world.outside.tried[-1])
        raise DeliveryFailed("the answer was lost")

    happens = {"refused": fail()[0], "killed": kill}
    for fault in faults:
        if isinstance(fault, int):
            world.outside.faults += fail(retry_after=fault)
        else:
            world.outside.faults.append(lose if fault == "lost" else happens.get(fault or ""))
    for _ in range(faults.count("killed") + 1):
        running = asyncio.create_task(world.drain())
        await asyncio.wait({running})
        if not running.cancelled():
            running.result()
            return
    raise AssertionError("killed more often than planned")
