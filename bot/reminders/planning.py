"""Plans what a party is told: at each change of its booking or its place on a waitlist, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.conversations.language import spoken
from bot.conversations.models import Message
from bot.reminders.models import PlannedMessage
from bot.tours.announcing import Change
from bot.tours.messages.letters import Kind
from bot.tours.models import Booking, Slot, WaitlistEntry

BY_LINK = "by the link of an e-mail"
"""The reason noted when a party acted on a page and not in the chat."""
AFTER_NO_SHOW = timedelta(hours=1)
"""How long staff can correct themselves before the party is written to."""
_AT_ONCE: dict[str, Kind] = {
    "booked": "confirmation",
    "rescheduled": "change",
    "cancelled": "cancellation",
    "waitlisted": "waitlisted",
    "offered": "offer",
    "offer_expired": "offer_expired",
    "waitlist_ended": "waitlist_ended",
}


def reminders(starts_at: datetime, hours: Sequence[int], now: datetime) -> list[tuple[int, datetime]]:
    """The reminders of a tour that are still to come: how many hours before, and when. Pure."""
    return [(before, due_at) for before in sorted(set(hours), reverse=True) if (due_at := starts_at - timedelta(hours=before)) > now]


class Planner:
    """Takes note of changes. ``reminder_hours`` and ``offer_after_no_show`` are the school's rules."""

    def __init__(self, reminder_hours: Sequence[int], *, offer_after_no_show: bool) -> None:
        self._hours = tuple(reminder_hours)
        self._offer_after_no_show = offer_after_no_show

    def __call__(self, session: Session, change: Change) -> None:
        """Plans what the change asks for and drops what it has overtaken."""
        subject, now = change.subject, change.at
        if isinstance(subject, Booking) and change.kind in ("rescheduled", "cancelled"):
            _drop(session, now, "overtaken", PlannedMessage.booking_id == subject.id, PlannedMessage.kind == "reminder")
        if isinstance(subject, WaitlistEntry) and change.kind != "passed_over":
            _drop(session, now, "overtaken", PlannedMessage.waitlist_id == subject.id)
        kind, mark = _AT_ONCE.get(change.kind), None
        if change.kind == "rejoined":  # the same letter once more, to where it is wanted now
            kind, mark = ("offer", None) if change.after.state == "offered" else ("waitlisted", int(now.timestamp()))
        if kind is not None:
            self._plan(session, subject, kind, now, now, mark=mark, answers=_answered(session, change))
        if isinstance(subject, Booking):
            if change.kind in ("booked", "rescheduled"):
                self._plan_reminders(session, subject, change.after.starts_at, now)
            elif change.kind == "no_show" and self._offer_after_no_show:
                self._plan(session, subject, "no_show", now + AFTER_NO_SHOW, now, once=True)

    def follow_rules(self, session: Session, now: datetime) -> None:
        """Brings the reminders of every tour to come in line with the school's rules, which may have changed since.

        One that is due and has not left yet stays; one that the rules ask for now is planned only if its time is still to come.
        """
        rows = select(Booking, Slot.starts_at).join(Slot).where(Booking.state == "booked", Slot.starts_at > now)
        for booking, starts_at in session.execute(rows).all():
            keys = [key_of(booking, "reminder", before) for before in self._hours]
            # A move may be committed meanwhile: what it planned belongs to a later state of the booking and is not touched.
            own = (PlannedMessage.booking_id == booking.id, PlannedMessage.kind == "reminder", PlannedMessage.number == booking.sequence)
            _drop(session, now, "rule", *own, ~PlannedMessage.key.in_(keys))
            again = update(PlannedMessage).where(
                *own, PlannedMessage.key.in_(keys), PlannedMessage.why == "rule", PlannedMessage.due_at > now
            )
            session.execute(again.values(state="planned", why=None, ended_at=None).execution_options(synchronize_session=False))
            self._plan_reminders(session, booking, starts_at, now)

    def _plan_reminders(self, session: Session, booking: Booking, starts_at: datetime, now: datetime) -> None:
        for before, due_at in reminders(starts_at, self._hours, now):
            self._plan(session, booking, "reminder", due_at, now, mark=before)

    def _plan(
        self,
        session: Session,
        subject: Booking | WaitlistEntry,
        kind: Kind,
        due_at: datetime,
        now: datetime,
        *,
        mark: int | None = None,
        once: bool = False,
        answers: int | None = None,
    ) -> None:
        values: dict[str, Any] = {
            "key": f"{kind}:{subject.id}" if once else key_of(subject, kind, mark),
            "kind": kind,
            "booking_id": subject.id if isinstance(subject, Booking) else None,
            "waitlist_id": subject.id if isinstance(subject, WaitlistEntry) else None,
            "conversation_id": subject.conversation_id,
            "number": number_of(subject),
            "language": _language(session, subject),
            "answers": answers,
            "due_at": due_at,
            "state": "planned",
            "why": None,
            "created_at": now,
            "ended_at": None,
        }
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
        planning = insert(PlannedMessage).values(**values)
        if once:  # until it has left, a new cause begins it anew: what was dropped because staff corrected themselves, too
            again = {name: planning.excluded[name] for name in ("due_at", "state", "why", "ended_at")}
            open_ = or_(PlannedMessage.state == "planned", PlannedMessage.why == "overtaken")
            planning = planning.on_conflict_do_update(index_elements=["key"], set_=again, where=open_)
        else:
            planning = planning.on_conflict_do_nothing(index_elements=["key"])
        session.execute(planning)


def number_of(subject: Booking | WaitlistEntry) -> int:
    """What tells this state of a booking or an entry from earlier and later ones."""
    if isinstance(subject, Booking):
        return subject.sequence
    return int(subject.offered_until.timestamp()) if subject.offered_until else 0


def key_of(subject: Booking | WaitlistEntry, kind: str, mark: int | None = None) -> str:
    """What tells a message about this state of its subject from every other."""
    about = subject.id if isinstance(subject, Booking) else f"w{subject.id}"
    return ":".join(str(part) for part in (kind, about, number_of(subject), mark) if part is not None)


def _language(session: Session, subject: Booking | WaitlistEntry) -> str:
    """The language in which the party was written to before, or speaks now."""
    own = PlannedMessage.conversation_id == subject.conversation_id
    if subject.conversation_id is None:
        own = PlannedMessage.booking_id == subject.id if isinstance(subject, Booking) else PlannedMessage.waitlist_id == subject.id
    return session.scalar(select(PlannedMessage.language).where(own).order_by(PlannedMessage.id.desc()).limit(1)) or spoken()


def _answered(session: Session, change: Change) -> int | None:
    """The visitor's line that brought the change about, where it was made in the chat."""
    conversation_id = change.subject.conversation_id
    if conversation_id is None or change.actor != f"visitor:{conversation_id}" or change.reason:
        return None
    return session.scalar(select(func.max(Message.seq)).where(Message.conversation_id == conversation_id, Message.role == "visitor"))


def _drop(session: Session, now: datetime, why: str, *which: Any) -> None:
    dropping = update(PlannedMessage).where(PlannedMessage.state == "planned", *which).values(state="dropped", why=why, ended_at=now)
    session.execute(dropping.execution_options(synchronize_session=False))
