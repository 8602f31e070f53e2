"""Tour times that are really open, and taking places in them."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.db.database import Database
from bot.errors import SlotClosed, SlotFull
from bot.school.content import School, TourKind
from bot.tours.availability import Opening, openings
from bot.tours.models import Booking, Slot

_CODE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks or sounds like something else


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
    """The campus tours of one school."""

    def __init__(self, database: Database, school: School) -> None:
        self._database = database
        self._school = school

    @property
    def default_kind(self) -> TourKind:
        """The kind that is booked when nobody says which."""
        return self._school.tours[0]

    def open_times(
        self, now: datetime, *, party: int = 1, wanted: Callable[[datetime], bool] = lambda start: True, limit: int = 200
    ) -> list[OpenTime]:
        """The next times with room for ``party``, in order. ``wanted`` sees each start in campus time."""
        zone = self._school.zone
        possible = [one for one in openings(self.default_kind, zone, now) if wanted(one.starts_at.astimezone(zone))]
        if not possible:
            return []
        with self._database.read() as session:
            taken = {
                row.starts_at: (row.capacity, row.booked)
                for row in session.execute(
                    select(Slot.starts_at, Slot.capacity, Slot.booked).where(
                        Slot.tour == self.default_kind.id,
                        Slot.starts_at.between(possible[0].starts_at, possible[-1].starts_at),
                    )
                )
            }
        times = (
            OpenTime(opening, capacity - booked)
            for opening in possible
            for capacity, booked in [taken.get(opening.starts_at, (opening.capacity, 0))]
            if capacity - booked >= party
        )
        return list(islice(times, limit))

    def book(
        self, *, starts_at: datetime, party: int, submission: str, now: datetime, conversation_id: str | None, lead_id: str | None
    ) -> Booking:
        """Takes places for a party; the same ``submission`` again returns the first booking.

        Raises :class:`SlotClosed` when the rules do not open that time, :class:`SlotFull` when it lacks room.
        """
        with self._database.write() as session:
            known = session.scalar(select(Booking).where(Booking.submission == submission))
            if known is not None:
                return known
            slot_id = self._slot(session, starts_at, now)
            # One statement checks and takes; the table's own constraint stands behind it.
            taken = session.execute(
                update(Slot).where(Slot.id == slot_id, Slot.booked + party <= Slot.capacity).values(booked=Slot.booked + party)
            )
            if taken.rowcount != 1:  # type: ignore[attr-defined]
                raise SlotFull("That time was just taken.")
            booking = Booking(
                id=uuid.uuid4().hex,
                slot_id=slot_id,
                lead_id=lead_id,
                conversation_id=conversation_id,
                submission=submission,
                party_size=party,
                reference="".join(secrets.choice(_CODE) for _ in range(6)),
                state="booked",
                created_at=now,
                updated_at=now,
            )
            session.add(booking)
            session.flush()
            actor = f"visitor:{conversation_id}" if conversation_id else "system"
            detail = {"party": party, "starts_at": starts_at.isoformat()}
            record(session, at=now, actor=actor, action="booked", on="booking", object_id=booking.id, detail=detail)
            return booking

    def cancel(self, booking_id: str, *, now: datetime, actor: str) -> bool:
        """Cancels a booking and frees its places; false when it was not booked any more."""
        with self._database.write() as session:
            row = session.execute(
                update(Booking)
                .where(Booking.id == booking_id, Booking.state == "booked")
                .values(state="cancelled", updated_at=now)
                .returning(Booking.slot_id, Booking.party_size)
            ).one_or_none()
            if row is None:
                return False
            session.execute(update(Slot).where(Slot.id == row.slot_id).values(booked=Slot.booked - row.party_size))
            record(session, at=now, actor=actor, action="cancelled", on="booking", object_id=booking_id)
            return True

    def _slot(self, session: Session, starts_at: datetime, now: datetime) -> int:
        kind = self.default_kind
        opening = next((one for one in openings(kind, self._school.zone, now) if one.starts_at == starts_at), None)
        if opening is None:
            raise SlotClosed("That time is not open for tours.")
        upsert = sqlite_insert if self._database.is_sqlite else postgres_insert
        session.execute(
            upsert(Slot)
            .values(
                tour=kind.id,
                starts_at=opening.starts_at,
                ends_at=opening.ends_at,
                time_zone=str(self._school.zone),
                capacity=opening.capacity,
                booked=0,
                example=self._school.has_example_tours,
            )
            .on_conflict_do_nothing(index_elements=["tour", "starts_at"])
        )
        return session.scalars(select(Slot.id).where(Slot.tour == kind.id, Slot.starts_at == starts_at)).one()
