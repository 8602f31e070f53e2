"""What follows when somebody proves, in a conversation, that an e-mail address is theirs."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.conversations.models import Conversation
from bot.leads.capture import recognised, remember
from bot.leads.models import Contact, Identity

_EMAIL = "email"


def prove_email(session: Session, conversation_id: str, address: str, *, now: datetime) -> None:
    """Marks the address as proven by the contact of the conversation, within the caller's transaction.

    A conversation without a contact becomes one of the contact who proved the address before; if nobody did, it gets one of its own.
    Whoever only typed the address somewhere stays apart: staff see them as possibly the same person.
    """
    conversation = session.scalars(select(Conversation).where(Conversation.id == conversation_id)).one()
    if conversation.contact_id is None:
        contact = recognised(session, [(_EMAIL, address)])
        if contact is None:
            contact = Contact(id=uuid.uuid4().hex, name="", created_at=now)  # the name comes with the first form
            session.add(contact)
            session.flush()
        conversation.contact_id = contact.id
    contact_id = conversation.contact_id
    remember(session, contact_id, _EMAIL, address, now, verified=True)
    session.flush()
    unproven = (Identity.contact_id == contact_id, Identity.kind == _EMAIL, Identity.value == address, Identity.verified_at.is_(None))
    session.execute(update(Identity).where(*unproven).values(verified_at=now).execution_options(synchronize_session="fetch"))
    record(session, at=now, actor=f"visitor:{conversation_id}", action="email proven", on="contact", object_id=contact_id)
