"""The families that have to be called, with who they are and why no e-mail tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update

from bot.audit import service as audit
from bot.clock import Clock
from bot.db.database import Database
from bot.errors import InvalidInput, NotFound
from bot.leads.listing import identities_of
from bot.leads.models import Contact, Identity, Lead
from bot.leads.query import visible_to
from bot.leads.timeline import actor_names
from bot.reminders.models import Call
from bot.staff.agenda import AgendaDesk, TourTime
from bot.staff.paging import PAGE_SIZE, Page, within
from bot.staff.roles import Member, Permission
from bot.tours.models import Booking, Slot, WaitlistEntry

STATES = ("open", "done")


@dataclass(frozen=True)
class CallRow:
    """A call with whom it is to, about which visit."""

    call: Call
    name: str | None
    lead_id: str | None
    identities: Sequence[Identity]
    time: TourTime
    party: int
    reference: str | None
    ended_by: str


class CallList:
    """Lists calls and ticks them off. Calls to a lead that the member may not see do not exist for them."""

    def __init__(self, database: Database, clock: Clock, agenda: AgendaDesk) -> None:
        self._database = database
        self._clock = clock
        self._agenda = agenda

    def page(self, member: Member, state: str, page: int) -> Page[CallRow]:
        """Calls of one state; open ones with the most urgent first. Raises :class:`InvalidInput` for an unknown state."""
        member.require(Permission.SEE_TOURS)
        if state not in STATES:
            raise InvalidInput(f"There is no state called {state!r}.")
        which = (Call.outcome.is_(None) if state == "open" else Call.outcome.is_not(None), _visible(member))
        order = (Call.until, Call.id) if state == "open" else (Call.ended_at.desc(), Call.id.desc())
        with self._database.read() as session:
            total = session.scalar(select(func.count()).select_from(Call).outerjoin(Lead, Lead.id == Call.lead_id).where(*which)) or 0
            number = within(page, total)
            rows = session.execute(
                select(Call, Contact.name, Lead.contact_id, Booking, WaitlistEntry, Slot)
                .outerjoin(Lead, Lead.id == Call.lead_id)
                .outerjoin(Contact, Contact.id == Lead.contact_id)
                .outerjoin(Booking, Booking.id == Call.booking_id)
                .outerjoin(WaitlistEntry, WaitlistEntry.id == Call.waitlist_id)
                .join(Slot, Slot.id == func.coalesce(Booking.slot_id, WaitlistEntry.slot_id))
                .where(*which)
                .order_by(*order)
                .limit(PAGE_SIZE)
                .offset((number - 1) * PAGE_SIZE)
            ).all()
            identities = identities_of(session, {row[2] for row in rows if row[2]})
            names = actor_names(session, [row[0].ended_by for row in rows if row[0].ended_by])
        found = []
        for call, name, contact_id, booking, entry, slot in rows:
            subject: Booking | WaitlistEntry = booking or entry
            found.append(
                CallRow(
                    call=call,
                    name=name,
                    lead_id=call.lead_id,
                    identities=identities.get(contact_id, []),
                    time=self._agenda.of_slot(slot),
                    party=subject.party_size,
                    reference=booking.reference if booking else None,
                    ended_by=names.get(call.ended_by or "", ""),
                )
            )
        return Page(found, number, total)

    def tick(self, member: Member, call_id: int, *, done: bool) -> bool:
        """Notes that the family was called, or takes that back; false if it is so."""
        member.require(Permission.CHANGE_TOURS)
        now = self._clock()
        with self._database.write() as session:
            call = session.scalar(select(Call).outerjoin(Lead, Lead.id == Call.lead_id).where(Call.id == call_id, _visible(member)))
            if call is None:
                raise NotFound("There is no such call, or it belongs to a colleague’s lead.")
            # What was overtaken stays so: there is nothing to tell any more.
            before = Call.outcome.is_(None) if done else Call.outcome.in_(("called", "told"))
            after: dict[str, Any] = {"outcome": "called", "ended_at": now, "ended_by": member.actor}
            ticking = update(Call).where(Call.id == call_id, before).values(after if done else dict.fromkeys(after))
            if session.scalar(ticking.returning(Call.id).execution_options(synchronize_session=False)) is None:
                return False
            action = "family called" if done else "call reopened"
            audit.record(session, at=now, actor=member.actor, action=action, on="call", object_id=str(call_id), detail={"about": call.kind})
        return True


def count_open(member: Member) -> Select[Any]:
    """How many families the member would have to call."""
    return select(func.count()).select_from(Call).outerjoin(Lead, Lead.id == Call.lead_id).where(Call.outcome.is_(None), _visible(member))


def _visible(member: Member) -> ColumnElement[bool]:
    return or_(Call.lead_id.is_(None), visible_to(member))
