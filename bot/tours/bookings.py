"""Books, moves and ends bookings."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from bot.errors import Conflict, InvalidInput
from bot.school.school_file import TourKind
from bot.tours.holds import TOUR_FORM
from bot.tours.ledger import Ledger, Places, new_id, standing
from bot.tours.models import Booking, Hold, Slot
from bot.tours.people import People, people_of, write_people

_DIGITS = "23456789"
_CODE = f"{_DIGITS}ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks or sounds like something else


@dataclass(frozen=True)
class Request:
    """A party's wish to come. ``submission`` is the same for the same filled form."""

    party: int
    submission: str
    conversation_id: str | None = None
    lead_id: str | None = None
    people: People = field(default_factory=People)


def book(
    ledger: Ledger, kind: TourKind, starts_at: datetime, request: Request, *, hold_id: str | None = None, any_time: bool = False
) -> Booking:
    """Takes places for a party, those it holds first; the same submission again returns the first booking.

    Without ``hold_id`` it is the hold that the conversation has in the tour form. With ``any_time`` notice and horizon do not count.
    Raises :class:`SlotClosed`, :class:`SlotFull`.
    """
    if (known := submitted(ledger, request)) is not None:
        return known
    party = checked_party(request.party)
    people = request.people.checked(party)
    hold = _hold(ledger, request, hold_id)
    decided_at = hold.created_at if hold and hold.expires_at > ledger.now else None
    slot_id = ledger.slot_id_at(kind, starts_at, decided_at=decided_at, anyway=any_time)
    slot, *others = ledger.slots(slot_id, *([hold.slot_id] if hold and hold.slot_id != slot_id else []))
    if (known := submitted(ledger, request)) is not None:
        return known
    ledger.settle(slot, *others)
    hold = _hold(ledger, request, hold_id)
    if hold is None:
        ledger.claim(slot, Places(booked=party))
        return enter(ledger, slot, request, people)
    (held_in,) = ledger.slots(hold.slot_id)
    ledger.claim(slot, Places(booked=party), instead=(held_in, Places(held=hold.party_size)))
    ledger.drop(hold, "hold used")
    booking = enter(ledger, slot, request, people)
    ledger.offer_freed(held_in)
    return booking


def enter(ledger: Ledger, slot: Slot, request: Request, people: People, *, reason: str = "") -> Booking:
    """Writes the booking of places that were taken before."""
    booking = Booking(
        id=new_id(),
        slot_id=slot.id,
        lead_id=request.lead_id,
        conversation_id=request.conversation_id,
        submission=request.submission,
        party_size=request.party,
        reference=new_reference(),
        state="booked",
        sequence=0,
        created_at=ledger.now,
        updated_at=ledger.now,
    )
    ledger.session.add(booking)
    ledger.session.flush()
    write_people(ledger.session, booking, people)
    ledger.note("booked", booking, slot, None, reason)
    return booking


def new_reference() -> str:
    """A short code. It ends with a digit, so that it never reads as an amount: "AB72HR" would be a claim of 72 hours."""
    return "".join([*(secrets.choice(_CODE) for _ in range(5)), secrets.choice(_DIGITS)])


def cancel(ledger: Ledger, booking_id: str, *, reason: str = "", seen: datetime | None = None) -> bool:
    """Ends a booking and frees its places; false when it was not booked any more."""
    booking, (slot,) = ledger.booking(booking_id)
    if booking.state != "booked":
        return False
    ledger.require_seen(booking, seen)
    ledger.settle(slot)
    end(ledger, booking, slot, reason=reason)
    ledger.offer_freed(slot)
    return True


def end(ledger: Ledger, booking: Booking, slot: Slot, *, reason: str) -> None:
    """Cancels a booking, without offering its places yet."""
    before = standing(booking, slot)
    booking.state, booking.updated_at, booking.sequence = "cancelled", ledger.now, booking.sequence + 1
    ledger.take(slot, booked=-booking.party_size)
    ledger.note("cancelled", booking, slot, before, reason)


def reschedule(
    ledger: Ledger,
    booking_id: str,
    kind: TourKind,
    starts_at: datetime,
    *,
    party: int | None = None,
    reason: str = "",
    seen: datetime | None = None,
    any_time: bool = False,
) -> Booking:
    """Moves a booking to another time, or changes its size; nothing happens when it is so already.

    With ``any_time`` notice and horizon do not count. Raises :class:`SlotClosed`, :class:`SlotFull` (the old places stay),
    :class:`Conflict` when it is over or cancelled.
    """
    new_slot_id = ledger.session.scalar(
        select(Slot.id)
        .join(Booking, Booking.slot_id == Slot.id)
        .where(Booking.id == booking_id, Slot.starts_at == starts_at, Slot.tour == kind.id)
    )
    if new_slot_id is None:
        new_slot_id = ledger.slot_id_at(kind, starts_at, anyway=any_time)
    booking, (old, new) = ledger.booking(booking_id, new_slot_id)
    party = booking.party_size if party is None else checked_party(party)
    if booking.state != "booked":
        raise Conflict("This booking is no longer open.")
    if old.id == new.id and party == booking.party_size:
        return booking
    ledger.require_seen(booking, seen)
    if old.starts_at <= ledger.now:
        raise Conflict("That tour has already begun.")
    ledger.settle(old, new)
    before = standing(booking, old)
    ledger.claim(new, Places(booked=party), instead=(old, Places(booked=booking.party_size)))
    booking.slot_id, booking.party_size = new.id, party
    booking.updated_at, booking.sequence = ledger.now, booking.sequence + 1
    ledger.note("rescheduled", booking, new, before, reason)
    ledger.offer_freed(old, new)
    return booking


def record_visit(ledger: Ledger, booking_id: str, *, came: bool, seen: datetime | None = None) -> Booking:
    """Writes down whether a party came; can be corrected. Raises :class:`Conflict` before the tour and for a cancelled booking."""
    booking, (slot,) = ledger.booking(booking_id)
    state = "attended" if came else "no_show"
    if booking.state == state:
        return booking
    ledger.require_seen(booking, seen)
    if booking.state == "cancelled":
        raise Conflict("This booking was cancelled.")
    if slot.starts_at > ledger.now:
        raise Conflict("This tour has not begun yet.")
    before = standing(booking, slot)
    booking.state, booking.updated_at = state, ledger.now
    ledger.note("attended" if came else "no_show", booking, slot, before)
    return booking


def undo_visit(ledger: Ledger, booking_id: str, *, seen: datetime | None = None) -> Booking:
    """Takes back that a party came, or did not. Raises :class:`Conflict` for a cancelled booking."""
    booking, (slot,) = ledger.booking(booking_id)
    if booking.state == "booked":
        return booking
    if booking.state == "cancelled":
        raise Conflict("This booking was cancelled.")
    ledger.require_seen(booking, seen)
    before = standing(booking, slot)
    booking.state, booking.updated_at = "booked", ledger.now
    ledger.note("visit_undone", booking, slot, before)
    return booking


def change_people(ledger: Ledger, booking_id: str, people: People, *, seen: datetime | None = None) -> Booking:
    """Puts other people, needs or questions on a booking; nothing happens when they stand there already."""
    booking, (slot,) = ledger.booking(booking_id)
    if booking.state == "cancelled":
        raise Conflict("This booking was cancelled.")
    checked = people.checked(booking.party_size)
    if checked == people_of(ledger.session, booking):
        return booking
    ledger.require_seen(booking, seen)
    before = standing(booking, slot)
    write_people(ledger.session, booking, checked)
    booking.updated_at = ledger.now
    ledger.note("people_changed", booking, slot, before)
    return booking


def checked_party(party: int) -> int:
    """The number of people, if it is one. Raises :class:`InvalidInput`."""
    if party < 1:
        raise InvalidInput("A party has at least one person.")
    return party


def submitted(ledger: Ledger, request: Request) -> Booking | None:
    """The booking of the same filled form. Two at once see each other only once the slot is locked."""
    return ledger.session.scalar(select(Booking).where(Booking.submission == request.submission))


def _hold(ledger: Ledger, request: Request, hold_id: str | None) -> Hold | None:
    if hold_id is not None:
        return ledger.hold(id=hold_id)
    return ledger.hold(conversation_id=request.conversation_id, form=TOUR_FORM) if request.conversation_id else None
