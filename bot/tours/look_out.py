"""Ends holds and offers whose time is over and makes the offers that follow, while the server runs."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from bot.clock import Clock
from bot.errors import DatabaseUnavailable
from bot.tours.service import Tours

log = structlog.get_logger(__name__)

EVERY_SECONDS = 5.0


async def look_out(tours: Tours, clock: Clock, stop: asyncio.Event, every: float = EVERY_SECONDS) -> None:
    """Looks every few seconds until ``stop``. Any number of processes may. A database that is away is waited for."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(tours.offers, clock())
        except DatabaseUnavailable as error:
            log.warning("tours_not_looked_after", reason=str(error))
        except Exception:
            log.exception("tours_not_looked_after")  # the next look may well work, and nothing is booked over meanwhile
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)
