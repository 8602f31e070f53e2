from __future__ import annotations

import asyncio
import threading

import pytest
from outbox_world import START, World, fail
from sqlalchemy import event, text

from bot.db.database import Database
from bot.errors import Conflict, NotFound
from bot.outbox.leases import next_moment, take
from bot.outbox.service import enqueue, retry_dead


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_the_same_key_is_queued_once(world: World) -> None:
    world.put("first", key="reply:1")
    world.put("second", key="reply:1")
    with world.database.write() as session:
        for _ in range(2):
            enqueue(session, now=START, key="reply:2", channel="test", lane="a", payload={"lane": "a", "texts": ["x"]})
    assert set(world.rows()) == {"reply:1", "reply:2"}
    assert world.rows()["reply:1"].payload["texts"] == ["first"]


def test_two_transactions_with_the_same_key_leave_one_row(world: World) -> None:
    start = threading.Barrier(4)

    def put() -> None:
        start.wait()
        world.put("hello", key="told:1")

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(world.rows()) == ["told:1"]


def test_what_is_rolled_back_is_not_queued(world: World) -> None:
    def fail_after_queueing() -> None:
        with world.database.write() as session:
            enqueue(session, now=START, key="k", channel="test", lane="a", payload={"lane": "a", "texts": ["x"]})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_queueing()
    assert world.rows() == {}


def test_staff_may_try_a_dead_delivery_again_where_it_stopped(world: World) -> None:
    world.put("part 1", "part 2", key="k")
    world.outside.faults = [None, *fail(permanent=True)]
    asyncio.run(world.drain())
    assert world.rows()["k"].state == "dead"
    world.put("later")
    with world.database.write() as session:
        retry_dead(session, world.rows()["k"].id, world.now)
    asyncio.run(world.drain())
    assert world.outside.accepted == ["part 1", "part 2", "later"]
    assert world.rows()["k"].state == "sent"


def test_only_a_dead_delivery_can_be_tried_again(world: World) -> None:
    world.put("x")
    with world.database.write() as session, pytest.raises(Conflict):
        retry_dead(session, world.rows()["x"].id, START)
    with world.database.write() as session, pytest.raises(NotFound):
        retry_dead(session, 10**9, START)


def test_looking_for_work_does_not_read_what_was_sent(database: Database) -> None:
    """What a look costs may not grow with what was ever delivered."""
    world = World(database)
    with database.write() as session:
        for number in range(2000):
            enqueue(session, now=START, key=f"k{number}", channel="test", lane="a", payload={"lane": "a", "texts": ["x"]})
        session.execute(text("UPDATE outbox SET state = 'sent'"))
    world.put("new")
    if not database.is_sqlite:
        with database.write() as session:
            session.execute(text("ANALYZE outbox"))
    plans: list[str] = []
    with database.write() as session:
        explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        connection = session.connection()

        def note(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
            if statement.startswith("SELECT"):
                rows = connection.connection.cursor().execute(explain + statement, parameters).fetchall()
                plans.append("\n".join(str(row) for row in rows))

        event.listen(connection, "before_cursor_execute", note)
        assert next_moment(session, ["test"], ()) == START
        assert len(take(session, ["test"], now=START, until=START, limit=5, busy=())) == 1
    assert len(plans) == 2
    for plan in plans:
        assert "ix_outbox_waiting" in plan
        assert "ix_outbox_lane" not in plan
        assert "SCAN outbox'" not in plan
        assert "Seq Scan on outbox" not in plan
