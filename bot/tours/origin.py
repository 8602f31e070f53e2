"""What a booking came of: a place on the waitlist whose offer was taken, or a missed visit that was booked anew."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.tours.models import Booking, WaitlistEntry

Subject = Booking | WaitlistEntry


def accepted(entry_id: int) -> str:
    """The submission of the booking that an offer becomes."""
    return f"waitlist:{entry_id}"


def rebooked(booking_id: str) -> str:
    """The submission of the booking that takes the place of a missed one."""
    return f"rebook:{booking_id}"


def origins(session: Session, subjects: Sequence[Subject]) -> list[Subject]:
    """What the party filled in itself: the first of the bookings and entries that each came of, or itself."""
    found = list(subjects)
    while names := {name for one in found if (name := _came_of(one)) is not None}:
        entries = select(WaitlistEntry).where(WaitlistEntry.id.in_([of for kind, of in names if kind == "waitlist"]))
        missed = select(Booking).where(Booking.id.in_([of for kind, of in names if kind == "rebook"]))
        earlier: dict[tuple[str, str | int] | None, Subject] = {("waitlist", one.id): one for one in session.scalars(entries)}
        earlier |= {("rebook", one.id): one for one in session.scalars(missed)}
        if not earlier:
            break
        found = [earlier.get(_came_of(one), one) for one in found]
    return found


def _came_of(subject: Subject) -> tuple[str, str | int] | None:
    if isinstance(subject, WaitlistEntry):
        return None
    kind, _, of = subject.submission.partition(":")
    if kind == "waitlist" and of.isdigit():
        return kind, int(of)
    return (kind, of) if kind == "rebook" else None
