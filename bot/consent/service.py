"""Consent receipts: what was agreed to, word for word, without the identity itself."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.consent.models import Consent


def identity_hash(secret_key: bytes, identity: str) -> bytes:
    """Keyed hash of an e-mail address, phone number or chat id. Without the key nobody can try identities out."""
    return hmac.new(secret_key, identity.strip().casefold().encode(), hashlib.sha256).digest()


def give_receipt(
    session: Session,
    *,
    secret_key: bytes,
    identities: list[str],
    contact_id: str | None,
    purpose: str,
    granted: bool,
    wording: str,
    wording_version: str,
    channel: str,
    conversation_id: str | None,
    message_seq: int | None,
    at: datetime,
) -> None:
    """Appends one receipt for each identity that the person gave."""
    session.execute(
        insert(Consent),
        [
            {
                "contact_id": contact_id,
                "identity_hash": identity_hash(secret_key, identity),
                "purpose": purpose,
                "granted": granted,
                "wording": wording,
                "wording_version": wording_version,
                "channel": channel,
                "conversation_id": conversation_id,
                "message_seq": message_seq,
                "at": at,
            }
            for identity in identities
        ],
    )
