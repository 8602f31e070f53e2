"""The promise clock: until when somebody gets back to a person, and whether they did."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.conversations.models import Problem
from bot.leads.models import Lead, Promise
from bot.leads.working_hours import due
from bot.school.content import School

LATE = "promise_late"
"""Kind of the problem that a late promise becomes."""


def promise_reply(session: Session, school: School, lead: Lead, *, now: datetime) -> datetime | None:
    """Promises that somebody gets back to the lead's person, and returns by when, to be told; None where the school promises no time.

    Asking again while a promise is still to come leaves that one. The clock begins to run with the whole minute, so that
    what is told is what is kept.
    """
    hours = school.file.hours
    if hours.reply_within_hours is None:
        return None
    standing = session.scalar(
        select(Promise.due_at)
        .where(Promise.lead_id == lead.id, Promise.outcome.is_(None), Promise.due_at > now)
        .order_by(Promise.due_at)
        .limit(1)
    )
    if standing is not None:
        return standing
    due_at = due(now.replace(second=0, microsecond=0), hours, school.zone, timedelta(hours=hours.reply_within_hours))
    if due_at is None:
        return None
    session.add(Promise(lead_id=lead.id, made_at=now, due_at=due_at))
    session.flush()
    record(
        session,
        at=now,
        actor=f"visitor:{lead.conversation_id}",
        action="reply promised",
        on="lead",
        object_id=lead.id,
        detail={"due": due_at.isoformat()},
    )
    return due_at


def end_promises(session: Session, lead_id: str, outcome: str, *, now: datetime, actor: str, why: str | None = None) -> int:
    """Ends the lead's open promises as ``kept`` or ``dropped``, with what was reported of them; returns how many there were."""
    ended = session.execute(
        update(Promise)
        .where(Promise.lead_id == lead_id, Promise.outcome.is_(None))
        .values(outcome=outcome, ended_at=now, ended_by=actor, why=why)
        .returning(Promise.id, Promise.due_at)
        .execution_options(synchronize_session=False)
    ).all()
    for promise_id, due_at in ended:
        record(
            session,
            at=now,
            actor=actor,
            action=f"promise {outcome}",
            on="lead",
            object_id=lead_id,
            detail={"promise": promise_id, "late": now > due_at},
        )
        session.execute(
            update(Problem)
            .where(Problem.kind == LATE, Problem.detail == problem_detail(promise_id), Problem.resolved_at.is_(None))
            .values(resolved_at=now)
        )
    return len(ended)


def problem_detail(promise_id: int) -> str:
    """What the problem of a late promise says; names nobody."""
    return f"Promise {promise_id}: the time by which a person was to be answered has passed, and nobody has said that it was done."
