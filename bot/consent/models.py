"""Table of consent receipts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base


class Consent(Base):
    """What a person agreed to, word for word. Append-only, and without the identity itself."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    """The mapping to a person; erased with the person, while the receipt stays."""
    identity_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Keyed hash of the e-mail address, phone number or chat id."""
    purpose: Mapped[str] = mapped_column(String(20))
    """tour_messages, answer, marketing, or all (when withdrawn)."""
    granted: Mapped[bool]
    wording: Mapped[str] = mapped_column(Text)
    wording_version: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    message_seq: Mapped[int | None]
    """The visitor's line that said yes or no."""
    at: Mapped[datetime]
