"""The lead list's search, filters and order: one object for the page, its links and the CSV export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session

from bot.conversations.models import Conversation
from bot.errors import InvalidInput, NotFound
from bot.leads.models import STAGES, Contact, Identity, Lead
from bot.staff.roles import Member, Permission
from bot.tours.models import Booking, Slot

WANTS = ("tour", "call_back")
SORTS = ("newest", "activity", "tour", "next", "name", "stage")
NOBODY, MINE = "none", "me"
"""Values of the owner filter besides a staff id."""

last_activity = case((Conversation.last_active_at > Lead.updated_at, Conversation.last_active_at), else_=Lead.updated_at)
"""The later of the visitor's last line and the last change by staff."""


@dataclass(frozen=True)
class LeadQuery:
    """Everything the query string of the lead list can say. Empty means: any."""

    search: str = ""
    stage: str = ""
    wants: str = ""
    channel: str = ""
    owner: str = ""
    program: str = ""
    due: str = ""
    """"now": only leads whose next action is due; "set": only those that have one."""
    upcoming: str = ""
    """"yes": only leads with a tour still to come."""
    sort: str = "newest"
    page: int = 1

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> LeadQuery:
        """Reads a query string; unknown names are left out. Raises :class:`InvalidInput` for values that cannot be."""
        texts = {field.name: printable(given.get(field.name, "")).strip()[:200] for field in fields(cls)}
        number = texts.pop("page") or "1"
        if not re.fullmatch(r"[0-9]{1,6}", number):
            raise InvalidInput("The page in this address is not a number.")
        query = cls(**{**texts, "sort": texts["sort"] or "newest"}, page=int(number))
        for name, value, known in (
            ("stage", query.stage, STAGES),
            ("wish", query.wants, WANTS),
            ("sort order", query.sort, SORTS),
            ("choice of tours", query.upcoming, ("yes",)),
            ("choice of next actions", query.due, ("now", "set")),
        ):
            if value and value not in known:
                raise InvalidInput(f"There is no {name} called {value!r}.")
        return query

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out of the list."""
        return replace(self, sort="newest", page=1) != LeadQuery()

    def filters(self) -> dict[str, str]:
        """The filters in force, without the words searched for, which may name a person."""
        named = {name: value for name, value in self._set().items() if name not in ("search", "page")}
        return named | ({"search": "(not kept)"} if self.search else {})

    def address(self, **changes: Any) -> str:
        """The query string of this list with some values changed; any change but of the page begins at page one."""
        changed = replace(self, **({"page": 1} | changes))
        return urlencode(changed._set())

    def _set(self) -> dict[str, str]:
        plain = asdict(LeadQuery())
        return {name: str(value) for name, value in asdict(self).items() if value != plain[name]}


def printable(text: str) -> str:
    """``text`` without control characters, which PostgreSQL refuses and nobody means to type."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")


def visible_to(member: Member) -> ColumnElement[bool]:
    """Which leads the member's role shows: all, or their own and those nobody owns, or none."""
    if member.may(Permission.SEE_ALL_LEADS):
        return true()
    if member.may(Permission.SEE_LEADS):
        return or_(Lead.owner_id.is_(None), Lead.owner_id == member.id)
    return false()


def visible_lead(session: Session, member: Member, lead_id: str) -> Lead:
    """One lead that the member may see. Raises :class:`NotFound`."""
    lead = session.scalar(select(Lead).where(Lead.id == lead_id, visible_to(member)))
    if lead is None:
        raise NotFound("There is no such lead, or it belongs to a colleague.")
    return lead


def conditions(query: LeadQuery, member: Member, now: datetime) -> list[ColumnElement[bool]]:
    """What a lead must fulfil to be in the list. Expects Lead joined with Contact."""
    found = [visible_to(member)]
    if query.search:
        found.append(_matches(query.search))
    for column, value in (
        (Lead.stage, query.stage),
        (Lead.wants, query.wants),
        (Lead.channel, query.channel),
        (Lead.program, query.program),
    ):
        if value:
            found.append(column == value)
    if query.owner == NOBODY:
        found.append(Lead.owner_id.is_(None))
    elif query.owner:
        found.append(Lead.owner_id == (member.id if query.owner == MINE else query.owner))
    if query.due:
        found.append(Lead.next_action_at <= now if query.due == "now" else Lead.next_action_at.is_not(None))
    if query.upcoming:
        found.append(_upcoming(now).exists())
    return found


def order(query: LeadQuery, now: datetime) -> list[SQLColumnExpression[Any]]:
    """The order of the list; the id decides between equals, so that no lead is on two pages."""
    if query.sort == "tour":
        soonest = _upcoming(now).with_only_columns(func.min(Slot.starts_at)).scalar_subquery()
        return [soonest.is_(None), soonest.asc(), Lead.created_at.desc(), Lead.id]
    if query.sort == "next":
        return [Lead.next_action_at.is_(None), Lead.next_action_at.asc(), Lead.created_at.desc(), Lead.id]
    if query.sort == "name":
        return [func.lower(Contact.name), Lead.id]
    if query.sort == "stage":
        rank = case({stage: place for place, stage in enumerate(STAGES)}, value=Lead.stage, else_=len(STAGES))
        return [rank, Lead.created_at.desc(), Lead.id]
    if query.sort == "activity":
        return [last_activity.desc(), Lead.id]
    return [Lead.created_at.desc(), Lead.id]


def _upcoming(now: datetime) -> Select[str]:
    return (
        select(Booking.id)
        .join(Slot, Slot.id == Booking.slot_id)
        .where(Booking.lead_id == Lead.id, Booking.state == "booked", Slot.starts_at >= now)
        .correlate(Lead)
    )


def _matches(text: str) -> ColumnElement[bool]:
    """Name (each word, in any order), e-mail address, digits of the phone number, or a booking's reference."""
    ways: list[ColumnElement[bool]] = [and_(*(_contains(Contact.name, word) for word in text.split()))]
    identity = select(Identity.id).where(Identity.contact_id == Lead.contact_id).correlate(Lead)
    ways.append(identity.where(Identity.kind != "phone", _contains(Identity.value, text)).exists())
    # E.164 has no leading zero of its own: what people write in front of a national number is dropped.
    digits = re.sub(r"\D", "", text).lstrip("0")
    if len(digits) >= 3 and re.fullmatch(r"[-+().\s\d/]+", text):
        ways.append(identity.where(Identity.kind == "phone", Identity.value.contains(digits)).exists())
    reference = re.sub(r"[\s-]", "", text).upper()
    booked = select(Booking.id).where(Booking.lead_id == Lead.id, Booking.reference == reference).correlate(Lead)
    ways.append(booked.exists())
    return or_(*ways)


def _contains(column: Any, word: str) -> ColumnElement[bool]:
    # SQLite folds the case of ASCII only, so that accented letters are tried in each usual form.
    forms = [word] if word.isascii() else dict.fromkeys((word, word.lower(), word.upper(), word.title()))
    return or_(*(column.icontains(form, autoescape=True) for form in forms))
