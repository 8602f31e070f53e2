"""Has the planned messages leave when they are due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.consent.quiet_hours import leaves_at
from bot.consent.sending import Address, Refused
from bot.consent.service import TOUR_MESSAGES
from bot.conversations.models import Problem
from bot.errors import DatabaseUnavailable
from bot.mail.deliverer import CHANNEL
from bot.reminders.models import PlannedMessage
from bot.reminders.writing import written

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

EVERY_SECONDS = 2.0
_AT_ONCE = 100


class Round:
    """One of any number on the same table: each message is taken by one of them, in the transaction that queues it."""

    def __init__(self, assistant: Assistant, wake: Callable[[], None] = lambda: None) -> None:
        self._assistant = assistant
        self._wake = wake

    def look(self) -> int:
        """Queues what is due; how many messages."""
        now = self._assistant.clock()
        due = select(PlannedMessage.id).where(PlannedMessage.state == "planned", PlannedMessage.due_at <= now)
        with self._assistant.database.read() as session:
            ids = list(session.scalars(due.order_by(PlannedMessage.due_at, PlannedMessage.id).limit(_AT_ONCE)))
        queued = sum(self._tried(one, now) for one in ids)
        if queued:
            self._wake()
        return queued

    def follow_rules(self) -> None:
        """Brings reminders in line with the school's rules."""
        with self._assistant.database.write() as session:
            self._assistant.planner.follow_rules(session, self._assistant.clock())

    async def run(self, stop: asyncio.Event, every: float = EVERY_SECONDS) -> None:
        """Looks until ``stop`` is set. A database that is away is waited for."""
        ruled = False
        while not stop.is_set():
            try:
                if not ruled:
                    await asyncio.to_thread(self.follow_rules)
                    ruled = True
                await asyncio.to_thread(self.look)
            except DatabaseUnavailable:
                log.warning("reminders.database_unavailable")
            except Exception:
                log.exception("reminders.failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every)

    def _tried(self, row_id: int, now: datetime) -> bool:
        """Works a message off. One that cannot be written holds up no other: it is given up, and staff are told."""
        try:
            return self._work_off(row_id, now)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("message.broken", row=row_id)
        with self._assistant.database.write() as session:
            row = session.get(PlannedMessage, row_id, with_for_update=True)
            if row is not None and row.state == "planned":
                row.state, row.why, row.ended_at = "dropped", "broken", now
                detail = f"email: the {row.kind} message about a visit could not be written"
                session.add(Problem(conversation_id=row.conversation_id, kind="delivery", detail=detail, created_at=now))
                session.flush()
                self._assistant.calls.missed(session, row.key, "undelivered", now)
        return False

    def _work_off(self, row_id: int, now: datetime) -> bool:
        with self._assistant.database.write() as session:
            taking = (
                update(PlannedMessage)
                .where(PlannedMessage.id == row_id, PlannedMessage.state == "planned", PlannedMessage.due_at <= now)
                .values(state="queued", ended_at=now)
                .returning(PlannedMessage.id)
                .execution_options(synchronize_session=False)
            )
            if session.scalar(taking) is None:
                return False  # another process was faster, or it was overtaken
            row = session.get_one(PlannedMessage, row_id)
            why_not = self._queue(session, row, now)
            if isinstance(why_not, datetime):
                row.state, row.ended_at, row.due_at = "planned", None, why_not
            elif why_not is not None:
                log.info("message.dropped", kind=row.kind, why=why_not)
                row.state, row.why = "dropped", why_not
                self._assistant.calls.missed(session, row.key, why_not, now)
            return why_not is None

    def _queue(self, session: Session, row: PlannedMessage, now: datetime) -> datetime | str | None:
        """Queues a message; or why not; or when to look again. It waits for the morning here, where it can still be overtaken."""
        office = self._assistant
        message = written(office, session, row, now)
        if isinstance(message, str):
            return message
        leaves = now if row.answers is not None else leaves_at(office.school.file.quiet_hours, now, [office.school.zone])
        if message.good_until is not None and leaves >= message.good_until:
            return "too_late"
        if leaves > now:
            return leaves
        sent = office.sender.send(
            session,
            to=Address("email", message.to),
            purpose=TOUR_MESSAGES,
            channel=CHANNEL,
            payload=message.payload,
            key=f"tour:{row.key}",
            lane=message.lane,
            now=now,
            contact_id=message.contact_id,
            conversation_id=message.conversation_id,
            language=row.language,
            answers=row.answers,
        )
        return sent.why if isinstance(sent, Refused) else None
