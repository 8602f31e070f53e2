"""Tables of approved answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base, Json


class FaqEntry(Base):
    """An approved answer."""

    __tablename__ = "faq_entries"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(80))
    answer: Mapped[str] = mapped_column(Text)
    hedged: Mapped[str | None] = mapped_column(Text)
    """Attributed wording, used while a claim that it leans on has no approver."""
    without: Mapped[str | None] = mapped_column(Text)
    """Honest line, used while a field that the answer needs is empty."""
    needs: Mapped[list[str]] = mapped_column(Json)
    claims: Mapped[list[str]] = mapped_column(Json)
    starts: Mapped[str | None] = mapped_column(String(20))
    """A form that asking for this entry starts: tour_form or contact_form."""
    follow_ups: Mapped[list[str]] = mapped_column(Json)
    source: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="published")
    """published, draft or withdrawn."""
    loaded_hash: Mapped[str | None] = mapped_column(String(64))
    """Hash of the file's version that was loaded last; none for entries made by staff."""
    edited: Mapped[bool] = mapped_column(default=False)
    """True once staff changed it: then the database wins over the file."""
    updated_at: Mapped[datetime]


class FaqTranslation(Base):
    """An entry's reviewed words in another language."""

    __tablename__ = "faq_translations"

    entry_id: Mapped[str] = mapped_column(ForeignKey("faq_entries.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    answer: Mapped[str] = mapped_column(Text)
    hedged: Mapped[str | None] = mapped_column(Text)
    without: Mapped[str | None] = mapped_column(Text)
    of: Mapped[str] = mapped_column(String(8))
    """Fingerprint of the English words that these were reviewed against; while the entry's are others, these are not said."""
    loaded_hash: Mapped[str | None] = mapped_column(String(64))
    """Hash of the file's version that was loaded last; none for texts made by staff."""
    edited: Mapped[bool] = mapped_column(default=False)
    """True once staff changed it: then the database wins over the file."""
    updated_at: Mapped[datetime]


class Phrasing(Base):
    """A way of asking for an entry, with its sentence vector."""

    __tablename__ = "phrasings"
    __table_args__ = (UniqueConstraint("entry_id", "language", "text"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("faq_entries.id"), index=True)
    language: Mapped[str] = mapped_column(String(5), default="en", server_default="en")
    text: Mapped[str] = mapped_column(Text)
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    """float32, little endian."""
    encoder: Mapped[str | None] = mapped_column(String(64))
    """Fingerprint of the encoder that made the vector."""
    origin: Mapped[str] = mapped_column(String(10), default="content", server_default="content")
    """content (written with the answer), staff (added by them later) or visitors (how somebody asked; goes with that visitor's data)."""


class Claim(Base):
    """A dated, sourced fact that answers lean on."""

    __tablename__ = "claims"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    statement: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(Text)
    as_of: Mapped[str] = mapped_column(String(40))
    received: Mapped[date] = mapped_column(Date)
    approver: Mapped[str | None] = mapped_column(Text)
    expires: Mapped[date | None] = mapped_column(Date)


class ContentVersion(Base):
    """A counter that grows with every change of the answers, so that every process notices."""

    __tablename__ = "content_version"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[int]
