"""The e-mail address that a party gave for its booking: there its messages go, and who reads it may change the booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.consent.models import Consent
from bot.consent.service import TOUR_MESSAGES, identity_hash
from bot.leads.models import Identity, Lead
from bot.tours.origin import Subject, origins


def given_address(session: Session, secret_key: bytes, subject: Subject) -> str | None:
    """The address, as the receipt tells that was given with the booking: what its contact gives later does not take it over.

    A booking that came of a place on the waitlist, or of a missed visit, has the address that was given with that. Where there
    is no receipt it is the contact's newest address; None where there is only a phone number, or nobody.
    """
    return given_addresses(session, secret_key, [subject])[0]


def given_addresses(session: Session, secret_key: bytes, subjects: Sequence[Subject]) -> list[str | None]:
    """The same for several at once, in their order."""
    filled_in = origins(session, subjects)
    emails = (
        select(Lead.id, Identity.value)
        .join(Identity, Identity.contact_id == Lead.contact_id)
        .where(Lead.id.in_({one.lead_id for one in subjects if one.lead_id}), Identity.kind == "email")
        .order_by(Identity.id.desc())
    )
    known: dict[str | None, list[str]] = defaultdict(list)
    for lead_id, value in session.execute(emails):
        known[lead_id].append(value)
    receipts = select(Consent.conversation_id, Consent.at, Consent.identity_hash).where(
        Consent.conversation_id.in_({one.conversation_id for one in filled_in if one.conversation_id}),
        Consent.purpose == TOUR_MESSAGES,
        Consent.granted.is_(True),
    )
    given: dict[str | None, list[tuple[datetime, bytes]]] = defaultdict(list)
    for conversation_id, at, hashed in session.execute(receipts):
        given[conversation_id].append((at, hashed))

    def address(subject: Subject, origin: Subject) -> str | None:
        before = [(at, hashed) for at, hashed in given[origin.conversation_id] if at <= origin.created_at]
        last = max((at for at, _hashed in before), default=None)
        theirs = {hashed for at, hashed in before if at == last}
        return next((one for one in known[subject.lead_id] if not theirs or identity_hash(secret_key, one) in theirs), None)

    return [address(subject, origin) for subject, origin in zip(subjects, filled_in, strict=True)]
