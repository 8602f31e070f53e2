"""What of a person's leads goes when they have their data deleted, besides stages and sources."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.leads.models import Contact, ContactMerge, Lead, Promise
from bot.leads.promises import end_promises
from bot.webhooks.events import Events


def erase_leads_of(session: Session, contact_id: str, *, now: datetime, actor: str, events: Events) -> None:
    """Forgets what staff planned, drops what was promised, takes the contact out of every merge, and tells other programs."""
    for lead_id in session.scalars(select(Lead.id).where(Lead.contact_id == contact_id)).all():
        session.execute(update(Lead).where(Lead.id == lead_id).values(next_action=None, next_action_at=None))
        end_promises(session, lead_id, "dropped", now=now, actor=actor)
        events.tell(session, "lead.changed", lead_id, now)
        session.execute(update(Promise).where(Promise.lead_id == lead_id).values(why=None))
    touching = or_(ContactMerge.merged_id == contact_id, ContactMerge.kept_id == contact_id)
    session.execute(update(ContactMerge).where(touching, ContactMerge.undone_at.is_(None)).values(undone_by=actor, undone_at=now))
    either = or_(Contact.id == contact_id, Contact.merged_into == contact_id)
    session.execute(update(Contact).where(either, Contact.merged_into.is_not(None)).values(merged_into=None))
