"""One transaction's work on tour times: locks, counts places, makes the offers that freed places allow, writes what happened.

Every change of a slot's counts, of its holds, its bookings and its waitlist is made while the slot's row is locked (SQLite: in
the one write transaction there is). Nothing is changed before it is known that it can be: a turn goes on after a refusal.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.errors import AdmissionsError, Conflict, NotFound, SlotClosed, SlotFull, Stale
from bot.school.content import School
from bot.school.school_file import TourKind
from bot.tours.announcing import Announce, Change, ChangeKind, HearsAt, Standing, hears_at_once
from bot.tours.availability import is_in_reach, opening_at
from bot.tours.guides import Engagement, engagement, free_guide
from bot.tours.models import Booking, BookingChange, Hold, Slot, WaitlistEntry

_RULES_LOCK = 7_215_312
"""Any fixed number: on PostgreSQL bookings that can close other times (guides, buffers, daily limits) go one by one."""
_ATTEMPTS = 5
_TOGETHER = timedelta(days=2)
"""No tour with its buffers lasts longer, so nothing further away can clash."""


class Places(NamedTuple):
    """Places in a tour time."""

    booked: int = 0
    held: int = 0


@dataclass
class Ledger:
    """The books of the tours, open for one transaction."""

    session: Session
    school: School
    announce: Announce
    now: datetime
    actor: str
    hears_at: HearsAt = hears_at_once

    def __post_init__(self) -> None:
        self._is_sqlite = self.session.get_bind().dialect.name == "sqlite"
        self._times_depend = any(kind.keeps_times_apart or kind.daily_limit for kind in self.school.tours)
        if self._times_depend and not self._is_sqlite:
            self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _RULES_LOCK})

    # --- finding and locking -----------------------------------------------------------------------------------------

    def slots(self, *slot_ids: int) -> list[Slot]:
        """The slots, locked and fresh, in the order of the arguments."""
        found = self.session.scalars(
            select(Slot).where(Slot.id.in_(slot_ids)).order_by(Slot.id).with_for_update().execution_options(populate_existing=True)
        )
        by_id = {slot.id: slot for slot in found}
        if len(by_id) != len(set(slot_ids)):
            raise NotFound("There is no such tour time.")
        return [by_id[one] for one in slot_ids]

    def slot_id_at(self, kind: TourKind, starts_at: datetime, *, decided_at: datetime | None = None, anyway: bool = False) -> int:
        """The slot of a time that the rules open, made when there is none yet; not locked.

        ``decided_at``: when the visitor chose it, which counts for notice and horizon. ``anyway``: those do not count.
        Raises :class:`SlotClosed`.
        """
        zone = self.school.campus_of(kind).zone
        opening = opening_at(kind, zone, starts_at)
        if opening is None or starts_at <= self.now or not (anyway or is_in_reach(kind, zone, starts_at, decided_at or self.now)):
            raise SlotClosed("That time is not open for tours.")
        upsert = sqlite_insert if self._is_sqlite else postgres_insert
        self.session.execute(
            upsert(Slot)
            .values(
                tour=kind.id,
                starts_at=opening.starts_at,
                ends_at=opening.ends_at,
                time_zone=str(zone),
                capacity=opening.capacity,
                booked=0,
                held=0,
                example=self.school.has_example_tours,
            )
            .on_conflict_do_nothing(index_elements=["tour", "starts_at"])
        )
        return self.session.scalars(select(Slot.id).where(Slot.tour == kind.id, Slot.starts_at == starts_at)).one()

    def booking(self, booking_id: str, *with_slots: int) -> tuple[Booking, list[Slot]]:
        """A booking under the lock of its slot. ``with_slots`` are locked besides and come after its own."""
        for _attempt in range(_ATTEMPTS):
            slot_id = self.session.scalar(select(Booking.slot_id).where(Booking.id == booking_id))
            if slot_id is None:
                raise NotFound("There is no such booking.")
            slots = self.slots(slot_id, *with_slots)
            booking = self.session.scalars(select(Booking).where(Booking.id == booking_id).execution_options(populate_existing=True)).one()
            if booking.slot_id == slot_id:
                return booking, slots
        raise Conflict("Somebody else is just changing this booking. Please try again.")

    def entry(self, entry_id: int) -> tuple[WaitlistEntry, Slot]:
        """A place on the waitlist under the lock of its slot."""
        slot_id = self.session.scalar(select(WaitlistEntry.slot_id).where(WaitlistEntry.id == entry_id))
        if slot_id is None:
            raise NotFound("There is no such place on the waitlist.")
        (slot,) = self.slots(slot_id)
        fresh = select(WaitlistEntry).where(WaitlistEntry.id == entry_id).execution_options(populate_existing=True)
        return self.session.scalars(fresh).one(), slot

    def require_seen(self, subject: Booking | WaitlistEntry, seen: datetime | None) -> None:
        """Raises :class:`Stale` when it is known which state somebody decided on, and it is not the one that stands."""
        if seen is not None and seen != subject.updated_at:
            raise Stale("This was changed after you opened the page, so nothing was saved.")

    def hold(self, **which: Any) -> Hold | None:
        """A hold by its columns, fresh; its slot should be locked."""
        return self.session.scalars(select(Hold).filter_by(**which).execution_options(populate_existing=True)).one_or_none()

    # --- counting ----------------------------------------------------------------------------------------------------

    def room(self, slot: Slot, *, limited: bool = True) -> int:
        """Places left in a locked slot; ``limited`` counts the day's limit, too."""
        left = slot.capacity - slot.taken
        kind = self.school.tour(slot.tour)
        if limited and kind is not None and kind.daily_limit is not None:
            of_day = self.session.scalar(select(func.coalesce(func.sum(Slot.booked + Slot.held), 0)).where(*self._same_day(slot))) or 0
            left = min(left, kind.daily_limit - of_day)
        return left

    def require(self, slot: Slot, party: int, *, own: int = 0, anyway: bool = False) -> None:
        """Raises :class:`SlotClosed` or :class:`SlotFull` unless ``party`` fits. ``own``: places of it that it has already."""
        if slot.closed_at is not None or slot.starts_at <= self.now:
            raise SlotClosed("That time is not open for tours.")
        if not anyway and party > own and party - own > self.room(slot):
            raise SlotFull("That time was just taken.")
        if slot.guide is None and self._needs_guide(slot) and self._free_guide(slot) is None:
            raise SlotClosed("Nobody can show visitors round at that time.")

    def claim(self, slot: Slot, wanted: Places, *, instead: tuple[Slot, Places] | None = None) -> None:
        """Takes places in a locked slot in exchange for others, or changes nothing and raises as :meth:`require` does."""
        if instead is None:
            self.require(slot, sum(wanted))
            self.take(slot, *wanted)
            return
        old, given = instead
        if old.id == slot.id:
            self.require(slot, sum(wanted), own=sum(given))
            self.take(slot, wanted.booked - given.booked, wanted.held - given.held)
            return
        # What the party gives up may be just what it needs: the guide's time, or its places in the day's limit.
        as_it_was = old.booked, old.held, old.capacity, old.planned, old.guide
        self.take(old, -given.booked, -given.held)
        try:
            self.require(slot, sum(wanted))
        except AdmissionsError:
            old.booked, old.held, old.capacity, old.planned, old.guide = as_it_was
            self.session.flush()
            raise
        self.take(slot, *wanted)

    def take(self, slot: Slot, booked: int = 0, held: int = 0) -> None:
        """Adds to the counts of a locked slot (or takes away), and sees to its guide. Call :meth:`require` before."""
        if slot.guide is None and slot.taken + booked + held > 0 and self._needs_guide(slot):
            slot.guide = self._free_guide(slot)
        slot.booked += booked
        slot.held += held
        if slot.planned is not None:
            slot.capacity = max(slot.planned, slot.taken)
            slot.planned = slot.planned if slot.capacity > slot.planned else None
        if slot.taken == 0:
            slot.guide = None
        self.session.flush()

    # --- freed places ------------------------------------------------------------------------------------------------

    def settle(self, *slots: Slot) -> int:
        """Ends the holds and offers in locked slots whose time is over, and makes the offers that follow; how many."""
        overdue = select(Hold.slot_id).where(Hold.expires_at <= self.now)
        if not self._times_depend:
            overdue = overdue.where(Hold.slot_id.in_([slot.id for slot in slots]))
        ids = sorted(set(self.session.scalars(overdue)))
        if not ids:
            return 0
        ended = self.slots(*ids)
        for slot in ended:
            for hold in self.session.scalars(
                select(Hold).where(Hold.slot_id == slot.id, Hold.expires_at <= self.now).order_by(Hold.id)
            ).all():
                self.end_hold(hold, slot, "hold expired")
                if hold.waitlist_id is not None:
                    self.end_wait(self.session.get_one(WaitlistEntry, hold.waitlist_id), slot, "expired", "offer_expired")
        return len(self.offer_freed(*ended))

    def end_hold(self, hold: Hold, slot: Slot, how: str) -> None:
        """Gives back the places of a hold, without offering them yet."""
        self.take(slot, held=-hold.party_size)
        self.drop(hold, how)

    def drop(self, hold: Hold, how: str) -> None:
        """Deletes a hold whose places are given back or booked already."""
        self.session.delete(hold)
        self.session.flush()
        self.audit(how, "slot", hold.slot_id, party=hold.party_size, hold=hold.id)

    def end_wait(self, entry: WaitlistEntry, slot: Slot, state: str, kind: ChangeKind, *, reason: str = "") -> None:
        """Takes a party off the waitlist."""
        before = standing(entry, slot)
        entry.state, entry.updated_at, entry.offered_until = state, self.now, None
        self.note(kind, entry, slot, before, reason)

    def offer_freed(self, *slots: Slot) -> list[WaitlistEntry]:
        """Offers what is free in locked slots, first come, first served among those who fit.

        With a daily limit, places freed at one time may let in a party at another time of that day.
        """
        made: list[WaitlistEntry] = []
        seen: set[int] = set()
        for slot in slots:
            for one in self._same_day_slots(slot):
                if one.id not in seen:
                    seen.add(one.id)
                    made += self._offer_in(one)
        return made

    def _offer_in(self, slot: Slot) -> list[WaitlistEntry]:
        if self.school.tour(slot.tour) is None:
            return []  # the school no longer gives it
        waiting = self.session.scalars(
            select(WaitlistEntry).where(WaitlistEntry.slot_id == slot.id, WaitlistEntry.state == "waiting").order_by(WaitlistEntry.id)
        ).all()
        made: list[WaitlistEntry] = []
        ahead: list[WaitlistEntry] = []
        for entry in waiting:
            try:
                self.require(slot, entry.party_size)
            except SlotFull:
                ahead.append(entry)
                continue
            except SlotClosed:
                break
            for passed in ahead:
                passed.passed_over += 1
                passed.updated_at = self.now
                as_it_is = standing(passed, slot)
                self.note("passed_over", passed, slot, as_it_is, f"the places fitted a party of {entry.party_size}")
            self._offer(entry, slot)
            made.append(entry)
        return made

    def _offer(self, entry: WaitlistEntry, slot: Slot) -> None:
        before = standing(entry, slot)
        heard_at = self.hears_at(self.session, entry, self.now)
        until = min(heard_at + timedelta(hours=self.school.file.tours.offer_hours), slot.starts_at)
        self.take(slot, held=entry.party_size)
        entry.state, entry.offered_until, entry.updated_at = "offered", until, self.now
        self.session.add(
            Hold(
                id=new_id(),
                slot_id=slot.id,
                form="offer",
                waitlist_id=entry.id,
                party_size=entry.party_size,
                created_at=self.now,
                expires_at=until,
            )
        )
        self.note("offered", entry, slot, before)

    # --- writing what happened ---------------------------------------------------------------------------------------

    def note(
        self, what: ChangeKind, subject: Booking | WaitlistEntry, slot: Slot, before: Standing | None, reason: str = "", **detail: Any
    ) -> None:
        """Writes a change into history and audit log and announces it: once each."""
        after = standing(subject, slot)
        self.session.flush()
        if isinstance(subject, Booking):
            self.session.add(
                BookingChange(
                    booking_id=subject.id,
                    what=what,
                    from_state=before.state if before else None,
                    to_state=after.state,
                    from_slot_id=before.slot_id if before else None,
                    to_slot_id=after.slot_id,
                    from_party=before.party_size if before else None,
                    to_party=after.party_size,
                    actor=self.actor,
                    reason=reason,
                    at=self.now,
                )
            )
            on = "booking"
        else:
            on = "waitlist"
        told = {"party": after.party_size, "starts_at": after.starts_at.isoformat()} | detail
        if before is not None and before.starts_at != after.starts_at:
            told["from"] = before.starts_at.isoformat()
        if before is not None and before.party_size != after.party_size:
            told["from_party"] = before.party_size
        self.audit(what, on, subject.id, **told)
        self.announce(self.session, Change(what, subject, before, after, self.actor, self.now, reason))
        self.session.flush()

    def audit(self, action: str, on: str, object_id: str | int, **detail: Any) -> None:
        """Adds an audit row of this transaction's actor."""
        record(self.session, at=self.now, actor=self.actor, action=action.replace("_", " "), on=on, object_id=str(object_id), detail=detail)

    # --- the day -----------------------------------------------------------------------------------------------------

    def _same_day(self, slot: Slot) -> Iterable[Any]:
        kind = self.school.tour(slot.tour)
        assert kind is not None
        zone = self.school.campus_of(kind).zone
        day = slot.starts_at.astimezone(zone).date()
        midnight = datetime.combine(day, time(), zone).astimezone(UTC)
        next_midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        return Slot.tour == slot.tour, Slot.starts_at >= midnight, Slot.starts_at < next_midnight

    def _same_day_slots(self, slot: Slot) -> list[Slot]:
        kind = self.school.tour(slot.tour)
        if kind is None or kind.daily_limit is None:
            return [slot]
        ids = self.session.scalars(select(Slot.id).where(*self._same_day(slot)).order_by(Slot.starts_at)).all()
        return self.slots(*ids)

    def _needs_guide(self, slot: Slot) -> bool:
        kind = self.school.tour(slot.tour)
        return kind is not None and kind.keeps_times_apart

    def _free_guide(self, slot: Slot) -> str | None:
        kind = self.school.tour(slot.tour)
        return free_guide(self.school, kind, slot.starts_at, slot.ends_at, self._busy_around(slot)) if kind else None

    def _busy_around(self, slot: Slot) -> list[Engagement]:
        return engagements(self.session, self.school, slot.starts_at - _TOGETHER, slot.ends_at + _TOGETHER)


def engagements(session: Session, school: School, first: datetime, last: datetime) -> list[Engagement]:
    """Who is busy when, among tours that start between two moments."""
    led = session.execute(
        select(Slot.tour, Slot.guide, Slot.starts_at, Slot.ends_at).where(Slot.guide.is_not(None), Slot.starts_at.between(first, last))
    )
    return [engagement(school.tour(row.tour), row.guide, row.starts_at, row.ends_at) for row in led]


def standing(subject: Booking | WaitlistEntry, slot: Slot) -> Standing:
    """How a booking or an entry stands in its slot."""
    return Standing(subject.state, slot.id, slot.starts_at, subject.party_size)


def new_id() -> str:
    """The id of a booking or a hold."""
    return uuid.uuid4().hex
