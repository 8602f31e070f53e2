"""Erasing and handing out what is known of a person, and forgetting by itself what is too old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.consent.proof import spellings
from bot.conversations.models import Conversation
from bot.leads.models import Lead
from bot.outbox.models import OutboxRow
from bot.privacy import export as exporting
from bot.privacy.erasing import ASKED, TOO_OLD, erase
from bot.privacy.people import OtherContact, Person, in_conversation, known_by, merged_with
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

    def merged_with(self, person: Person) -> list[OtherContact]:
        """The contacts that staff found to be the same person, and that are not erased with them."""
        with self._database.read() as session:
            return merged_with(session, person)

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
        if settings.retention_days:
            before = now - timedelta(days=settings.retention_days)
            with self._database.read() as session:
                old = session.scalars(_quiet_since(before, now).order_by(Conversation.last_active_at)).all()
            for start in range(0, len(old), _BATCH):
                count += self._forget_some(old[start : start + _BATCH], before, now)
        self._database.forget_log()
        return count

    def _forget_some(self, old: Sequence[str], before: datetime, now: datetime) -> int:
        with self._database.write() as session:
            erased = 0
            for conversation_id in old:
                if session.scalar(_quiet_since(before, now).where(Conversation.id == conversation_id)) is None:
                    continue  # erased with another of theirs, or heard of meanwhile
                person = in_conversation(session, self._assistant.secret_key, conversation_id)
                if _heard_since(session, person, before):
                    # Of a contact with several conversations the newest counts: it goes on without this one.
                    person = Person((conversation_id,), (), (), (), ())
                elif _is_worked_with(session, person, before, now):
                    continue
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


def _quiet_since(before: datetime, now: datetime) -> Select[str]:
    """Conversations in which nobody was heard since, with neither a lead that changed since nor a tour to come."""
    newer = exists().where(Lead.conversation_id == Conversation.id, Lead.updated_at >= before)
    to_come = _to_come(now).where(Booking.conversation_id == Conversation.id).exists()
    return select(Conversation.id).where(Conversation.last_active_at < before, ~newer, ~to_come, Conversation.status != "ended")


def _is_worked_with(session: Session, person: Person, before: datetime, now: datetime) -> bool:
    """True when any lead of theirs changed since, or any tour of theirs is to come, whoever booked it."""
    changed = select(Lead.id).where(Lead.id.in_(person.leads), Lead.updated_at >= before)
    to_come = _to_come(now).where(Booking.id.in_(person.bookings))
    return any(session.scalar(one.limit(1)) is not None for one in (changed, to_come))


def _to_come(now: datetime) -> Select[str]:
    return select(Booking.id).join(Slot, Slot.id == Booking.slot_id).where(Booking.state == "booked", Slot.starts_at > now)


def _heard_since(session: Session, person: Person, moment: datetime) -> bool:
    newest = select(Conversation.id).where(Conversation.id.in_(person.conversations), Conversation.last_active_at >= moment)
    return session.scalar(newest.limit(1)) is not None
