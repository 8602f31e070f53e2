"""Queues what has to leave the house, and gives what could not be delivered another chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, bindparam, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.conversations.models import Conversation, Message
from bot.db.base import as_table
from bot.errors import Conflict, NotFound
from bot.outbox.leases import WAITING_SINCE
from bot.outbox.models import OutboxRow

_QUEUED = "outbox.queued"

# Every reply in a messaging app passes through this statement: it is built once, on plain tables. That the line which is
# answered is there, and whose it is, is looked at by the same statement.
_outbox, _messages, _conversations = as_table(OutboxRow), as_table(Message), as_table(Conversation)
_GIVEN = ("key", "channel", "lane", "payload", "due_at", "conversation_id", "contact_id", "purpose", "identity_hash", "quiet_zones")
_values = {name: bindparam(name, type_=_outbox.c[name].type) for name in (*_GIVEN, "state", "attempts", "created_at")}
_answers = bindparam("answers", type_=Integer())
_was_written = exists().where(
    _messages.c.conversation_id == _values["conversation_id"],
    _messages.c.seq == _answers,
    _messages.c.role.in_(("visitor", "system")),
    _conversations.c.id == _messages.c.conversation_id,
    _conversations.c.channel == _values["channel"],
    _conversations.c.external_id == bindparam("to", type_=String()),
)
_rows = select(*_values.values()).where(or_(_answers.is_(None), _was_written))
_ENQUEUE = {
    dialect: insert(_outbox)
    .from_select(list(_values), _rows)
    .on_conflict_do_nothing(index_elements=["key"])
    .execution_options(preserve_rowcount=True)
    for dialect, insert in (("sqlite", sqlite_insert), ("postgresql", postgres_insert))
}


@dataclass(frozen=True)
class Answering:
    """Somebody's line in a messaging app that is answered: its number, and where they are there."""

    seq: int
    to: str


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
    contact_id: str | None = None,
    due_at: datetime | None = None,
    purpose: str | None = None,
    identity_hash: bytes | None = None,
    quiet_zones: str | None = None,
    answering: Answering | None = None,
) -> bool:
    """Adds a delivery to the caller's transaction; a key that was used before changes nothing. True when it was added.

    What is for a person is put here by :mod:`bot.consent.sending` only. ``payload`` is what the channel's deliverer takes.
    ``{"optional": True, …}`` marks a courtesy that is tried a few times and then dropped without troubling staff. With
    ``answering`` nothing is added unless that line is stored. :func:`has_queued` then says so of the transaction.
    """
    values = {
        "key": key,
        "channel": channel,
        "lane": lane,
        "payload": payload,
        "state": "waiting",
        "attempts": 0,
        "due_at": due_at or now,
        "conversation_id": conversation_id,
        "contact_id": contact_id,
        "purpose": purpose,
        "identity_hash": identity_hash,
        "quiet_zones": quiet_zones,
        "created_at": now,
        "answers": answering.seq if answering else None,
        "to": answering.to if answering else None,
    }
    added = session.connection().execute(_ENQUEUE[session.get_bind().dialect.name], values).rowcount > 0
    if added:
        session.info[_QUEUED] = True
    return added


def is_queued(session: Session, key: str) -> bool:
    """True when a delivery with this key was ever added."""
    return session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)) is not None


def retry_dead(session: Session, row_id: int, now: datetime) -> None:
    """Puts a delivery that was given up back at the head of its lane, with all its attempts.

    What was already accepted of it is not sent again. Raises :class:`NotFound`, or :class:`Conflict` when the delivery
    was not given up.
    """
    row = session.get(OutboxRow, row_id)
    if row is None:
        raise NotFound("There is no such delivery.")
    payload = {name: value for name, value in row.payload.items() if name != WAITING_SINCE}
    revived = session.scalar(
        update(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.state == "dead")
        .values(state="waiting", attempts=0, due_at=now, leased_until=None, payload=payload)
        .returning(OutboxRow.id)
    )
    if revived is None:
        raise Conflict("This delivery was not given up, so it cannot be tried again.")
