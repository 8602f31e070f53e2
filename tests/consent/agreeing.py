"""A visitor who agreed in the chat to be written to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.consent.service import TOUR_MESSAGES, give_receipt


def agree_in_chat(
    session: Session,
    hashes: Iterable[bytes],
    *,
    at: datetime,
    contact_id: str | None = None,
    conversation_id: str | None = None,
    purpose: str = TOUR_MESSAGES,
    granted: bool = True,
) -> None:
    """A receipt for each identity, as the tour form leaves it; not ``granted``: that nothing is wanted."""
    give_receipt(
        session,
        hashes=hashes,
        contact_id=contact_id,
        purpose=purpose,
        granted=granted,
        wording="You may.",
        wording_version="1",
        channel="web",
        source="form:tour_form",
        conversation_id=conversation_id,
        message_seq=1 if conversation_id else None,
        at=at,
    )
