"""Does the night's work: once a night, on campus time, in one of the processes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import case, or_, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.errors import AdmissionsError, DatabaseUnavailable
from bot.privacy.models import NightWork
from bot.privacy.service import Privacy

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

AT = time(3)
LOOK_EVERY = 600.0
"""Seconds between two looks at the clock."""
RETENTION = "retention"
TRIES = 5
"""So often a night's work is begun; what is still left of it is due again the next night."""
AGAIN_AFTER = timedelta(minutes=30)
"""When work that failed is tried again."""
LONGEST = timedelta(hours=3)
"""So long one process has the work for itself: one that died of it holds up the others no longer."""


class Nights:
    """The work that is due once a night. A night that was slept through is made up for as soon as the program runs again, and one
    whose work failed a little later."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def look(self) -> bool:
        """Does the work if it is due and no other process has taken it; true when it did."""
        clock = self._assistant.clock
        now = clock().astimezone(self._assistant.school.zone)
        night = now.date() if now.time() >= AT else now.date() - timedelta(days=1)
        until = clock() + LONGEST
        if not self._take(night, until):
            return False
        try:
            erased = Privacy(self._assistant).forget_the_old()
        except Exception:
            with suppress(DatabaseUnavailable):  # then it is tried again when its time is over
                self._end(until, not_before=clock() + AGAIN_AFTER)
            raise
        self._end(until, not_before=None, done_for=night)
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

    def _take(self, night: date, until: datetime) -> bool:
        database, now = self._assistant.database, self._assistant.clock()
        with database.write() as session:
            upsert: Callable[..., object] = sqlite_insert if database.is_sqlite else postgres_insert
            session.execute(upsert(NightWork).values(name=RETENTION, done_for=None).on_conflict_do_nothing())  # type: ignore[attr-defined]
            tries = case((NightWork.tried_for == night, NightWork.tries), else_=0)
            taken = (
                update(NightWork)
                .where(
                    NightWork.name == RETENTION,
                    or_(NightWork.done_for.is_(None), NightWork.done_for < night),
                    or_(NightWork.not_before.is_(None), NightWork.not_before <= now),
                    tries < TRIES,
                )
                .values(tried_for=night, tries=tries + 1, not_before=until)
                .returning(NightWork.name)
                .execution_options(synchronize_session=False)
            )
            return session.scalar(taken) is not None

    def _end(self, until: datetime, **values: date | datetime | None) -> None:
        """Gives the work back, unless it took so long that another process has it."""
        own = update(NightWork).where(NightWork.name == RETENTION, NightWork.not_before == until)
        with self._assistant.database.write() as session:
            session.execute(own.values(**values).execution_options(synchronize_session=False))


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
