"""What staff see of deliveries to other programs, and how they have one made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from bot.audit import service as audit
from bot.clock import Clock
from bot.db.database import Database
from bot.errors import InvalidInput, NotFound
from bot.outbox.models import OutboxRow
from bot.outbox.service import enqueue, retry_dead
from bot.staff.paging import PAGE_SIZE, Page, within
from bot.staff.roles import Member, Permission
from bot.webhooks.events import CHANNEL, lane
from bot.webhooks.signing import Target

STATES = ("waiting", "dead", "sent")
_AGAIN = ":again:"


@dataclass(frozen=True)
class Delivery:
    """One event for one target."""

    id: int
    url: str
    type: str
    lead_id: str
    state: str
    attempts: int
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None
    last_error: str | None


class WebhookDesk:
    """Lists deliveries, and repeats one."""

    def __init__(self, database: Database, clock: Clock, targets: Sequence[Target]) -> None:
        self._database = database
        self._clock = clock
        self.targets = {one.id: one.url for one in targets}

    def page(self, member: Member, state: str, page: int) -> Page[Delivery]:
        """Deliveries of one state: what waits in its order, the rest newest first."""
        member.require(Permission.HAND_OVER)
        if state not in STATES:
            raise InvalidInput(f"There is no state called {state!r}.")
        # Written out as a literal: only then do SQLite and PostgreSQL use the index of these deliveries alone.
        found = (OutboxRow.channel == bindparam(None, CHANNEL, literal_execute=True), OutboxRow.state == state)
        with self._database.read() as session:
            total = session.scalar(select(func.count()).select_from(OutboxRow).where(*found)) or 0
            number = within(page, total)
            order = OutboxRow.id.asc() if state == "waiting" else OutboxRow.id.desc()
            rows = session.scalars(select(OutboxRow).where(*found).order_by(order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
            return Page([self._delivery(row) for row in rows], number, total)

    def again(self, member: Member, row_id: int) -> None:
        """Has a delivery made again: one that was given up as it stands, one that arrived with the same event id as before.

        Raises :class:`NotFound`, and :class:`InvalidInput` while it still waits.
        """
        member.require(Permission.HAND_OVER)
        now = self._clock()
        with self._database.write() as session:
            row = session.get(OutboxRow, row_id, with_for_update=True)
            if row is None or row.channel != CHANNEL:
                raise NotFound("There is no such delivery.")
            if row.state == "waiting":
                raise InvalidInput("This delivery still waits: it is tried again by itself.")
            if row.state == "dead":
                retry_dead(session, row_id, now)
            else:
                payload = {name: row.payload[name] for name in ("target", "event", "type", "lead", "at")}
                first = row.key.split(_AGAIN)[0]  # a repeat of a repeat is one more of the first
                same = OutboxRow.key.startswith(first, autoescape=True)
                repeats = session.scalar(select(func.count()).select_from(OutboxRow).where(same))
                enqueue(
                    session,
                    now=now,
                    key=f"{first}{_AGAIN}{repeats}",
                    channel=CHANNEL,
                    lane=lane(payload["target"]),
                    payload=payload,
                )
            audit.record(session, at=now, actor=member.actor, action="delivery repeated", on="delivery", object_id=str(row_id))

    def _delivery(self, row: OutboxRow) -> Delivery:
        return Delivery(
            id=row.id,
            url=self.targets.get(row.payload["target"], "an address that is no longer in the settings"),
            type=row.payload["type"],
            lead_id=row.payload["lead"],
            state=row.state,
            attempts=row.attempts,
            due_at=row.due_at,
            created_at=row.created_at,
            sent_at=row.sent_at,
            last_error=row.last_error,
        )
