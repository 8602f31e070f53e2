from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from outbox_world import START, World
from sqlalchemy.orm import Session

from bot.db.database import Database
from bot.outbox import leases
from bot.outbox.leases import Lease, LeaseLost
from bot.outbox.service import retry_dead

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def take(session: Session, now: datetime = START, limit: int = 8) -> list[Lease]:
    return leases.take(session, ["test"], now=now, until=now + MINUTE, limit=limit, busy=())


def test_one_row_of_a_lane_at_a_time_longest_due_first(world: World) -> None:
    for text, lane in (("a1", "a"), ("b1", "b"), ("a2", "a"), ("c1", "c")):
        world.put(text, lane=lane)
        world.now += MINUTE
    with world.database.write() as session:
        first = take(session, world.now, limit=2)
        second = take(session, world.now)
        assert take(session, world.now) == []
    assert [lease.payload["texts"] for lease in first + second] == [["a1"], ["b1"], ["c1"]]


def test_what_is_not_yet_due_holds_back_its_lane(world: World) -> None:
    world.put("a1")
    world.put("a2")
    with world.database.write() as session:
        (lease,) = take(session)
        leases.postpone(session, lease, START + 5 * MINUTE, "no luck", counts=True)
        assert take(session, START + 4 * MINUTE) == []
        assert leases.next_moment(session, ["test"], ()) == START + 5 * MINUTE
        (again,) = take(session, START + 5 * MINUTE)
    assert (again.id, again.attempts) == (lease.id, 2)


def test_a_lease_that_ran_out_changes_nothing_but_that_it_was_sent(world: World) -> None:
    world.put("a1", "a2", key="k")
    with world.database.write() as session:
        (slow,) = take(session)
        (other,) = take(session, START + MINUTE)
        leases.postpone(session, slow, START, "too late", counts=True)
        leases.give_up(session, slow, "too late", START)
        with pytest.raises(LeaseLost):
            leases.accept_step(session, slow, 1, START + 9 * MINUTE)
    row = world.rows()["k"]
    assert (row.state, row.attempts, row.leased_until, row.last_error) == ("waiting", 2, other.until, None)
    with world.database.write() as session:
        leases.mark_sent(session, slow, START + MINUTE)
        leases.postpone(session, other, START + 9 * MINUTE, "no luck", counts=True)
    assert world.rows()["k"].state == "sent"


def test_progress_prolongs_the_lease(world: World) -> None:
    world.put("a1", "a2", key="k")
    with world.database.write() as session:
        (lease,) = take(session)
        longer = leases.accept_step(session, lease, 1, START + 3 * MINUTE)
        assert take(session, START + 2 * MINUTE) == []
        (later,) = take(session, START + 3 * MINUTE)
    assert (longer.accepted, later.accepted) == (1, 1)


def test_a_revived_row_waits_for_the_one_of_its_lane_that_is_on_its_way(world: World) -> None:
    world.put("a1")
    world.put("a2")
    with world.database.write() as session:
        (first,) = take(session)
        leases.give_up(session, first, "refused", START)
        (second,) = take(session)
        retry_dead(session, first.id, START)
        assert take(session) == []
        leases.mark_sent(session, second, START)
        assert [lease.id for lease in take(session)] == [first.id]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_worker_passes_over_what_another_is_just_taking(world: World, database_url: str) -> None:
    world.put("a1", lane="a")
    world.put("b1", lane="b")
    impatient = Database(database_url, lock_timeout_ms=100)
    try:
        with world.database.write() as session, impatient.write() as other:
            mine = take(session, limit=1)
            theirs = take(other)
    finally:
        impatient.close()
    assert [lease.payload["texts"] for lease in mine + theirs] == [["a1"], ["b1"]]
