"""Tables of consent receipts and of those who want no messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base


class Consent(Base):
    """What a person agreed to, word for word. Append-only, and without the identity itself."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    """Its place in the chain, counted from 1 without gaps."""
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Over the hash before it and everything below but contact_id, conversation_id and message_seq."""
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    """The mapping to a person; erased with the person, while the receipt stays."""
    identity_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    """Keyed hash of the e-mail address, phone number or chat id."""
    purpose: Mapped[str] = mapped_column(String(20))
    """tour_messages, answer, marketing, or all (when withdrawn)."""
    granted: Mapped[bool]
    wording: Mapped[str] = mapped_column(Text)
    wording_version: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(120))
    """How it was given: the form's name, or the messaging app's own id of the message."""
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_seq: Mapped[int | None]
    """The visitor's line that said yes or no."""
    at: Mapped[datetime]


class ConsentChain(Base):
    """The end of the chain. Its row lock lets one receipt after the other be appended, whatever process they come from."""

    __tablename__ = "consent_chain"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Always 1."""
    length: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Suppression(Base):
    """Somebody who is not to be written to. Stays when everything else of the person is erased."""

    __tablename__ = "suppressions"
    __table_args__ = (UniqueConstraint("identity_hash", "purpose"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    identity_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    purpose: Mapped[str] = mapped_column(String(20))
    """What is not sent; all: nothing is."""
    until: Mapped[datetime | None]
    """None: until they say otherwise."""
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    """Where they said so: there they may also take it back."""
    created_at: Mapped[datetime]
