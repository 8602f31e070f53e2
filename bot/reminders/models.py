"""Table of the messages that are planned: what is to be told when, without the words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base


class PlannedMessage(Base):
    """A message about a booking or a place on a waitlist. Its words are made when it leaves, from how things stand then."""

    __tablename__ = "planned_messages"
    __table_args__ = (Index("ix_planned_messages_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    """The same cause plans one message."""
    kind: Mapped[str] = mapped_column(String(20))
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    waitlist_id: Mapped[int | None] = mapped_column(ForeignKey("waitlist.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    """Which state of its subject it tells of: a booking's sequence, or the second at which an offer ends."""
    language: Mapped[str] = mapped_column(String(5))
    answers: Mapped[int | None] = mapped_column(Integer)
    """The visitor's line in the conversation that it answers: then no quiet hours hold it up."""
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    """planned, queued (in the outbox) or dropped."""
    why: Mapped[str | None] = mapped_column(String(20))
    """Of one that was dropped: overtaken, rule, too_late, not_given, no_address, broken, or why sending was refused."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Call(Base):
    """A family that has to be called, because no e-mail can tell it what changed about its visit."""

    __tablename__ = "calls"
    __table_args__ = (Index("ix_calls_open", "outcome", "until"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    """That of the message that would have told it: the same cause asks for one call."""
    kind: Mapped[str] = mapped_column(String(20))
    """What is to be told: confirmation, change, cancellation, offer, offer_expired, waitlist_ended or withdrawn."""
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    waitlist_id: Mapped[int | None] = mapped_column(ForeignKey("waitlist.id"), index=True)
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("leads.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    why: Mapped[str] = mapped_column(String(20))
    """Why no e-mail tells it: no_mail (not set up), no_message (there is none for this), not_given (nor for this kind of tour any
    more), no_address, no_consent, opted_out, paused, too_late (it would have come when nothing could be done), or undelivered."""
    until: Mapped[datetime | None]
    """When it is too late: an offer ends, or the tour begins."""
    created_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(10))
    """called, told (the family knew already) or overtaken (by a later change); none while somebody has to call."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(60))
