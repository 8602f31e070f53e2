"""Whether a family can be told by e-mail of what changes about its visit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.consent.service import TOUR_MESSAGES, identity_hash, refusals
from bot.leads.models import Identity, Lead

if TYPE_CHECKING:
    from bot.assistant import Assistant


class Reach:
    """Looks at what is set up, at the addresses given, and at what was agreed to."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def why_not(self, session: Session, lead_id: str | None, now: datetime) -> str | None:
        """Why no e-mail about a visit would reach the family of a lead: ``no_mail`` (not set up), ``no_address``, ``no_consent``,
        ``opted_out`` or ``paused``; None: it would.
        """
        return self.of_leads(session, [lead_id] if lead_id else [], now).get(lead_id, "no_address") if self._sends else "no_mail"

    def of_leads(self, session: Session, lead_ids: Collection[str], now: datetime) -> dict[str | None, str | None]:
        """The same for several leads at once."""
        if not self._sends:
            return dict.fromkeys(lead_ids, "no_mail")
        emails = (
            select(Lead.id, Identity.value)
            .join(Identity, Identity.contact_id == Lead.contact_id)
            .where(Lead.id.in_(lead_ids), Identity.kind == "email")
            .order_by(Identity.id)  # the newest is the one that is written to
        )
        hashes = {lead_id: identity_hash(self._assistant.secret_key, value) for lead_id, value in session.execute(emails)}
        refused = refusals(session, set(hashes.values()), TOUR_MESSAGES, now) if hashes else {}
        return {lead_id: refused[hashes[lead_id]] if lead_id in hashes else "no_address" for lead_id in lead_ids}

    @property
    def _sends(self) -> bool:
        return self._assistant.settings.sends_mail
