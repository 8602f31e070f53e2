"""Turns a conversation's form into a contact and a lead that staff can act on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.conversations.models import Conversation
from bot.conversations.pages import campaign
from bot.leads.models import Contact, Identity, Lead, StageChange


@dataclass(frozen=True)
class Interest:
    """What a visitor told of themselves, checked before."""

    name: str
    email: str | None
    phone: str | None
    program: str | None
    wants: str
    """tour or call_back."""
    waits: bool = False
    """For a place in a tour: nothing is booked yet, so the stage stays."""

    @property
    def identities(self) -> list[tuple[str, str]]:
        """Kind and value of each way to reach them."""
        return [(kind, value) for kind, value in (("email", self.email), ("phone", self.phone)) if value]


def capture(session: Session, conversation_id: str, interest: Interest, *, now: datetime) -> Lead:
    """The lead of this interest, made or brought up to date.

    A contact belongs to its conversation, unless an identity that the channel itself proves is known already: a typed
    e-mail address alone never makes two people one. Each program has a lead of its own; as long as no program was named, or none
    is named now, it is the lead that there is. The stage only moves forward: booking a tour makes a new or contacted
    lead ``tour_booked``, waiting for one does not.
    """
    conversation = session.scalars(select(Conversation).where(Conversation.id == conversation_id)).one()
    actor = f"visitor:{conversation_id}"
    contact = session.get(Contact, conversation.contact_id) if conversation.contact_id else None
    proven = [(conversation.channel, conversation.external_id)] if conversation.channel != "web" and conversation.external_id else []
    if contact is None:
        contact = recognised(session, proven)
        if contact is None:
            contact = Contact(id=uuid.uuid4().hex, name=interest.name, created_at=now)
            session.add(contact)
            session.flush()
        conversation.contact_id = contact.id
        for kind, value in proven:
            remember(session, contact.id, kind, value, now, verified=True)
    contact.name = interest.name
    for kind, value in interest.identities:
        remember(session, contact.id, kind, value, now, verified=False)

    lead = _lead_of(session, contact.id, conversation_id, interest.program)
    if lead is None:
        lead = Lead(
            id=uuid.uuid4().hex,
            contact_id=contact.id,
            conversation_id=conversation_id,
            program=interest.program,
            stage="new",
            wants=interest.wants,
            channel=conversation.channel,
            page_url=conversation.page_url,
            referrer=conversation.referrer,
            campaign=campaign(conversation.page_url),
            version=1,
            created_at=now,
            updated_at=now,
        )
        session.add(lead)
        session.flush()
        record(session, at=now, actor=actor, action="created", on="lead", object_id=lead.id, detail={"wants": interest.wants})
        session.add(StageChange(lead_id=lead.id, from_stage=None, to_stage="new", actor=actor, at=now))
    lead.program = interest.program or lead.program
    lead.wants = "tour" if "tour" in (interest.wants, lead.wants) else interest.wants
    lead.last_page_url = conversation.last_page_url or conversation.page_url
    lead.campaign = lead.campaign or campaign(lead.last_page_url)
    lead.updated_at = now
    if interest.wants == "tour" and not interest.waits and lead.stage in ("new", "contacted"):
        session.add(StageChange(lead_id=lead.id, from_stage=lead.stage, to_stage="tour_booked", actor=actor, at=now))
        lead.stage = "tour_booked"
        lead.version += 1
    session.flush()
    return lead


def recognised(session: Session, proven: list[tuple[str, str]]) -> Contact | None:
    """The contact who has proven one of these identities before."""
    for kind, value in proven:
        known = (
            select(Contact)
            .join(Identity, Identity.contact_id == Contact.id)
            .where(Identity.kind == kind, Identity.value == value, Identity.verified_at.is_not(None))
            .order_by(Contact.created_at, Contact.id)
            .limit(1)
        )
        if (contact := session.scalar(known)) is not None:
            return contact
    return None


def _lead_of(session: Session, contact_id: str, conversation_id: str, program: str | None) -> Lead | None:
    """The contact's lead for a program: of this conversation, or one that is not closed yet."""
    leads = session.scalars(
        select(Lead)
        .where(Lead.contact_id == contact_id, (Lead.conversation_id == conversation_id) | (Lead.stage != "closed"))
        .order_by(Lead.created_at.desc(), Lead.id)
    ).all()
    here = sorted(leads, key=lambda lead: lead.conversation_id != conversation_id)  # keeps the newest first among equals
    if program is None:
        return here[0] if here else None
    return next((lead for lead in here if lead.program == program), None) or next((lead for lead in here if lead.program is None), None)


def remember(session: Session, contact_id: str, kind: str, value: str, now: datetime, *, verified: bool) -> None:
    """Notes a way to reach a contact, unless it is known already."""
    known = session.scalar(select(Identity.id).where(Identity.contact_id == contact_id, Identity.kind == kind, Identity.value == value))
    if known is None:
        verified_at = now if verified else None
        session.add(Identity(contact_id=contact_id, kind=kind, value=value, verified_at=verified_at, created_at=now))
