"""What staff do with leads. Each method is one transaction, checks the member's role, and leaves its audit row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.audit import service as audit
from bot.audit.models import AuditRow
from bot.clock import Clock
from bot.consent.models import Consent
from bot.conversations.models import Conversation
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotAllowed
from bot.leads import csv_file, listing
from bot.leads.models import STAGES, Contact, Identity, Lead, Note, StageChange
from bot.leads.promises import end_promises
from bot.leads.query import MINE, LeadQuery, conditions, last_activity, order, printable, visible_lead, visible_to
from bot.leads.timeline import Event, actor_names, timeline
from bot.staff.models import StaffUser
from bot.staff.paging import PAGE_SIZE, Page, within
from bot.staff.roles import ROLES, Member, Permission
from bot.tours.models import Booking, Slot
from bot.webhooks.events import Events

LONGEST_NOTE = 5000
LONGEST_ACTION = 300
_EXPORT_BATCH = 500
_SAME_NOTE_WITHIN = timedelta(minutes=1)


class StaleLead(Conflict):
    """The lead was changed after the page was opened; holds what it is now and who changed it last."""

    def __init__(self, lead: Lead, owner_name: str | None, changed_by: str | None, changed_at: datetime | None) -> None:
        super().__init__("This lead was changed after you opened it, so your change was not saved.")
        self.lead = lead
        self.owner_name = owner_name
        self.changed_by = changed_by
        self.changed_at = changed_at


@dataclass(frozen=True)
class Choices:
    """What the list's filters offer."""

    channels: Sequence[str]
    programs: Sequence[str]
    owners: Sequence[tuple[str, str]]
    """Staff id and name."""


@dataclass(frozen=True)
class LeadDetail:
    """Everything the page of one lead shows."""

    lead: Lead
    name: str
    active_at: datetime
    owner_name: str | None
    identities: Sequence[Identity]
    consents: Sequence[Consent]
    bookings: Sequence[tuple[Booking, Slot]]
    timeline: Sequence[Event]
    owners: Sequence[tuple[str, str]]
    """Who the lead can be given to by this member: staff id and name."""


class LeadDesk:
    """The staff side of leads. A lead that the member may not see is answered as one that does not exist."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo, events: Events | None = None) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._events = events or Events(())

    def page(self, member: Member, query: LeadQuery) -> Page[listing.LeadRow]:
        """One page of the leads that the query finds, of those the member may see."""
        member.require(Permission.SEE_LEADS)
        now = self._clock()
        with self._database.read() as session:
            found = conditions(query, member, now)
            total = session.scalar(select(func.count()).select_from(Lead).join(Contact, Contact.id == Lead.contact_id).where(*found))
            assert total is not None
            number = within(query.page, total)
            ids = session.scalars(
                select(Lead.id)
                .join(Contact, Contact.id == Lead.contact_id)
                .outerjoin(Conversation, Conversation.id == Lead.conversation_id)
                .where(*found)
                .order_by(*order(query, now))
                .limit(PAGE_SIZE)
                .offset((number - 1) * PAGE_SIZE)
            ).all()
            return Page(listing.load(session, ids, now), number, total)

    def choices(self, member: Member) -> Choices:
        """The values that the filters of the list offer to this member."""
        with self._database.read() as session:
            seen = visible_to(member)
            channels = session.scalars(select(Lead.channel).where(seen).distinct().order_by(Lead.channel)).all()
            programs = session.scalars(select(Lead.program).where(seen).distinct().order_by(Lead.program)).all()
            owners: Sequence[tuple[str, str]] = ()
            if member.may(Permission.SEE_ALL_LEADS):
                owning = select(Lead.owner_id).where(Lead.owner_id.is_not(None))
                people = select(StaffUser.id, StaffUser.name).where(StaffUser.id.in_(owning)).order_by(StaffUser.name)
                owners = [(key, name) for key, name in session.execute(people)]
            return Choices(channels, [program for program in programs if program], owners)

    def detail(self, member: Member, lead_id: str) -> LeadDetail:
        """One lead with its history. Raises :class:`NotFound`."""
        member.require(Permission.SEE_LEADS)
        with self._database.read() as session:
            lead = visible_lead(session, member, lead_id)
            name, owner_name, active_at = session.execute(
                select(Contact.name, StaffUser.name, last_activity)
                .select_from(Lead)
                .join(Contact, Contact.id == Lead.contact_id)
                .outerjoin(Conversation, Conversation.id == Lead.conversation_id)
                .outerjoin(StaffUser, StaffUser.id == Lead.owner_id)
                .where(Lead.id == lead.id)
            ).one()
            consents = listing.consents_of(session, [lead.contact_id])[lead.contact_id]
            bookings = listing.bookings_of(session, [lead.id])[lead.id]
            return LeadDetail(
                lead=lead,
                name=name,
                active_at=active_at,
                owner_name=owner_name,
                identities=listing.identities_of(session, [lead.contact_id])[lead.contact_id],
                consents=consents,
                bookings=bookings,
                timeline=timeline(session, lead, bookings, consents),
                owners=_possible_owners(session, member, lead),
            )

    def change_stage(self, member: Member, lead_id: str, stage: str, version: int) -> bool:
        """Moves the lead; false if it is there already. Somebody was in touch, so what was promised is kept; closing drops it.

        Raises :class:`StaleLead` if ``version`` is not the lead's."""
        member.require(Permission.CHANGE_LEADS)
        if stage not in STAGES:
            raise InvalidInput("Please choose one of the stages.")
        now = self._clock()
        with self._database.write() as session:
            lead = visible_lead(session, member, lead_id)
            if lead.stage == stage:
                return False
            before = lead.stage
            _change(session, lead, version, now, stage=stage)
            self._events.tell(session, "lead.changed", lead.id, now)
            session.add(StageChange(lead_id=lead.id, from_stage=before, to_stage=stage, actor=member.actor, at=now))
            if stage == "closed":
                end_promises(session, lead.id, "dropped", now=now, actor=member.actor, why="the lead was closed")
            elif stage != "new":
                end_promises(session, lead.id, "kept", now=now, actor=member.actor)
            audit.record(
                session,
                at=now,
                actor=member.actor,
                action="stage changed",
                on="lead",
                object_id=lead.id,
                detail={"from": before, "to": stage},
            )
        return True

    def assign(self, member: Member, lead_id: str, owner_id: str | None, version: int) -> bool:
        """Gives the lead to somebody or nobody; false if it is so already.

        Raises :class:`NotAllowed`, :class:`InvalidInput` for somebody who cannot have leads, and :class:`StaleLead`.
        """
        member.require(Permission.CHANGE_LEADS)
        now = self._clock()
        with self._database.write() as session:
            lead = visible_lead(session, member, lead_id)
            before = lead.owner_id
            if before == owner_id:
                return False
            if not member.may(Permission.ASSIGN_LEADS) and owner_id not in (None, member.id):
                raise NotAllowed(f"Your role ({member.role}) does not let you {Permission.ASSIGN_LEADS.value}.")
            if owner_id is not None and owner_id not in dict(_possible_owners(session, member, lead)):
                raise InvalidInput("Please choose one of the people in the list.")
            _change(session, lead, version, now, owner_id=owner_id)
            self._events.tell(session, "lead.changed", lead.id, now)
            audit.record(
                session,
                at=now,
                actor=member.actor,
                action="owner changed",
                on="lead",
                object_id=lead.id,
                detail={"from": before, "to": owner_id},
            )
        return True

    def set_next_action(self, member: Member, lead_id: str, what: str, due: str, version: int) -> bool:
        """Writes down what is to be done next and by when (campus time, as a date field gives it); false if it is so already.

        Raises :class:`InvalidInput` and :class:`StaleLead`.
        """
        member.require(Permission.CHANGE_LEADS)
        what = printable(what).strip()
        if not what:
            raise InvalidInput("Please say what is to be done next.")
        if len(what) > LONGEST_ACTION:
            raise InvalidInput(f"The next action has {len(what)} characters; at most {LONGEST_ACTION} fit. Please shorten it.")
        try:
            local = datetime.fromisoformat(due)
        except ValueError as error:
            raise InvalidInput("Please give a date and a time by which it is to be done.") from error
        if local.tzinfo is not None or not 2000 <= local.year <= 2200:
            raise InvalidInput("Please give a date and a time by which it is to be done.")
        due_at = local.replace(tzinfo=self._zone).astimezone(UTC)
        now = self._clock()
        with self._database.write() as session:
            lead = visible_lead(session, member, lead_id)
            if (lead.next_action, lead.next_action_at) == (what, due_at):
                return False
            _change(session, lead, version, now, next_action=what, next_action_at=due_at)
            self._events.tell(session, "lead.changed", lead.id, now)
            detail = {"due": due_at.isoformat()}
            audit.record(session, at=now, actor=member.actor, action="next action set", on="lead", object_id=lead.id, detail=detail)
        return True

    def finish_next_action(self, member: Member, lead_id: str, version: int) -> bool:
        """Marks what was to be done as done; false if there is nothing. Raises :class:`StaleLead`."""
        member.require(Permission.CHANGE_LEADS)
        now = self._clock()
        with self._database.write() as session:
            lead = visible_lead(session, member, lead_id)
            if lead.next_action is None or lead.next_action_at is None:
                return False
            detail = {"due": lead.next_action_at.isoformat(), "late": now > lead.next_action_at}
            _change(session, lead, version, now, next_action=None, next_action_at=None)
            self._events.tell(session, "lead.changed", lead.id, now)
            audit.record(session, at=now, actor=member.actor, action="next action done", on="lead", object_id=lead.id, detail=detail)
        return True

    def add_note(self, member: Member, lead_id: str, text: str) -> bool:
        """Writes a note; false if the same note was written a moment ago (a form sent twice)."""
        member.require(Permission.CHANGE_LEADS)
        text = printable(text.replace("\r\n", "\n")).strip()
        if not text:
            raise InvalidInput("The note is empty. Please write something first.")
        if len(text) > LONGEST_NOTE:
            raise InvalidInput(f"The note has {len(text):,} characters; at most {LONGEST_NOTE:,} fit. Please shorten it.")
        now = self._clock()
        with self._database.write() as session:
            lead = visible_lead(session, member, lead_id)
            session.execute(select(Lead.id).where(Lead.id == lead.id).with_for_update())
            same = select(Note.id).where(
                Note.lead_id == lead.id,
                Note.author_id == member.id,
                Note.text == text,
                Note.created_at > now - _SAME_NOTE_WITHIN,
            )
            if session.scalar(same.limit(1)):
                return False
            note = Note(lead_id=lead.id, author_id=member.id, text=text, created_at=now)
            session.add(note)
            lead.updated_at = now
            session.flush()
            audit.record(
                session,
                at=now,
                actor=member.actor,
                action="note added",
                on="lead",
                object_id=lead.id,
                detail={"note": note.id},
            )
        return True

    def export(self, member: Member, query: LeadQuery) -> Iterator[str]:
        """The query's leads as CSV, in pieces; who may export only their own gets only those.

        Which leads is decided, and the audit row written, before the first piece; each batch is read when it is due.
        """
        if not member.may(Permission.EXPORT_LEADS):
            member.require(Permission.EXPORT_OWN_LEADS)
            query = replace(query, owner=MINE)
        now = self._clock()
        with self._database.write() as session:
            ids = session.scalars(
                select(Lead.id)
                .join(Contact, Contact.id == Lead.contact_id)
                .outerjoin(Conversation, Conversation.id == Lead.conversation_id)
                .where(*conditions(query, member, now))
                .order_by(*order(query, now))
            ).all()
            audit.record(
                session,
                at=now,
                actor=member.actor,
                action="leads exported",
                on="lead",
                object_id="list",
                detail={"count": len(ids), "filters": query.filters()},
            )
        return self._pieces(ids, now)

    def _pieces(self, ids: Sequence[str], now: datetime) -> Iterator[str]:
        yield csv_file.header()
        for start in range(0, len(ids), _EXPORT_BATCH):
            with self._database.read() as session:
                rows = listing.load(session, ids[start : start + _EXPORT_BATCH], now)
            yield "".join(csv_file.lines(rows, self._zone))


def _change(session: Session, lead: Lead, version: int, now: datetime, **values: str | datetime | None) -> None:
    """Changes the lead if it still has this version; otherwise raises :class:`StaleLead`."""
    changed = session.execute(
        update(Lead)
        .where(Lead.id == lead.id, Lead.version == version)
        .values(version=Lead.version + 1, updated_at=now, **values)
        .returning(Lead.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if changed is None:
        session.refresh(lead)
        owner = session.get(StaffUser, lead.owner_id) if lead.owner_id else None
        raise StaleLead(lead, owner.name if owner else None, *_last_change(session, lead.id))


def _last_change(session: Session, lead_id: str) -> tuple[str | None, datetime | None]:
    """Who changed stage or owner last, and when."""
    stages = select(StageChange.actor, StageChange.at).where(StageChange.lead_id == lead_id)
    owners = select(AuditRow.actor, AuditRow.at).where(
        AuditRow.object_type == "lead", AuditRow.object_id == lead_id, AuditRow.action == "owner changed"
    )
    latest = [
        row
        for rows in (stages.order_by(StageChange.id.desc()), owners.order_by(AuditRow.id.desc()))
        for row in session.execute(rows.limit(1))
    ]
    if not latest:
        return None, None
    last = max(latest, key=lambda row: row.at)
    return actor_names(session, [last.actor])[last.actor], last.at


def _possible_owners(session: Session, member: Member, lead: Lead) -> list[tuple[str, str]]:
    """Everybody who works on leads; without the permission to assign only the member."""
    if not member.may(Permission.CHANGE_LEADS):
        return []
    if not member.may(Permission.ASSIGN_LEADS):
        return [(member.id, member.name)]
    roles = [role for role, allowed in ROLES.items() if Permission.CHANGE_LEADS in allowed]
    working = select(StaffUser.id, StaffUser.name).where(StaffUser.role.in_(roles), StaffUser.disabled_at.is_(None))
    return [(key, name) for key, name in session.execute(working.order_by(StaffUser.name))]
