"""Delivers what waits in the outbox: in order within a lane, several lanes at once, again after a failure."""

from __future__ import annotations

import asyncio
import random as system_random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

import structlog
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import DatabaseUnavailable, DeliveryFailed
from bot.outbox import leases
from bot.outbox.deliverer import Deliverer, Step
from bot.outbox.leases import Lease, LeaseLost

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

T = TypeVar("T")

Gate = Callable[[Session, Lease, datetime], Literal[True] | datetime | str]
"""Whether a delivery that leans on somebody's consent may still leave: True, a later moment, or why not."""
Missed = Callable[[Session, str, str, datetime], None]
"""Takes note of a delivery that ended without arriving: the ``key`` of its payload, and why. In the transaction that ends it."""


@dataclass(frozen=True)
class Pace:
    """How fast and how long it is tried. All times in seconds."""

    parallel: int = 8
    """Lanes delivered at once by one worker."""
    poll: float = 2.0
    """Longest time between two looks at the table."""
    step: float = 15.0
    """Longest time for one call."""
    lease: float = 40.0
    """After this long without a sign of life another worker takes over; more than twice ``step``."""
    attempts: int = 24
    """With these delays given up after two hours on average, three and a half at most."""
    optional_attempts: int = 3
    first_delay: float = 1.0
    longest_delay: float = 900.0
    longest_wait: float = 24 * 3600.0
    """A delivery whose receiver has been asking to be called later for this long is given up."""
    grace: float = 10.0
    """How long a stopping worker lets running deliveries finish."""


class OutboxWorker:
    """One of any number of workers on the same table.

    What leans on somebody's consent is asked about again (``may_still_leave``) right before it is delivered.

    At least once: a call that was accepted without the answer reaching us is repeated. ``random`` returns numbers from
    0 to 1 and spreads the retries.
    """

    def __init__(
        self,
        assistant: Assistant,
        deliverers: Mapping[str, Deliverer],
        clock: Clock | None = None,
        random: Callable[[], float] = system_random.random,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pace: Pace | None = None,
        may_still_leave: Gate | None = None,
        missed: Missed | None = None,
    ) -> None:
        self._database = assistant.database
        self._deliverers = dict(deliverers)
        self._clock = clock or assistant.clock
        self._random = random
        self._sleep = sleep
        self._pace = pace or Pace()
        self._may_still_leave = may_still_leave or (lambda session, lease, now: assistant.sender.may_still_leave(session, lease, now))
        # Looked up when it is needed: only a message that does not leave has to do with calls.
        self._missed: Missed = missed or (lambda *what: assistant.calls.missed(*what))
        self._bell = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sending: dict[asyncio.Task[None], int] = {}

    def wake(self) -> None:
        """Makes the worker look at once; may be called from any thread."""
        if self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(self._bell.set)
            except RuntimeError:
                return  # the loop has ended; what waits is delivered at the next start

    async def settle(self) -> bool:
        """Waits until nothing is being delivered at this moment; true when there was something to wait for."""
        waited = bool(self._sending)
        while self._sending:
            await asyncio.wait(self._sending)
        return waited

    async def run(self, stop: asyncio.Event) -> None:
        """Delivers until ``stop`` is set, then lets what is running finish within the grace time."""
        self._loop = asyncio.get_running_loop()
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self._bell.clear()
                await self._rest(await self._look(), stopped)
            if self._sending:
                await asyncio.wait(self._sending, timeout=self._pace.grace)
        finally:
            self._loop = None
            stopped.cancel()
            for task in self._sending:
                task.cancel()
            await asyncio.gather(*self._sending, return_exceptions=True)

    async def _rest(self, seconds: float, stopped: asyncio.Task[bool]) -> None:
        if seconds <= 0 or self._bell.is_set():
            return
        rung = asyncio.create_task(self._bell.wait())
        slept = asyncio.ensure_future(self._sleep(seconds))
        try:
            await asyncio.wait({rung, slept, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            rung.cancel()
            slept.cancel()

    async def _look(self) -> float:
        """Starts what is due and returns how long nothing else will be."""
        free = self._pace.parallel - len(self._sending)
        if free <= 0:
            return self._pace.poll
        busy = tuple(self._sending.values())
        try:
            moment = await asyncio.to_thread(self._next_moment, busy)
            if moment is None:
                return self._pace.poll
            if moment > self._clock():
                return min(self._pace.poll, (moment - self._clock()).total_seconds())
            taken = await asyncio.to_thread(self._take, free, busy)
        except DatabaseUnavailable:
            log.warning("outbox.database_unavailable")
            return self._pace.poll
        for lease in taken:
            task = asyncio.create_task(self._deliver(lease))
            self._sending[task] = lease.id
            task.add_done_callback(self._finished)
        # Nothing although something was due: another worker is just taking it.
        return 0 if taken else min(self._pace.poll, 0.1)

    def _take(self, limit: int, busy: tuple[int, ...]) -> list[Lease]:
        now = self._clock()
        # A power cut may undo a lease: then the row is simply not leased.
        with self._database.write(durable=False) as session:
            return leases.take(session, self._deliverers, now=now, until=self._lease_end(), limit=limit, busy=busy)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._sending[task]
        self._bell.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("outbox.unfinished", exc_info=error)  # its lease runs out, then it is tried again

    async def _deliver(self, lease: Lease) -> None:
        try:
            steps = self._steps(lease)
            if lease.identity_hash is not None and not await self._note(partial(self._admit, lease)):
                return
            for number in range(lease.accepted, len(steps)):
                await self._call(lease, steps[number])
                if number + 1 < len(steps):
                    lease = await self._note(partial(self._accept_step, lease, number + 1))
        except LeaseLost:
            log.info("outbox.taken_over", row=lease.id)
        except DeliveryFailed as failure:
            await self._fail(lease, failure)
        except Exception as error:
            log.exception("outbox.broken", row=lease.id, channel=lease.channel)
            await self._fail(lease, DeliveryFailed(f"cannot be delivered ({type(error).__name__})", permanent=True))
        else:
            await self._note(lambda session: leases.mark_sent(session, lease, self._clock()))

    def _steps(self, lease: Lease) -> Sequence[Step]:
        if lease.attempts > self._limit(lease):  # leased again and again by workers that died of it
            raise DeliveryFailed(f"given up after {self._limit(lease)} attempts", permanent=True)
        return self._deliverers[lease.channel].steps(lease.payload)

    def _admit(self, lease: Lease, session: Session) -> bool:
        """Asks for the person's consent once more: it may have been withdrawn, or night have fallen, since it was queued."""
        now = self._clock()
        verdict = self._may_still_leave(session, lease, now)
        match verdict:
            case True:
                return True
            case datetime():
                leases.postpone(session, lease, verdict, "waits for the end of the quiet hours", counts=False)
            case str():
                log.info("outbox.withheld", row=lease.id, channel=lease.channel, reason=verdict)
                if leases.withhold(session, lease, verdict):
                    self._missed(session, str(lease.payload.get("key")), verdict, now)
        return False

    async def _call(self, lease: Lease, step: Step) -> None:
        try:
            async with asyncio.timeout(self._pace.step):
                await self._deliverers[lease.channel].send(step)
        except TimeoutError:
            raise DeliveryFailed("no answer in time") from None

    def _accept_step(self, lease: Lease, accepted: int, session: Session) -> Lease:
        return leases.accept_step(session, lease, accepted, self._lease_end())

    async def _fail(self, lease: Lease, failure: DeliveryFailed) -> None:
        now, why = self._clock(), str(failure)
        asked = failure.retry_after
        if failure.permanent or (self._is_used_up(lease) if asked is None else self._has_waited(lease, now)):
            log.warning("outbox.dead", row=lease.id, channel=lease.channel, reason=why)
            await self._note(partial(self._give_up, lease, why, now))
            return
        if asked is None:
            longest = min(self._pace.longest_delay, self._pace.first_delay * 2 ** (lease.attempts - 1))
            seconds = self._random() * longest
        else:
            # Spread, or all chats would knock again at once; and whoever asks for no time at all gets some all the same.
            seconds = max(asked, self._pace.first_delay) + self._random()
        due_at = now + timedelta(seconds=seconds)
        log.info("outbox.postponed", row=lease.id, channel=lease.channel, seconds=round(seconds), reason=why)
        if asked is None:
            await self._note(lambda session: leases.postpone(session, lease, due_at, why, counts=True))
        else:
            await self._note(lambda session: leases.call_later(session, lease, due_at, why, now))

    def _is_used_up(self, lease: Lease) -> bool:
        return lease.attempts >= self._limit(lease)

    def _has_waited(self, lease: Lease, now: datetime) -> bool:
        since = lease.waiting_since
        return since is not None and (now - since).total_seconds() >= self._pace.longest_wait

    def _give_up(self, lease: Lease, why: str, now: datetime, session: Session) -> None:
        if leases.give_up(session, lease, why, now):
            self._missed(session, str(lease.payload.get("key")), "undelivered", now)

    def _limit(self, lease: Lease) -> int:
        return self._pace.optional_attempts if lease.optional else self._pace.attempts

    def _lease_end(self) -> datetime:
        return self._clock() + timedelta(seconds=self._pace.lease)

    async def _note(self, change: Callable[[Session], T]) -> T:
        """Writes down what happened, however long the database is away: forgetting it could repeat a message."""
        pause = 0.2
        while True:
            try:
                return await asyncio.to_thread(self._write, change)
            except DatabaseUnavailable:
                log.warning("outbox.database_unavailable")
                await self._sleep(pause)
                pause = min(pause * 2, 5.0)

    def _write(self, change: Callable[[Session], T]) -> T:
        with self._database.write() as session:
            return change(session)

    def _next_moment(self, busy: tuple[int, ...]) -> datetime | None:
        with self._database.read() as session:
            return leases.next_moment(session, self._deliverers, busy)
