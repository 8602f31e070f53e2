"""The e-mail address that a party gave for its booking: there its messages go, and who reads it may change the booking."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.consent.models import Consent
from bot.consent.service import TOUR_MESSAGES, identity_hash
from bot.leads.models import Identity, Lead
from bot.tours.models import Booking, WaitlistEntry


def given_address(session: Session, secret_key: bytes, subject: Booking | WaitlistEntry) -> str | None:
    """The address, as the receipt tells that was given with the booking: what its contact gives later does not take it over.

    Where there is no receipt it is the contact's newest address; None where there is only a phone number, or nobody.
    """
    lead = session.get(Lead, subject.lead_id) if subject.lead_id else None
    if lead is None:
        return None
    emails = select(Identity.value).where(Identity.contact_id == lead.contact_id, Identity.kind == "email").order_by(Identity.id.desc())
    known = list(session.scalars(emails))
    if subject.conversation_id is None:
        return next(iter(known), None)
    receipts = (
        Consent.conversation_id == subject.conversation_id,
        Consent.purpose == TOUR_MESSAGES,
        Consent.granted.is_(True),
        Consent.at <= subject.created_at,
    )
    last = select(func.max(Consent.at)).where(*receipts).scalar_subquery()
    given = set(session.scalars(select(Consent.identity_hash).where(*receipts, Consent.at == last)))
    return next((one for one in known if not given or identity_hash(secret_key, one) in given), None)
