"""The thread on which all turns of this process run, one at a time, and the one that tells of them once they are safe on the disk."""

from __future__ import annotations

import asyncio
import queue
import random
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from bot.conversations.models import Message
from bot.engine.turn import TurnResult, TurnRunner
from bot.errors import Busy, DatabaseUnavailable

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 2.0
"""How often unanswered messages are looked for that nobody is working on (another process may have died)."""
SWEEP_AGE = timedelta(seconds=3)
"""Younger messages are still in the hands of the process that took them in."""


class Engine:
    """Queues conversations with something unanswered and works them off on its own thread and event loop."""

    def __init__(
        self,
        assistant: Assistant,
        runner: TurnRunner,
        *,
        on_answered: Callable[[TurnResult], None] = lambda result: None,
        on_fatal: Callable[[BaseException], None] = lambda error: None,
    ) -> None:
        self._assistant = assistant
        self._runner = runner
        self._on_answered = on_answered
        self._on_fatal = on_fatal
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()  # bounded by submit; None ends the work
        self._queued: set[str] = set()
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)
        self._unsettled: queue.SimpleQueue[TurnResult | None] = queue.SimpleQueue()  # never more than the engine has answered meanwhile
        self._settling = threading.Thread(target=self._settle, name="settling", daemon=True)

    def start(self) -> None:
        """Starts the thread; messages left over from an earlier run are taken up at once."""
        self._settling.start()
        self._thread.start()
        self._ready.wait(timeout=30)

    def stop(self, timeout: float = 10) -> None:
        """Finishes the turn at hand and ends the thread. What is queued stays stored and is taken up at the next start."""
        self._stopping.set()
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._queue.put_nowait, None)
            self._thread.join(timeout)
            self._unsettled.put(None)
            self._settling.join(timeout)

    @property
    def is_alive(self) -> bool:
        """True while turns can be worked."""
        return self._thread.is_alive() and self._settling.is_alive()

    @property
    def backlog(self) -> int:
        """How many conversations wait."""
        return len(self._queued)

    @property
    def has_room(self) -> bool:
        """False when the queue is full and new messages should be turned away."""
        return self.backlog < self._assistant.settings.turn_queue

    def submit(self, conversation_id: str) -> None:
        """Queues a conversation; may be called from any thread. Raises :class:`Busy` when the queue is full.

        A message that is stored is not lost by that: the sweep finds it.
        """
        with self._lock:
            if conversation_id in self._queued:
                return
            if not self.has_room:
                raise Busy("The assistant is very busy. Please try again in a moment.", retry_after=5)
            self._queued.add(conversation_id)
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._queue.put_nowait, conversation_id)

    def _main(self) -> None:
        try:
            asyncio.run(self._work())
        except BaseException as error:
            log.critical("engine.ended", exc_info=error)
            self._on_fatal(error)

    def _settle(self) -> None:
        """Has the disk take in what was answered, however many turns that is by now, and only then tells of it."""
        try:
            while (result := self._unsettled.get()) is not None:
                answered = [result]
                while not self._unsettled.empty():
                    following = self._unsettled.get()
                    if following is None:
                        self._unsettled.put(None)
                        break
                    answered.append(following)
                self._assistant.database.settle()
                for one in answered:
                    self._on_answered(one)
        except BaseException as error:
            log.critical("engine.unsettled", exc_info=error)
            self._on_fatal(error)

    async def _work(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        sweeper = asyncio.create_task(self._sweep_regularly())
        try:
            while not self._stopping.is_set():
                conversation_id = await self._queue.get()
                if conversation_id is not None:
                    await self._work_off(conversation_id)
        finally:
            sweeper.cancel()

    async def _work_off(self, conversation_id: str) -> None:
        # Taken off first: a message that arrives meanwhile queues the conversation again.
        with self._lock:
            self._queued.discard(conversation_id)
        try:
            while not self._stopping.is_set():
                result = await self._runner.run_next(conversation_id)
                if result is None:
                    return
                self._unsettled.put(result)
                if result.news is not None and not result.news.waiting:
                    # Nothing else was unanswered at the commit; what came since has queued the conversation again.
                    return
                if not self._queue.empty():
                    # Fairness: one conversation with many messages does not make the others wait.
                    self._submit_again(conversation_id)
                    return
        except DatabaseUnavailable:
            log.warning("turn.database_unavailable", conversation_id=conversation_id)
            assert self._loop is not None
            self._loop.call_later(random.uniform(0.2, 1.5), self._submit_again, conversation_id)  # noqa: S311 (jitter)
        except Exception:
            # Not even the apology could be stored. The message stays unanswered; the sweep tries it again.
            log.exception("turn.unfinished", conversation_id=conversation_id)

    def _submit_again(self, conversation_id: str) -> None:
        try:
            self.submit(conversation_id)
        except Busy:
            return  # the sweep will find it

    async def _sweep_regularly(self) -> None:
        age = timedelta(0)  # at the start everything unanswered was left by an earlier run
        while True:
            try:
                for conversation_id in self._unanswered(age):
                    self._submit_again(conversation_id)
                age = SWEEP_AGE
            except DatabaseUnavailable:
                log.warning("sweep.database_unavailable")
            await asyncio.sleep(SWEEP_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311 (jitter)

    def _unanswered(self, age: timedelta) -> list[str]:
        """Conversations with an unanswered message older than ``age`` that no other process is answering right now."""
        query = (
            select(Message.conversation_id)
            .where(
                Message.role == "visitor",
                Message.processed_at.is_(None),
                Message.created_at <= self._assistant.clock() - age,
            )
            .order_by(Message.id)
            .limit(100)
        )
        with self._assistant.database.read() as session:
            if not self._assistant.database.is_sqlite:
                query = query.with_for_update(skip_locked=True)
            return list(dict.fromkeys(session.scalars(query)))
