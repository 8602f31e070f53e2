"""Tables of conversations: threads, their lines, and what became of each line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, Json

BigKey = BigInteger().with_variant(Integer(), "sqlite")


class Conversation(Base):
    """A thread with one person on one channel."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str | None] = mapped_column(String(100))
    """The thread's id on a messaging app; none on the web."""
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    """SHA-256 of the web visitor's token; none once the visitor deleted their data."""
    last_seq: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(10), default="bot")
    """bot, handoff (a person has taken over) or ended."""
    locale: Mapped[str | None] = mapped_column(String(35))
    page_url: Mapped[str | None] = mapped_column(Text)
    """The page on which it began."""
    last_page_url: Mapped[str | None] = mapped_column(Text)
    """The page from which the visitor wrote last."""
    referrer: Mapped[str | None] = mapped_column(Text)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    created_at: Mapped[datetime]
    last_active_at: Mapped[datetime] = mapped_column(index=True)


class Message(Base):
    """One line in a conversation. ``seq`` numbers the lines of a conversation without gaps, in commit order."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "delivery_id"),
        Index(
            "ix_messages_unanswered",
            "id",
            sqlite_where=text("role = 'visitor' AND processed_at IS NULL"),
            postgresql_where=text("role = 'visitor' AND processed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int]
    role: Mapped[str] = mapped_column(String(10))
    """visitor, bot, staff or system."""
    text: Mapped[str] = mapped_column(Text)
    custom: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What the widget shows besides the text; see custom.schema.json."""
    choices: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Of a bot line: what each of its payload ids means. Never leaves the server."""
    input: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Of a visitor line: the payload or form that was sent instead of typed text."""
    delivery_id: Mapped[str | None] = mapped_column(String(100))
    """Of a visitor line: the sender's id for it, so that a repeated delivery changes nothing."""
    reply_to: Mapped[int | None]
    """Of a bot line: the seq of the visitor line that it answers."""
    attempts: Mapped[int] = mapped_column(default=0)
    processed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Turn(Base):
    """What the assistant made of one visitor line."""

    __tablename__ = "turns"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    """answered, clarify, unknown, form, smalltalk, handoff, opt_out, refused or failed."""
    topics: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    faq: Mapped[list[str]] = mapped_column(Json)
    took_ms: Mapped[int]
    created_at: Mapped[datetime]


class Feedback(Base):
    """A visitor's thumb for one bot line."""

    __tablename__ = "feedback"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(4))
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class Problem(Base):
    """A turn that failed, for staff to see. Holds no words of the visitor."""

    __tablename__ = "problems"
    __table_args__ = (Index("ix_problems_resolved_at", "resolved_at", "created_at", "id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(30))
    """action, validator, tracker_read, tracker_save, commit, database, gave_up, delivery …"""
    detail: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)
    resolved_at: Mapped[datetime | None]


class Question(Base):
    """Something a visitor asked that had no good answer."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_state", "state", "created_at", "id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="open")
    """open or dealt_with."""
    entry_id: Mapped[str | None] = mapped_column(String(80))
    """Of a question that was dealt with: the answer that was published for it, if one was due."""
    closed_at: Mapped[datetime | None]
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Of the words, float32, little endian; for grouping."""
    encoder: Mapped[str | None] = mapped_column(String(64))
    """Fingerprint of the encoder that made the vector."""
    created_at: Mapped[datetime] = mapped_column(index=True)


class Handoff(Base):
    """A visitor's wish for a person."""

    __tablename__ = "handoffs"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
