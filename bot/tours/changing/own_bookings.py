"""The bookings of whoever proved an e-mail address in a conversation: seeing, cancelling and moving them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.consent.service import TOUR_MESSAGES, identity_hash, refusal
from bot.errors import NotProven
from bot.leads.models import Identity, Lead
from bot.proofs.service import Proofs
from bot.school.school_file import TourKind
from bot.tours.given_address import given_address
from bot.tours.models import Booking, Slot
from bot.tours.people import people_of

if TYPE_CHECKING:
    from bot.assistant import Assistant


@dataclass(frozen=True)
class OwnBooking:
    """A booking to come, as its party may see it."""

    id: str
    reference: str
    starts_at: datetime
    party: int
    kind: TourKind
    zone: ZoneInfo


class OwnBookings:
    """What somebody may do with their bookings in the chat. Each deed looks anew whether they proved the address."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def of(self, conversation_id: str) -> list[OwnBooking]:
        """The bookings to come, in order. Raises :class:`NotProven`."""
        address = Proofs(self._assistant).proven(conversation_id)
        if address is None:
            raise NotProven("The e-mail address has to be proven first.")
        with self._assistant.database.read() as session:
            return bookings_of(self._assistant, session, address)

    def cancel(self, conversation_id: str, booking_id: str) -> bool:
        """Cancels one of them; false when it is theirs no more. Raises :class:`NotProven`."""
        if not self._is_theirs(conversation_id, booking_id):
            return False
        return self._assistant.tours.cancel(booking_id, now=self._assistant.clock(), actor=f"visitor:{conversation_id}")

    def move(self, conversation_id: str, booking_id: str, starts_at: datetime) -> OwnBooking | None:
        """Moves one of them; None when it is theirs no more.

        Raises :class:`NotProven`, and :class:`SlotFull` or :class:`SlotClosed` when the time cannot be had: then it stays where it is.
        """
        if not self._is_theirs(conversation_id, booking_id):
            return None
        self._assistant.tours.reschedule(booking_id, starts_at, now=self._assistant.clock(), actor=f"visitor:{conversation_id}")
        return next((one for one in self.of(conversation_id) if one.id == booking_id), None)

    def resize(self, conversation_id: str, booking_id: str, party: int) -> OwnBooking | None:
        """Has more or fewer come with one of them; None when it is theirs no more.

        Who was named comes still, as far as there are places. Raises :class:`NotProven`, and :class:`SlotFull` or :class:`SlotClosed`
        when so many do not fit: then it stays as it is.
        """
        if not self._is_theirs(conversation_id, booking_id):
            return None
        now, actor = self._assistant.clock(), f"visitor:{conversation_id}"
        with self._assistant.database.write() as session:
            known = people_of(session, session.get_one(Booking, booking_id))
            coming = replace(known, attendees=tuple(known.attendees)[:party])
            self._assistant.tours.change_party(booking_id, party, coming, now=now, actor=actor)
        return next((one for one in self.of(conversation_id) if one.id == booking_id), None)

    def are_told(self, conversation_id: str) -> bool:
        """True when an e-mail about a change may and can go to the proven address."""
        address = Proofs(self._assistant).proven(conversation_id)
        if address is None or not self._assistant.settings.sends_mail:
            return False
        with self._assistant.database.read() as session:
            hashed = identity_hash(self._assistant.secret_key, address)
            return refusal(session, hashed, TOUR_MESSAGES, self._assistant.clock()) is None

    def have_a_phone_only(self, conversation_id: str) -> bool:
        """True when all that this very conversation has booked was booked with a phone number."""
        with self._assistant.database.read() as session:
            made_here = _to_come(self._assistant.clock()).where(Booking.conversation_id == conversation_id)
            found = session.scalars(made_here.with_only_columns(Booking)).all()
            return bool(found) and all(given_address(session, self._assistant.secret_key, one) is None for one in found)

    def _is_theirs(self, conversation_id: str, booking_id: str) -> bool:
        return any(one.id == booking_id for one in self.of(conversation_id))


def bookings_of(assistant: Assistant, session: Session, address: str) -> list[OwnBooking]:
    """The bookings to come that were made with an e-mail address, in order."""
    typed = select(Identity.contact_id).where(Identity.kind == "email", Identity.value == address)
    possible = _to_come(assistant.clock()).join(Lead, Lead.id == Booking.lead_id).where(Lead.contact_id.in_(typed))
    found = []
    for booking, slot in session.execute(possible.order_by(Slot.starts_at, Booking.id)).all():
        kind = assistant.school.tour(slot.tour)
        if kind is not None and given_address(session, assistant.secret_key, booking) == address:
            zone = assistant.school.campus_of(kind).zone
            found.append(OwnBooking(booking.id, booking.reference, slot.starts_at, booking.party_size, kind, zone))
    return found


def _to_come(now: datetime) -> Select[Booking, Slot]:
    return select(Booking, Slot).join(Slot, Slot.id == Booking.slot_id).where(Booking.state == "booked", Slot.starts_at > now)


def chosen(bookings: Sequence[OwnBooking], booking_id: str | None) -> OwnBooking | None:
    """The booking with this id among them."""
    return next((one for one in bookings if one.id == booking_id), None)
