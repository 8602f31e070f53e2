"""Rows of the lead list, each with what the list shows of it, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.consent.models import Consent
from bot.consent.service import standing
from bot.conversations.models import Conversation
from bot.leads.models import Contact, Identity, Lead
from bot.leads.query import last_activity
from bot.staff.models import StaffUser
from bot.tours.models import Booking, Slot


@dataclass(frozen=True)
class TourTime:
    """The visit that matters most: the next one, else the last one."""

    starts_at: datetime
    zone: ZoneInfo
    example: bool
    state: str
    reference: str
    party_size: int
    upcoming: bool


@dataclass(frozen=True)
class LeadRow:
    """A lead with its person, owner, tour and consents."""

    lead: Lead
    name: str
    owner_name: str | None
    active_at: datetime
    emails: Sequence[str]
    phones: Sequence[str]
    others: Sequence[tuple[str, str]]
    """Identities on messaging channels: kind and value."""
    tour: TourTime | None
    consents: Sequence[tuple[str, bool]]
    """For each purpose that was asked for, whether they may be written to for it now."""


def load(session: Session, lead_ids: Collection[str], now: datetime) -> list[LeadRow]:
    """These leads in the given order; ids that are gone are left out."""
    found = {
        row.Lead.id: row
        for row in session.execute(
            select(Lead, Contact.name, StaffUser.name.label("owner_name"), last_activity.label("active_at"))
            .join(Contact, Contact.id == Lead.contact_id)
            .outerjoin(Conversation, Conversation.id == Lead.conversation_id)
            .outerjoin(StaffUser, StaffUser.id == Lead.owner_id)
            .where(Lead.id.in_(lead_ids))
        )
    }
    contacts = {row.Lead.contact_id for row in found.values()}
    identities = identities_of(session, contacts)
    consents = standing(session, contacts, now)
    bookings = bookings_of(session, found)
    rows = []
    for lead_id in lead_ids:
        if (row := found.get(lead_id)) is None:
            continue
        own = identities[row.Lead.contact_id]
        rows.append(
            LeadRow(
                lead=row.Lead,
                name=row.name,
                owner_name=row.owner_name,
                active_at=row.active_at,
                emails=[one.value for one in own if one.kind == "email"],
                phones=[one.value for one in own if one.kind == "phone"],
                others=[(one.kind, one.value) for one in own if one.kind not in ("email", "phone")],
                tour=tour_time(bookings[lead_id], now),
                consents=consents.get(row.Lead.contact_id, []),
            )
        )
    return rows


def identities_of(session: Session, contact_ids: Collection[str]) -> dict[str, list[Identity]]:
    """The contacts' identities, oldest first."""
    grouped: dict[str, list[Identity]] = defaultdict(list)
    for one in session.scalars(select(Identity).where(Identity.contact_id.in_(contact_ids)).order_by(Identity.id)):
        grouped[one.contact_id].append(one)
    return grouped


def consents_of(session: Session, contact_ids: Collection[str]) -> dict[str, list[Consent]]:
    """The contacts' consent receipts, newest first."""
    grouped: dict[str, list[Consent]] = defaultdict(list)
    for one in session.scalars(select(Consent).where(Consent.contact_id.in_(contact_ids)).order_by(Consent.id.desc())):
        if one.contact_id is not None:
            grouped[one.contact_id].append(one)
    return grouped


def bookings_of(session: Session, lead_ids: Collection[str]) -> dict[str, list[tuple[Booking, Slot]]]:
    """The leads' bookings with their slots, by time of the visit."""
    grouped: dict[str, list[tuple[Booking, Slot]]] = defaultdict(list)
    for booking, slot in session.execute(
        select(Booking, Slot)
        .join(Slot, Slot.id == Booking.slot_id)
        .where(Booking.lead_id.in_(lead_ids))
        .order_by(Slot.starts_at, Booking.id)
    ):
        if booking.lead_id is not None:
            grouped[booking.lead_id].append((booking, slot))
    return grouped


def tour_time(bookings: Sequence[tuple[Booking, Slot]], now: datetime) -> TourTime | None:
    """The next visit booked; without one the last that took place or was booked; without one the last cancelled."""
    upcoming = [pair for pair in bookings if pair[0].state == "booked" and pair[1].starts_at >= now]
    kept = [pair for pair in bookings if pair[0].state != "cancelled"]
    chosen = upcoming[:1] or kept[-1:] or list(bookings[-1:])
    if not chosen:
        return None
    booking, slot = chosen[0]
    return TourTime(
        starts_at=slot.starts_at,
        zone=ZoneInfo(slot.time_zone),
        example=slot.example,
        state=booking.state,
        reference=booking.reference,
        party_size=booking.party_size,
        upcoming=bool(upcoming),
    )
