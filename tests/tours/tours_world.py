"""What tests of tours share: a small school, visitors, and the invariants that must hold after whatever happened."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from bot.audit.models import AuditRow
from bot.conversations.models import Conversation
from bot.db.database import Database
from bot.db.tables import metadata
from bot.school.content import School
from bot.school.school_file import Named, SchoolFile
from bot.tours.announcing import Change
from bot.tours.models import Booking, BookingChange, Hold, Slot, WaitlistEntry
from bot.tours.service import Tours

NEW_YORK = ZoneInfo("America/New_York")
SUNDAY_NOON = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
MONDAY_10 = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
MONDAY_14 = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
TUESDAY_10 = MONDAY_10 + timedelta(days=1)


def create_tables(url: str) -> None:
    database = Database(url)
    with database.write() as session:
        metadata.create_all(session.connection())
    database.close()


def emptied(database: Database) -> None:
    with database.write() as session:
        for table in reversed(metadata.sorted_tables):
            session.execute(table.delete())


def kind(**changes: Any) -> dict[str, Any]:
    weekly = {day: ["10:00", "14:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    made = {"id": "tour", "name": "Tour", "length_minutes": 60, "capacity": 4, "notice_hours": 1, "horizon_days": 14, "weekly": weekly}
    return made | changes


def school(*kinds: dict[str, Any], campuses: list[dict[str, Any]] | None = None, zone: str = "America/New_York", **tours: Any) -> School:
    rules = {"kinds": list(kinds) or [kind()]} | tours
    file = SchoolFile.model_validate(
        {"name": "A school", "time_zone": {"value": zone}, "tours": rules} | ({"campuses": campuses} if campuses else {})
    )
    return School(Path(), file, (Named(id="a", name="A"),), ())


class World:
    """A school with its tours, a clock, and everything that was announced."""

    def __init__(self, database: Database, its: School | None = None, now: datetime = SUNDAY_NOON) -> None:
        self.database, self.now = database, now
        self.announced: list[Change] = []
        self.school = its or school()
        self.tours = Tours(database, self.school, self._announce)

    def _announce(self, session: Session, change: Change) -> None:
        # What is rolled back was never announced: whoever is told writes into the same transaction.
        event.listen(session, "after_commit", lambda _session: self.announced.append(change), once=True)

    def forward(self, **how_far: float) -> None:
        self.now += timedelta(**how_far)

    def visitor(self) -> str:
        """A new conversation."""
        conversation_id = uuid.uuid4().hex
        with self.database.write() as session:
            row = Conversation(id=conversation_id, channel="web", last_seq=0, status="open", created_at=self.now, last_active_at=self.now)
            session.add(row)
        return conversation_id

    def book(self, starts_at: datetime = MONDAY_10, party: int = 1, **more: Any) -> Booking:
        values = {"submission": uuid.uuid4().hex, "conversation_id": None, "lead_id": None} | more
        return self.tours.book(starts_at=starts_at, party=party, now=self.now, **values)

    def wait(self, starts_at: datetime = MONDAY_10, party: int = 1, **more: Any) -> WaitlistEntry:
        values = {"submission": uuid.uuid4().hex, "conversation_id": None, "lead_id": None} | more
        return self.tours.join_waitlist(starts_at=starts_at, party=party, now=self.now, **values)

    def hold(self, starts_at: datetime = MONDAY_10, party: int = 1, *, visitor: str | None = None) -> Hold:
        return self.tours.hold(starts_at, party, visitor or self.visitor(), self.now)

    def cancel(self, booking: Booking) -> bool:
        return self.tours.cancel(booking.id, now=self.now, actor="staff:a")

    def left(self, starts_at: datetime = MONDAY_10, **more: Any) -> int | None:
        """Places left as a visitor is shown them; None for a time that is not offered at all."""
        found = self.tours.open_times(self.now, party=-1000, **more)
        return next((one.places_left for one in found if one.starts_at == starts_at), None)

    def rows(self, model: type[Any]) -> list[Any]:
        with self.database.read() as session:
            return list(session.scalars(select(model).order_by(model.id)))

    def row(self, model: type[Any], key: Any) -> Any:
        with self.database.read() as session:
            return session.get_one(model, key)

    def told(self) -> list[str]:
        """The kinds of changes announced so far."""
        return [change.kind for change in self.announced]

    def check(self) -> None:
        """What holds at any time."""
        with self.database.read() as session:
            slots = session.scalars(select(Slot)).all()
            booked = dict(
                session.execute(
                    select(Booking.slot_id, func.sum(Booking.party_size)).where(Booking.state != "cancelled").group_by(Booking.slot_id)
                ).all()
            )
            held = dict(session.execute(select(Hold.slot_id, func.sum(Hold.party_size)).group_by(Hold.slot_id)).all())
            offered = {entry.id: entry for entry in session.scalars(select(WaitlistEntry).where(WaitlistEntry.state == "offered"))}
            offers = {hold.waitlist_id: hold for hold in session.scalars(select(Hold).where(Hold.waitlist_id.is_not(None)))}
            deeds = session.execute(select(AuditRow.action, AuditRow.object_type, AuditRow.object_id).order_by(AuditRow.id)).all()
            changes = session.scalars(select(BookingChange).order_by(BookingChange.id)).all()
            bookings = {row.id: row for row in session.scalars(select(Booking))}
        for slot in slots:
            assert slot.booked + slot.held <= slot.capacity, "more places than there are"
            assert (slot.booked, slot.held) == (booked.get(slot.id, 0), held.get(slot.id, 0)), "counts and rows differ"
            assert slot.planned is None or (slot.planned < slot.capacity == slot.taken)
        assert offered.keys() == offers.keys(), "an offer without its places, or places without their offer"
        assert all(hold.party_size == offered[entry].party_size for entry, hold in offers.items())
        # Every change of a booking or an entry: one audit row, one announcement; of a booking: one step of history.
        audited = Counter((action.replace(" ", "_"), kind, key) for action, kind, key in deeds if kind in ("booking", "waitlist"))
        announced = Counter(
            (change.kind, "booking" if isinstance(change.subject, Booking) else "waitlist", str(change.subject.id))
            for change in self.announced
        )
        assert audited == announced, "audit rows and announcements differ"
        assert Counter((change.what, change.booking_id) for change in changes) == Counter(
            (kind, key) for (kind, on, key), times in announced.items() if on == "booking" for _ in range(times)
        )
        story: dict[str, list[BookingChange]] = defaultdict(list)
        for change in changes:
            story[change.booking_id].append(change)
        assert story.keys() == bookings.keys()
        for booking_id, steps in story.items():
            row = bookings[booking_id]
            assert (steps[0].what, steps[0].from_state) == ("booked", None)
            assert (steps[-1].to_state, steps[-1].to_slot_id, steps[-1].to_party) == (row.state, row.slot_id, row.party_size)
            for before, after in pairwise(steps):
                assert (before.to_state, before.to_slot_id, before.to_party) == (after.from_state, after.from_slot_id, after.from_party)


def violate(database: Database, statement: str) -> None:
    """Writes past the program, as a bug would."""
    with database.write() as session:
        session.execute(text(statement))
