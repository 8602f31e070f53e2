"""What staff see of promises: which are due, which were kept and which were late. Each change leaves its audit row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from bot.audit import service as audit
from bot.clock import Clock
from bot.db.database import Database
from bot.errors import InvalidInput
from bot.leads.csv_file import harmless
from bot.leads.models import Contact, Lead, Promise
from bot.leads.promise_watch import REMIND_BEFORE
from bot.leads.promises import end_promises
from bot.leads.query import printable, visible_lead, visible_to
from bot.staff.models import StaffUser
from bot.staff.paging import PAGE_SIZE, Page, within
from bot.staff.roles import Member, Permission
from bot.webhooks.events import Events

STATES = ("open", "kept", "late", "dropped")
REPORTED = timedelta(days=90)
"""How far back the figures look."""
LONGEST_REASON = 500


@dataclass(frozen=True)
class PromiseRow:
    """A promise with its lead. ``state`` is open, soon, overdue, kept, late (kept, but not in time) or dropped."""

    promise: Promise
    lead: Lead
    name: str
    owner_name: str | None
    state: str


@dataclass(frozen=True)
class Figures:
    """How promises of the last ninety days went; ``open`` counts those not yet due."""

    kept: int
    late: int
    open: int
    dropped: int

    @property
    def share(self) -> int | None:
        """Percent kept in time of all whose time has come, rounded down; None before there is any."""
        ended = self.kept + self.late
        return 100 * self.kept // ended if ended else None


class PromiseDesk:
    """The staff side of promises. A promise to a lead that the member may not see does not exist for them."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo, events: Events | None = None) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._events = events or Events(())

    def page(self, member: Member, state: str, page: int) -> Page[PromiseRow]:
        """Promises of one state; open ones with the most urgent first. Raises :class:`InvalidInput` for an unknown state."""
        member.require(Permission.SEE_LEADS)
        if state not in STATES:
            raise InvalidInput(f"There is no state called {state!r}.")
        now = self._clock()
        found = and_(_is(state, now), visible_to(member))
        with self._database.read() as session:
            total = session.scalar(select(func.count()).select_from(Promise).join(Lead, Lead.id == Promise.lead_id).where(found)) or 0
            number = within(page, total)
            order = Promise.due_at.asc() if state == "open" else Promise.due_at.desc()
            rows = session.execute(_rows().where(found).order_by(order, Promise.id).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
            return Page([_row(row, now) for row in rows], number, total)

    def figures(self, member: Member) -> Figures:
        """How many were kept and how many not, of those the member may see."""
        member.require(Permission.SEE_LEADS)
        now = self._clock()
        names = ("kept", "late", "pending", "dropped")
        conditions = (_is("kept", now), _is("late", now), and_(Promise.outcome.is_(None), Promise.due_at >= now), _is("dropped", now))
        counts = [func.coalesce(func.sum(case((one, 1), else_=0)), 0).label(name) for one, name in zip(conditions, names, strict=True)]
        made = select(*counts).select_from(Promise).join(Lead, Lead.id == Promise.lead_id)
        with self._database.read() as session:
            row = session.execute(made.where(visible_to(member), Promise.made_at >= now - REPORTED)).one()
        return Figures(int(row.kept), int(row.late), int(row.pending), int(row.dropped))

    def of_lead(self, member: Member, lead_id: str) -> list[PromiseRow]:
        """The lead's promises, newest first."""
        member.require(Permission.SEE_LEADS)
        now = self._clock()
        with self._database.read() as session:
            rows = session.execute(_rows().where(Promise.lead_id == lead_id, visible_to(member)).order_by(Promise.id.desc()).limit(50))
            return [_row(row, now) for row in rows]

    def keep(self, member: Member, lead_id: str) -> bool:
        """Says that somebody got back to the person; false if nothing was open."""
        return self._end(member, lead_id, "kept", None)

    def drop(self, member: Member, lead_id: str, why: str) -> bool:
        """Says that nobody waits any more, and why; false if nothing was open."""
        why = printable(why).strip()
        if not why:
            raise InvalidInput("Please say why nobody has to get back to this person.")
        if len(why) > LONGEST_REASON:
            raise InvalidInput(f"The reason has {len(why)} characters; at most {LONGEST_REASON} fit. Please shorten it.")
        return self._end(member, lead_id, "dropped", why)

    def _end(self, member: Member, lead_id: str, outcome: str, why: str | None) -> bool:
        member.require(Permission.CHANGE_LEADS)
        now = self._clock()
        with self._database.write() as session:
            lead = visible_lead(session, member, lead_id)
            ended = end_promises(session, lead_id, outcome, now=now, actor=member.actor, why=why)
            if ended:
                lead.updated_at = now
                self._events.tell(session, "lead.changed", lead_id, now)
        return bool(ended)

    def export(self, member: Member) -> Iterator[str]:
        """The promises of the last ninety days as CSV, newest first; who may export only their own leads gets only those."""
        own_only = not member.may(Permission.EXPORT_LEADS)
        if own_only:
            member.require(Permission.EXPORT_OWN_LEADS)
        now = self._clock()
        found = [visible_to(member), Promise.made_at >= now - REPORTED]
        if own_only:
            found.append(Lead.owner_id == member.id)
        with self._database.write() as session:
            rows = [_row(row, now) for row in session.execute(_rows().where(*found).order_by(Promise.id.desc()))]
            detail = {"count": len(rows)}
            audit.record(session, at=now, actor=member.actor, action="promises exported", on="lead", object_id="list", detail=detail)
        yield "\ufeff" + _line(("Lead", "Name", "Program", "Owner", "Promised", "Due", "Time zone", "State", "Ended", "Reason"))
        for row in rows:
            yield _line(self._cells(row))

    def _cells(self, row: PromiseRow) -> Sequence[str]:
        one = row.promise
        return (
            *(row.lead.id, row.name, row.lead.program or "", row.owner_name or ""),
            *(self._local(one.made_at), self._local(one.due_at), str(self._zone), row.state),
            *(self._local(one.ended_at) if one.ended_at else "", one.why or ""),
        )

    def _local(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).isoformat(timespec="minutes")


def count_urgent(member: Member, now: datetime) -> Select[Any]:
    """How many open promises that the member may see are late or due within the hour."""
    urgent = and_(Promise.outcome.is_(None), Promise.due_at <= now + REMIND_BEFORE)
    return select(func.count()).select_from(Promise).join(Lead, Lead.id == Promise.lead_id).where(urgent, visible_to(member))


def _rows() -> Select[Promise, Lead, str, str]:
    return (
        select(Promise, Lead, Contact.name, StaffUser.name)
        .join(Lead, Lead.id == Promise.lead_id)
        .join(Contact, Contact.id == Lead.contact_id)
        .outerjoin(StaffUser, StaffUser.id == Lead.owner_id)
    )


def _row(found: Row[Promise, Lead, str, str], now: datetime) -> PromiseRow:
    promise, lead, name, owner_name = found
    return PromiseRow(promise, lead, name, owner_name, _state(promise, now))


def _is(state: str, now: datetime) -> ColumnElement[bool]:
    kept = Promise.outcome == "kept"
    if state == "open":
        return Promise.outcome.is_(None)
    if state == "kept":
        return and_(kept, Promise.ended_at <= Promise.due_at)
    if state == "late":
        return or_(and_(kept, Promise.ended_at > Promise.due_at), and_(Promise.outcome.is_(None), Promise.due_at < now))
    return Promise.outcome == "dropped"


def _state(promise: Promise, now: datetime) -> str:
    if promise.outcome == "kept":
        return "kept" if promise.ended_at is not None and promise.ended_at <= promise.due_at else "late"
    if promise.outcome is not None:
        return promise.outcome
    if promise.due_at < now:
        return "overdue"
    return "soon" if promise.due_at <= now + REMIND_BEFORE else "open"


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([harmless(cell) for cell in cells])
    return buffer.getvalue()
