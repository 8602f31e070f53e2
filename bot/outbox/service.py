"""Queues what has to leave the house, and gives what could not be delivered another chance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.errors import Conflict, NotFound
from bot.outbox.models import OutboxRow

_QUEUED = "outbox.queued"


def has_queued(session: Session) -> bool:
    """True when this transaction added a delivery: once it is committed, the worker is worth waking."""
    return bool(session.info.get(_QUEUED))


def enqueue(
    session: Session,
    *,
    now: datetime,
    key: str,
    channel: str,
    lane: str,
    payload: dict[str, Any],
    conversation_id: str | None = None,
) -> None:
    """Adds a delivery to the caller's transaction; a key that was used before changes nothing.

    ``payload`` is what the channel's deliverer takes. ``{"optional": True, …}`` marks a courtesy that is tried a few
    times and then dropped without troubling staff. :func:`has_queued` then says so of the transaction.
    """
    session.info[_QUEUED] = True
    upsert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    session.execute(
        upsert(OutboxRow)
        .values(
            key=key,
            channel=channel,
            lane=lane,
            payload=payload,
            state="waiting",
            attempts=0,
            due_at=now,
            conversation_id=conversation_id,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )


def retry_dead(session: Session, row_id: int, now: datetime) -> None:
    """Puts a delivery that was given up back at the head of its lane, with all its attempts.

    What was already accepted of it is not sent again. Raises :class:`NotFound`, or :class:`Conflict` when the delivery
    was not given up.
    """
    row = session.get(OutboxRow, row_id)
    if row is None:
        raise NotFound("There is no such delivery.")
    revived = session.scalar(
        update(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.state == "dead")
        .values(state="waiting", attempts=0, due_at=now, leased_until=None)
        .returning(OutboxRow.id)
    )
    if revived is None:
        raise Conflict("This delivery was not given up, so it cannot be tried again.")
