"""Which events other programs are told of. A delivery names the lead only: what it is like is read when it leaves."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from bot.outbox.service import enqueue
from bot.webhooks.signing import Target

CHANNEL = "webhook"
EventName = Literal["lead.created", "lead.changed", "promise.late"]


class Events:
    """Tells every target, through the outbox and in the transaction of the cause. Without targets it does nothing."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets = tuple(targets)

    def tell(self, session: Session, event: EventName, lead_id: str, now: datetime) -> None:
        """Queues an event for every target. It holds nothing of the person, so an erasure leaves it: the target hears of that, too."""
        event_id = f"evt_{uuid.uuid4().hex}"
        for one in self._targets:
            enqueue(
                session,
                now=now,
                key=f"{CHANNEL}:{one.id}:{event_id}",
                channel=CHANNEL,
                lane=lane(one.id),
                payload={"target": one.id, "event": event_id, "type": event, "lead": lead_id, "at": now.isoformat()},
            )


def lane(target_id: str) -> str:
    """One lane a target: its events keep their order, and one that hangs holds up nobody else."""
    return f"{CHANNEL}:{target_id}"
