"""Sends the codes that were asked for, to addresses with a booking to come, and forgets them when their time is over.

Apart from the conversation, so that nobody can tell from its answers, or how long they took, whether a code leaves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.consent.sending import Address, Queued
from bot.consent.service import TOUR_MESSAGES
from bot.errors import DatabaseUnavailable
from bot.mail.deliverer import CHANNEL
from bot.nlu.language import Language
from bot.proofs.codes import code_hash, new_code
from bot.proofs.letter import code_letter
from bot.proofs.models import EmailProof
from bot.proofs.outgoing import forget_email, outbox_key
from bot.tours.changing.own_bookings import bookings_of

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

EVERY_SECONDS = 1.0
KEPT = timedelta(days=1)
"""How long it is known that a code was asked for."""
_AT_ONCE = 50


class CodePost:
    """One of any number on the same table: each request is taken by one of them."""

    def __init__(self, assistant: Assistant, wake: Callable[[], None] = lambda: None, code: Callable[[], str] = new_code) -> None:
        self._assistant = assistant
        self._wake = wake
        self._new_code = code

    def look(self) -> int:
        """Queues the codes that were asked for, and ends those whose time is over; how many were queued."""
        now = self._assistant.clock()
        if not self._has_work(now):
            return 0
        with self._assistant.database.write() as session:
            asked = select(EmailProof).where(EmailProof.posted_at.is_(None)).order_by(EmailProof.id).limit(_AT_ONCE)
            queued = sum(self._post(session, one, now) for one in session.scalars(asked.with_for_update(skip_locked=True)).all())
            over = select(EmailProof).where(EmailProof.expires_at <= now, EmailProof.code_hash.is_not(None)).limit(_AT_ONCE)
            for one in session.scalars(over.with_for_update(skip_locked=True)).all():
                one.code_hash = None
                forget_email(session, one.key)
            session.flush()
            session.execute(delete(EmailProof).where(EmailProof.created_at <= now - KEPT).execution_options(synchronize_session=False))
        if queued:
            self._wake()
        return queued

    async def run(self, stop: asyncio.Event, every: float = EVERY_SECONDS) -> None:
        """Looks until ``stop`` is set. A database that is away is waited for."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.look)
            except DatabaseUnavailable:
                log.warning("codes.database_unavailable")
            except Exception:
                log.exception("codes.failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every)

    def _has_work(self, now: datetime) -> bool:
        with self._assistant.database.read() as session:
            unposted = session.scalar(select(EmailProof.id).where(EmailProof.posted_at.is_(None)).limit(1))
            over = select(EmailProof.id).where(EmailProof.expires_at <= now, EmailProof.code_hash.is_not(None)).limit(1)
            old = select(EmailProof.id).where(EmailProof.expires_at <= now - KEPT).limit(1)
            return unposted is not None or session.scalar(over) is not None or session.scalar(old) is not None

    def _post(self, session: Session, proof: EmailProof, now: datetime) -> bool:
        proof.posted_at = now
        newer = select(EmailProof.id).where(EmailProof.conversation_id == proof.conversation_id, EmailProof.id > proof.id).limit(1)
        if proof.expires_at <= now or session.scalar(newer) is not None or not bookings_of(self._assistant, session, proof.address):
            return False
        code = self._new_code()
        language: Language = "es" if proof.language == "es" else "en"
        about = code_letter(self._assistant.school, code, address=self._assistant.settings.address, language=language)
        sent = self._assistant.sender.send(
            session,
            to=Address("email", proof.address),
            purpose=TOUR_MESSAGES,
            channel=CHANNEL,
            payload={
                "key": outbox_key(proof.key),
                "to": proof.address,
                "subject": about.subject,
                "text": about.text,
                "html": about.html,
                "date": now.isoformat(),
                "language": language,
            },
            key=outbox_key(proof.key),
            lane=outbox_key(proof.key),
            now=now,
            conversation_id=proof.conversation_id,
            language=language,
            answers=proof.answers,
        )
        if not isinstance(sent, Queued):
            return False
        proof.code_hash = code_hash(self._assistant.secret_key, proof.key, code)
        return True
