"""Takes a person out of the tours' books. What has to stay (how many came when) stays as bare numbers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select, update

from bot.tours import bookings, holds, waitlist
from bot.tours.ledger import Ledger
from bot.tours.models import Attendee, Booking, BookingChange, Hold, Slot, WaitlistEntry


def lock_slots_of(ledger: Ledger, conversations: Collection[str], booking_ids: Collection[str] = ()) -> None:
    """Locks all slots of conversations and bookings at once and in order, so that two who lock several do not wait for each other."""
    theirs = {
        slot_id
        for table in (Hold, WaitlistEntry, Booking)
        for slot_id in ledger.session.scalars(select(table.slot_id).where(table.conversation_id.in_(conversations)))
    }
    theirs |= set(ledger.session.scalars(select(Booking.slot_id).where(Booking.id.in_(booking_ids))))
    if theirs:
        ledger.slots(*theirs)


def forget(ledger: Ledger, conversation_id: str) -> None:
    """Ends all that a conversation has to come, and erases the words and names on what was."""
    session = ledger.session
    lock_slots_of(ledger, [conversation_id])
    for form in list(session.scalars(select(Hold.form).where(Hold.conversation_id == conversation_id))):
        holds.release(ledger, conversation_id=conversation_id, form=form)
    live = select(WaitlistEntry.id).where(WaitlistEntry.conversation_id == conversation_id, WaitlistEntry.state.in_(waitlist.LIVE))
    for entry_id in list(session.scalars(live.order_by(WaitlistEntry.id))):
        waitlist.withdraw(ledger, entry_id)
    future = (
        select(Booking.id)
        .join(Slot)
        .where(Booking.conversation_id == conversation_id, Booking.state == "booked", Slot.starts_at > ledger.now)
        .order_by(Booking.id)
    )
    for booking_id in list(session.scalars(future)):
        bookings.cancel(ledger, booking_id)
    session.execute(update(WaitlistEntry).where(WaitlistEntry.conversation_id == conversation_id).values(attendees=None))
    own = select(Booking.id).where(Booking.conversation_id == conversation_id)
    session.execute(delete(Attendee).where(Attendee.booking_id.in_(own)))
    session.execute(update(BookingChange).where(BookingChange.booking_id.in_(own)).values(reason=""))
    session.execute(update(Booking).where(Booking.conversation_id == conversation_id).values(access_needs=None, guide_question=None))
