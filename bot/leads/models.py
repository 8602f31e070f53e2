"""Tables of people and their interest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base

STAGES = ("new", "contacted", "tour_booked", "toured", "applied", "enrolled", "closed")
"""A lead's stages in the order of the admissions office."""


class Contact(Base):
    """A person. Never merged on a typed e-mail alone."""

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class Identity(Base):
    """A way to reach or recognise a contact."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("contact_id", "kind", "value"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """email, phone (E.164) or the name of a messaging channel."""
    value: Mapped[str] = mapped_column(String(320), index=True)
    verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Lead(Base):
    """A contact's interest in a program, with its stage and source."""

    __tablename__ = "leads"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), unique=True)
    program: Mapped[str | None] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(20), default="new", index=True)
    wants: Mapped[str] = mapped_column(String(20))
    """tour or call_back."""
    channel: Mapped[str] = mapped_column(String(20))
    page_url: Mapped[str | None] = mapped_column(Text)
    referrer: Mapped[str | None] = mapped_column(Text)
    campaign: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("staff_users.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    """Grows with each change, so that two people editing at once notice."""
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime] = mapped_column(index=True)


class StageChange(Base):
    """One step in a lead's history."""

    __tablename__ = "stage_changes"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"), index=True)
    from_stage: Mapped[str | None] = mapped_column(String(20))
    to_stage: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class Note(Base):
    """What a staff member wrote on a lead."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("staff_users.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
