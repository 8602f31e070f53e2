"""What a person wants to be sent: nothing, nothing for a while, only messages about their visit, or everything as before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.audit.service import record
from bot.consent.models import Consent, Suppression
from bot.consent.service import ALL, ANSWER, MARKETING, PURPOSES, TOUR_MESSAGES, give_receipt, identity_hash
from bot.conversations.models import Conversation, Message
from bot.leads.models import Identity, Lead
from bot.leads.people import same_person
from bot.outbox.models import OutboxRow

if TYPE_CHECKING:
    from bot.assistant import Assistant

PAUSE = timedelta(days=14)

_WORDS = {
    "stop": "asked in their own words not to be sent messages",
    "only_tours": "asked for messages about their visit only",
    "pause": "asked to be sent no messages for two weeks, and the same as before afterwards",
    "again": "asked in their own words to be sent messages again",
}
"""What the receipt says. Not their own words: those could tell who they are, and receipts stay."""


@dataclass(frozen=True)
class Person:
    """Whoever speaks in a conversation, with every way to reach them that is known there."""

    conversation_id: str
    contact_id: str | None
    channel: str
    hashes: tuple[bytes, ...]
    proven: frozenset[bytes]
    """Those of which it is certain that they are theirs: the app they write in, and what they proved."""
    others: Mapping[str, tuple[bytes, ...]]
    """By contact, further ones of contacts that staff found to be the same person: nothing but a stop counts for them here."""

    @property
    def everywhere(self) -> tuple[bytes, ...]:
        """All of them, those of the other contacts too."""
        return (*self.hashes, *chain.from_iterable(self.others.values()))


class MessageWishes:
    """Keeps what people want to be sent, with a receipt for each wish. Joins the turn's transaction."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def stop(self, conversation_id: str, seq: int | None) -> bool:
        """Nothing leaves any more, on no channel, from this moment on; false when there is no way to reach the person anyway."""
        with self._assistant.database.write() as session:
            person = self._person(session, conversation_id)
            if not person.everywhere:
                return False
            now = self._assistant.clock()
            self._tell(session, person, person.everywhere, now)
            self._receipt(session, person, person.hashes, "stop", ALL, False, seq, now)
            for contact_id, theirs in person.others.items():
                self._receipt(session, replace(person, contact_id=contact_id), theirs, "stop", ALL, False, seq, now)
            _suppress(session, person.everywhere, (ALL,), until=None, conversation_id=conversation_id, now=now)
            self._withhold(session, person.everywhere, PURPOSES, now)
            self._audit(session, person, "opted out", now)
            return True

    def only_tours(self, conversation_id: str, seq: int | None) -> bool:
        """Messages about a visit may leave, nothing else; false when nothing had been stopped here."""
        with self._assistant.database.write() as session:
            person = self._person(session, conversation_id)
            hashes, now = self._may_lift(session, person), self._assistant.clock()
            if not hashes:
                return False
            self._tell(session, person, hashes, now)
            for one in hashes:
                for purpose in _agreed(session, one):
                    if purpose != TOUR_MESSAGES:  # or a later pause would bring it back
                        self._receipt(session, person, [one], "only_tours", purpose, False, seq, now)
            self._receipt(session, person, hashes, "only_tours", TOUR_MESSAGES, True, seq, now)
            _lift(session, hashes)
            _suppress(session, hashes, (ANSWER, MARKETING), until=None, conversation_id=conversation_id, now=now)
            self._withhold(session, hashes, (ANSWER, MARKETING), now)
            self._audit(session, person, "wants tour messages only", now)
            return True

    def pause(self, conversation_id: str, seq: int | None) -> datetime | None:
        """Nothing leaves for two weeks, then what was agreed to before; until when, or None when nothing had been stopped here."""
        with self._assistant.database.write() as session:
            person = self._person(session, conversation_id)
            hashes, now = self._may_lift(session, person), self._assistant.clock()
            if not hashes:
                return None
            self._tell(session, person, hashes, now)
            self._restore(session, person, hashes, "pause", seq, now)
            _lift(session, hashes)
            until = now + PAUSE
            _suppress(session, hashes, (ALL,), until=until, conversation_id=conversation_id, now=now)
            self._audit(session, person, "paused messages", now)
            return until

    def again(self, conversation_id: str, seq: int | None) -> bool:
        """What was agreed to before may leave again; false when nothing had been stopped that could be taken back here."""
        with self._assistant.database.write() as session:
            person = self._person(session, conversation_id)
            hashes, now = self._may_lift(session, person), self._assistant.clock()
            if not hashes:
                return False
            self._tell(session, person, hashes, now)
            self._restore(session, person, hashes, "again", seq, now)
            _lift(session, hashes)
            self._audit(session, person, "opted in again", now)
            return True

    def agreed_anew(self, session: Session, conversation_id: str, purpose: str) -> None:
        """After a new receipt of the person for ``purpose``: takes them off the list for it, as far as they can here."""
        person = self._person(session, conversation_id)
        hashes = self._may_lift(session, person)
        if not hashes:
            return
        now = self._assistant.clock()
        listed = select(Suppression.identity_hash, Suppression.until).where(
            Suppression.identity_hash.in_(hashes), Suppression.purpose == ALL
        )
        stopped = session.execute(listed).all()
        _lift(session, hashes, (purpose, ALL))
        others = tuple(one for one in PURPOSES if one != purpose)
        for hashed, until in stopped:
            _suppress(session, [hashed], others, until=until, conversation_id=conversation_id, now=now)

    def _person(self, session: Session, conversation_id: str) -> Person:
        conversation = session.scalars(select(Conversation).where(Conversation.id == conversation_id)).one()
        key = self._assistant.secret_key
        hashes: dict[bytes, bool] = {}
        others: dict[bytes, str] = {}
        if conversation.external_id:
            hashes[identity_hash(key, conversation.external_id)] = True
        if conversation.contact_id:
            for one in session.scalars(select(Identity).where(Identity.contact_id.in_(same_person(session, conversation.contact_id)))):
                hashed = identity_hash(key, one.value)
                if one.contact_id == conversation.contact_id:
                    hashes[hashed] = hashes.get(hashed, False) or one.verified_at is not None
                else:
                    others[hashed] = one.contact_id
        proven = frozenset(one for one, is_proven in hashes.items() if is_proven)
        further: dict[str, tuple[bytes, ...]] = {}
        for hashed, contact_id in others.items():
            if hashed not in hashes:
                further[contact_id] = (*further.get(contact_id, ()), hashed)
        return Person(conversation_id, conversation.contact_id, conversation.channel, tuple(hashes), proven, further)

    def _may_lift(self, session: Session, person: Person) -> list[bytes]:
        """The identities that are on the list and that this person may take off it: their proven ones, and those they put there."""
        listed = select(Suppression.identity_hash).where(
            Suppression.identity_hash.in_(person.hashes),
            or_(Suppression.identity_hash.in_(person.proven), Suppression.conversation_id == person.conversation_id),
        )
        found = set(session.scalars(listed))
        return [one for one in person.hashes if one in found]

    def _restore(self, session: Session, person: Person, hashes: Sequence[bytes], wish: str, seq: int | None, now: datetime) -> None:
        """Receipts for what had been agreed to before everything was stopped."""
        for one in hashes:
            for purpose in _agreed(session, one):
                self._receipt(session, person, [one], wish, purpose, True, seq, now)

    def _receipt(
        self,
        session: Session,
        person: Person,
        hashes: Sequence[bytes],
        wish: str,
        purpose: str,
        granted: bool,
        seq: int | None,
        now: datetime,
    ) -> None:
        give_receipt(
            session,
            hashes=hashes,
            contact_id=person.contact_id,
            purpose=purpose,
            granted=granted,
            wording=_WORDS[wish],
            wording_version="-",
            channel=person.channel,
            source=source_of(session, person.conversation_id, person.channel, seq) or "own words",
            conversation_id=person.conversation_id,
            message_seq=seq,
            at=now,
        )

    def _withhold(self, session: Session, hashes: Sequence[bytes], purposes: Sequence[str], now: datetime) -> None:
        """Takes what waits for these out of the outbox, whichever channel it would leave on. Whom it would have told what they
        have to know is called."""
        theirs = (OutboxRow.state == "waiting", OutboxRow.identity_hash.in_(hashes), OutboxRow.purpose.in_(purposes))
        waiting = session.execute(select(OutboxRow.id, OutboxRow.payload).where(*theirs).order_by(OutboxRow.id).with_for_update()).all()
        ending = update(OutboxRow).where(OutboxRow.id.in_([row.id for row in waiting]))
        forgotten = ending.values(state="withheld", payload={}, leased_until=None, last_error="opted_out")
        session.execute(forgotten.execution_options(synchronize_session=False))
        for row in waiting:
            self._assistant.calls.missed(session, str(row.payload.get("key")), "opted_out", now)

    def _tell(self, session: Session, person: Person, hashes: Sequence[bytes], now: datetime) -> None:
        """Marks every lead as changed whose consents the wish may change, and tells other programs of each. Comes before the receipts:
        whoever books locks the lead first, too, and then the end of the chain."""
        same_address = select(Consent.contact_id).where(Consent.identity_hash.in_(hashes), Consent.contact_id.is_not(None))
        theirs = or_(Lead.contact_id == person.contact_id, Lead.contact_id.in_(same_address))
        for lead in session.scalars(select(Lead).where(theirs).order_by(Lead.id).with_for_update()).all():
            lead.updated_at = max(lead.updated_at, now)
            self._assistant.events.tell(session, "lead.changed", lead.id, now)
        session.flush()

    def _audit(self, session: Session, person: Person, action: str, now: datetime) -> None:
        actor = f"visitor:{person.conversation_id}"
        record(session, at=now, actor=actor, action=action, on="conversation", object_id=person.conversation_id)


def _agreed(session: Session, hashed: bytes) -> list[str]:
    """The purposes that an identity agreed to last, each on its own, apart from a stop of everything."""
    said = select(Consent.purpose, Consent.granted).where(Consent.identity_hash == hashed, Consent.purpose != ALL)
    last = {row.purpose: row.granted for row in session.execute(said.order_by(Consent.number))}
    return [purpose for purpose, granted in last.items() if granted]


def source_of(session: Session, conversation_id: str, channel: str, seq: int | None) -> str | None:
    """The messaging app's own id of a line; None on the web, where the visitor's browser makes the ids up."""
    if channel in ("web", "console") or seq is None:
        return None
    of_line = select(Message.delivery_id).where(Message.conversation_id == conversation_id, Message.seq == seq)
    return f"message {found}" if (found := session.scalar(of_line)) else None


def _suppress(
    session: Session, hashes: Sequence[bytes], purposes: Sequence[str], *, until: datetime | None, conversation_id: str, now: datetime
) -> None:
    rows = [
        {"identity_hash": one, "purpose": purpose, "until": until, "conversation_id": conversation_id, "created_at": now}
        for one in hashes
        for purpose in purposes
    ]
    if rows:
        upsert = (sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert)(Suppression)
        changes = {name: upsert.excluded[name] for name in ("until", "conversation_id", "created_at")}
        session.execute(upsert.values(rows).on_conflict_do_update(index_elements=["identity_hash", "purpose"], set_=changes))


def _lift(session: Session, hashes: Sequence[bytes], purposes: Collection[str] = (ALL, *PURPOSES)) -> None:
    session.execute(delete(Suppression).where(Suppression.identity_hash.in_(hashes), Suppression.purpose.in_(purposes)))
