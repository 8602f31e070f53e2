"""Everything that is known to belong to one person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.consent.service import identity_hash
from bot.conversations.models import Conversation
from bot.leads.models import Identity, Lead
from bot.leads.people import same_person
from bot.privacy.holdings import Of
from bot.proofs.codes import masked
from bot.tours.models import Booking


@dataclass(frozen=True)
class Person:
    """The ids of what belongs to a person, and the keyed hashes of every way to reach them."""

    conversations: tuple[str, ...]
    contacts: tuple[str, ...]
    leads: tuple[str, ...]
    bookings: tuple[str, ...]
    hashes: tuple[bytes, ...]

    def by_kind(self) -> dict[Of, Collection[object]]:
        """The ids as :mod:`bot.privacy.holdings` asks for them."""
        return {
            "conversation": self.conversations,
            "contact": self.contacts,
            "lead": self.leads,
            "booking": self.bookings,
            "identity": self.hashes,
        }

    def __bool__(self) -> bool:
        return bool(self.conversations or self.contacts)


@dataclass(frozen=True)
class OtherContact:
    """A contact besides a person's own, with its addresses as its owner knows them again and nobody else learns them."""

    id: str
    addresses: tuple[str, ...]


def known_by(session: Session, secret_key: bytes, spellings: Sequence[str]) -> Person:
    """Whoever gave this e-mail address, phone number or chat id, in whatever conversation; or whose contact or conversation id it is.

    ``spellings`` are the ways in which it may be stored.
    """
    contacts = set(session.scalars(select(Identity.contact_id).where(Identity.value.in_(spellings))))
    mine = or_(*(column.in_(spellings) for column in (Conversation.external_id, Conversation.id, Conversation.contact_id)))
    conversations = set(session.scalars(select(Conversation.id).where(mine)))
    return _gathered(session, secret_key, conversations, contacts, spellings)


def in_conversation(session: Session, secret_key: bytes, conversation_id: str) -> Person:
    """Whoever speaks in a conversation, with the contact that came of it.

    An address that somebody else gave, too, counts as theirs only once they proved it: typing it is no right over it.
    """
    return _gathered(session, secret_key, {conversation_id}, set(), None)


def merged_with(session: Session, person: Person) -> list[OtherContact]:
    """The contacts that staff found to be the same person, besides those of ``person``."""
    found = {one for contact_id in person.contacts for one in same_person(session, contact_id)} - set(person.contacts)
    addresses: dict[str, list[str]] = {contact_id: [] for contact_id in sorted(found)}
    for one in session.scalars(select(Identity).where(Identity.contact_id.in_(found)).order_by(Identity.id)):
        addresses[one.contact_id].append(f"{one.kind} {masked(one.value)}")
    return [OtherContact(contact_id, tuple(theirs)) for contact_id, theirs in addresses.items()]


def _gathered(session: Session, secret_key: bytes, conversations: set[str], contacts: set[str], identities: Iterable[str] | None) -> Person:
    """Follows conversations to their contact, and contacts to their other conversations and leads.

    With ``identities`` None only those addresses count that are certainly theirs.
    """
    contacts = contacts | set(
        session.scalars(select(Conversation.contact_id).where(Conversation.id.in_(conversations), Conversation.contact_id.is_not(None)))
    )
    leads = session.execute(select(Lead.id, Lead.conversation_id).where(Lead.contact_id.in_(contacts))).all()
    conversations = conversations | {row.conversation_id for row in leads if row.conversation_id}
    conversations |= set(session.scalars(select(Conversation.id).where(Conversation.contact_id.in_(contacts))))
    lead_ids = {row.id for row in leads} | set(session.scalars(select(Lead.id).where(Lead.conversation_id.in_(conversations))))
    bookings = select(Booking.id).where(or_(Booking.conversation_id.in_(conversations), Booking.lead_id.in_(lead_ids)))
    chats = select(Conversation.external_id).where(Conversation.id.in_(conversations), Conversation.external_id.is_not(None))
    addresses = {str(value) for value in session.scalars(chats)} | set(identities or ())
    given = session.execute(select(Identity.value, Identity.verified_at).where(Identity.contact_id.in_(contacts))).all()
    disputed: set[str] = set()
    if identities is None:
        others = select(Identity.value).where(
            Identity.value.in_([row.value for row in given if row.verified_at is None]), Identity.contact_id.not_in(contacts)
        )
        disputed = set(session.scalars(others))
    addresses |= {row.value for row in given if row.value not in disputed}
    return Person(
        tuple(sorted(conversations)),
        tuple(sorted(contacts)),
        tuple(sorted(lead_ids)),
        tuple(sorted(session.scalars(bookings))),
        tuple(sorted({identity_hash(secret_key, one) for one in addresses})),
    )
