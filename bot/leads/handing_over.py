"""A lead as other programs get it, by the API and by webhooks alike, and the order in which leads changed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, Field
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.db.database import Database
from bot.errors import InvalidInput, NotFound
from bot.leads import listing
from bot.leads.models import Identity, Lead, Promise
from bot.leads.people import people_of
from bot.privacy.holdings import ERASED
from bot.tours.models import Slot, WaitlistEntry

SETTLED = timedelta(seconds=10)
"""What changed less than this ago is handed over the next time: a slower transaction may still bring an earlier change."""


class IdentityOut(BaseModel):
    """A way to reach a person."""

    kind: str = Field(description="email, phone (E.164) or a messaging channel such as telegram.")
    value: str
    verified: bool = Field(description="False: typed by the visitor and not proven to be theirs.")


class ConsentOut(BaseModel):
    """Whether the person may be written to for one purpose."""

    purpose: str = Field(description="tour_messages, answer or marketing.")
    granted: bool = Field(description="False: they said no, asked for no messages, or paused them; a pause ends after two weeks by itself.")


class TourOut(BaseModel):
    """The next visit; without one the last."""

    starts_at: datetime
    time_zone: str = Field(description="Of the campus, for example America/New_York.")
    state: str = Field(description="booked, cancelled, attended or no_show.")
    reference: str
    party_size: int


class WaitlistOut(BaseModel):
    """Their newest place on the waitlist of a full tour time."""

    starts_at: datetime
    time_zone: str
    state: str = Field(description="waiting, offered, accepted, expired (the offer), withdrawn or ended.")
    party_size: int
    offered_until: datetime | None


class PromiseOut(BaseModel):
    """The newest promise that somebody gets back to the person."""

    due_at: datetime
    outcome: str | None = Field(description="kept or dropped; null while it is open.")
    ended_at: datetime | None


class SourceOut(BaseModel):
    """Where the lead came from."""

    channel: str
    page_url: str | None = Field(description="The page on which the conversation began.")
    last_page_url: str | None = Field(description="The page from which the person asked last.")
    referrer: str | None = Field(description="Where they came from to the first page.")
    campaign: str | None = Field(description="The page's campaign parameters, for example `utm_source=news utm_campaign=fall`.")


class LeadOut(BaseModel):
    """A person's interest in a program."""

    id: str
    contact_id: str = Field(description="The same for all leads of a person, also of one that staff merged.")
    name: str
    identities: list[IdentityOut]
    program: str | None
    stage: str = Field(description="new, contacted, tour_booked, toured, applied, enrolled or closed.")
    wants: str = Field(description="tour or call_back.")
    owner: str | None = Field(description="Name of the staff member who looks after the lead.")
    next_action_at: datetime | None
    promise: PromiseOut | None
    tour: TourOut | None
    waitlist: WaitlistOut | None
    consents: list[ConsentOut] = Field(description="Without a granted purpose the person must not be written to for it.")
    source: SourceOut
    erased: bool = Field(description="True: the person had their data deleted; delete your copy.")
    version: int
    created_at: datetime
    updated_at: datetime


class LeadPage(BaseModel):
    """Leads in the order in which they last changed."""

    leads: list[LeadOut]
    cursor: str | None = Field(description="Give it back as `cursor` to go on from here, now or at any later time.")
    more: bool = Field(description="True: there is another page already.")


@dataclass(frozen=True)
class Place:
    """A place in the order of changes: behind this lead at this time."""

    updated_at: datetime
    lead_id: str

    def as_cursor(self) -> str:
        """As other programs keep it."""
        plain = f"{self.updated_at.astimezone(UTC).isoformat()}|{self.lead_id}"
        return base64.urlsafe_b64encode(plain.encode()).rstrip(b"=").decode()

    @classmethod
    def from_cursor(cls, cursor: str) -> Place:
        """The place that a cursor stands for. Raises :class:`InvalidInput`."""
        try:
            plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
            moment, _, lead_id = plain.partition("|")
            at = datetime.fromisoformat(moment)
            if at.tzinfo is None or len(lead_id) > 32 or not lead_id.isalnum():
                raise ValueError("no place")
            return cls(at.astimezone(UTC), lead_id)
        except (ValueError, OverflowError, binascii.Error) as error:
            raise InvalidInput("The cursor is not one that this server gave out.") from error


def changed_leads(database: Database, now: datetime, *, since: datetime | None, after: Place | None, limit: int) -> LeadPage:
    """Leads that changed at or after ``since`` and behind ``after``, those that changed first at the front."""
    found = [Lead.updated_at <= now - SETTLED]
    if since is not None:
        found.append(Lead.updated_at >= since)
    if after is not None:
        found.append(or_(Lead.updated_at > after.updated_at, and_(Lead.updated_at == after.updated_at, Lead.id > after.lead_id)))
    with database.read() as session:
        ids = session.scalars(select(Lead.id).where(*found).order_by(Lead.updated_at, Lead.id).limit(limit + 1)).all()
        leads = leads_out(session, ids[:limit], now)
    last = Place(leads[-1].updated_at, leads[-1].id) if leads else after
    return LeadPage(leads=leads, cursor=last.as_cursor() if last else None, more=len(ids) > limit)


def one_lead(database: Database, lead_id: str, now: datetime) -> LeadOut:
    """One lead. Raises :class:`NotFound`."""
    with database.read() as session:
        found = leads_out(session, [lead_id], now)
    if not found:
        raise NotFound("There is no such lead.")
    return found[0]


def leads_out(session: Session, lead_ids: Collection[str], now: datetime) -> list[LeadOut]:
    """These leads in the given order, as they are now."""
    rows = listing.load(session, lead_ids, now)
    contacts = {row.lead.contact_id for row in rows}
    identities, people = listing.identities_of(session, contacts), people_of(session, contacts)
    waits = _waitlist_of(session, lead_ids)
    promises: dict[str, Promise] = {}
    for one in session.scalars(select(Promise).where(Promise.lead_id.in_(lead_ids)).order_by(Promise.id)):
        promises[one.lead_id] = one
    return [
        _out(row, identities[row.lead.contact_id], people[row.lead.contact_id], promises.get(row.lead.id), waits.get(row.lead.id))
        for row in rows
    ]


def _waitlist_of(session: Session, lead_ids: Collection[str]) -> dict[str, WaitlistOut]:
    rows = select(WaitlistEntry, Slot).join(Slot, Slot.id == WaitlistEntry.slot_id).where(WaitlistEntry.lead_id.in_(lead_ids))
    return {
        entry.lead_id or "": WaitlistOut(
            starts_at=slot.starts_at,
            time_zone=slot.time_zone,
            state=entry.state,
            party_size=entry.party_size,
            offered_until=entry.offered_until,
        )
        for entry, slot in session.execute(rows.order_by(WaitlistEntry.id))
    }


def _out(
    row: listing.LeadRow, identities: Sequence[Identity], person: str, promise: Promise | None, waitlist: WaitlistOut | None
) -> LeadOut:
    lead, tour = row.lead, row.tour
    return LeadOut(
        id=lead.id,
        contact_id=person,
        name=row.name,
        identities=[IdentityOut(kind=one.kind, value=one.value, verified=one.verified_at is not None) for one in identities],
        program=lead.program,
        stage=lead.stage,
        wants=lead.wants,
        owner=row.owner_name,
        next_action_at=lead.next_action_at,
        promise=PromiseOut(due_at=promise.due_at, outcome=promise.outcome, ended_at=promise.ended_at) if promise else None,
        tour=TourOut(
            starts_at=tour.starts_at, time_zone=str(tour.zone), state=tour.state, reference=tour.reference, party_size=tour.party_size
        )
        if tour
        else None,
        waitlist=waitlist,
        consents=[ConsentOut(purpose=purpose, granted=granted) for purpose, granted in row.consents],
        source=SourceOut(
            channel=lead.channel,
            page_url=lead.page_url,
            last_page_url=lead.last_page_url,
            referrer=lead.referrer,
            campaign=lead.campaign,
        ),
        erased=row.name == ERASED and not identities,
        version=lead.version,
        created_at=lead.created_at,
        updated_at=lead.updated_at,
    )
