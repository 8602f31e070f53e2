"""Tables of people and their interest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base, Json

STAGES = ("new", "contacted", "tour_booked", "toured", "applied", "enrolled", "closed")
"""A lead's stages in the order of the admissions office."""


class Contact(Base):
    """A person. Never merged on a typed e-mail alone."""

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    """The contact that staff found to be the same person. Everything stays where it was, so that it can be undone."""
    created_at: Mapped[datetime]


class ContactMerge(Base):
    """Staff's decision that two contacts are one person, and its undoing."""

    __tablename__ = "contact_merges"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    merged_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    kept_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    evidence: Mapped[list[str]] = mapped_column(Json)
    """In what they agreed: email, phone, name … Never the value itself."""
    actor: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    undone_by: Mapped[str | None] = mapped_column(String(60))
    undone_at: Mapped[datetime | None]


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
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    program: Mapped[str | None] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(20), default="new", index=True)
    wants: Mapped[str] = mapped_column(String(20))
    """tour or call_back."""
    channel: Mapped[str] = mapped_column(String(20))
    page_url: Mapped[str | None] = mapped_column(Text)
    """The page on which the conversation began."""
    last_page_url: Mapped[str | None] = mapped_column(Text)
    """The page from which they asked last for what the lead is about."""
    referrer: Mapped[str | None] = mapped_column(Text)
    campaign: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("staff_users.id"))
    next_action: Mapped[str | None] = mapped_column(Text)
    """What staff mean to do next, in their own words."""
    next_action_at: Mapped[datetime | None] = mapped_column(index=True)
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


class Promise(Base):
    """That somebody gets back to a person by a certain time."""

    __tablename__ = "promises"
    __table_args__ = (Index("ix_promises_open", "outcome", "due_at"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"), index=True)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """As the visitor was told."""
    outcome: Mapped[str | None] = mapped_column(String(10))
    """kept or dropped (nobody waits for it any more); none while it is open."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(60))
    why: Mapped[str | None] = mapped_column(Text)
    """Of one that was dropped: why."""
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]


class Note(Base):
    """What a staff member wrote on a lead."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("staff_users.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
