"""Consent receipts: what was agreed to, word for word, without the identity itself."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.consent import chain
from bot.consent.models import Consent, Suppression

ANSWER, TOUR_MESSAGES, MARKETING, ALL = "answer", "tour_messages", "marketing", "all"
PURPOSES = (ANSWER, TOUR_MESSAGES, MARKETING)
"""What a message can be for. Each is agreed to on its own."""


def identity_hash(secret_key: bytes, identity: str) -> bytes:
    """Keyed hash of an e-mail address, phone number or chat id. Without the key nobody can try identities out."""
    return hmac.new(secret_key, identity.strip().casefold().encode(), hashlib.sha256).digest()


def give_receipt(
    session: Session,
    *,
    hashes: Iterable[bytes],
    contact_id: str | None,
    purpose: str,
    granted: bool,
    wording: str,
    wording_version: str,
    channel: str,
    source: str,
    conversation_id: str | None,
    message_seq: int | None,
    at: datetime,
) -> None:
    """Appends one receipt for each identity that the person gave (as :func:`identity_hash` has it)."""
    chain.append(
        session,
        [
            {
                "contact_id": contact_id,
                "identity_hash": one,
                "purpose": purpose,
                "granted": granted,
                "wording": wording,
                "wording_version": wording_version,
                "channel": channel,
                "source": source,
                "conversation_id": conversation_id,
                "message_seq": message_seq,
                "at": at,
            }
            for one in dict.fromkeys(hashes)
        ],
    )


def refusal(session: Session, identity: bytes, purpose: str, now: datetime) -> str | None:
    """Why nothing may be sent to an identity for a purpose: ``no_consent``, ``opted_out`` or ``paused``; None: it may.

    What counts is the newest receipt for that purpose, and that they are on no list of those who want none.
    """
    return refusals(session, [identity], purpose, now)[identity]


def refusals(session: Session, identities: Collection[bytes], purpose: str, now: datetime) -> dict[bytes, str | None]:
    """The same for several identities at once."""
    suppressed: dict[bytes, str] = {}
    listed = select(Suppression.identity_hash, Suppression.until).where(
        Suppression.identity_hash.in_(identities), Suppression.purpose.in_((purpose, ALL))
    )
    for identity, until in session.execute(listed):
        if until is None:
            suppressed[identity] = "opted_out"
        elif until > now:
            suppressed.setdefault(identity, "paused")
    about = (Consent.identity_hash.in_(identities), Consent.purpose.in_((purpose, ALL)))
    newest = select(func.max(Consent.number)).where(*about).group_by(Consent.identity_hash)
    agreed = set(session.scalars(select(Consent.identity_hash).where(Consent.number.in_(newest), Consent.granted)))
    return {one: suppressed.get(one) or (None if one in agreed else "no_consent") for one in identities}
