"""The transcript as plain text, for the visitor to keep."""

from __future__ import annotations

from sqlalchemy import select

from bot.conversations.models import Message
from bot.db.database import Database
from bot.school.content import School

_WHO = {"visitor": "You", "bot": "Assistant", "staff": "Admissions", "system": "Note"}


def transcript(database: Database, school: School, conversation_id: str) -> str:
    """Every line with its time in campus time."""
    with database.read() as session:
        rows = session.execute(
            select(Message.role, Message.text, Message.created_at).where(Message.conversation_id == conversation_id).order_by(Message.seq)
        ).all()
    lines = [f"Conversation with {school.name}", f"All times: {school.zone}", ""]
    for row in rows:
        at = row.created_at.astimezone(school.zone)
        lines.append(f"[{at:%Y-%m-%d %H:%M}] {_WHO.get(row.role, row.role)}: {row.text}")
    return "\n".join(lines) + "\n"
