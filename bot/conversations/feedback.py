"""What visitors think of an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.conversations.models import Feedback, Message
from bot.conversations.thread import hold_open
from bot.db.database import Database
from bot.engine.models import TrackerRow
from bot.engine.tracker_store import remembered_slots
from bot.errors import InvalidInput


def keep_feedback(database: Database, conversation_id: str, *, seq: int, value: str, reason: str | None, now: datetime) -> None:
    """Keeps a thumb for a line that was said to the visitor; a second one replaces the first.

    Of somebody under 13 no words are kept. Raises :class:`InvalidInput` for the visitor's own line and for none, and
    :class:`NotSignedIn` when the conversation was erased.
    """
    with database.write() as session:
        hold_open(session, conversation_id)
        role = session.scalar(select(Message.role).where(Message.conversation_id == conversation_id, Message.seq == seq))
        if role in (None, "visitor"):
            raise InvalidInput("There is no such answer.")
        memory = session.scalar(select(TrackerRow.state).where(TrackerRow.conversation_id == conversation_id))
        kept = None if remembered_slots(memory).get("under_13") else reason
        values = {"value": value, "reason": kept, "created_at": now}
        upsert = sqlite_insert if database.is_sqlite else postgres_insert
        statement = upsert(Feedback).values(conversation_id=conversation_id, seq=seq, **values)
        session.execute(statement.on_conflict_do_update(index_elements=["conversation_id", "seq"], set_=values))
