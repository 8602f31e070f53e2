"""Tables of tour times, the places taken or kept in them, and who waits for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base, Json


class Slot(Base):
    """A dated opening. The database itself refuses more places than there are."""

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("tour", "starts_at"),
        CheckConstraint("booked >= 0 AND booked <= capacity", name="capacity"),
        CheckConstraint("held >= 0 AND booked + held <= capacity", name="held"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    tour: Mapped[str] = mapped_column(String(40))
    """The kind of tour, an id of school.yml."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(60))
    capacity: Mapped[int] = mapped_column(Integer)
    planned: Mapped[int | None] = mapped_column(Integer)
    """The capacity that was meant, where an override took it higher. Places that become free bring it down again."""
    booked: Mapped[int] = mapped_column(Integer, default=0)
    held: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """Places kept for visitors who are deciding, and for offers to the waitlist."""
    guide: Mapped[str | None] = mapped_column(String(60))
    """Who leads it, while anybody comes."""
    closed_at: Mapped[datetime | None]
    """When staff closed it."""
    example: Mapped[bool] = mapped_column(default=False)
    """Made from example rules, not from the school's own."""

    @property
    def taken(self) -> int:
        """Places that nobody else can have."""
        return self.booked + self.held


class Booking(Base):
    """A party's place. Never deleted: it changes state."""

    __tablename__ = "bookings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("leads.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    submission: Mapped[str] = mapped_column(String(100), unique=True)
    """One per filled form, so that submitting twice books once."""
    party_size: Mapped[int] = mapped_column(Integer)
    reference: Mapped[str] = mapped_column(String(10), unique=True)
    """Short code the visitor and the desk can say aloud."""
    state: Mapped[str] = mapped_column(String(10), default="booked")
    """booked, cancelled, attended or no_show."""
    sequence: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """Grows whenever the party must be told anew (time, size, end): the SEQUENCE of its calendar file."""
    access_needs: Mapped[str | None] = mapped_column(Text)
    guide_question: Mapped[str | None] = mapped_column(Text)
    """What the party would like the guide to speak of."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Attendee(Base):
    """One person of a party, as far as named."""

    __tablename__ = "attendees"
    __table_args__ = (CheckConstraint("role IN ('student', 'parent', 'guest')", name="role"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(10))
    """student, parent or guest."""


class BookingChange(Base):
    """One step in a booking's history. Append-only."""

    __tablename__ = "booking_changes"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id"), index=True)
    what: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str | None] = mapped_column(String(10))
    to_state: Mapped[str] = mapped_column(String(10))
    from_slot_id: Mapped[int | None] = mapped_column(ForeignKey("slots.id"), index=True)
    to_slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    from_party: Mapped[int | None] = mapped_column(Integer)
    to_party: Mapped[int] = mapped_column(Integer)
    actor: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class WaitlistEntry(Base):
    """A party that waits for places in a full tour time, in the order of ``id``. Never deleted: it changes state."""

    __tablename__ = "waitlist"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("leads.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    submission: Mapped[str] = mapped_column(String(100), unique=True)
    party_size: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    """waiting, offered, accepted, expired (the offer), withdrawn, or ended (the time began or was closed)."""
    offered_until: Mapped[datetime | None]
    passed_over: Mapped[int] = mapped_column(Integer, default=0)
    """How often freed places were offered to a smaller party further back, because this one did not fit."""
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("bookings.id"))
    attendees: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    """Who was named when the party joined, each with name and role; they come with the booking that an offer becomes."""
    created_at: Mapped[datetime]
    """When the party asked for it, the last time: what it gave with that counts. The place in the queue is that of the first time."""
    updated_at: Mapped[datetime]


class Hold(Base):
    """Places kept for a while: for a visitor who is deciding, or for an offer to the waitlist. Gone when it ends."""

    __tablename__ = "holds"
    __table_args__ = (UniqueConstraint("conversation_id", "form"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    form: Mapped[str] = mapped_column(String(20))
    """The form it belongs to, so that a conversation keeps one time for it. Free for an offer."""
    waitlist_id: Mapped[int | None] = mapped_column(ForeignKey("waitlist.id"), unique=True)
    party_size: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
