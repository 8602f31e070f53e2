"""Does the night's work: once a night, on campus time, in one of the processes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import or_, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.errors import AdmissionsError
from bot.privacy.models import NightWork
from bot.privacy.service import Privacy

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

AT = time(3)
LOOK_EVERY = 600.0
"""Seconds between two looks at the clock."""
RETENTION = "retention"


class Nights:
    """The work that is due once a night. A night that was slept through is made up for as soon as the program runs again."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def look(self) -> bool:
        """Does the work if it is due and no other process has taken it; true when it did."""
        now = self._assistant.clock().astimezone(self._assistant.school.zone)
        night = now.date() if now.time() >= AT else now.date() - timedelta(days=1)
        if not self._take(night):
            return False
        erased = Privacy(self._assistant).forget_the_old()
        log.info("night.retention", conversations=erased)
        return True

    async def run(self, stop: asyncio.Event) -> None:
        """Looks now and then until ``stop`` is set."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.look)
            except AdmissionsError as error:
                log.warning("night.failed", reason=type(error).__name__)
            except Exception:
                log.exception("night.failed")
            await _pause(stop, LOOK_EVERY)

    def _take(self, night: date) -> bool:
        database = self._assistant.database
        with database.write() as session:
            upsert: Callable[..., object] = sqlite_insert if database.is_sqlite else postgres_insert
            session.execute(upsert(NightWork).values(name=RETENTION, done_for=None).on_conflict_do_nothing())  # type: ignore[attr-defined]
            taken = (
                update(NightWork)
                .where(NightWork.name == RETENTION, or_(NightWork.done_for.is_(None), NightWork.done_for < night))
                .values(done_for=night)
                .returning(NightWork.name)
                .execution_options(synchronize_session=False)
            )
            return session.scalar(taken) is not None


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
