"""The server ends what is over and makes offers by itself, whatever happens to the database meanwhile."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from tours_world import World

from bot.errors import DatabaseUnavailable
from bot.tours.look_out import look_out
from bot.tours.models import WaitlistEntry


def test_places_whose_hold_is_over_are_offered_without_anybody_asking(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.hold(party=4)
    entry = world.wait(party=2)
    world.forward(minutes=15)
    offers, failures = world.tours.offers, [DatabaseUnavailable("gone"), RuntimeError("odd")]

    async def until_offered() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def look(now: datetime) -> int:
            if failures:
                raise failures.pop()
            made = offers(now)
            loop.call_soon_threadsafe(stop.set)
            return made

        monkeypatch.setattr(world.tours, "offers", look)
        await asyncio.wait_for(look_out(world.tours, lambda: world.now, stop, every=0.01), 20)

    asyncio.run(until_offered())

    assert world.row(WaitlistEntry, entry.id).state == "offered"
    world.check()
