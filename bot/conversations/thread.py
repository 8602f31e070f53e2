"""The lines of a conversation: numbering, adding, reading. The statements that every message passes through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, insert, select, text, update
from sqlalchemy.orm import Session

from bot.conversations.models import Conversation, Message
from bot.db.base import as_table
from bot.errors import NotFound, NotSignedIn
from bot.nlu.language import Language, language_of

PAGE = 200
"""Most lines handed out at once."""
_LAST_ANSWERS = 5
"""So many are looked at for the language of a conversation."""
NOTIFY_CHANNEL = "conversation_lines"
"""PostgreSQL's channel on which processes tell each other of new lines."""


@dataclass(frozen=True)
class Line:
    """A line to be added."""

    role: str
    text: str
    custom: dict[str, Any] | None = None
    choices: dict[str, Any] | None = None
    input: dict[str, Any] | None = None
    delivery_id: str | None = None
    reply_to: int | None = None


# Every message passes through these statements: they are built once, on plain tables, and run on the bare connection,
# because the object layer would cost more than the database.
conversations = as_table(Conversation)
messages = as_table(Message)
_number = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"))
    .values(last_seq=conversations.c.last_seq + bindparam("count"), last_active_at=bindparam("now"))
    .returning(conversations.c.last_seq)
)
_insert = insert(messages)
_notify = text("SELECT pg_notify(:channel, :conversation)")
_columns = (
    messages.c.seq,
    messages.c.role,
    messages.c.text,
    messages.c.custom,
    messages.c.created_at,
    messages.c.delivery_id,
)
_after = (
    select(*_columns)
    .where(messages.c.conversation_id == bindparam("conversation"), messages.c.seq > bindparam("after"))
    .order_by(messages.c.seq)
    .limit(PAGE)
)
_before = (
    select(*_columns)
    .where(messages.c.conversation_id == bindparam("conversation"), messages.c.seq < bindparam("before"))
    .order_by(messages.c.seq.desc())
    .limit(bindparam("count"))
)
_status = select(conversations.c.status).where(conversations.c.id == bindparam("conversation"))
_held = _status.with_for_update(key_share=True)  # rows that refer to the conversation may be added meanwhile
_waiting = select(
    exists().where(messages.c.conversation_id == bindparam("conversation"), messages.c.role == "visitor", messages.c.processed_at.is_(None))
)


def hold_open(session: Session, conversation_id: str) -> None:
    """Keeps the conversation from being erased until the transaction ends. Raises :class:`NotSignedIn` when it has been.

    Ask before writing what somebody said: what is written after an erasure would stay for ever.
    """
    if session.connection().scalar(_held, {"conversation": conversation_id}) == "ended":
        raise NotSignedIn("This conversation has ended.")


def add_lines(session: Session, conversation_id: str, lines: Sequence[Line], now: datetime) -> list[int]:
    """Adds lines and returns their numbers. Call it last in a transaction.

    Numbers are taken from the conversation's row, whose lock is held until the commit: a smaller number can never
    appear after a larger one. Raises :class:`NotFound` when there is no such conversation.
    """
    connection = session.connection()
    last = connection.scalar(_number, {"conversation": conversation_id, "count": len(lines), "now": now})
    if last is None:
        raise NotFound("This conversation does not exist.")
    tell_other_processes(session, conversation_id)
    numbers = list(range(last - len(lines) + 1, last + 1))
    connection.execute(
        _insert,
        [
            {
                "conversation_id": conversation_id,
                "seq": seq,
                "role": line.role,
                "text": line.text,
                "custom": line.custom,
                "choices": line.choices,
                "input": line.input,
                "delivery_id": line.delivery_id,
                "reply_to": line.reply_to,
                "attempts": 0,
                "processed_at": None,
                "created_at": now,
            }
            for seq, line in zip(numbers, lines, strict=True)
        ],
    )
    return numbers


def tell_other_processes(session: Session, conversation_id: str) -> None:
    """Has every process's streams look at this conversation once the transaction is committed (PostgreSQL only)."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(_notify, {"channel": NOTIFY_CHANNEL, "conversation": conversation_id})


def lines_after(session: Session, conversation_id: str, after: int) -> list[dict[str, Any]]:
    """At most :data:`PAGE` lines numbered above ``after``, in order, as the contract shows them."""
    return [_public(row) for row in session.connection().execute(_after, {"conversation": conversation_id, "after": after})]


def lines_before(session: Session, conversation_id: str, before: int, count: int) -> list[dict[str, Any]]:
    """The ``count`` lines just below ``before``, in order."""
    rows = session.connection().execute(_before, {"conversation": conversation_id, "before": before, "count": min(count, PAGE)})
    return [_public(row) for row in reversed(rows.all())]


def language_held_in(session: Session, conversation_id: str | None) -> Language | None:
    """The language in which a visitor was answered last, where the words tell it."""
    answers = select(messages.c.text).where(messages.c.conversation_id == conversation_id, messages.c.role == "bot")
    said = session.scalars(answers.order_by(messages.c.seq.desc()).limit(_LAST_ANSWERS))
    return next((found for text in said if (found := language_of(text)) is not None), None)


def is_waiting(session: Session, conversation_id: str) -> bool:
    """True while a line of the visitor has no answer yet."""
    return bool(session.connection().scalar(_waiting, {"conversation": conversation_id}))


def state(session: Session, conversation_id: str) -> dict[str, Any]:
    """The conversation's state as the contract shows it: status (bot, handoff or ended) and whether an answer is due."""
    status = session.connection().scalar(_status, {"conversation": conversation_id}) or "ended"
    return {"status": status, "waiting": is_waiting(session, conversation_id)}


def public_line(seq: int, line: Line, at: datetime) -> dict[str, Any]:
    """A line as the contract shows it, with the language of its words where they tell it: a screen reader needs to know."""
    shown: dict[str, Any] = {"seq": seq, "role": line.role, "text": line.text, "at": at.isoformat()}
    if (language := language_of(line.text)) is not None:
        shown["lang"] = language
    if line.custom is not None:
        shown["custom"] = line.custom
    if line.role == "visitor" and line.delivery_id is not None:
        shown["client_id"] = line.delivery_id
    return shown


def _public(row: Any) -> dict[str, Any]:
    line = Line(row.role, row.text, row.custom, delivery_id=row.delivery_id)
    return public_line(row.seq, line, row.created_at)
