"""Who comes when: tour times of some days with the parties booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db.database import Database
from bot.leads.models import Contact, Lead
from bot.leads.query import visible_to
from bot.staff.roles import Member, Permission
from bot.tours.models import Booking, Slot

DAYS_A_PAGE = 14
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Party:
    """A booking; lead and name are None where the lead belongs to a colleague."""

    booking: Booking
    lead_id: str | None
    name: str | None
    program: str | None


@dataclass(frozen=True)
class Opening:
    """One tour time with the parties who come, and those who cancelled."""

    slot: Slot
    zone: ZoneInfo
    coming: Sequence[Party]
    cancelled: Sequence[Party]


@dataclass(frozen=True)
class Day:
    """The tour times of one day."""

    day: date
    openings: Sequence[Opening]


@dataclass(frozen=True)
class Agenda:
    """Some days of tours. ``after`` and ``before`` are the first days of the neighbouring pages."""

    first: date
    last: date
    days: Sequence[Day]
    before: date
    after: date
    today: date
    next_booked: date | None
    """The first later day with a booking, so that an empty page leads somewhere."""


class Tours:
    """Reads the agenda."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    def agenda(self, member: Member, first: date | None = None, *, empty_too: bool = False) -> Agenda:
        """Two weeks of campus days from ``first`` (today): times with bookings, or with ``empty_too`` all times."""
        member.require(Permission.SEE_TOURS)
        today = self._clock().astimezone(self._zone).date()
        first = min(max(first or today, EARLIEST), LATEST)
        end = first + timedelta(days=DAYS_A_PAGE)
        with self._database.read() as session:
            slots = session.scalars(
                select(Slot)
                .where(Slot.starts_at >= self._midnight(first), Slot.starts_at < self._midnight(end))
                .order_by(Slot.starts_at, Slot.tour)
            ).all()
            parties = _parties(session, member, [slot.id for slot in slots])
            later = session.scalar(
                select(Slot.starts_at)
                .join(Booking, Booking.slot_id == Slot.id)
                .where(Slot.starts_at >= self._midnight(end), Booking.state != "cancelled")
                .order_by(Slot.starts_at)
                .limit(1)
            )
        days: dict[date, list[Opening]] = defaultdict(list)
        for slot in slots:
            own = parties[slot.id]
            if own or empty_too:
                coming = [party for party in own if party.booking.state != "cancelled"]
                cancelled = [party for party in own if party.booking.state == "cancelled"]
                opening = Opening(slot, ZoneInfo(slot.time_zone), coming, cancelled)
                days[slot.starts_at.astimezone(self._zone).date()].append(opening)
        return Agenda(
            first=first,
            last=end - timedelta(days=1),
            days=[Day(day, openings) for day, openings in days.items()],
            before=first - timedelta(days=DAYS_A_PAGE),
            after=end,
            today=today,
            next_booked=later.astimezone(self._zone).date() if later else None,
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone)


def _parties(session: Session, member: Member, slot_ids: Sequence[int]) -> dict[int, list[Party]]:
    grouped: dict[int, list[Party]] = defaultdict(list)
    for booking, lead_id, name, program in session.execute(
        select(Booking, Lead.id, Contact.name, Lead.program)
        .outerjoin(Lead, (Lead.id == Booking.lead_id) & visible_to(member))
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .where(Booking.slot_id.in_(slot_ids))
        .order_by(Booking.created_at, Booking.id)
    ):
        grouped[booking.slot_id].append(Party(booking, lead_id, name, program))
    return grouped
