"""The e-mail of a code, while it is on its way."""

from __future__ import annotations

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from bot.outbox.models import OutboxRow

OUTBOX = "code:"
"""What the outbox keys of these e-mails begin with."""


def outbox_key(key: str) -> str:
    """The idempotency key in the outbox, of the key of a request."""
    return f"{OUTBOX}{key}"


def forget_email(session: Session, key: str) -> None:
    """Takes its words out of the outbox: the code is used, or works no more. What has not left yet stays here."""
    state = case((OutboxRow.state == "sent", "sent"), else_="withheld")
    forgetting = update(OutboxRow).where(OutboxRow.key == outbox_key(key)).values(payload={}, state=state, leased_until=None)
    session.execute(forgetting.execution_options(synchronize_session=False))
