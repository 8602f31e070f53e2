"""Consent receipts: what was agreed to, word for word, without the identity itself."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
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
    suppressed = session.execute(
        select(Suppression.until).where(Suppression.identity_hash == identity, Suppression.purpose.in_((purpose, ALL)))
    ).all()
    for (until,) in suppressed:
        if until is None:
            return "opted_out"
        if until > now:
            return "paused"
    newest = (
        select(Consent.granted)
        .where(Consent.identity_hash == identity, Consent.purpose.in_((purpose, ALL)))
        .order_by(Consent.number.desc())
        .limit(1)
    )
    return None if session.scalar(newest) else "no_consent"
