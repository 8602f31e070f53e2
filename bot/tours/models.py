"""Tables of tour times and the places taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversations.models import BigKey
from bot.db.base import Base


class Slot(Base):
    """A dated opening. The database itself refuses more places than there are."""

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("tour", "starts_at"),
        CheckConstraint("booked >= 0 AND booked <= capacity", name="capacity"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    tour: Mapped[str] = mapped_column(String(40))
    """The kind of tour, an id of school.yml."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(60))
    capacity: Mapped[int] = mapped_column(Integer)
    booked: Mapped[int] = mapped_column(Integer, default=0)
    example: Mapped[bool] = mapped_column(default=False)
    """Made from example rules, not from the school's own."""


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
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
