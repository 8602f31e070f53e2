"""The parties of tour times as staff see them: a colleague's lead stays a party without a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from bot.leads.listing import identities_of
from bot.leads.models import Contact, Identity, Lead
from bot.leads.query import visible_to
from bot.staff.roles import Member
from bot.tours.models import Attendee, Booking


@dataclass(frozen=True)
class Party:
    """A booking with who comes. Of a colleague's lead only what the tour itself needs is there."""

    booking: Booking
    lead_id: str | None
    name: str | None
    program: str | None
    attendees: Sequence[Attendee]
    identities: Sequence[Identity]
    guide_question: str | None

    @property
    def is_hidden(self) -> bool:
        """Whether it belongs to a lead that the member may not see."""
        return self.booking.lead_id is not None and self.lead_id is None

    @property
    def is_coming(self) -> bool:
        """Whether it has a place."""
        return self.booking.state != "cancelled"


def parties_of(session: Session, member: Member, slot_ids: Collection[int], *, limit: int | None = None, offset: int = 0) -> list[Party]:
    """Those who come, in the order of their bookings, then those who cancelled."""
    rows = _parties(member).where(Booking.slot_id.in_(slot_ids))
    cancelled = case((Booking.state == "cancelled", 1), else_=0)
    rows = rows.order_by(Booking.slot_id, cancelled, Booking.created_at, Booking.id).limit(limit).offset(offset or None)
    return _filled(session, session.execute(rows).all())


def party_of(session: Session, member: Member, booking_id: str) -> Party | None:
    """One party."""
    found = _filled(session, session.execute(_parties(member).where(Booking.id == booking_id)).all())
    return found[0] if found else None


def _parties(member: Member) -> Select[Booking, str, str, str, str | None]:
    return (
        select(Booking, Lead.id, Lead.contact_id, Contact.name, Lead.program)
        .outerjoin(Lead, (Lead.id == Booking.lead_id) & visible_to(member))
        .outerjoin(Contact, Contact.id == Lead.contact_id)
    )


def _filled(session: Session, rows: Sequence[Any]) -> list[Party]:
    open_ones = [booking.id for booking, lead_id, *_rest in rows if booking.lead_id is None or lead_id is not None]
    attendees: dict[str, list[Attendee]] = defaultdict(list)
    for one in session.scalars(select(Attendee).where(Attendee.booking_id.in_(open_ones)).order_by(Attendee.id)):
        attendees[one.booking_id].append(one)
    identities = identities_of(session, {contact_id for _booking, _lead, contact_id, *_rest in rows if contact_id})
    return [
        Party(
            booking,
            lead_id,
            name,
            program,
            attendees[booking.id],
            identities.get(contact_id, []),
            booking.guide_question if booking.id in open_ones else None,
        )
        for booking, lead_id, contact_id, name, program in rows
    ]
