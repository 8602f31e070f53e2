"""Consent receipts: what was agreed to, word for word, without the identity itself."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, literal, null, or_, select, union
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
    known = union(
        select(Suppression.identity_hash).where(Suppression.identity_hash.in_(identities)),
        select(Consent.identity_hash).where(Consent.identity_hash.in_(identities)),
    ).subquery()
    found = session.execute(select(known.c.identity_hash, _why_not(known.c.identity_hash, literal(purpose), now)))
    refused: dict[bytes, str | None] = dict(found.all())
    return {one: refused.get(one, "no_consent") for one in identities}


def standing(session: Session, contact_ids: Collection[str], now: datetime) -> dict[str, list[tuple[str, bool]]]:
    """For each contact and each purpose that they were asked about: whether messages may be sent to them for it now.

    They may when nothing speaks against it (see :func:`refusal`) at any of the addresses that they were asked for.
    """
    asked = (
        select(Consent.contact_id, Consent.identity_hash, Consent.purpose)
        .where(Consent.contact_id.in_(contact_ids), Consent.purpose != ALL)
        .distinct()
        .subquery()
    )
    may: dict[str, dict[str, bool]] = {}
    why_not = _why_not(asked.c.identity_hash, asked.c.purpose, now)
    for contact_id, purpose, refused in session.execute(select(asked.c.contact_id, asked.c.purpose, why_not)):
        answers = may.setdefault(contact_id, {})
        answers[purpose] = answers.get(purpose, True) and refused is None
    return {contact_id: sorted(answers.items()) for contact_id, answers in may.items()}


def _why_not(identity: ColumnElement[bytes], purpose: ColumnElement[str], now: datetime) -> ColumnElement[str | None]:
    """The rule itself, for each row of the statement that it becomes a part of."""
    listed = exists().where(Suppression.identity_hash == identity, or_(Suppression.purpose == purpose, Suppression.purpose == ALL))
    about = (Consent.identity_hash == identity, or_(Consent.purpose == purpose, Consent.purpose == ALL))
    newest = select(Consent.granted).where(*about).order_by(Consent.number.desc()).limit(1).scalar_subquery()
    return case(
        (listed.where(Suppression.until.is_(None)), "opted_out"),
        (listed.where(Suppression.until > now), "paused"),
        (newest, null()),
        else_="no_consent",
    )
