"""The campus tours of one school: open times, places kept and taken, the waitlist. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.database import Database
from bot.errors import NotFound
from bot.school.content import School
from bot.school.school_file import TourKind
from bot.tours import bookings, holds, staff_edits, waitlist
from bot.tours.announcing import Announce, HearsAt, announce_nothing, hears_at_once
from bot.tours.availability import Opening, openings
from bot.tours.bookings import Request
from bot.tours.erasing import forget, lock_slots_of
from bot.tours.holds import TOUR_FORM
from bot.tours.ledger import Ledger
from bot.tours.models import Booking, Hold, Slot, WaitlistEntry
from bot.tours.people import People
from bot.tours.places_left import places_left


@dataclass(frozen=True)
class OpenTime:
    """An opening with the places that are left."""

    opening: Opening
    places_left: int

    @property
    def starts_at(self) -> datetime:
        """When it starts, in UTC."""
        return self.opening.starts_at


class Tours:
    """The campus tours of one school. Every change is passed to ``announce`` once, in its transaction.

    ``hears_at`` tells when a party can hear of an offer: the time in which it may take it begins then.
    """

    def __init__(
        self, database: Database, school: School, announce: Announce = announce_nothing, hears_at: HearsAt = hears_at_once
    ) -> None:
        self._database = database
        self._school = school
        self._announce = announce
        self._hears_at = hears_at

    @property
    def default_kind(self) -> TourKind:
        """The kind that is booked when nobody says which."""
        return self._school.tours[0]

    # --- open times --------------------------------------------------------------------------------------------------

    def open_times(
        self,
        now: datetime,
        *,
        party: int = 1,
        wanted: Callable[[datetime], bool] = lambda start: True,
        limit: int = 200,
        kind: TourKind | None = None,
        conversation_id: str | None = None,
    ) -> list[OpenTime]:
        """The next times with room for ``party``, in order. ``wanted`` sees each start in campus time.

        Places that ``conversation_id`` itself holds count as free.
        """
        return list(islice((one for one in self._times(now, wanted, kind, conversation_id) if one.places_left >= party), limit))

    def full_times(
        self,
        now: datetime,
        *,
        party: int = 1,
        wanted: Callable[[datetime], bool] = lambda start: True,
        limit: int = 200,
        kind: TourKind | None = None,
        conversation_id: str | None = None,
    ) -> list[OpenTime]:
        """The next times that are too full for ``party``, but whose waitlist it could join."""
        times, most = self._times(now, wanted, kind, conversation_id), (kind or self.default_kind).daily_limit or party
        return list(islice((one for one in times if one.places_left < party <= min(one.opening.capacity, most)), limit))

    def _times(
        self, now: datetime, wanted: Callable[[datetime], bool], kind: TourKind | None, conversation_id: str | None
    ) -> list[OpenTime]:
        kind = kind or self.default_kind
        zone = self._school.campus_of(kind).zone
        possible = [one for one in openings(kind, zone, now) if wanted(one.starts_at.astimezone(zone))]
        if not possible:
            return []
        with self._database.read() as session:
            left = places_left(session, self._school, kind, possible, now, conversation_id)
        return [OpenTime(opening, places) for opening, places in left]

    # --- a visitor ---------------------------------------------------------------------------------------------------

    def hold(
        self, starts_at: datetime, party: int, conversation_id: str, now: datetime, *, form: str = TOUR_FORM, kind: TourKind | None = None
    ) -> Hold:
        """Keeps places for ``hold_minutes``; one time for each conversation and form. Choosing the same again does not prolong it.

        Raises :class:`SlotClosed` when the rules do not open that time, :class:`SlotFull` when it lacks room.
        """
        with self._ledger(now, f"visitor:{conversation_id}") as ledger:
            return holds.hold(ledger, kind or self.default_kind, starts_at, party, conversation_id=conversation_id, form=form)

    def release(self, conversation_id: str, now: datetime, *, form: str = TOUR_FORM) -> bool:
        """Gives back what a conversation holds; false when that is nothing."""
        with self._ledger(now, f"visitor:{conversation_id}") as ledger:
            return holds.release(ledger, conversation_id=conversation_id, form=form)

    def kept_until(
        self, starts_at: datetime, party: int, conversation_id: str, now: datetime, *, form: str = TOUR_FORM, kind: TourKind | None = None
    ) -> datetime | None:
        """Until when a conversation holds a time for a party of this size; None when it does not."""
        held = (
            select(Hold.expires_at)
            .join(Slot, Slot.id == Hold.slot_id)
            .where(Hold.conversation_id == conversation_id, Hold.form == form, Hold.party_size >= party, Hold.expires_at > now)
            .where(Slot.tour == (kind or self.default_kind).id, Slot.starts_at == starts_at)
        )
        with self._database.read() as session:
            return session.scalar(held)

    def book(
        self,
        *,
        starts_at: datetime,
        party: int,
        submission: str,
        now: datetime,
        conversation_id: str | None,
        lead_id: str | None,
        hold: str | None = None,
        people: People = People(),  # noqa: B008 (frozen)
        kind: TourKind | None = None,
        actor: str | None = None,
        any_time: bool = False,
    ) -> Booking:
        """Takes places for a party; the same ``submission`` again returns the first booking.

        The places of ``hold`` (by default what the conversation holds; of none with "") are used. ``any_time`` is for staff: the
        kind's notice and horizon do not count. Raises :class:`SlotClosed` when the rules do not open that time, :class:`SlotFull`
        when it lacks room.
        """
        request = Request(party, submission, conversation_id, lead_id, people)
        with self._ledger(now, actor or _visitor(conversation_id)) as ledger:
            return bookings.book(ledger, kind or self.default_kind, starts_at, request, hold_id=hold, any_time=any_time)

    def cancel(self, booking_id: str, *, now: datetime, actor: str, reason: str = "", seen: datetime | None = None) -> bool:
        """Cancels a booking and frees its places; false when it was not booked any more.

        Here and below ``seen`` is the ``updated_at`` of what was decided on: anything later raises :class:`Stale`.
        """
        with self._ledger(now, actor) as ledger:
            return bookings.cancel(ledger, booking_id, reason=reason, seen=seen)

    def reschedule(
        self,
        booking_id: str,
        starts_at: datetime,
        *,
        now: datetime,
        actor: str,
        party: int | None = None,
        reason: str = "",
        seen: datetime | None = None,
        any_time: bool = False,
    ) -> Booking:
        """Moves a booking to another time of its kind, or changes its size. Repeating it changes nothing.

        ``any_time`` as in :meth:`book`. Raises :class:`SlotClosed`, :class:`SlotFull` (it then stays where it was),
        :class:`Conflict` when it is over or cancelled.
        """
        with self._ledger(now, actor) as ledger:
            kind = self._kind_of(ledger.session, booking_id)
            how: dict[str, Any] = {"party": party, "reason": reason, "seen": seen, "any_time": any_time}
            return bookings.reschedule(ledger, booking_id, kind, starts_at, **how)

    def change_people(self, booking_id: str, people: People, *, now: datetime, actor: str) -> Booking:
        """Who comes, what they need and would like to hear of, in place of what was known."""
        with self._ledger(now, actor) as ledger:
            return bookings.change_people(ledger, booking_id, people)

    def change_party(
        self, booking_id: str, party: int, people: People, *, now: datetime, actor: str, seen: datetime | None = None
    ) -> Booking:
        """How many come and who, at once. Raises as :meth:`reschedule` and :meth:`change_people`."""
        with self._ledger(now, actor) as ledger:
            booking, (slot,) = ledger.booking(booking_id)
            if booking.party_size != party:
                kind = self._kind_of(ledger.session, booking_id)
                bookings.reschedule(ledger, booking_id, kind, slot.starts_at, party=party, seen=seen, any_time=True)
                seen = None
            return bookings.change_people(ledger, booking_id, people, seen=seen)

    # --- the waitlist ------------------------------------------------------------------------------------------------

    def join_waitlist(
        self,
        *,
        starts_at: datetime,
        party: int,
        submission: str,
        now: datetime,
        conversation_id: str | None,
        lead_id: str | None,
        people: People = People(),  # noqa: B008 (frozen)
        kind: TourKind | None = None,
        actor: str | None = None,
        another_address: bool = False,
    ) -> WaitlistEntry:
        """Queues a party for a full time. Raises :class:`Conflict` when there is room, :class:`SlotClosed`, :class:`InvalidInput`.

        A conversation that queues for it already keeps its place, unless more people come. ``another_address``: it gave another one.
        """
        request = Request(party, submission, conversation_id, lead_id, people)
        with self._ledger(now, actor or _visitor(conversation_id)) as ledger:
            return waitlist.join(ledger, kind or self.default_kind, starts_at, request, another_address=another_address)

    def accept_offer(self, entry_id: int, *, now: datetime, actor: str, people: People = People()) -> Booking:  # noqa: B008 (frozen)
        """Books the places that were offered; accepting twice books once. Raises :class:`OfferOver`."""
        with self._ledger(now, actor) as ledger:
            return waitlist.accept(ledger, entry_id, people)

    def withdraw(self, entry_id: int, *, now: datetime, actor: str, reason: str = "", seen: datetime | None = None) -> bool:
        """Takes a party off the waitlist, or declines its offer; false when it does not queue any more."""
        with self._ledger(now, actor) as ledger:
            return waitlist.withdraw(ledger, entry_id, reason=reason, seen=seen)

    def offers(self, now: datetime) -> int:
        """Ends the holds, offers and queues whose time is over, and offers what is free; how many offers were made.

        Any number of processes may do this at any time. Until it is done nothing is booked over: it only keeps people waiting.
        """
        with self._database.read() as session:
            ended = set(session.scalars(select(Hold.slot_id).where(Hold.expires_at <= now)))
            queues = select(WaitlistEntry.slot_id).where(WaitlistEntry.state.in_(waitlist.LIVE)).distinct()
            slot_ids = sorted(ended | set(session.scalars(queues)))
        made = 0
        for slot_id in slot_ids:
            with self._ledger(now, "system") as ledger:
                made += waitlist.go_on(ledger, slot_id)
        return made

    # --- staff -------------------------------------------------------------------------------------------------------

    def slot_id(self, starts_at: datetime, *, now: datetime, kind: TourKind | None = None) -> int:
        """The slot of a time, for staff to change; made if the rules open it, however near or far. Raises :class:`SlotClosed`."""
        kind = kind or self.default_kind
        with self._ledger(now, "system") as ledger:
            known = ledger.session.scalar(select(Slot.id).where(Slot.tour == kind.id, Slot.starts_at == starts_at))
            return known or ledger.slot_id_at(kind, starts_at, anyway=True)

    def attended(self, booking_id: str, *, now: datetime, actor: str, seen: datetime | None = None) -> Booking:
        """Notes that a party came. Raises :class:`Conflict` before the tour and for a cancelled booking."""
        with self._ledger(now, actor) as ledger:
            return bookings.record_visit(ledger, booking_id, came=True, seen=seen)

    def no_show(self, booking_id: str, *, now: datetime, actor: str, seen: datetime | None = None) -> Booking:
        """Notes that a party did not come. Raises as :meth:`attended`."""
        with self._ledger(now, actor) as ledger:
            return bookings.record_visit(ledger, booking_id, came=False, seen=seen)

    def undo_visit(self, booking_id: str, *, now: datetime, actor: str, seen: datetime | None = None) -> Booking:
        """Takes back what :meth:`attended` or :meth:`no_show` noted."""
        with self._ledger(now, actor) as ledger:
            return bookings.undo_visit(ledger, booking_id, seen=seen)

    def change_capacity(
        self,
        slot_id: int,
        capacity: int,
        *,
        now: datetime,
        actor: str,
        reason: str = "",
        override: bool = False,
        seen: int | None = None,
    ) -> Slot:
        """Sets the places of a time. Raises :class:`Conflict` below what is taken, unless ``override`` with a reason.

        ``seen`` is the capacity that was decided on: another one raises :class:`Stale`.
        """
        with self._ledger(now, actor) as ledger:
            return staff_edits.change_capacity(ledger, slot_id, capacity, reason=reason, override=override, seen=seen)

    def close_slot(self, slot_id: int, *, now: datetime, actor: str, reason: str, override: bool = False, seen: str | None = None) -> Slot:
        """Closes a time. Raises :class:`Conflict` while parties are booked, unless ``override``, which cancels them.

        ``seen`` is the fingerprint of the bookings that are meant to be cancelled: others raise :class:`Stale`.
        """
        with self._ledger(now, actor) as ledger:
            return staff_edits.close(ledger, slot_id, reason=reason, override=override, seen=seen)

    def reopen_slot(self, slot_id: int, *, now: datetime, actor: str, reason: str = "") -> Slot:
        """Opens a time again that staff closed."""
        with self._ledger(now, actor) as ledger:
            return staff_edits.reopen(ledger, slot_id, reason=reason)

    def override(
        self,
        *,
        starts_at: datetime,
        party: int,
        submission: str,
        reason: str,
        now: datetime,
        actor: str,
        conversation_id: str | None = None,
        lead_id: str | None = None,
        people: People = People(),  # noqa: B008 (frozen)
        kind: TourKind | None = None,
    ) -> Booking:
        """Books a party over the places there are, or outside notice, horizon and daily limit. The reason is kept in the audit log."""
        request = Request(party, submission, conversation_id, lead_id, people)
        with self._ledger(now, actor) as ledger:
            return staff_edits.override(ledger, kind or self.default_kind, starts_at, request, reason=reason)

    # --- erasing -----------------------------------------------------------------------------------------------------

    def lock_slots_of(self, conversations: Collection[str], bookings: Collection[str], *, now: datetime) -> None:
        """For a transaction that goes on to end all that several conversations and bookings have to come, one after the other: without
        it two such could wait for each other.
        """
        with self._ledger(now, "system") as ledger:
            lock_slots_of(ledger, conversations, bookings)

    def forget(self, conversation_id: str, *, now: datetime, actor: str) -> None:
        """Cancels what a conversation has to come, takes it off waitlists, and erases who came. Bare numbers stay."""
        with self._ledger(now, actor) as ledger:
            forget(ledger, conversation_id)

    @contextmanager
    def _ledger(self, now: datetime, actor: str) -> Iterator[Ledger]:
        with self._database.write() as session:
            yield Ledger(session, self._school, self._announce, now, actor, self._hears_at)

    def _kind_of(self, session: Session, booking_id: str) -> TourKind:
        tour = session.scalar(select(Slot.tour).join(Booking, Booking.slot_id == Slot.id).where(Booking.id == booking_id))
        if tour is None:
            raise NotFound("There is no such booking.")
        kind = self._school.tour(tour)
        if kind is None:
            raise NotFound("The school no longer gives tours of this kind.")
        return kind


def _visitor(conversation_id: str | None) -> str:
    return f"visitor:{conversation_id}" if conversation_id else "system"
