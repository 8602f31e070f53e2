"""What staff change about a tour time. Nothing takes away what people have, or goes over the places there are, unless that is said
out loud: with ``override`` and a reason, which the audit log keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from bot.errors import Conflict, InvalidInput, Stale
from bot.school.school_file import TourKind
from bot.tours.bookings import Request, checked_party, end, enter, submitted
from bot.tours.ledger import Ledger
from bot.tours.models import Booking, Hold, Slot
from bot.tours.waitlist import end_queue


def change_capacity(
    ledger: Ledger, slot_id: int, capacity: int, *, reason: str = "", override: bool = False, seen: int | None = None
) -> Slot:
    """Sets the places of a time; nothing happens when it has so many. Raises :class:`Conflict` below what is taken.

    ``seen``: the capacity that was known to whoever changes it; another one raises :class:`Stale`. With ``override`` it may go
    below: nobody loses a place, nobody gets one any more until enough are freed.
    """
    if not 1 <= capacity <= 10_000:
        raise InvalidInput("A tour time has 1 to 10,000 places.")
    (slot,) = ledger.slots(slot_id)
    if capacity == meant_capacity(slot):
        return slot
    if seen is not None and seen != meant_capacity(slot):
        raise Stale(f"Somebody set the places of this time to {meant_capacity(slot)} after you opened the page, so nothing was saved.")
    ledger.settle(slot)
    below = capacity < slot.taken
    if below and not override:
        raise Conflict(f"{slot.taken} places are taken already.")
    why = _reason(reason) if below else reason.strip()
    before, meant = slot.capacity, slot.planned
    slot.capacity, slot.planned = (slot.taken, capacity) if below else (capacity, None)
    ledger.session.flush()
    detail = {"from": before, "to": capacity, "taken": slot.taken, "reason": why, "override": below}
    ledger.audit("capacity changed", "slot", slot.id, **detail, **({"planned": meant} if meant is not None else {}))
    ledger.offer_freed(slot)
    return slot


def meant_capacity(slot: Slot) -> int:
    """The places of a time as somebody set them; an override may have let in more people."""
    return slot.capacity if slot.planned is None else slot.planned


def close(ledger: Ledger, slot_id: int, *, reason: str, override: bool = False, seen: str | None = None) -> Slot:
    """Closes a time: holds end, the queue ends. Raises :class:`Conflict` while parties are booked.

    With ``override`` their bookings are cancelled, each with its message; ``seen`` is the :func:`fingerprint` of those that are meant:
    others raise :class:`Stale`.
    """
    (slot,) = ledger.slots(slot_id)
    if slot.closed_at is not None:
        return slot
    if slot.starts_at <= ledger.now:
        raise Conflict("That tour has already begun.")
    why = _reason(reason)
    ledger.settle(slot)
    booked = ledger.session.scalars(
        select(Booking)
        .where(Booking.slot_id == slot_id, Booking.state == "booked")
        .order_by(Booking.created_at, Booking.id)
        .execution_options(populate_existing=True)
    ).all()
    if booked and not override:
        raise Conflict(f"{slot.booked} people are booked for that time.")
    if seen is not None and fingerprint(booking.id for booking in booked) != seen:
        raise Stale("Meanwhile other parties are booked than when you opened the page, so nothing was changed. Please look again.")
    slot.closed_at = ledger.now
    ledger.session.flush()
    for hold in ledger.session.scalars(select(Hold).where(Hold.slot_id == slot_id, Hold.waitlist_id.is_(None)).order_by(Hold.id)).all():
        ledger.end_hold(hold, slot, "hold released")
    end_queue(ledger, slot_id, reason=why)
    for booking in booked:
        end(ledger, booking, slot, reason=why)
    ledger.audit("closed", "slot", slot.id, reason=why, override=bool(booked), bookings=len(booked))
    ledger.offer_freed(slot)  # with a daily limit: what is not needed here
    return slot


def fingerprint(booking_ids: Iterable[str]) -> str:
    """Tells one set of bookings from another."""
    return hashlib.sha256(" ".join(sorted(booking_ids)).encode()).hexdigest()[:32]


def reopen(ledger: Ledger, slot_id: int, *, reason: str = "") -> Slot:
    """Opens a time again that staff closed."""
    (slot,) = ledger.slots(slot_id)
    if slot.closed_at is not None:
        slot.closed_at = None
        ledger.session.flush()
        ledger.audit("reopened", "slot", slot.id, reason=reason)
    return slot


def override(ledger: Ledger, kind: TourKind, starts_at: datetime, request: Request, *, reason: str) -> Booking:
    """Books a party although there is no room, or the time is too near or too far. The same submission books once.

    Not although it is closed, has begun, or nobody can show visitors round.
    """
    if (known := submitted(ledger, request)) is not None:
        return known
    why = _reason(reason)
    party = checked_party(request.party)
    people = request.people.checked(party)
    (slot,) = ledger.slots(ledger.slot_id_at(kind, starts_at, anyway=True))
    if (known := submitted(ledger, request)) is not None:
        return known
    ledger.settle(slot)
    ledger.require(slot, party, anyway=True)
    room = ledger.room(slot, limited=False)
    over = max(0, party - room)
    detail = {"reason": why, "over": over, "capacity": slot.capacity if slot.planned is None else slot.planned, "party": party}
    if over:
        slot.planned = slot.capacity if slot.planned is None else slot.planned
        slot.capacity = slot.taken + party
    ledger.take(slot, booked=party)
    booking = enter(ledger, slot, request, people, reason=why)
    ledger.audit("override", "slot", slot.id, booking=booking.id, **detail)
    return booking


def _reason(reason: str) -> str:
    tidy = " ".join(reason.split())
    if not tidy:
        raise InvalidInput("Please give a reason.")
    return tidy[:500]
