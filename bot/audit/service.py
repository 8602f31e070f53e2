"""Who did what: one row for each deed, in the transaction that did it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.audit.models import AuditRow


def record(
    session: Session, *, at: datetime, actor: str, action: str, on: str, object_id: str, detail: dict[str, Any] | None = None
) -> None:
    """Adds an audit row. ``on`` is the kind of object (lead, booking, conversation, faq, staff …).

    ``detail`` says what changed; it holds no contact details, because the log outlives an erasure.
    """
    session.execute(insert(AuditRow).values(at=at, actor=actor, action=action, object_type=on, object_id=object_id, detail=detail))
