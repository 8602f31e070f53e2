"""What happened to a lead, newest first, from all the tables that know a part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.audit.models import AuditRow
from bot.consent.models import Consent
from bot.conversations.models import Handoff
from bot.leads.models import Lead, Note, StageChange
from bot.staff.models import StaffUser
from bot.tours.models import Booking, Slot, WaitlistEntry

_DEEDS = (
    *("reply promised", "promise late", "promise kept", "promise dropped"),
    *("next action set", "next action done", "contacts merged", "merge undone"),
)
"""Deeds of the audit log that say all there is to say."""
NEWEST = 300
"""How many events of each kind are shown; no lead that people work on has more."""


@dataclass(frozen=True)
class Event:
    """One entry: ``kind`` is stage, note, owner, booking, waitlist, consent, handoff or deed; ``what`` holds the row it is about."""

    at: datetime
    kind: str
    who: str
    what: StageChange | Note | AuditRow | Booking | WaitlistEntry | Consent | Handoff
    slot: Slot | None = None
    owner: str = ""
    """Of an owner change: the new owner's name, or nobody."""


def timeline(session: Session, lead: Lead, bookings: Iterable[tuple[Booking, Slot]], consents: Iterable[Consent]) -> list[Event]:
    """The lead's events after its creation, newest first."""
    changes = session.scalars(
        select(StageChange)
        .where(StageChange.lead_id == lead.id, StageChange.from_stage.is_not(None))
        .order_by(StageChange.id.desc())
        .limit(NEWEST)
    ).all()
    notes = session.scalars(select(Note).where(Note.lead_id == lead.id).order_by(Note.id.desc()).limit(NEWEST)).all()
    owners = session.scalars(
        select(AuditRow)
        .where(AuditRow.object_type == "lead", AuditRow.object_id == lead.id, AuditRow.action == "owner changed")
        .order_by(AuditRow.id.desc())
        .limit(NEWEST)
    ).all()
    deeds = session.scalars(
        select(AuditRow)
        .where(AuditRow.object_type == "lead", AuditRow.object_id == lead.id, AuditRow.action.in_(_DEEDS))
        .order_by(AuditRow.id.desc())
        .limit(NEWEST)
    ).all()
    waits = session.execute(
        select(WaitlistEntry, Slot)
        .join(Slot, Slot.id == WaitlistEntry.slot_id)
        .where(WaitlistEntry.lead_id == lead.id)
        .order_by(WaitlistEntry.id.desc())
        .limit(NEWEST)
    ).all()
    handoffs = session.scalars(select(Handoff).where(Handoff.conversation_id == lead.conversation_id)).all()
    new_owner = {row.id: (row.detail or {}).get("to") for row in owners}
    actors = [change.actor for change in changes] + [row.actor for row in (*owners, *deeds)]
    actors += [f"staff:{note.author_id}" for note in notes] + [f"staff:{owner}" for owner in new_owner.values()]
    names = actor_names(session, actors)
    events = [Event(change.at, "stage", names[change.actor], change) for change in changes]
    events += [Event(note.created_at, "note", names[f"staff:{note.author_id}"], note) for note in notes]
    for row in owners:
        owner = names[f"staff:{new_owner[row.id]}"] if new_owner[row.id] else "nobody"
        events.append(Event(row.at, "owner", names[row.actor], row, owner=owner))
    events += [Event(row.at, "deed", names[row.actor], row) for row in deeds]
    events += [Event(booking.created_at, "booking", "Visitor", booking, slot=slot) for booking, slot in bookings]
    events += [Event(entry.created_at, "waitlist", "Visitor", entry, slot=slot) for entry, slot in waits]
    events += [Event(consent.at, "consent", "Visitor", consent) for consent in consents]
    events += [Event(handoff.created_at, "handoff", "Visitor", handoff) for handoff in handoffs]
    return sorted(events, key=lambda event: event.at, reverse=True)


def actor_names(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """A readable name for each actor of the audit log."""
    wanted = set(actors)
    ids = {actor.removeprefix("staff:") for actor in wanted if actor.startswith("staff:")}
    people: dict[str, str] = {}
    if ids:
        people = {user.id: user.name for user in session.execute(select(StaffUser.id, StaffUser.name).where(StaffUser.id.in_(ids)))}
    return {actor: _name(actor, people) for actor in wanted}


def _name(actor: str, people: dict[str, str]) -> str:
    kind, _, key = actor.partition(":")
    if kind == "staff":
        return people.get(key, "a former colleague")
    return {"visitor": "Visitor", "system": "Assistant", "command": "Command line"}.get(kind, actor)
