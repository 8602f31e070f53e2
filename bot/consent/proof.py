"""What one can show when somebody asks why they were written to: every receipt of an identity, and that none was tampered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.assistant import Assistant
from bot.consent import chain
from bot.consent.models import Consent, Suppression
from bot.consent.service import identity_hash
from bot.nlu.extraction import extract


@dataclass(frozen=True)
class Unwanted:
    """What an identity wants no messages for, and until when; None: for good."""

    purpose: str
    until: datetime | None
    since: datetime


@dataclass(frozen=True)
class Proof:
    """The receipts of an identity, oldest first, and what became of looking at the whole chain."""

    identity: str
    receipts: tuple[Consent, ...]
    unwanted: tuple[Unwanted, ...]
    chain: chain.Verdict


def prove(assistant: Assistant, identity: str) -> Proof:
    """The proof for an e-mail address, a phone number (however it is written) or a chat id; needs no contact to be left."""
    spelled = spellings(assistant, identity)
    hashes = [identity_hash(assistant.secret_key, one) for one in spelled]
    with assistant.database.read() as session:
        receipts = session.scalars(select(Consent).where(Consent.identity_hash.in_(hashes)).order_by(Consent.number)).all()
        listed = session.scalars(select(Suppression).where(Suppression.identity_hash.in_(hashes)).order_by(Suppression.purpose)).all()
        unwanted = tuple(Unwanted(one.purpose, one.until, one.created_at) for one in listed)
        return Proof(spelled[0], tuple(receipts), unwanted, chain.verify(session))


def spellings(assistant: Assistant, identity: str) -> list[str]:
    """How an identity may be stored, likeliest first: as an e-mail address, as a phone number in E.164, or as it is written."""
    identity = identity.strip()
    found = extract(identity, assistant.clock(), assistant.school.vocabulary, statistical=False)
    return list(dict.fromkeys(one for one in (found.email, found.phone, identity) if one))
