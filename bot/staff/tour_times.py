"""What the pages of one tour time and of one booking show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.audit.models import AuditRow
from bot.clock import Clock
from bot.db.database import Database
from bot.errors import NotFound
from bot.leads.listing import LeadRow, identities_of, load
from bot.leads.models import Contact, Identity, Lead
from bot.leads.query import LeadQuery, conditions, visible_lead, visible_to
from bot.leads.timeline import actor_names
from bot.reminders.models import Call
from bot.reminders.reach import Reach
from bot.school.content import School
from bot.staff.agenda import AgendaDesk, TourTime
from bot.staff.paging import PAGE_SIZE, Page, within
from bot.staff.parties import Party, parties_of, party_of
from bot.staff.roles import Member, Permission
from bot.tours.models import Booking, BookingChange, Slot, WaitlistEntry
from bot.tours.service import OpenTime, Tours
from bot.tours.staff_edits import fingerprint
from bot.tours.waitlist import LIVE

_DEEDS = ("capacity changed", "closed", "reopened", "override")
_NEWEST = 50
_FOUND = 10


@dataclass(frozen=True)
class Waiting:
    """A party on the waitlist. Of a colleague's lead there is no name."""

    entry: WaitlistEntry
    place: int
    """From 1, among those who still queue; 0 for the others."""
    lead_id: str | None
    name: str | None
    identities: Sequence[Identity]
    why_no_email: str | None

    @property
    def is_live(self) -> bool:
        """Whether it can still come to a booking."""
        return self.entry.state in LIVE


@dataclass(frozen=True)
class Step:
    """One line of a history: what became of a booking, or what staff did to the time. ``what`` is the row it is about."""

    at: datetime
    who: str
    what: BookingChange | AuditRow
    reference: str = ""
    name: str | None = None
    is_hidden: bool = False
    from_slot: Slot | None = None
    to_slot: Slot | None = None


@dataclass(frozen=True)
class Closing:
    """Whom closing a time would concern: families with a booking, and parties that queue."""

    families: int
    people: int
    families_by_email: int
    queuing: int
    queuing_by_email: int
    seen: str
    """Tells whether it is still these families when it comes to it."""

    @property
    def to_call(self) -> int:
        """How many of them somebody would have to call."""
        return self.families - self.families_by_email + self.queuing - self.queuing_by_email


@dataclass(frozen=True)
class SlotDetail:
    """One tour time with everything about it."""

    time: TourTime
    has_begun: bool
    parties: Page[Party]
    queue: Page[Waiting]
    steps: Page[Step]
    deeds: Sequence[Step]
    closing: Closing
    chosen: LeadRow | None
    """The lead that a booking by hand is for."""
    found: Sequence[LeadRow]
    """Leads that a search for one found."""


@dataclass(frozen=True)
class BookingDetail:
    """One booking with its time, its history, and where it could be moved."""

    party: Party
    time: TourTime
    has_begun: bool
    steps: Sequence[Step]
    calls: Sequence[Call]
    why_no_email: str | None
    others: Sequence[OpenTime]
    """Times of the same kind with room for the party."""


class TourTimes:
    """Reads one time, or one booking. A booking of a lead that the member may not see is answered as one that does not exist."""

    def __init__(self, database: Database, clock: Clock, school: School, agenda: AgendaDesk, tours: Tours, reach: Reach) -> None:
        self._database = database
        self._clock = clock
        self._school = school
        self._agenda = agenda
        self._tours = tours
        self._reach = reach

    def slot(self, member: Member, key: str, *, pages: tuple[int, int, int] = (1, 1, 1), lead_id: str = "", find: str = "") -> SlotDetail:
        """A time. ``pages``: of its parties, its waitlist and its history. Raises :class:`NotFound`."""
        member.require(Permission.SEE_TOURS)
        now = self._clock()
        may_book = member.may(Permission.CHANGE_TOURS)
        with self._database.read() as session:
            time = self._agenda.find(session, key)
            chosen = load(session, [visible_lead(session, member, lead_id).id], now)[0] if lead_id and may_book else None
            found = self._leads(session, member, find, now) if find and may_book and chosen is None else []
            if time.slot_id is None:
                nobody = Closing(0, 0, 0, 0, 0, fingerprint(()))
                return SlotDetail(time, False, Page([], 1, 0), Page([], 1, 0), Page([], 1, 0), [], nobody, chosen, found)
            return SlotDetail(
                time=time,
                has_begun=time.starts_at <= now,
                parties=self._parties(session, member, time.slot_id, pages[0]),
                queue=self._queue(session, member, time.slot_id, pages[1], now),
                steps=self._steps(session, member, time.slot_id, pages[2]),
                deeds=_deeds(session, time.slot_id),
                closing=self._closing(session, time.slot_id, now),
                chosen=chosen,
                found=found,
            )

    def booking(self, member: Member, booking_id: str) -> BookingDetail:
        """A booking. Raises :class:`NotFound`."""
        member.require(Permission.SEE_TOURS)
        now = self._clock()
        with self._database.read() as session:
            party = party_of(session, member, booking_id)
            if party is None or party.is_hidden:
                raise NotFound("There is no such booking, or it belongs to a colleague’s lead.")
            slot = session.get_one(Slot, party.booking.slot_id)
            changes = select(BookingChange).where(BookingChange.booking_id == booking_id).order_by(BookingChange.id.desc())
            calls = select(Call).where(Call.booking_id == booking_id, Call.outcome.is_(None)).order_by(Call.id)
            detail: dict[str, Any] = {
                "party": party,
                "time": self._agenda.of_slot(slot),
                "has_begun": slot.starts_at <= now,
                "steps": _told(session, member, session.scalars(changes.limit(_NEWEST)).all()),
                "calls": session.scalars(calls).all(),
                "why_no_email": self._reach.why_not(session, party.booking, now),
            }
        may_move = party.booking.state == "booked" and slot.starts_at > now and member.may(Permission.CHANGE_TOURS)
        return BookingDetail(**detail, others=self._others(slot, party.booking.party_size, now) if may_move else [])

    def _others(self, slot: Slot, party: int, now: datetime) -> list[OpenTime]:
        kind = self._school.tour(slot.tour)
        if kind is None:
            return []
        at_any_notice = kind.model_copy(update={"notice_hours": 0})  # notice is for visitors
        return [one for one in self._tours.open_times(now, party=party, kind=at_any_notice) if one.starts_at != slot.starts_at]

    def _leads(self, session: Session, member: Member, find: str, now: datetime) -> list[LeadRow]:
        query = LeadQuery.parse({"search": find})
        ids = session.scalars(
            select(Lead.id)
            .join(Contact, Contact.id == Lead.contact_id)
            .where(*conditions(query, member, now))
            .order_by(Lead.created_at.desc(), Lead.id)
            .limit(_FOUND)
        ).all()
        return load(session, ids, now)

    def _parties(self, session: Session, member: Member, slot_id: int, page: int) -> Page[Party]:
        total = session.scalar(select(func.count()).where(Booking.slot_id == slot_id)) or 0
        number = within(page, total)
        return Page(parties_of(session, member, [slot_id], limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE), number, total)

    def _queue(self, session: Session, member: Member, slot_id: int, page: int, now: datetime) -> Page[Waiting]:
        """Those who queue in their order, then those who did."""
        live = WaitlistEntry.state.in_(LIVE)
        here = WaitlistEntry.slot_id == slot_id
        total = session.scalar(select(func.count()).where(here)) or 0
        queuing = session.scalar(select(func.count()).where(here, live)) or 0
        number = within(page, total)
        first = (number - 1) * PAGE_SIZE
        rows = session.execute(
            select(WaitlistEntry, Lead.id, Lead.contact_id, Contact.name)
            .outerjoin(Lead, (Lead.id == WaitlistEntry.lead_id) & visible_to(member))
            .outerjoin(Contact, Contact.id == Lead.contact_id)
            .where(here)
            .order_by(live.desc(), WaitlistEntry.id)
            .limit(PAGE_SIZE)
            .offset(first)
        ).all()
        reached = self._reach.of_all(session, [entry for entry, *_rest in rows], now)
        identities = identities_of(session, {contact_id for _entry, _lead, contact_id, _name in rows if contact_id})
        found = [
            Waiting(
                entry,
                first + index + 1 if first + index < queuing else 0,
                lead_id,
                name,
                identities.get(contact_id, []),
                reached[index],
            )
            for index, (entry, lead_id, contact_id, name) in enumerate(rows)
        ]
        return Page(found, number, total)

    def _steps(self, session: Session, member: Member, slot_id: int, page: int) -> Page[Step]:
        here = or_(BookingChange.to_slot_id == slot_id, BookingChange.from_slot_id == slot_id)
        total = session.scalar(select(func.count()).where(here)) or 0
        number = within(page, total)
        rows = session.scalars(
            select(BookingChange).where(here).order_by(BookingChange.id.desc()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
        ).all()
        return Page(_told(session, member, rows), number, total)

    def _closing(self, session: Session, slot_id: int, now: datetime) -> Closing:
        booked = session.scalars(select(Booking).where(Booking.slot_id == slot_id, Booking.state == "booked")).all()
        queuing = session.scalars(select(WaitlistEntry).where(WaitlistEntry.slot_id == slot_id, WaitlistEntry.state.in_(LIVE))).all()
        reached = self._reach.of_all(session, [*booked, *queuing], now)
        return Closing(
            families=len(booked),
            people=sum(row.party_size for row in booked),
            families_by_email=reached[: len(booked)].count(None),
            queuing=len(queuing),
            queuing_by_email=reached[len(booked) :].count(None),
            seen=fingerprint(row.id for row in booked),
        )


def _told(session: Session, member: Member, changes: Sequence[BookingChange]) -> list[Step]:
    bookings = {
        booking.id: (booking, lead_id, name)
        for booking, lead_id, name in session.execute(
            select(Booking, Lead.id, Contact.name)
            .outerjoin(Lead, (Lead.id == Booking.lead_id) & visible_to(member))
            .outerjoin(Contact, Contact.id == Lead.contact_id)
            .where(Booking.id.in_({one.booking_id for one in changes}))
        )
    }
    slot_ids = {slot_id for one in changes for slot_id in (one.from_slot_id, one.to_slot_id) if slot_id}
    slots = {slot.id: slot for slot in session.scalars(select(Slot).where(Slot.id.in_(slot_ids)))}
    names = actor_names(session, [one.actor for one in changes])
    steps = []
    for one in changes:
        booking, lead_id, name = bookings[one.booking_id]
        hidden = booking.lead_id is not None and lead_id is None
        before = slots.get(one.from_slot_id or 0) if one.from_slot_id != one.to_slot_id else None
        after = slots[one.to_slot_id] if before is not None else None
        steps.append(Step(one.at, names[one.actor], one, booking.reference, name, hidden, before, after))
    return steps


def _deeds(session: Session, slot_id: int) -> list[Step]:
    rows = session.scalars(
        select(AuditRow)
        .where(AuditRow.object_type == "slot", AuditRow.object_id == str(slot_id), AuditRow.action.in_(_DEEDS))
        .order_by(AuditRow.id.desc())
        .limit(_NEWEST)
    ).all()
    names = actor_names(session, [row.actor for row in rows])
    return [Step(row.at, names[row.actor], row) for row in rows]
