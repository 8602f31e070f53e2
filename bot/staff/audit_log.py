"""The audit log as managers and administrators read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.leads.query import printable
from bot.leads.timeline import actor_names
from bot.staff.models import StaffUser
from bot.staff.paging import PAGE_SIZE
from bot.staff.roles import Member, Permission


@dataclass(frozen=True)
class AuditQuery:
    """Exact matches; empty means any."""

    actor: str = ""
    on: str = ""
    object_id: str = ""
    action: str = ""


@dataclass(frozen=True)
class AuditPage:
    """Rows, newest first; ``older`` is where the next page begins, None on the last."""

    rows: Sequence[AuditRow]
    names: Mapping[str, str]
    """Readable names of the rows' actors, and of staff they are about."""
    older: int | None
    actions: Sequence[str]
    kinds: Sequence[str]
    staff: Sequence[tuple[str, str]]
    """What the filters offer."""


class AuditLog:
    """Reads the log; nothing here can change it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, member: Member, query: AuditQuery, before: int | None = None) -> AuditPage:
        """The newest rows that match, or those older than the row ``before``."""
        member.require(Permission.SEE_AUDIT)
        rows = select(AuditRow).order_by(AuditRow.id.desc()).limit(PAGE_SIZE + 1)
        for column, value in (
            (AuditRow.actor, query.actor),
            (AuditRow.object_type, query.on),
            (AuditRow.object_id, query.object_id),
            (AuditRow.action, query.action),
        ):
            if value:
                rows = rows.where(column == printable(value).strip())
        if before is not None:
            rows = rows.where(AuditRow.id < before)
        with self._database.read() as session:
            found = session.scalars(rows).all()
            shown = found[:PAGE_SIZE]
            named = {row.actor for row in shown}
            named |= {f"staff:{row.object_id}" for row in shown if row.object_type == "staff"}
            return AuditPage(
                rows=shown,
                names=actor_names(session, named),
                older=shown[-1].id if len(found) > PAGE_SIZE else None,
                actions=_values(session, AuditRow.action),
                kinds=_values(session, AuditRow.object_type),
                staff=[(key, name) for key, name in session.execute(select(StaffUser.id, StaffUser.name).order_by(StaffUser.name))],
            )


def _values(session: Session, column: InstrumentedAttribute[str]) -> Sequence[str]:
    """Every value of an indexed column, in order: each is looked up from the one before, so that the log is not read through."""
    found = select(func.min(column).label("value")).cte("found", recursive=True)
    following = select(func.min(column)).where(column > found.c.value).correlate(found).scalar_subquery()
    every = found.union_all(select(following).where(found.c.value.is_not(None)))
    return session.scalars(select(every.c.value).where(every.c.value.is_not(None)).order_by(every.c.value)).all()
