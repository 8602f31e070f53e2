"""Table of what Rasa remembers of a conversation."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class TrackerRow(Base):
    """Rasa's memory of one conversation: recent events, slots, active form. Its row lock is the turn's lock."""

    __tablename__ = "trackers"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    state: Mapped[str] = mapped_column(Text, default="")
    """JSON text; empty before the first turn."""
