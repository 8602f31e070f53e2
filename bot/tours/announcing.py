"""Tells the rest of the program that a booking or a place on the waitlist changed, so that the party can be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from bot.tours.models import Booking, WaitlistEntry

ChangeKind = Literal[
    "booked",
    "rescheduled",
    "people_changed",
    "cancelled",
    "attended",
    "no_show",
    "visit_undone",
    "waitlisted",
    "rejoined",
    "offered",
    "passed_over",
    "accepted",
    "offer_expired",
    "withdrawn",
    "waitlist_ended",
]
"""What happened. ``visit_undone``: that they came, or did not, was noted by mistake. ``passed_over``: a smaller party further back
got the freed places; the entry keeps its place. ``rejoined``: a party on the waitlist asked again, with another address or fewer
people; it keeps its place and is written to anew. ``waitlist_ended``: the time was closed or has begun. ``accepted`` comes with a
``booked`` of the new booking."""


@dataclass(frozen=True)
class Standing:
    """How a booking or a waitlist entry stood, for telling what changed."""

    state: str
    slot_id: int
    starts_at: datetime
    party_size: int


@dataclass(frozen=True)
class Change:
    """One change of one booking or waitlist entry. ``before`` is None for a new one."""

    kind: ChangeKind
    subject: Booking | WaitlistEntry
    before: Standing | None
    after: Standing
    actor: str
    at: datetime
    reason: str = ""


HearsAt = Callable[[Session, WaitlistEntry, datetime], datetime]
"""When the party of an entry can hear of an offer that is made at a moment: only from then on it has time to answer."""


class Announce(Protocol):
    """Called once for each change, in the transaction that makes it."""

    def __call__(self, session: Session, change: Change) -> None:
        """Takes note. Raising undoes the change."""


def announce_to(*listeners: Announce) -> Announce:
    """Tells each of them, in this order."""

    def announce(session: Session, change: Change) -> None:
        for listener in listeners:
            listener(session, change)

    return announce


def announce_nothing(session: Session, change: Change) -> None:
    """Where nobody is to be told."""


def hears_at_once(session: Session, entry: WaitlistEntry, now: datetime) -> datetime:
    """Where nobody sleeps."""
    return now
