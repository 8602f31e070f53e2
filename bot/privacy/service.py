"""Erasing and handing out what is known of a person, and forgetting by itself what is too old."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.consent.proof import spellings
from bot.conversations.models import Conversation
from bot.leads.models import Lead
from bot.outbox.models import OutboxRow
from bot.privacy import export as exporting
from bot.privacy.erasing import ASKED, TOO_OLD, erase
from bot.privacy.people import Person, in_conversation, known_by
from bot.tours.models import Booking, Slot

if TYPE_CHECKING:
    from bot.assistant import Assistant

_BATCH = 20
"""Conversations erased in one transaction, so that nobody waits long for the database."""
_NO_LANE = "-"


class Privacy:
    """The rights of the people whose data this is."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._database = assistant.database

    def find(self, identity: str) -> Person:
        """Whoever is known by an e-mail address, a phone number or an id; false when nobody is."""
        with self._database.read() as session:
            return self._known(session, identity)

    def erase_conversation(self, conversation_id: str) -> Person:
        """Erases whoever speaks in a conversation, at their own wish; returns who that was."""
        with self._database.write() as session:
            person = in_conversation(session, self._assistant.secret_key, conversation_id)
            self._erase(session, person, f"visitor:{conversation_id}", ASKED)
        self._database.forget_log()
        return person

    def erase_person(self, identity: str, *, actor: str) -> Person:
        """Erases whoever is known by an address or id, in every conversation; returns who that was."""
        with self._database.write() as session:
            person = self._known(session, identity)
            if person:
                self._erase(session, person, actor, ASKED)
        self._database.forget_log()
        return person

    def export(self, identity: str, *, actor: str) -> dict[str, Any] | None:
        """Everything of a person; None when nobody is known by that."""
        with self._database.write() as session:
            person, now = self._known(session, identity), self._assistant.clock()
            if not person:
                return None
            for conversation_id in person.conversations:
                record(session, at=now, actor=actor, action="exported", on="conversation", object_id=conversation_id)
            return exporting.export(session, person, now)

    def forget_the_old(self) -> int:
        """Erases everybody who was heard of last before the retention period, and the words of old messages; how many conversations."""
        now, settings = self._assistant.clock(), self._assistant.settings
        self._forget_sent(now - timedelta(days=settings.sent_days))
        count = 0
        while settings.retention_days and (erased := self._forget_some(now - timedelta(days=settings.retention_days))):
            count += erased
        self._database.forget_log()
        return count

    def _forget_some(self, before: datetime) -> int:
        newer = exists().where(Lead.conversation_id == Conversation.id, Lead.updated_at >= before)
        to_come = exists().where(
            Booking.conversation_id == Conversation.id,
            Booking.state == "booked",
            Slot.id == Booking.slot_id,
            Slot.starts_at > self._assistant.clock(),
        )
        old = select(Conversation.id).where(Conversation.last_active_at < before, ~newer, ~to_come, Conversation.status != "ended")
        with self._database.write() as session:
            erased = 0
            for conversation_id in session.scalars(old.order_by(Conversation.last_active_at).limit(_BATCH)).all():
                person = in_conversation(session, self._assistant.secret_key, conversation_id)
                # Of a contact with several conversations the newest counts.
                if len(person.conversations) > 1 and _heard_since(session, person, before):
                    person = Person((conversation_id,), (), (), (), ())
                self._erase(session, person, "system", TOO_OLD)
                erased += len(person.conversations)
            return erased

    def _forget_sent(self, before: datetime) -> None:
        links: dict[str, Any] = {"conversation_id": None, "contact_id": None, "identity_hash": None}
        of_somebody = or_(*(getattr(OutboxRow, name).is_not(None) for name in links))
        old = (OutboxRow.state.in_(("sent", "withheld")), OutboxRow.created_at < before, of_somebody)
        with self._database.write() as session:
            # The row stays: its key keeps the same message from being sent again. Its lane, which may be the id of a chat,
            # matters only while it waits.
            forget = update(OutboxRow).where(*old).values(payload={}, lane=_NO_LANE, **links)
            session.execute(forget.execution_options(synchronize_session=False))

    def _erase(self, session: Session, person: Person, actor: str, why: str) -> None:
        tours = self._assistant.tours
        with self._database.sharing(session):
            erase(session, tours, self._assistant.events, person, now=self._assistant.clock(), actor=actor, why=why)

    def _known(self, session: Session, identity: str) -> Person:
        return known_by(session, self._assistant.secret_key, spellings(self._assistant, identity))


def _heard_since(session: Session, person: Person, moment: datetime) -> bool:
    newest = select(Conversation.id).where(Conversation.id.in_(person.conversations), Conversation.last_active_at >= moment)
    return session.scalar(newest.limit(1)) is not None
