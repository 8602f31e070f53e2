"""Table of messages on their way out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base, Json


class OutboxRow(Base):
    """Something to deliver, written in the transaction that caused it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "lane", "id", sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")),
        Index("ix_outbox_webhooks", "state", "id", sqlite_where=text("channel = 'webhook'"), postgresql_where=text("channel = 'webhook'")),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """Idempotency key: the same cause never makes two rows."""
    channel: Mapped[str] = mapped_column(String(20))
    """Who delivers it: telegram, email, webhook …"""
    lane: Mapped[str] = mapped_column(String(60))
    """Rows of one lane are delivered in order, one at a time (for example one chat)."""
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting, sent, dead, or withheld: the person does not want it any more, or it is not true any more."""
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    """A worker is at it until then; afterwards another may take over."""
    last_error: Mapped[str | None] = mapped_column(Text)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    """Whom it is for, where that is more than a conversation."""
    purpose: Mapped[str | None] = mapped_column(String(20))
    """What consent it leans on; None: it answers what the person wrote, or is for no person."""
    identity_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    """Whose consent; asked for again just before it is delivered."""
    quiet_zones: Mapped[str | None] = mapped_column(String(200))
    """The time zones, comma-separated, in whose quiet hours it waits."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
