from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from outbox_world import START, Outside, World, fail
from sqlalchemy import select

from bot.conversations.models import Problem
from bot.db.database import Database
from bot.errors import DatabaseUnavailable, DeliveryFailed
from bot.outbox.models import OutboxRow
from bot.outbox.service import enqueue, retry_dead
from bot.outbox.worker import OutboxWorker, Pace


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def problems(world: World) -> list[str]:
    with world.database.read() as session:
        return list(session.scalars(select(Problem.detail).order_by(Problem.id)))


def test_a_lane_is_delivered_in_order(world: World) -> None:
    for number in range(5):
        world.put(f"line {number}")
    asyncio.run(world.drain())
    assert world.outside.accepted == [f"line {number}" for number in range(5)]
    assert {row.state for row in world.rows().values()} == {"sent"}
    assert {row.attempts for row in world.rows().values()} == {1}
    assert world.rows()["line 0"].sent_at == START


def test_a_failure_holds_back_its_own_lane_only(world: World) -> None:
    world.put("a1", lane="a")
    world.put("a2", lane="a")
    world.put("b1", lane="b")
    world.outside.faults = fail(3)[:1]
    asyncio.run(world.drain())
    assert world.outside.tried == ["a1", "b1", "a1", "a2"]
    assert world.outside.accepted == ["b1", "a1", "a2"]


def test_lanes_are_delivered_in_parallel_but_not_all_at_once(world: World) -> None:
    for number in range(12):
        world.put(f"x{number}", lane=f"lane {number}")

    async def scenario() -> None:
        full = asyncio.Event()

        async def hold() -> None:
            if world.outside.at_once == 8:
                full.set()
            await full.wait()

        world.outside.faults = [hold] * 12
        await asyncio.wait_for(world.drain(), 20)

    asyncio.run(scenario())
    assert world.outside.most_at_once == 8
    assert len(world.outside.accepted) == 12


def test_waits_grow_with_full_jitter_up_to_a_limit(world: World) -> None:
    world.pace = Pace(first_delay=1.0, longest_delay=10.0)
    world.put("a1")
    moments: list[float] = []

    def note() -> None:
        moments.append((world.now - START).total_seconds())
        raise DeliveryFailed("no luck")

    world.outside.faults = [note] * 6
    asyncio.run(world.drain())
    gaps = [round(later - earlier, 3) for earlier, later in pairwise(moments)]
    assert gaps == [1.0, 2.0, 4.0, 8.0, 10.0]
    world.jitter = 0.25
    world.put("a2")
    moments.clear()
    world.outside.faults = [note] * 3
    asyncio.run(world.drain())
    assert [round(later - earlier, 3) for earlier, later in pairwise(moments)] == [0.25, 0.5]


def test_retry_after_parks_the_lane_and_costs_no_attempt(world: World) -> None:
    world.pace = Pace(attempts=2)
    world.put("a1")
    world.outside.faults = fail(5, retry_after=30)
    asyncio.run(world.drain())
    row = world.rows()["a1"]
    assert (row.state, row.attempts) == ("sent", 1)
    assert row.sent_at is not None
    assert row.sent_at - START >= timedelta(seconds=5 * 30)


def test_whoever_asks_for_no_time_at_all_gets_a_second(world: World) -> None:
    world.jitter = 0.0
    world.put("a1")
    moments: list[float] = []

    def note() -> None:
        moments.append((world.now - START).total_seconds())
        raise DeliveryFailed("too many", retry_after=0)

    world.outside.faults = [note] * 5
    asyncio.run(world.drain())
    assert [later - earlier for earlier, later in pairwise(moments)] == [1.0] * 4


def test_what_was_asked_to_wait_for_a_day_is_given_up(world: World) -> None:
    world.pace = Pace(poll=1800.0)
    world.put("a1")
    world.put("a2")
    world.outside.faults = [DeliveryFailed("too many", retry_after=3600) for _ in range(40)]
    asyncio.run(world.drain(until=lambda: world.rows()["a1"].state == "dead"))
    row = world.rows()["a1"]
    assert timedelta(days=1) <= world.now - START < timedelta(days=1, hours=2)
    assert row.last_error == "too many"
    assert problems(world) == ["test: too many"]
    assert world.missed == ["undelivered"]

    # The one behind it has a day of its own, and so has this one when staff have it tried again.
    world.outside.faults = fail(2, retry_after=60)
    with world.database.write() as session:
        retry_dead(session, row.id, world.now)
    asyncio.run(world.drain())
    assert {row.state for row in world.rows().values()} == {"sent"}


def test_the_day_begins_with_the_first_refusal_and_anew_with_each_step(world: World) -> None:
    world.pace = Pace(poll=7200.0, longest_wait=100.0)
    with world.database.write() as session:
        due_at = START + timedelta(days=3)
        enqueue(session, now=START, key="k", channel="test", lane="a", payload={"lane": "a", "texts": ["part 1", "part 2"]}, due_at=due_at)
    world.outside.faults = [*fail(2, retry_after=40), None, *fail(2, retry_after=40)]
    asyncio.run(world.drain())
    assert world.outside.accepted == ["part 1", "part 2"]
    assert world.rows()["k"].state == "sent"


def test_a_refusal_for_good_frees_the_lane_and_tells_staff_once(world: World) -> None:
    for text in ("a1", "a2", "a3"):
        world.put(text)
    world.outside.faults = [*fail(2, permanent=True)]
    asyncio.run(world.drain())
    assert [row.state for row in world.rows().values()] == ["dead", "dead", "sent"]
    assert world.outside.accepted == ["a3"]
    assert len(problems(world)) == 1
    assert "no luck" in problems(world)[0]
    assert world.missed == ["undelivered", "undelivered"]


def test_it_is_given_up_after_the_attempts_are_used(world: World) -> None:
    world.pace = Pace(attempts=3)
    world.put("a1")
    world.put("a2")
    world.outside.faults = fail(3)
    asyncio.run(world.drain())
    assert world.rows()["a1"].state == "dead"
    assert world.rows()["a1"].attempts == 3
    assert world.outside.accepted == ["a2"]
    assert problems(world) == ["test: no luck"]


def test_a_courtesy_is_dropped_without_troubling_staff(world: World) -> None:
    world.put("hello", optional=True)
    world.outside.faults = fail(99)
    asyncio.run(world.drain())
    assert world.rows()["hello"].state == "dead"
    assert world.outside.tried == ["hello"] * 3
    assert problems(world) == []


def test_a_payload_that_cannot_be_rendered_is_given_up_and_shown(world: World) -> None:
    world.put("a1", key="broken")
    with world.database.write() as session:
        session.scalars(select(OutboxRow)).one().payload = {"nonsense": True}
    world.put("a2")
    asyncio.run(world.drain())
    assert world.rows()["broken"].state == "dead"
    assert world.outside.accepted == ["a2"]
    assert "KeyError" in problems(world)[0]


def test_steps_that_were_accepted_are_not_repeated(world: World) -> None:
    world.put("part 1", "part 2", "part 3")
    world.outside.faults = [None, *fail(2), None, *fail(1)]
    asyncio.run(world.drain())
    assert world.outside.accepted == ["part 1", "part 2", "part 3"]
    assert world.outside.tried == ["part 1", "part 2", "part 2", "part 2", "part 3", "part 3"]


def test_rows_of_another_channel_are_left_alone(world: World) -> None:
    world.put("letter", channel="email", lane="email:x")
    world.put("a1")
    asyncio.run(world.drain())
    assert world.rows()["letter"].state == "waiting"
    assert world.rows()["letter"].attempts == 0


def test_a_call_without_an_answer_ends_after_its_time(world: World) -> None:
    world.pace = Pace(step=0.05)
    world.put("a1")
    world.outside.faults = [lambda: asyncio.Event().wait()]
    asyncio.run(world.drain())
    assert world.outside.tried == ["a1", "a1"]
    assert world.rows()["a1"].state == "sent"


@pytest.mark.parametrize("accepted_before_the_kill", [False, True])
def test_what_a_killed_worker_was_sending_is_taken_over(world: World, accepted_before_the_kill: bool) -> None:
    world.put("a1")
    world.put("a2")

    async def scenario() -> None:
        sending = asyncio.Event()

        async def hang() -> None:
            if accepted_before_the_kill:
                world.outside.accepted.append("a1")
            sending.set()
            await asyncio.Event().wait()

        world.outside.faults = [hang]
        killed = asyncio.create_task(world.worker().run(asyncio.Event()))
        await asyncio.wait_for(sending.wait(), 10)
        killed.cancel()
        await asyncio.wait({killed})
        assert killed.cancelled()
        # Its lease holds for a while: nobody else sends in the meantime.
        assert world.rows()["a1"].leased_until == START + timedelta(seconds=Pace().lease)
        await world.drain(until=lambda: world.now - START >= timedelta(seconds=Pace().lease - 2))
        assert world.outside.tried == ["a1"]
        await world.drain()

    asyncio.run(scenario())
    assert world.outside.accepted == (["a1"] if accepted_before_the_kill else []) + ["a1", "a2"]
    assert world.rows()["a1"].attempts == 2


def test_a_row_that_kills_every_worker_is_given_up(world: World) -> None:
    world.pace = Pace(attempts=3)
    world.put("poison")
    world.put("a2")

    async def killed_while_sending() -> None:
        sending = asyncio.Event()

        async def die() -> None:
            sending.set()
            await asyncio.Event().wait()

        world.outside.faults = [die]
        run = asyncio.create_task(world.worker(pace=world.pace).run(asyncio.Event()))
        await asyncio.wait_for(sending.wait(), 10)
        run.cancel()
        await asyncio.wait({run})
        world.now += timedelta(seconds=world.pace.lease)

    async def scenario() -> None:
        for _ in range(3):
            await killed_while_sending()
        await world.drain()

    asyncio.run(scenario())
    assert world.rows()["poison"].state == "dead"
    assert world.outside.accepted == ["a2"]
    assert problems(world) == ["test: given up after 3 attempts"]


def test_stopping_finishes_what_is_being_sent_and_starts_nothing_new(world: World) -> None:
    world.put("a1")
    world.put("a2")

    async def scenario() -> None:
        sending, go_on, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            sending.set()
            await go_on.wait()

        world.outside.faults = [slow]
        run = asyncio.create_task(world.worker().run(stop))
        await asyncio.wait_for(sending.wait(), 10)
        stop.set()
        await asyncio.sleep(0)
        assert not run.done()
        go_on.set()
        await asyncio.wait_for(run, 10)

    asyncio.run(scenario())
    assert world.rows()["a1"].state == "sent"
    assert world.rows()["a2"].state == "waiting"
    assert world.outside.tried == ["a1"]


def test_stopping_does_not_wait_for_ever(world: World) -> None:
    world.put("a1")

    async def scenario() -> None:
        sending, stop = asyncio.Event(), asyncio.Event()

        async def endless() -> None:
            sending.set()
            await asyncio.Event().wait()

        world.outside.faults = [endless]
        run = asyncio.create_task(world.worker(pace=Pace(grace=0.05)).run(stop))
        await asyncio.wait_for(sending.wait(), 10)
        stop.set()
        await asyncio.wait_for(run, 10)

    asyncio.run(scenario())
    assert world.rows()["a1"].state == "waiting"


def test_it_wakes_at_once_when_told_from_another_thread(world: World) -> None:
    async def scenario() -> None:
        resting, sent, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def rest_for_ever(_seconds: float) -> None:
            resting.set()
            await asyncio.Event().wait()

        worker = world.worker(sleep=rest_for_ever)
        run = asyncio.create_task(worker.run(stop))
        await asyncio.wait_for(resting.wait(), 10)
        world.outside.faults = [sent.set]

        def from_a_turn() -> None:
            world.put("a1")
            worker.wake()

        await asyncio.to_thread(from_a_turn)
        await asyncio.wait_for(sent.wait(), 10)
        stop.set()
        await asyncio.wait_for(run, 10)

    asyncio.run(scenario())
    assert world.rows()["a1"].state == "sent"


def test_the_next_of_a_lane_follows_at_once(world: World) -> None:
    world.put("a1")
    world.put("a2")

    async def scenario() -> None:
        both_sent, stop = asyncio.Event(), asyncio.Event()
        world.outside.faults = [None, both_sent.set]

        async def rest_for_ever(_seconds: float) -> None:
            await asyncio.Event().wait()

        run = asyncio.create_task(world.worker(sleep=rest_for_ever).run(stop))
        await asyncio.wait_for(both_sent.wait(), 10)
        stop.set()
        await asyncio.wait_for(run, 10)

    asyncio.run(scenario())
    assert world.outside.accepted == ["a1", "a2"]


def test_a_worker_does_not_take_a_second_time_what_it_still_holds(world: World) -> None:
    world.put("a1")

    async def scenario() -> None:
        sending, go_on, other_sent, stop = asyncio.Event(), asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def longer_than_the_lease() -> None:
            world.now += timedelta(seconds=Pace().lease + 1)
            sending.set()
            await go_on.wait()

        world.outside.faults = [longer_than_the_lease, other_sent.set]
        worker = world.worker()
        run = asyncio.create_task(worker.run(stop))
        await asyncio.wait_for(sending.wait(), 10)
        await asyncio.to_thread(world.put, "b1", lane="b")
        worker.wake()
        await asyncio.wait_for(other_sent.wait(), 10)
        go_on.set()
        stop.set()
        await asyncio.wait_for(run, 10)

    asyncio.run(scenario())
    assert world.outside.tried == ["a1", "b1"]
    assert {row.state for row in world.rows().values()} == {"sent"}


def test_waking_before_and_after_running_is_harmless(world: World) -> None:
    worker = world.worker()
    worker.wake()

    async def scenario() -> None:
        stop = asyncio.Event()
        stop.set()
        await worker.run(stop)

    asyncio.run(scenario())
    worker.wake()


class Unreliable:
    """A database that is away for the next few transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_sqlite = database.is_sqlite
        self.away = 0

    def read(self) -> Any:
        return self._open(self._database.read)

    def write(self, *, durable: bool = True) -> Any:
        return self._open(lambda: self._database.write(durable=durable))

    def _open(self, transaction: Callable[[], Any]) -> Any:
        if self.away > 0:
            self.away -= 1
            raise DatabaseUnavailable("The database cannot be reached right now.")
        return transaction()


def test_what_was_delivered_is_noted_when_the_database_comes_back(world: World) -> None:
    world.put("a1")
    unreliable: Any = Unreliable(world.database)

    async def scenario() -> None:
        stop = asyncio.Event()

        def go_away() -> None:
            unreliable.away = 3

        async def short(_seconds: float) -> None:
            world.now += timedelta(seconds=60)  # longer than the lease
            if world.waiting() == 0:
                stop.set()
            await asyncio.sleep(0)

        world.outside.faults = [go_away]
        await asyncio.wait_for(world.worker(unreliable, sleep=short).run(stop), 20)

    asyncio.run(scenario())
    assert world.outside.accepted == ["a1"]
    assert world.rows()["a1"].state == "sent"


def test_it_survives_a_database_that_is_away_when_it_looks(world: World) -> None:
    world.put("a1")
    unreliable: Any = Unreliable(world.database)
    unreliable.away = 4

    async def scenario() -> None:
        stop = asyncio.Event()

        async def short(_seconds: float) -> None:
            await worker.settle()
            if world.waiting() == 0:
                stop.set()

        worker: OutboxWorker = world.worker(unreliable, sleep=short)
        await asyncio.wait_for(worker.run(stop), 20)

    asyncio.run(scenario())
    assert world.outside.accepted == ["a1"]


def test_two_workers_share_the_work_without_doubles(world: World, database_url: str) -> None:
    lanes, each = 6, 5
    for number in range(each):
        for lane in range(lanes):
            world.put(f"{lane}/{number}", lane=f"lane {lane}")
    log: list[str] = []
    second = Database(database_url)

    async def scenario() -> None:
        both = asyncio.Barrier(2)
        stop = asyncio.Event()

        def member() -> Outside:
            outside = Outside(accepted=log)
            outside.faults = [both.wait]  # each waits with its first row until the other has one, too
            return outside

        async def rest(_seconds: float) -> None:
            if world.waiting() == 0:
                stop.set()
            await asyncio.sleep(0.001)

        outsides = [member(), member()]
        workers = [
            world.worker(database, outside, sleep=rest, pace=Pace(parallel=1))
            for database, outside in zip((world.database, second), outsides, strict=True)
        ]
        await asyncio.wait_for(asyncio.gather(*(worker.run(stop) for worker in workers)), 60)
        assert all(outside.tried for outside in outsides)

    asyncio.run(scenario())
    second.close()
    assert sorted(log) == sorted(f"{lane}/{number}" for lane in range(lanes) for number in range(each))
    for lane in range(lanes):
        assert [text for text in log if text.startswith(f"{lane}/")] == [f"{lane}/{number}" for number in range(each)]
    assert {row.attempts for row in world.rows().values()} == {1}
