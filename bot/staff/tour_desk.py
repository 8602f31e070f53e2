"""What staff do with tours. Each method is one transaction, checks the member's role, and leaves its history and audit rows.

A booking of a lead that the member may not see is answered as one that does not exist; only whether it came can be noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.audit import service as audit
from bot.clock import Clock
from bot.conversations.language import speaking
from bot.conversations.thread import language_held_in
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotFound, OfferOver, SlotClosed, SlotFull
from bot.leads.models import Lead
from bot.leads.query import printable, visible_lead
from bot.reminders.calls import end_calls
from bot.reminders.models import PlannedMessage
from bot.school.content import School
from bot.staff.agenda import AgendaDesk
from bot.staff.roles import Member, Permission
from bot.tours.models import Booking, Slot, WaitlistEntry
from bot.tours.people import People
from bot.tours.service import Tours

LONGEST_REASON = 500
LARGEST_PARTY = 10_000
VISITS = ("attended", "no_show", "undo")
Visit = Literal["attended", "no_show", "undo"]


class NoRoom(Conflict):
    """There are too few places; whoever may override can book all the same."""


@dataclass(frozen=True)
class Override:
    """That somebody means it, and why."""

    reason: str


class TourDesk:
    """The staff side of tours. ``seen`` is what the page showed: a later change raises :class:`Stale`, and nothing is done."""

    def __init__(self, database: Database, clock: Clock, school: School, agenda: AgendaDesk, tours: Tours) -> None:
        self._database = database
        self._clock = clock
        self._school = school
        self._agenda = agenda
        self._tours = tours

    # --- a time ------------------------------------------------------------------------------------------------------

    def set_capacity(self, member: Member, key: str, capacity: int, *, seen: int | None, override: Override | None = None) -> bool:
        """Sets the places of a time; false if it has so many. Raises :class:`NoRoom` below what is taken, without override."""
        member.require(Permission.CHANGE_TOURS)
        if override is not None:
            member.require(Permission.OVERRIDE_TOURS)
        with self._changing() as session:
            now = self._clock()
            time = self._agenda.find(session, key)
            if time.capacity == capacity:
                return False
            if override is None and capacity < time.booked + time.held:
                raise NoRoom(f"{time.booked + time.held} places of this time are taken, so it cannot have {capacity}.")
            how: dict[str, Any] = {"reason": _reason(override.reason) if override else "", "override": override is not None}
            self._tours.change_capacity(self._slot_id(session, key), capacity, seen=seen, now=now, actor=member.actor, **how)
        return True

    def close(self, member: Member, key: str, reason: str, *, seen: str | None = None, with_parties: bool = False) -> bool:
        """Closes a time; false if it is closed. While parties are booked it needs ``with_parties``, which cancels them."""
        member.require(Permission.CHANGE_TOURS)
        if with_parties:
            member.require(Permission.OVERRIDE_TOURS)
        why = _reason(reason, "why the time is closed")
        with self._changing() as session:
            if self._agenda.find(session, key).closed_at is not None:
                return False
            slot_id = self._slot_id(session, key)
            self._tours.close_slot(slot_id, reason=why, override=with_parties, seen=seen, now=self._clock(), actor=member.actor)
        return True

    def reopen(self, member: Member, key: str, reason: str) -> bool:
        """Opens a time that was closed; false if it is open. Bookings that were cancelled stay so."""
        member.require(Permission.CHANGE_TOURS)
        why = _reason(reason, "why the time is opened again")
        with self._changing() as session:
            time = self._agenda.find(session, key)
            if time.slot_id is None or time.closed_at is None:
                return False
            self._tours.reopen_slot(time.slot_id, reason=why, now=self._clock(), actor=member.actor)
        return True

    def book(
        self,
        member: Member,
        key: str,
        *,
        lead_id: str,
        party: int,
        people: People,
        token: str,
        told: bool,
        override: Override | None = None,
    ) -> tuple[Booking, bool]:
        """Books a party by hand, and whether that is new: the same ``token`` again books nothing.

        The notice and horizon of the kind are for visitors. Raises :class:`NoRoom` when the party does not fit, without override.
        """
        member.require(Permission.CHANGE_TOURS)
        if override is not None:
            member.require(Permission.OVERRIDE_TOURS)
        _check_size(party)
        now, submission = self._clock(), f"staff:{member.id}:{token}"
        with self._changing() as session:
            lead = visible_lead(session, member, lead_id)
            known = session.scalar(select(Booking).where(Booking.submission == submission))
            if known is not None:
                return known, False
            time = self._agenda.find(session, key)
            kind = self._school.tour(time.kind)
            if kind is None:
                raise Conflict("The school no longer gives tours of this kind.")
            who: dict[str, Any] = {"party": party, "people": people, "submission": submission, "lead_id": lead.id, "kind": kind}
            who["conversation_id"] = None  # or a hold that the visitor has in the chat would be used up
            with speaking("es" if _language(session, lead) == "es" else "en"):
                if override is not None:
                    why = _reason(override.reason)
                    booking = self._tours.override(starts_at=time.starts_at, reason=why, now=now, actor=member.actor, **who)
                else:
                    booking = self._tours.book(starts_at=time.starts_at, now=now, actor=member.actor, any_time=True, **who)
            if told:
                self._told(session, member, booking, now)
            return booking, True

    # --- a booking ---------------------------------------------------------------------------------------------------

    def cancel(self, member: Member, booking_id: str, reason: str, *, seen: datetime | None, told: bool) -> bool:
        """Cancels a booking; false if it was not booked any more. ``told``: the family knows, so that nobody has to call."""
        why = _words(reason)
        with self._at(member, booking_id) as (session, booking, slot):
            now = self._clock()
            if booking.state == "booked" and slot.starts_at <= now:
                raise Conflict("This tour has begun. Note whether they came instead.")
            if not self._tours.cancel(booking_id, reason=why, seen=seen, now=now, actor=member.actor):
                return False
            if told:
                self._told(session, member, booking, now)
        return True

    def move(self, member: Member, booking_id: str, starts_at: datetime, reason: str, *, seen: datetime | None, told: bool) -> bool:
        """Moves a booking to another time of its kind; false if it is there. Raises :class:`NoRoom`: it then stays where it was."""
        why = _words(reason)
        with self._at(member, booking_id) as (session, booking, slot):
            now = self._clock()
            if slot.starts_at == starts_at:
                return False
            how: dict[str, Any] = {"reason": why, "seen": seen, "any_time": True}
            self._tours.reschedule(booking_id, starts_at, now=now, actor=member.actor, **how)
            if told:
                self._told(session, member, booking, now)
        return True

    def change_party(self, member: Member, booking_id: str, party: int, people: People, *, seen: datetime | None, told: bool) -> bool:
        """How many come, who, and what they need; false if it is so. Raises :class:`NoRoom`: it then stays as it was."""
        _check_size(party)
        with self._at(member, booking_id) as (session, booking, _slot):
            now, before = self._clock(), booking.updated_at
            changed = self._tours.change_party(booking_id, party, people, seen=seen, now=now, actor=member.actor)
            if told:
                self._told(session, member, booking, now)
            return changed.updated_at != before

    def note_visit(self, member: Member, booking_id: str, visit: Visit, *, seen: datetime | None) -> Booking:
        """Notes whether a party came, or takes that back. Not before the tour begins."""
        member.require(Permission.CHANGE_TOURS)
        note = {"attended": self._tours.attended, "no_show": self._tours.no_show, "undo": self._tours.undo_visit}[visit]
        with self._changing():
            return note(booking_id, seen=seen, now=self._clock(), actor=member.actor)

    # --- the waitlist ------------------------------------------------------------------------------------------------

    def withdraw(self, member: Member, entry_id: int, reason: str, *, seen: datetime | None, told: bool) -> bool:
        """Takes a party off the waitlist, declining the offer it may have; false if it does not queue any more."""
        why = _reason(reason, "why they are taken off the waitlist")
        with self._queuing(member, entry_id) as (session, entry):
            now = self._clock()
            if not self._tours.withdraw(entry_id, reason=why, seen=seen, now=now, actor=member.actor):
                return False
            if told:
                self._told(session, member, entry, now)
        return True

    def accept(self, member: Member, entry_id: int) -> Booking:
        """Books the places that a party was offered and took on the phone; twice books once."""
        with self._queuing(member, entry_id) as (session, _entry):
            now = self._clock()
            booking = self._tours.accept_offer(entry_id, now=now, actor=member.actor)
            self._told(session, member, booking, now)
        return booking

    def slot_of(self, member: Member, table: type[Booking | WaitlistEntry], key: str | int) -> int:
        """The time that a booking is for, or a party queues for. Raises :class:`NotFound`."""
        member.require(Permission.SEE_TOURS)
        with self._database.read() as session:
            slot_id: int | None = session.scalar(select(table.slot_id).where(table.id == key))
        if slot_id is None:
            raise NotFound("There is no such booking, or no such place on the waitlist.")
        return slot_id

    # --- within ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _changing(self) -> Iterator[Session]:
        """One transaction, in which the service's own join; what it refuses is told in the words of the desk."""
        try:
            with self._database.write() as session, self._database.sharing(session):
                yield session
        except SlotFull as error:
            raise NoRoom("There are too few places left at that time.") from error
        except (SlotClosed, OfferOver) as error:
            raise Conflict(str(error)) from error

    @contextmanager
    def _at(self, member: Member, booking_id: str) -> Iterator[tuple[Session, Booking, Slot]]:
        member.require(Permission.CHANGE_TOURS)
        with self._changing() as session:
            found = session.execute(select(Booking, Slot).join(Slot, Slot.id == Booking.slot_id).where(Booking.id == booking_id)).first()
            if found is None:
                raise NotFound("There is no such booking.")
            booking, slot = found
            if booking.lead_id is not None:
                visible_lead(session, member, booking.lead_id)
            yield session, booking, slot

    @contextmanager
    def _queuing(self, member: Member, entry_id: int) -> Iterator[tuple[Session, WaitlistEntry]]:
        member.require(Permission.CHANGE_TOURS)
        with self._changing() as session:
            entry = session.get(WaitlistEntry, entry_id)
            if entry is None:
                raise NotFound("There is no such place on the waitlist.")
            if entry.lead_id is not None:
                visible_lead(session, member, entry.lead_id)
            yield session, entry

    def _slot_id(self, session: Session, key: str) -> int:
        """The row of a time, made when nobody has touched it yet."""
        time = self._agenda.find(session, key)
        if time.slot_id is not None:
            return time.slot_id
        return self._tours.slot_id(time.starts_at, now=self._clock(), kind=self._school.tour(time.kind))

    def _told(self, session: Session, member: Member, subject: Booking | WaitlistEntry, now: datetime) -> None:
        """Notes that the family knows: nobody has to call."""
        if end_calls(session, subject, "told", now=now, actor=member.actor):
            on = "booking" if isinstance(subject, Booking) else "waitlist"
            audit.record(session, at=now, actor=member.actor, action="told in person", on=on, object_id=str(subject.id))


def _language(session: Session, lead: Lead) -> str | None:
    """The language in which the family was written to before, or else was answered in the chat."""
    own = PlannedMessage.conversation_id == lead.conversation_id
    written: str | None = session.scalar(select(PlannedMessage.language).where(own).order_by(PlannedMessage.id.desc()).limit(1))
    return written or language_held_in(session, lead.conversation_id)


def _check_size(party: int) -> None:
    if not 1 <= party <= LARGEST_PARTY:
        raise InvalidInput(f"A party has 1 to {LARGEST_PARTY:,} people.")


def _words(text: str) -> str:
    tidy = " ".join(printable(text).split())
    if len(tidy) > LONGEST_REASON:
        raise InvalidInput(f"The reason has {len(tidy)} characters; at most {LONGEST_REASON} fit. Please shorten it.")
    return tidy


def _reason(text: str, what: str = "why this is right all the same") -> str:
    tidy = _words(text)
    if not tidy:
        raise InvalidInput(f"Please say {what}.")
    return tidy
