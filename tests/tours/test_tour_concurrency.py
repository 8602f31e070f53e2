"""Many at once, through connections of their own: no deadlock, no error but a plain refusal, and the same invariants."""

from __future__ import annotations

import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from tours_world import MONDAY_10, MONDAY_14, TUESDAY_10, World, kind, school

from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, OfferOver, SlotClosed, SlotFull
from bot.tours.models import Booking, WaitlistEntry

TIMES = (MONDAY_10, MONDAY_14, TUESDAY_10)
_REFUSALS = (Conflict, InvalidInput, OfferOver, SlotClosed, SlotFull)


def _act(world: World, seed: int, steps: int) -> None:
    chance = random.Random(seed)
    visitor = world.visitor()
    mine: list[str] = []
    queued: list[int] = []
    for _step in range(steps):
        at, party = chance.choice(TIMES), chance.choice((1, 1, 2, 3))
        what = chance.choice(("hold", "book", "book", "queue", "cancel", "move", "accept", "withdraw", "capacity", "forget"))
        with suppress(*_REFUSALS):
            if what == "hold":
                world.hold(at, party, visitor=visitor)
            elif what == "book":
                mine.append(world.book(at, party, conversation_id=visitor).id)
            elif what == "queue":
                queued.append(world.wait(at, party, conversation_id=visitor).id)
            elif what == "cancel" and mine:
                world.tours.cancel(chance.choice(mine), now=world.now, actor="staff:a")
            elif what == "move" and mine:
                world.tours.reschedule(chance.choice(mine), at, party=party, now=world.now, actor="staff:a")
            elif what == "accept" and queued:
                mine.append(world.tours.accept_offer(chance.choice(queued), now=world.now, actor=f"visitor:{visitor}").id)
            elif what == "withdraw" and queued:
                world.tours.withdraw(chance.choice(queued), now=world.now, actor=f"visitor:{visitor}")
            elif what == "capacity":
                slot = world.tours.slot_id(at, now=world.now)
                world.tours.change_capacity(slot, chance.randint(2, 6), reason="x", override=True, now=world.now, actor="staff:a")
            elif what == "forget" and chance.random() < 0.2:
                world.tours.forget(visitor, now=world.now, actor=f"visitor:{visitor}")


@pytest.mark.parametrize("rules", [kind(), kind(daily_limit=6, buffer_after_minutes=10)], ids=["independent", "dependent"])
def test_everybody_at_once(database: Database, rules: dict[str, object]) -> None:
    world = World(database, school(rules))

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(_act, world, seed, 20) for seed in range(6)]:
            done.result(120)

    world.check()
    assert world.rows(Booking)


def test_a_place_goes_to_one_of_many(database: Database) -> None:
    world = World(database)
    world.book(party=3)

    def book(_number: int) -> bool:
        with suppress(SlotFull):
            return bool(world.book(party=1, submission=uuid.uuid4().hex))
        return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(book, range(16))) == 1
    world.check()


def test_pressing_many_times_at_once_books_over_the_places_once(database: Database) -> None:
    world = World(database)
    full = world.book(party=4)
    meet = Barrier(4)

    def press(_number: int) -> str:
        meet.wait(30)
        return world.tours.override(
            starts_at=MONDAY_10, party=2, submission="the form", reason="the mayor", now=world.now, actor="staff:a"
        ).id

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(press, range(4)))
    assert len(made) == 1
    assert {booking.id for booking in world.rows(Booking)} == {full.id, *made}
    world.check()


def test_one_freed_place_is_offered_once_by_many_look_outs(database: Database) -> None:
    world = World(database)
    world.hold(party=4)
    first, second = world.wait(party=3), world.wait(party=3)
    world.forward(minutes=20)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _number: world.tours.offers(world.now), range(8))) == 1
    assert [world.row(WaitlistEntry, one.id).state for one in (first, second)] == ["offered", "waiting"]
    world.check()
