"""The queue for a full tour time: who waits, who is offered a freed place, who takes it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.errors import Conflict, InvalidInput, OfferOver
from bot.school.school_file import TourKind
from bot.tours.bookings import Request, checked_party, enter
from bot.tours.ledger import Ledger, Places, standing
from bot.tours.models import Booking, Slot, WaitlistEntry
from bot.tours.origin import accepted
from bot.tours.people import People, as_rows, from_rows

LIVE = ("waiting", "offered")
"""States of an entry that can still come to a booking."""


def join(ledger: Ledger, kind: TourKind, starts_at: datetime, request: Request, *, another_address: bool = False) -> WaitlistEntry:
    """Puts a party at the end of the queue; who queues already keeps the place, unless more people come.

    ``another_address``: a conversation that queues already is to be written to elsewhere. What is offered to it stays so, for as many.
    Raises :class:`SlotClosed`, :class:`Conflict` when there is room (it can be booked), :class:`InvalidInput` for a party that
    the time could never take.
    """
    party = checked_party(request.party)
    known = ledger.session.scalar(select(WaitlistEntry).where(WaitlistEntry.submission == request.submission))
    if known is not None:
        return known
    (slot,) = ledger.slots(ledger.slot_id_at(kind, starts_at))
    ledger.settle(slot)
    if request.conversation_id is not None:
        queues = select(WaitlistEntry).where(
            WaitlistEntry.slot_id == slot.id, WaitlistEntry.conversation_id == request.conversation_id, WaitlistEntry.state.in_(LIVE)
        )
        known = ledger.session.scalar(queues.limit(1))
    if known is not None and (party <= known.party_size or known.state == "offered"):
        return _ask_again(ledger, known, slot, request, another_address=another_address)
    if party > slot.capacity or (kind.daily_limit is not None and party > kind.daily_limit):
        raise InvalidInput("That time has fewer places than the party has people.")
    ledger.require(slot, party, anyway=True)
    if ledger.room(slot) >= party:
        raise Conflict("There is room at that time; it can be booked.")
    attendees = as_rows(request.people.checked(party).attendees)
    if known is not None:
        withdraw(ledger, known.id)
    entry = WaitlistEntry(
        slot_id=slot.id,
        lead_id=request.lead_id,
        conversation_id=request.conversation_id,
        submission=request.submission,
        party_size=party,
        state="waiting",
        passed_over=0,
        attendees=attendees,
        created_at=ledger.now,
        updated_at=ledger.now,
    )
    ledger.session.add(entry)
    ledger.session.flush()
    ledger.note("waitlisted", entry, slot, None)
    return entry


def _ask_again(ledger: Ledger, entry: WaitlistEntry, slot: Slot, request: Request, *, another_address: bool) -> WaitlistEntry:
    """A party that queues already, as it wants to now: it keeps its place, or the offer that it has."""
    party = min(request.party, entry.party_size)
    if party == entry.party_size and not another_address:
        return entry
    named = request.people.attendees or from_rows(entry.attendees)
    attendees = as_rows(People(named).checked(party).attendees) if len(named) <= party else None
    before, hold = standing(entry, slot), ledger.hold(waitlist_id=entry.id)
    if hold is not None and entry.offered_until is not None:
        # A second earlier, so that the links of the letter that went elsewhere open nothing any more.
        hold.expires_at = entry.offered_until = entry.offered_until - timedelta(seconds=1)
        hold.party_size = party
        ledger.take(slot, held=party - entry.party_size)
    entry.party_size, entry.attendees = party, attendees
    entry.created_at = entry.updated_at = ledger.now
    ledger.note("rejoined", entry, slot, before)
    ledger.offer_freed(slot)
    return entry


def accept(ledger: Ledger, entry_id: int, people: People) -> Booking:
    """Turns an offer into a booking; accepting twice books once. Who was named on joining comes, unless ``people`` tell anew.

    Raises :class:`OfferOver` when the offer does not stand (any more).
    """
    entry, slot = ledger.entry(entry_id)
    if entry.state == "accepted":
        return ledger.session.get_one(Booking, entry.booking_id)
    hold = ledger.hold(waitlist_id=entry.id)
    if entry.state != "offered" or hold is None or hold.expires_at <= ledger.now or slot.starts_at <= ledger.now:
        raise OfferOver("This offer is over.")
    told = people if people != People() else People(from_rows(entry.attendees))
    checked = told.checked(entry.party_size)
    ledger.claim(slot, Places(booked=entry.party_size), instead=(slot, Places(held=entry.party_size)))
    ledger.drop(hold, "hold used")
    request = Request(entry.party_size, accepted(entry.id), entry.conversation_id, entry.lead_id)
    booking = enter(ledger, slot, request, checked)
    entry.booking_id = booking.id
    ledger.end_wait(entry, slot, "accepted", "accepted")
    return booking


def withdraw(ledger: Ledger, entry_id: int, *, reason: str = "", seen: datetime | None = None) -> bool:
    """Takes a party off the queue, declining the offer it may have; false when it does not queue any more."""
    entry, slot = ledger.entry(entry_id)
    if entry.state not in LIVE:
        return False
    ledger.settle(slot)
    if entry.state not in LIVE:
        return False
    ledger.require_seen(entry, seen)
    hold = ledger.hold(waitlist_id=entry.id)
    if hold is not None:
        ledger.end_hold(hold, slot, "hold released")
    ledger.end_wait(entry, slot, "withdrawn", "withdrawn", reason=reason)
    # Also when it only waited: what is free may fit the next, who stood behind.
    ledger.offer_freed(slot)
    return True


def go_on(ledger: Ledger, slot_id: int) -> int:
    """Ends what is over in a slot and offers what is free; how many offers it made. The queue of a time that has begun ends."""
    (slot,) = ledger.slots(slot_id)
    made = ledger.settle(slot)
    if slot.starts_at > ledger.now and slot.closed_at is None:
        return made + len(ledger.offer_freed(slot))
    end_queue(ledger, slot_id, reason="")
    return made


def end_queue(ledger: Ledger, slot_id: int, *, reason: str) -> None:
    """Ends every entry of a slot that has begun or was closed, and the offers among them."""
    (slot,) = ledger.slots(slot_id)
    for entry in ledger.session.scalars(
        select(WaitlistEntry).where(WaitlistEntry.slot_id == slot_id, WaitlistEntry.state.in_(LIVE)).order_by(WaitlistEntry.id)
    ).all():
        hold = ledger.hold(waitlist_id=entry.id)
        if hold is not None:
            ledger.end_hold(hold, slot, "hold released")
        ledger.end_wait(entry, slot, "ended", "waitlist_ended", reason=reason)
