"""Looks after promises: reminds staff before the time is up, and escalates once it has passed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.audit.service import record
from bot.clock import Clock
from bot.conversations.models import Problem
from bot.db.database import Database
from bot.errors import DatabaseUnavailable
from bot.leads.models import Lead, Promise
from bot.leads.promises import LATE, problem_detail

log = structlog.get_logger(__name__)

REMIND_BEFORE = timedelta(hours=1)
POLL = 20.0
"""Seconds between two looks."""

Step = Literal["reminder", "late"]


class Tell(Protocol):
    """Tells staff of a promise, within the transaction that notes that they were told."""

    def __call__(self, session: Session, step: Step, promise: Promise, lead: Lead, now: datetime) -> None:
        """Called exactly once for each promise and step."""
        ...


class PromiseWatch:
    """One of any number of look-outs on the same table. Without anybody to ``tell``, staff see both steps on their pages."""

    def __init__(self, database: Database, clock: Clock, tell: Sequence[Tell] = ()) -> None:
        self._database = database
        self._clock = clock
        self._tell = tuple(tell)

    def look(self) -> list[tuple[Step, int]]:
        """Reminds of and escalates what is due; returns what was done, by promise."""
        now = self._clock()
        done: list[tuple[Step, int]] = []
        with self._database.read() as session:
            waiting = session.scalar(
                select(Promise.id)
                .where(Promise.outcome.is_(None), Promise.due_at <= now + REMIND_BEFORE, Promise.escalated_at.is_(None))
                .limit(1)
            )
        if waiting is None:
            return done
        with self._database.write() as session:
            for promise, lead in self._claim(session, Promise.escalated_at, now, now):
                session.add(Problem(conversation_id=lead.conversation_id, kind=LATE, detail=problem_detail(promise.id), created_at=now))
                self._note(session, "late", promise, lead, now)
                done.append(("late", promise.id))
            for promise, lead in self._claim(session, Promise.reminded_at, now + REMIND_BEFORE, now):
                if promise.due_at > now:  # of one that is late already, being late says it all
                    self._note(session, "reminder", promise, lead, now)
                    done.append(("reminder", promise.id))
        return done

    async def run(self, stop: asyncio.Event, *, poll: float = POLL) -> None:
        """Looks until it is stopped."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.look)
            except DatabaseUnavailable:
                log.warning("promises.database_unavailable")
            except Exception:
                log.exception("promises.failed")
            try:
                async with asyncio.timeout(poll):
                    await stop.wait()
            except TimeoutError:
                continue

    def _claim(
        self, session: Session, mark: InstrumentedAttribute[datetime | None], until: datetime, now: datetime
    ) -> list[tuple[Promise, Lead]]:
        """The open promises due by ``until`` that have no ``mark`` yet, and have it from now on."""
        ids = session.scalars(
            select(Promise.id)
            .where(Promise.outcome.is_(None), Promise.due_at <= until, mark.is_(None))
            .order_by(Promise.due_at)
            .limit(200)
            .with_for_update(skip_locked=True)
        ).all()
        taken = session.scalars(
            update(Promise)
            .where(Promise.id.in_(ids), Promise.outcome.is_(None), mark.is_(None))
            .values({mark: now})
            .returning(Promise.id)
            .execution_options(synchronize_session=False)
        ).all()
        rows = select(Promise, Lead).join(Lead, Lead.id == Promise.lead_id).where(Promise.id.in_(taken)).order_by(Promise.due_at)
        return [(promise, lead) for promise, lead in session.execute(rows.execution_options(populate_existing=True))]

    def _note(self, session: Session, step: Step, promise: Promise, lead: Lead, now: datetime) -> None:
        action = "promise late" if step == "late" else "promise due soon"
        record(session, at=now, actor="system", action=action, on="lead", object_id=lead.id, detail={"promise": promise.id})
        for tell in self._tell:
            tell(session, step, promise, lead, now)
