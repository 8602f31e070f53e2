"""Writes a planned message, from how its booking or place on the waitlist stands at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from bot.leads.models import Lead
from bot.mail.message import sender
from bot.nlu.language import Language
from bot.reminders.models import PlannedMessage
from bot.reminders.standing import good_until, subject_of, why_untrue
from bot.tours.calendar_file import Invitation, calendar_file
from bot.tours.given_address import given_address
from bot.tours.links import Link, Purpose, token
from bot.tours.messages.letters import KINDS, Kind, Visit, letter
from bot.tours.models import Booking, Slot, WaitlistEntry

if TYPE_CHECKING:
    from bot.assistant import Assistant

_DOES: dict[Kind, tuple[Purpose, ...]] = {
    "confirmation": ("move", "cancel"),
    "change": ("move", "cancel"),
    "reminder": ("move", "cancel"),
    "no_show": ("rebook",),
    "waitlisted": ("decline",),
    "offer": ("accept", "decline"),
}
_REBOOK, _STOP = timedelta(days=30), timedelta(days=400)
"""How long these links work; the others until the tour begins or the offer ends."""


@dataclass(frozen=True)
class Written:
    """A message that can leave, until when it makes sense, and whom it is for."""

    payload: dict[str, Any]
    to: str
    contact_id: str
    conversation_id: str | None
    lane: str
    good_until: datetime | None


def written(assistant: Assistant, session: Session, row: PlannedMessage, now: datetime) -> Written | str:
    """The message of a row; or why there is none: overtaken (it would not be true any more), not_given (there are no words for a
    kind of tour that left the rules), no_address.
    """
    subject = subject_of(session, row)
    slot = session.get_one(Slot, subject.slot_id)
    kind: Kind = next(one for one in KINDS if one == row.kind)
    why_not = why_untrue(assistant.school, row, subject, slot)
    if why_not is not None:
        return why_not
    tour = assistant.school.tour(slot.tour)
    assert tour is not None
    lead = session.get(Lead, subject.lead_id) if subject.lead_id else None
    to = given_address(session, assistant.secret_key, subject)
    if lead is None or to is None:
        return "no_address"
    language: Language = "es" if row.language == "es" else "en"
    until = subject.offered_until if isinstance(subject, WaitlistEntry) and kind == "offer" else None
    conversation_id = subject.conversation_id or lead.conversation_id
    address = assistant.settings.address
    links: dict[Purpose, str] = {}
    for purpose in _DOES.get(kind, ()):
        ends = now + _REBOOK if purpose == "rebook" else until or slot.starts_at
        links[purpose] = link_address(assistant, Link(purpose, str(subject.id), row.number, ends))
    if conversation_id is not None:
        links["stop"] = link_address(assistant, Link("stop", conversation_id, 0, now + _STOP))
    reference = subject.reference if isinstance(subject, Booking) else None
    visit = Visit(tour, slot.starts_at, subject.party_size, reference, until)
    about = letter(assistant.school, kind, visit, links, address=address, language=language)
    payload: dict[str, Any] = {
        "key": row.key,
        "to": to,
        "subject": about.subject,
        "text": about.text,
        "html": about.html,
        "date": now.isoformat(),
        "language": language,
    }
    if "stop" in links:
        payload["stop_url"] = links["stop"]
    if isinstance(subject, Booking) and kind in ("confirmation", "change", "cancellation"):
        payload["ics"] = _calendar(assistant, subject, slot, to, language, now)
    lane = f"email:{subject.id if isinstance(subject, Booking) else f'w{subject.id}'}"
    return Written(payload, to, lead.contact_id, conversation_id, lane, good_until(kind, subject, slot))


def link_address(assistant: Assistant, link: Link) -> str:
    """The full address of a link."""
    return f"{assistant.settings.address}/tours/{link.purpose}/{token(assistant.secret_key, link)}"


def _calendar(assistant: Assistant, booking: Booking, slot: Slot, to: str, language: Language, now: datetime) -> dict[str, str]:
    office = sender(assistant.settings.mail_from).addr_spec
    invitation = Invitation(booking.sequence, office, to, cancelled=booking.state == "cancelled")
    made = calendar_file(
        assistant.school,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        reference=booking.reference,
        party=booking.party_size,
        host=urlsplit(assistant.settings.address).hostname or "localhost",
        now=now,
        kind=assistant.school.tour(slot.tour),
        invitation=invitation,
        language=language,
    )
    return made | {"method": invitation.method}
