"""Whether what a planned message tells is still true, and in time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.reminders.models import PlannedMessage
from bot.reminders.planning import number_of
from bot.school.content import School
from bot.tours.models import Booking, Slot, WaitlistEntry

_STANDS: dict[str, tuple[str, ...]] = {
    "confirmation": ("booked",),
    "change": ("booked",),
    "cancellation": ("cancelled",),
    "reminder": ("booked",),
    "no_show": ("no_show",),
    "waitlisted": ("waiting",),
    "offer": ("offered",),
    "offer_expired": ("expired",),
    "waitlist_ended": ("ended",),
}
"""In which states of its subject a message is still true."""
_ALWAYS = ("cancellation", "no_show", "offer_expired", "waitlist_ended")
"""What makes sense also after the tour has begun."""


def subject_of(session: Session, row: PlannedMessage) -> Booking | WaitlistEntry:
    """What a message is about."""
    return session.get_one(Booking, row.booking_id) if row.booking_id else session.get_one(WaitlistEntry, row.waitlist_id)


def why_untrue(school: School, row: PlannedMessage, subject: Booking | WaitlistEntry, slot: Slot) -> str | None:
    """Why a message cannot be told: overtaken (it is not true any more), or not_given (there are no words for a kind of tour that
    left the rules).
    """
    if subject.state not in _STANDS[row.kind] or number_of(subject) != row.number:
        return "overtaken"
    return "not_given" if school.tour(slot.tour) is None else None


def good_until(kind: str, subject: Booking | WaitlistEntry, slot: Slot) -> datetime | None:
    """Until when a message makes sense; None: always."""
    if kind == "offer" and isinstance(subject, WaitlistEntry):
        return subject.offered_until
    return None if kind in _ALWAYS else slot.starts_at


def why_not_leave(session: Session, school: School, key: str, at: datetime) -> str | None:
    """Why the message with this key must not leave at a moment after all: overtaken, not_given or too_late. None also for a key that
    no planned message has.
    """
    row = session.scalar(select(PlannedMessage).where(PlannedMessage.key == key))
    if row is None:
        return None
    subject = subject_of(session, row)
    slot = session.get_one(Slot, subject.slot_id)
    until = good_until(row.kind, subject, slot)
    return why_untrue(school, row, subject, slot) or ("too_late" if until is not None and at >= until else None)
