"""Proves that whoever speaks in a conversation reads an e-mail address: a code is sent there and typed here.

Everything is alike whether something is booked with the address or not: the same rows, the same answers, the same work. Whether a
code leaves is found out later, by :mod:`bot.proofs.post`.
"""

from __future__ import annotations

import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from bot.consent.service import identity_hash
from bot.leads.proving import prove_email
from bot.nlu.language import Language
from bot.proofs.codes import code_hash
from bot.proofs.models import EmailProof
from bot.proofs.outgoing import forget_email

if TYPE_CHECKING:
    from bot.assistant import Assistant

LIVES = timedelta(minutes=10)
"""How long a code works."""
TRIES = 5
"""How often it may be guessed."""
CODES, PER = 3, timedelta(hours=1)
"""How many may be asked for within this time: for an address, and in a conversation."""
STANDS = timedelta(minutes=15)
"""How long a proof opens the bookings of the address, in its conversation."""
_AGAIN_AFTER = timedelta(seconds=20)
"""Who asks twice at once is sent one code."""

Outcome = Literal["right", "wrong", "spent", "over"]
"""What became of a typed code. spent: it was wrong too often; over: its time has passed, or there is none."""


@dataclass(frozen=True)
class TooManyCodes:
    """No further code may be asked for before this."""

    until: datetime


class Proofs:
    """Codes by e-mail. Joins the turn's transaction."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._database = assistant.database

    def ask(self, conversation_id: str, address: str, *, answers: int | None, language: Language) -> TooManyCodes | None:
        """Notes that a code is to be sent to an address, in place of those before it; or says from when on one may be."""
        now = self._assistant.clock()
        hashed = identity_hash(self._assistant.secret_key, address)
        with self._database.write() as session:
            if not self._database.is_sqlite:
                # Two conversations that name one address at once are counted one after the other.
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int.from_bytes(hashed[:8], signed=True)})
            asked = select(EmailProof).where(
                or_(EmailProof.identity_hash == hashed, EmailProof.conversation_id == conversation_id), EmailProof.created_at > now - PER
            )
            recent = session.scalars(asked.order_by(EmailProof.id)).all()
            here = [one for one in recent if one.conversation_id == conversation_id]
            last = here[-1] if here and here[-1].identity_hash == hashed and here[-1].created_at > now - _AGAIN_AFTER else None
            if last is not None and last.proven_at is None and last.tries < TRIES:
                return None
            for counted in (here, [one for one in recent if one.identity_hash == hashed]):
                if len(counted) >= CODES:
                    return TooManyCodes(counted[-CODES].created_at + PER)
            session.add(
                EmailProof(
                    key=uuid.uuid4().hex,
                    conversation_id=conversation_id,
                    address=address,
                    identity_hash=hashed,
                    tries=0,
                    language=language,
                    answers=answers,
                    created_at=now,
                    expires_at=now + LIVES,
                )
            )
        return None

    def enter(self, conversation_id: str, code: str) -> Outcome:
        """Compares a typed code with the last one that was asked for here. A right one is used up, and proves the address."""
        now = self._assistant.clock()
        with self._database.write() as session:
            proof = _newest(session, conversation_id)
            if proof is None or proof.proven_at is not None or proof.expires_at <= now:
                return "over"
            if proof.tries >= TRIES:
                return "spent"
            proof.tries += 1
            typed = code_hash(self._assistant.secret_key, proof.key, code)
            fits = hmac.compare_digest(proof.code_hash or secrets.token_bytes(len(typed)), typed)
            if not fits:
                return "spent" if proof.tries >= TRIES else "wrong"
            proof.proven_at, proof.code_hash = now, None
            session.flush()
            forget_email(session, proof.key)
            prove_email(session, conversation_id, proof.address, now=now)
            return "right"

    def proven(self, conversation_id: str) -> str | None:
        """The address that was proven last in a conversation, while that is not long ago."""
        with self._database.read() as session:
            proofs = select(EmailProof).where(EmailProof.conversation_id == conversation_id, EmailProof.proven_at.is_not(None))
            proof = session.scalar(proofs.order_by(EmailProof.id.desc()).limit(1))
        stands = proof is not None and proof.proven_at is not None and proof.proven_at > self._assistant.clock() - STANDS
        return proof.address if proof is not None and stands else None


def _newest(session: Session, conversation_id: str) -> EmailProof | None:
    newest = select(EmailProof).where(EmailProof.conversation_id == conversation_id).order_by(EmailProof.id.desc()).limit(1)
    return session.scalar(newest.with_for_update().execution_options(populate_existing=True))
