"""Which families somebody has to call: what changed about their visit, and no e-mail can tell them. Written with the change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.reminders.models import Call, PlannedMessage
from bot.reminders.planning import key_of
from bot.reminders.reach import Reach
from bot.reminders.standing import subject_of
from bot.tours.announcing import Change
from bot.tours.models import Booking, BookingChange, Slot, WaitlistEntry

_BY_STAFF = {"booked": "confirmation", "rescheduled": "change", "cancelled": "cancellation", "withdrawn": "withdrawn"}
"""What a family has to hear of when staff did it; what they did themselves they know."""
_BY_ANYBODY = {"offered": "offer", "offer_expired": "offer_expired"}
_NO_CHANGE = ("passed_over", "people_changed")
_LOST = ("no_address", "no_consent", "opted_out", "paused", "not_given", "too_late", "undelivered")
_OF_A_BOOKING = {"confirmation": "booked", "change": "rescheduled", "cancellation": "cancelled"}
_KINDS = (*_OF_A_BOOKING, "offer", "offer_expired", "waitlist_ended")
"""Messages whose loss matters: the family would come in vain, or miss its place. Those of a booking with the change they tell of."""


class Calls:
    """Takes note of changes, and of messages that did not leave."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def __call__(self, session: Session, change: Change) -> None:
        """Puts the family on the list if it has to be called for a change; what an earlier one asked for is overtaken."""
        if change.before is not None and change.kind not in _NO_CHANGE:
            end_calls(session, change.subject, "overtaken", now=change.at, actor="system")
        kind = _kind(change)
        if kind is None:
            return
        why = self._reach.why_not(session, change.subject, change.at)
        if why is None and kind == "withdrawn":
            why = "no_message"
        if why is not None:
            self._add(session, change.subject, kind, why, change.at)

    def missed(self, session: Session, key: str, why: str, now: datetime) -> None:
        """A message that was planned did not leave, or did not arrive: the family is called unless it knows already."""
        row = session.scalar(select(PlannedMessage).where(PlannedMessage.key == key))
        if row is None or row.kind not in _KINDS or why not in _LOST:
            return
        if row.booking_id is not None:
            told = (BookingChange.booking_id == row.booking_id, BookingChange.what == _OF_A_BOOKING[row.kind])
            newest = select(BookingChange.actor).where(*told).order_by(BookingChange.id.desc())
            if not str(session.scalar(newest.limit(1))).startswith("staff:"):
                return
        subject = subject_of(session, row)
        if key_of(subject, row.kind) == key:  # otherwise something else has happened since
            self._add(session, subject, row.kind, why, now)

    def _add(self, session: Session, subject: Booking | WaitlistEntry, kind: str, why: str, now: datetime) -> None:
        starts_at = session.get_one(Slot, subject.slot_id).starts_at
        values: dict[str, Any] = {
            "key": key_of(subject, kind),
            "kind": kind,
            "booking_id": subject.id if isinstance(subject, Booking) else None,
            "waitlist_id": subject.id if isinstance(subject, WaitlistEntry) else None,
            "lead_id": subject.lead_id,
            "conversation_id": subject.conversation_id,
            "why": why,
            "until": (subject.offered_until if isinstance(subject, WaitlistEntry) else None) or starts_at,
            "created_at": now,
        }
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
        session.execute(insert(Call).values(**values).on_conflict_do_nothing(index_elements=["key"]))


def end_calls(session: Session, subject: Booking | WaitlistEntry, outcome: str, *, now: datetime, actor: str) -> int:
    """Takes a booking or a place on the waitlist off the list of calls; how many there were."""
    ending = update(Call).where(Call.outcome.is_(None), _about(subject)).values(outcome=outcome, ended_at=now, ended_by=actor)
    return len(session.scalars(ending.returning(Call.id).execution_options(synchronize_session=False)).all())


def _about(subject: Booking | WaitlistEntry) -> ColumnElement[bool]:
    return Call.booking_id == subject.id if isinstance(subject, Booking) else Call.waitlist_id == subject.id


def _kind(change: Change) -> str | None:
    if change.kind == "waitlist_ended":
        return "waitlist_ended" if change.reason else None  # the time was closed; otherwise it has just begun
    if change.kind == "rejoined":
        return "offer" if change.after.state == "offered" else None
    if change.actor.startswith("staff:") and change.kind in _BY_STAFF:
        return _BY_STAFF[change.kind]
    return _BY_ANYBODY.get(change.kind)
