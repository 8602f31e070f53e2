"""Table of the wordings that led to an answer, and have to go on leading to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base


class RegressionCase(Base):
    """A visitor's wording, free of personal data, and the answer that it must reach."""

    __tablename__ = "regression_cases"
    __table_args__ = (UniqueConstraint("entry_id", "text", "conversation_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("faq_entries.id"))
    text: Mapped[str] = mapped_column(Text)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    """Whose wording it is: it goes when that visitor's data is deleted."""
    created_at: Mapped[datetime]
