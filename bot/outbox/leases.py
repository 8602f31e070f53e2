"""Who delivers what: rows are leased for a while, so that those of a worker that died are taken over.

Every change but :func:`mark_sent` holds only while the lease does; ``leased_until`` tells a row's leases apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.conversations.models import Problem
from bot.outbox.models import OutboxRow

ACCEPTED = "accepted_steps"
"""Key in a payload: how many of its steps were accepted before a later one failed."""
WAITING_SINCE = "waiting_since"
"""Key in a payload: since when its receiver has been asking to be called later."""

_other = aliased(OutboxRow)
# Grouped by an expression, or SQLite would walk the index of all lanes, and with it everything ever sent.
_lane = _other.lane.concat("")


@dataclass(frozen=True)
class Lease:
    """A delivery that one worker may work on until ``until``."""

    id: int
    channel: str
    payload: dict[str, Any]
    attempts: int
    """How many times it was leased, this one included; a rate limit does not count."""
    until: datetime
    conversation_id: str | None
    purpose: str | None = None
    identity_hash: bytes | None = None
    quiet_zones: str | None = None

    @property
    def accepted(self) -> int:
        """How many steps need no repeating."""
        return int(self.payload.get(ACCEPTED, 0))

    @property
    def waiting_since(self) -> datetime | None:
        """When its receiver first asked to be called later; none if it did not."""
        since = self.payload.get(WAITING_SINCE)
        return None if since is None else datetime.fromisoformat(since)

    @property
    def optional(self) -> bool:
        """True for a courtesy that nobody misses."""
        return bool(self.payload.get("optional"))


class LeaseLost(Exception):
    """The lease ran out and another worker took over."""


def _waiting(column: Any) -> ColumnElement[bool]:
    # Written out as a literal: only then do SQLite and PostgreSQL use the index that leaves out what is sent.
    return column == bindparam(None, "waiting", literal_execute=True)  # type: ignore[no-any-return]


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now)


def next_moment(session: Session, channels: Iterable[str], busy: Collection[int]) -> datetime | None:
    """When the next delivery can be leased; it may lie in the past. None when nothing waits.

    ``busy`` are rows that this worker still holds, whatever their lease says.
    """
    heads = select(func.min(_other.id)).where(_waiting(_other.state)).group_by(_lane)
    free_at = case(
        (OutboxRow.leased_until.is_(None), OutboxRow.due_at),
        (OutboxRow.leased_until < OutboxRow.due_at, OutboxRow.due_at),
        else_=OutboxRow.leased_until,
    )
    moment: datetime | None = session.scalar(
        select(func.min(free_at)).where(OutboxRow.id.in_(heads), OutboxRow.channel.in_(list(channels)), OutboxRow.id.not_in(list(busy)))
    )
    return moment


def take(session: Session, channels: Iterable[str], *, now: datetime, until: datetime, limit: int, busy: Collection[int]) -> list[Lease]:
    """Leases the due rows that are first in their lanes, at most ``limit``, longest due first.

    A lane in which something is being delivered is left alone.
    """
    heads = (
        select(func.min(_other.id))
        .where(_waiting(_other.state))
        .group_by(_lane)
        .having(or_(func.max(_other.leased_until).is_(None), func.max(_other.leased_until) <= now))
    )
    due = session.scalars(
        select(OutboxRow.id)
        .where(
            OutboxRow.id.in_(heads),
            _waiting(OutboxRow.state),
            OutboxRow.due_at <= now,
            _free(now),  # looked at again by PostgreSQL when another worker was faster
            OutboxRow.channel.in_(list(channels)),
            OutboxRow.id.not_in(list(busy)),
        )
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not due:
        return []
    taken = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(due), _waiting(OutboxRow.state), _free(now))
        .values(attempts=OutboxRow.attempts + 1, leased_until=until)
        .returning(
            *(OutboxRow.id, OutboxRow.channel, OutboxRow.payload, OutboxRow.attempts, OutboxRow.conversation_id),
            *(OutboxRow.purpose, OutboxRow.identity_hash, OutboxRow.quiet_zones),
        )
        .execution_options(synchronize_session=False)
    )
    leases = [Lease(until=until, **row._asdict()) for row in taken]
    return sorted(leases, key=lambda lease: due.index(lease.id))


def accept_step(session: Session, lease: Lease, accepted: int, until: datetime) -> Lease:
    """Notes that the first ``accepted`` steps are done and prolongs the lease. Raises :class:`LeaseLost`."""
    payload = {**lease.payload, ACCEPTED: accepted}
    payload.pop(WAITING_SINCE, None)  # it was called, so the next step's wait is a new one
    if not _change(session, lease, payload=payload, leased_until=until):
        raise LeaseLost
    return replace(lease, payload=payload, until=until)


def mark_sent(session: Session, lease: Lease, now: datetime) -> None:
    """Ends a delivery. Holds even when the lease was lost meanwhile, because it is true."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == lease.id, OutboxRow.state != "sent")
        .values(state="sent", sent_at=now, leased_until=None, last_error=None)
        .execution_options(synchronize_session=False)
    )


def postpone(session: Session, lease: Lease, due_at: datetime, error: str, *, counts: bool) -> None:
    """Gives the lease back; the lane waits until ``due_at``. Without ``counts`` the attempt is taken back."""
    attempts = lease.attempts if counts else lease.attempts - 1
    _change(session, lease, due_at=due_at, attempts=attempts, leased_until=None, last_error=error)


def call_later(session: Session, lease: Lease, due_at: datetime, error: str, now: datetime) -> None:
    """Gives the lease back because the receiver asked to be called later: that uses up no attempt, but since when it asks is kept."""
    payload = {**lease.payload, WAITING_SINCE: (lease.waiting_since or now).isoformat()}
    _change(session, lease, payload=payload, due_at=due_at, attempts=lease.attempts - 1, leased_until=None, last_error=error)


def withhold(session: Session, lease: Lease, reason: str) -> bool:
    """Ends a delivery that the person does not want any more, and forgets what it said; false when the lease is lost."""
    return _change(session, lease, state="withheld", payload={}, leased_until=None, last_error=reason)


def give_up(session: Session, lease: Lease, error: str, now: datetime) -> bool:
    """Ends a delivery that cannot succeed, frees its lane and, unless it was a courtesy, tells staff once; false when the lease is lost."""
    if not _change(session, lease, state="dead", leased_until=None, last_error=error):
        return False
    if lease.optional:
        return True
    detail = f"{lease.channel}: {error}"
    known = select(Problem.id).where(
        Problem.kind == "delivery",
        Problem.detail == detail,
        Problem.conversation_id == lease.conversation_id,
        Problem.resolved_at.is_(None),
    )
    if session.scalar(known.limit(1)) is None:
        session.execute(
            insert(Problem).values(conversation_id=lease.conversation_id, message_id=None, kind="delivery", detail=detail, created_at=now)
        )
    return True


def _change(session: Session, lease: Lease, **values: Any) -> bool:
    changed = session.scalar(
        update(OutboxRow)
        .where(OutboxRow.id == lease.id, _waiting(OutboxRow.state), OutboxRow.leased_until == lease.until)
        .values(**values)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return changed is not None
