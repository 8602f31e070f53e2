"""Erases a person. What has to stay (places taken, receipts) stays without them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.consent.service import ALL, give_receipt
from bot.conversations.models import Conversation, Message
from bot.conversations.thread import tell_other_processes
from bot.engine.models import TrackerRow
from bot.leads.erasing import erase_leads_of
from bot.leads.models import Lead, StageChange
from bot.privacy.holdings import HOLDINGS
from bot.privacy.people import Person
from bot.questions.cases import forget_cases
from bot.tours.models import Booking, Slot
from bot.tours.service import Tours
from bot.webhooks.events import Events

ASKED, TOO_OLD = "asked to have their data deleted", "the time for which data is kept ended"
"""Why consent ends with an erasure, as its receipts say."""


def erase(session: Session, tours: Tours, events: Events, person: Person, *, now: datetime, actor: str, why: str = ASKED) -> None:
    """Erases everything of a person, within the caller's transaction, which ``tours`` must join.

    Future bookings are cancelled and their places freed; past ones stay as bare numbers. Consent ends with a receipt for
    each identity; receipts and the list of those who want no messages stay, but nothing leads from them to the person.
    """
    # A turn of theirs that is under way comes first: in PostgreSQL each could otherwise wait for the other.
    trackers = select(TrackerRow.conversation_id).where(TrackerRow.conversation_id.in_(person.conversations))
    session.execute(trackers.order_by(TrackerRow.conversation_id).with_for_update())
    tours.lock_slots_of(person.conversations, person.bookings, now=now)
    # Whatever else is just being written waits, and then finds the conversation ended.
    theirs = select(Conversation.id).where(Conversation.id.in_(person.conversations))
    session.execute(theirs.order_by(Conversation.id).with_for_update(key_share=True))
    for conversation_id in person.conversations:
        tours.forget(conversation_id, now=now, actor=actor)
    future = select(Booking.id).join(Slot).where(Booking.id.in_(person.bookings), Booking.state == "booked", Slot.starts_at > now)
    for booking_id in list(session.scalars(future)):
        tours.cancel(booking_id, now=now, actor=actor)
    give_receipt(
        session,
        hashes=person.hashes,
        contact_id=None,
        purpose=ALL,
        granted=False,
        wording=why,
        wording_version="-",
        channel="-",
        source="erasure",
        conversation_id=None,
        message_seq=None,
        at=now,
    )
    for conversation_id in person.conversations:
        forget_cases(session, conversation_id)
    unanswered = (Message.conversation_id.in_(person.conversations), Message.processed_at.is_(None))
    session.execute(update(Message).where(*unanswered).values(processed_at=now))
    for lead in session.scalars(select(Lead).where(Lead.id.in_(person.leads), Lead.stage != "closed")).all():
        session.execute(insert(StageChange).values(lead_id=lead.id, from_stage=lead.stage, to_stage="closed", actor=actor, at=now))
    closing = update(Lead).where(Lead.id.in_(person.leads)).values(stage="closed", version=Lead.version + 1, updated_at=now)
    session.execute(closing.execution_options(synchronize_session=False))
    for contact_id in person.contacts:
        erase_leads_of(session, contact_id, now=now, actor=actor, events=events)
    ids = person.by_kind()
    for holding in HOLDINGS:
        if holding.erased is None:
            session.execute(delete(holding.table).where(holding.belongs(ids)))
        elif holding.erased:
            session.execute(update(holding.table).where(holding.belongs(ids)).values(**holding.erased))
    session.expire_all()
    for conversation_id in person.conversations:
        tell_other_processes(session, conversation_id)
        record(session, at=now, actor=actor, action="erased", on="conversation", object_id=conversation_id)
