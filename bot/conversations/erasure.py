"""Deletes what a visitor asked to have deleted. What has to stay (places taken, receipts) stays without the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.consent.models import Consent
from bot.conversations.lines import line
from bot.conversations.models import Conversation, Feedback, Message, Question
from bot.conversations.thread import tell_other_processes
from bot.engine.models import TrackerRow
from bot.leads.models import Contact, Identity, Lead, Note, StageChange
from bot.outbox.models import OutboxRow
from bot.questions.cases import forget_cases
from bot.tours.service import Tours

ERASED = "(deleted)"
_SAYS_BACK = (("noted", "what"), ("unknown_one", "question"), ("clarify_one", "question"))
"""Lines that repeat what a visitor wrote, and the word that is filled in."""


def erase_words(session: Session, conversation_id: str, *, up_to: int) -> None:
    """Erases what a visitor wrote, up to a line of the conversation: the lines, what was said back or shown of them, and the
    questions noted for staff with what was learned from them.

    The conversation goes on; whoever became a contact in it stays one.
    """
    lines = (Message.conversation_id == conversation_id, Message.seq <= up_to)
    session.execute(update(Message).where(*lines, Message.role == "visitor").values(text=ERASED, input=None))
    shown = session.execute(select(Message.id, Message.custom).where(*lines, Message.role == "bot", Message.custom.is_not(None)))
    repeating = [row.id for row in shown if {"form", "review"} & row.custom.keys()]
    session.execute(update(Message).where(Message.id.in_(repeating)).values(custom=None))
    said_back = [line(name, **{word: "\n"})[0].partition("\n")[0] for name, word in _SAYS_BACK]
    repeats = or_(*(Message.text.contains(words, autoescape=True) for words in said_back))
    session.execute(update(Message).where(*lines, Message.role == "bot", repeats).values(text=ERASED))
    session.execute(delete(Question).where(Question.conversation_id == conversation_id))
    forget_cases(session, conversation_id)
    session.execute(update(Feedback).where(Feedback.conversation_id == conversation_id).values(reason=None))
    session.execute(delete(OutboxRow).where(OutboxRow.conversation_id == conversation_id, OutboxRow.state != "waiting"))


def erase(session: Session, tours: Tours, conversation_id: str, *, now: datetime, actor: str) -> None:
    """Erases a conversation and the contact that belongs to it, within the caller's transaction.

    Future bookings are cancelled and their places freed; past ones stay as bare numbers. Consent receipts stay, but
    nothing leads from them to the person any more.
    """
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        return
    tours.forget(conversation_id, now=now, actor=actor)
    contact_id = conversation.contact_id
    conversation.token_hash = None
    conversation.external_id = None
    conversation.status = "ended"
    conversation.page_url = conversation.referrer = conversation.locale = None
    session.execute(
        update(Message)
        .where(Message.conversation_id == conversation_id)
        .values(text=ERASED, custom=None, choices=None, input=None, processed_at=now)
    )
    session.execute(update(TrackerRow).where(TrackerRow.conversation_id == conversation_id).values(state=""))
    session.execute(delete(Question).where(Question.conversation_id == conversation_id))
    forget_cases(session, conversation_id)
    session.execute(update(Feedback).where(Feedback.conversation_id == conversation_id).values(reason=None))
    session.execute(delete(OutboxRow).where(OutboxRow.conversation_id == conversation_id))
    if contact_id is not None:
        session.execute(update(Contact).where(Contact.id == contact_id).values(name=ERASED))
        session.execute(delete(Identity).where(Identity.contact_id == contact_id))
        session.execute(update(Consent).where(Consent.contact_id == contact_id).values(contact_id=None, conversation_id=None))
        leads = select(Lead.id).where(Lead.contact_id == contact_id)
        for lead in list(session.scalars(select(Lead).where(Lead.contact_id == contact_id, Lead.stage != "closed"))):
            session.add(StageChange(lead_id=lead.id, from_stage=lead.stage, to_stage="closed", actor=actor, at=now))
        session.execute(update(Note).where(Note.lead_id.in_(leads)).values(text=ERASED))
        session.execute(
            update(Lead)
            .where(Lead.contact_id == contact_id)
            .values(page_url=None, referrer=None, campaign=None, stage="closed", version=Lead.version + 1, updated_at=now)
        )
    tell_other_processes(session, conversation_id)
    record(session, at=now, actor=actor, action="erased", on="conversation", object_id=conversation_id)
