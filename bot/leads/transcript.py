"""The conversation behind a lead, line by line, with what the assistant made of each line. Every reading is audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.audit import service as audit
from bot.clock import Clock
from bot.conversations.models import Conversation, Feedback, Message, Problem, Turn
from bot.db.database import Database
from bot.errors import NotFound
from bot.leads.models import Contact, Lead
from bot.leads.query import visible_to
from bot.staff.paging import Page, within
from bot.staff.roles import Member, Permission

LINES_A_PAGE = 200


@dataclass(frozen=True)
class Line:
    """One line, with the turn that it caused, the thumb it got, and what went wrong with it."""

    message: Message
    turn: Turn | None
    feedback: Feedback | None
    problems: Sequence[Problem]
    buttons: Sequence[str]
    """Titles of the answers that were suggested."""

    @property
    def is_waiting(self) -> bool:
        """A visitor's line that has had no answer yet."""
        return self.message.role == "visitor" and self.message.processed_at is None


@dataclass(frozen=True)
class Transcript:
    """A page of a lead's conversation."""

    lead: Lead
    name: str
    conversation: Conversation
    lines: Page[Line]


class Transcripts:
    """Opens transcripts for staff."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open(self, member: Member, lead_id: str, page: int = 1) -> Transcript:
        """A page of the lead's conversation, oldest line first, and the audit row that it was read."""
        member.require(Permission.SEE_TRANSCRIPTS)
        with self._database.write() as session:
            found = session.execute(
                select(Lead, Contact.name, Conversation)
                .join(Contact, Contact.id == Lead.contact_id)
                .join(Conversation, Conversation.id == Lead.conversation_id)
                .where(Lead.id == lead_id, visible_to(member))
            ).one_or_none()
            if found is None:
                raise NotFound("There is no conversation for this lead, or it belongs to a colleague.")
            lead, name, conversation = found
            of_this = Message.conversation_id == conversation.id
            total = session.scalar(select(func.count()).select_from(Message).where(of_this)) or 0
            number = within(page, total, LINES_A_PAGE)
            messages = session.scalars(
                select(Message).where(of_this).order_by(Message.seq).limit(LINES_A_PAGE).offset((number - 1) * LINES_A_PAGE)
            ).all()
            ids = [message.id for message in messages]
            turns = {turn.message_id: turn for turn in session.scalars(select(Turn).where(Turn.message_id.in_(ids)))}
            thumbs = {thumb.seq: thumb for thumb in session.scalars(select(Feedback).where(Feedback.conversation_id == conversation.id))}
            problems = session.scalars(select(Problem).where(Problem.conversation_id == conversation.id).order_by(Problem.id)).all()
            audit.record(
                session,
                at=self._clock(),
                actor=member.actor,
                action="transcript viewed",
                on="lead",
                object_id=lead.id,
                detail={"conversation": conversation.id, "page": number},
            )
        lines = [
            Line(
                message=message,
                turn=turns.get(message.id),
                feedback=thumbs.get(message.seq),
                problems=[problem for problem in problems if problem.message_id == message.id],
                buttons=[reply["title"] for reply in (message.custom or {}).get("quick_replies", [])],
            )
            for message in messages
        ]
        return Transcript(lead, name, conversation, Page(lines, number, total, LINES_A_PAGE))
