"""Which tour times there are, and who comes when: some days at a glance, and one day to print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db.database import Database
from bot.errors import InvalidInput, NotFound
from bot.leads.models import Contact, Lead
from bot.leads.query import visible_to
from bot.school.content import School
from bot.school.school_file import TourKind
from bot.staff.parties import Party, parties_of
from bot.staff.roles import Member, Permission
from bot.tours.availability import Opening, opening_at, openings_on
from bot.tours.models import Booking, Slot, WaitlistEntry
from bot.tours.staff_edits import meant_capacity
from bot.tours.waitlist import LIVE

DAYS_A_PAGE = 14
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)
_NAMED = 6
"""How many families are named in the line of a time."""
_START = "%Y-%m-%dT%H:%MZ"
_KEY = re.compile(r"(?P<id>[0-9]{1,18})|(?P<kind>[a-z][a-z0-9_]{0,39})@(?P<start>\d{4}-\d\d-\d\dT\d\d:\d\dZ)")


@dataclass(frozen=True)
class TourTime:
    """A tour time. One that nobody has touched yet has no row: it is what the rules open."""

    key: str
    """Names it in addresses: the id of its row, or kind and start."""
    slot_id: int | None
    kind: str
    kind_name: str
    campus: str
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    capacity: int
    """The places that are meant; an override may have let in more people."""
    booked: int = 0
    held: int = 0
    guide: str | None = None
    closed_at: datetime | None = None
    example: bool = False

    @property
    def day(self) -> date:
        """The day on its campus."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def left(self) -> int:
        """Places that are free; less than none after an override."""
        return self.capacity - self.booked - self.held


@dataclass(frozen=True)
class Line:
    """A time in the list, with the families who come (as far as the member may know them) and how many queue."""

    time: TourTime
    families: Sequence[str]
    """Names of the first ones."""
    parties: int
    waiting: int
    offered: int


@dataclass(frozen=True)
class Day:
    """The tour times of one campus day."""

    day: date
    lines: Sequence[Line]


@dataclass(frozen=True)
class AgendaQuery:
    """What the address of the list can say. Empty means: any, or from today."""

    first: date | None = None
    kind: str = ""
    campus: str = ""
    show: str = ""
    """"booked": only times with parties or a queue."""
    lead: str = ""
    """A lead that a time is being chosen for."""

    def address(self, **changes: object) -> str:
        """The query string with some values changed."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        named = {"from": changed.first, "kind": changed.kind, "campus": changed.campus, "show": changed.show, "lead": changed.lead}
        return urlencode({name: str(value) for name, value in named.items() if value})


@dataclass(frozen=True)
class Agenda:
    """Some days of tours. ``after`` and ``before`` are the first days of the neighbouring pages."""

    first: date
    last: date
    days: Sequence[Day]
    before: date
    after: date
    today: date
    next_booked: date | None
    """The first later day with a booking, so that an empty page leads somewhere."""


@dataclass(frozen=True)
class DaySheet:
    """Everything about the tours of one campus day, for the desk and the guides."""

    day: date
    times: Sequence[tuple[TourTime, Sequence[Party]]]
    is_today: bool


class AgendaDesk:
    """Reads the agenda."""

    def __init__(self, database: Database, clock: Clock, school: School) -> None:
        self._database = database
        self._clock = clock
        self._school = school

    def agenda(self, member: Member, query: AgendaQuery) -> Agenda:
        """Two weeks of campus days: what was booked or closed, and what the rules open from now on. Raises :class:`InvalidInput`."""
        member.require(Permission.SEE_TOURS)
        kinds = self._kinds(query)
        now = self._clock()
        today = now.astimezone(self._school.zone).date()
        first = min(max(query.first or today, EARLIEST), LATEST)
        end = first + timedelta(days=DAYS_A_PAGE)
        with self._database.read() as session:
            times = self._times(session, kinds, first, end, now)
            ids = [one.slot_id for one in times if one.slot_id is not None]
            parties = _counted(session, ids)
            families = _named(session, member, ids)
            queues = _queues(session, ids)
            later = session.execute(
                select(Slot.starts_at, Slot.time_zone)
                .join(Booking, Booking.slot_id == Slot.id)
                .where(Slot.starts_at >= _midnight(end, self._school.zone), Booking.state != "cancelled", *_of_kinds(kinds))
                .order_by(Slot.starts_at)
                .limit(1)
            ).first()
        days: dict[date, list[Line]] = defaultdict(list)
        for one in times:
            key = one.slot_id or 0
            line = Line(one, families[key][:_NAMED], parties[key], *queues[key])
            if query.show != "booked" or line.parties or line.waiting or line.offered:
                days[one.day].append(line)
        return Agenda(
            first=first,
            last=end - timedelta(days=1),
            days=[Day(day, lines) for day, lines in days.items()],
            before=first - timedelta(days=DAYS_A_PAGE),
            after=end,
            today=today,
            next_booked=later.starts_at.astimezone(ZoneInfo(later.time_zone)).date() if later else None,
        )

    def day_sheet(self, member: Member, day: date, query: AgendaQuery) -> DaySheet:
        """The times of one day that have parties, with all that the desk needs to know of them."""
        member.require(Permission.SEE_TOURS)
        if not EARLIEST <= day <= LATEST:
            raise InvalidInput("There are no tours on that day.")
        now = self._clock()
        with self._database.read() as session:
            times = [one for one in self._times(session, self._kinds(query), day, day + timedelta(days=1), now) if one.slot_id is not None]
            parties: dict[int, list[Party]] = defaultdict(list)
            for party in parties_of(session, member, [one.slot_id for one in times if one.slot_id is not None]):
                if party.is_coming:
                    parties[party.booking.slot_id].append(party)
        today = now.astimezone(self._school.zone).date()
        return DaySheet(day, [(one, parties[one.slot_id]) for one in times if one.slot_id and parties[one.slot_id]], day == today)

    def find(self, session: Session, key: str) -> TourTime:
        """The time that an address names; one without a row if the rules open it. Raises :class:`NotFound`."""
        named = _KEY.fullmatch(key)
        if named is None:
            raise NotFound("There is no such tour time.")
        if named["id"]:
            slot = session.get(Slot, int(named["id"]))
            if slot is None:
                raise NotFound("There is no such tour time.")
            return self.of_slot(slot)
        kind, starts_at = self._school.tour(named["kind"]), _start(named["start"])
        slot = session.scalar(select(Slot).where(Slot.tour == named["kind"], Slot.starts_at == starts_at))
        if slot is not None:
            return self.of_slot(slot)
        opening = opening_at(kind, self._school.campus_of(kind).zone, starts_at) if kind else None
        if kind is None or opening is None or starts_at <= self._clock():
            raise NotFound("There is no such tour time.")
        return self._untouched(kind, opening)

    def of_slot(self, slot: Slot) -> TourTime:
        """The time of a row."""
        kind = self._school.tour(slot.tour)
        guides = {one.id: one.name for one in self._school.file.tours.guides}
        return TourTime(
            key=str(slot.id),
            slot_id=slot.id,
            kind=slot.tour,
            kind_name=kind.name if kind else slot.tour,
            campus=self._school.campus_of(kind).name if kind else "",
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=ZoneInfo(slot.time_zone),
            capacity=meant_capacity(slot),
            booked=slot.booked,
            held=slot.held,
            guide=guides.get(slot.guide or ""),
            closed_at=slot.closed_at,
            example=slot.example,
        )

    def _untouched(self, kind: TourKind, opening: Opening) -> TourTime:
        campus = self._school.campus_of(kind)
        return TourTime(
            key=f"{kind.id}@{opening.starts_at.astimezone(UTC):{_START}}",
            slot_id=None,
            kind=kind.id,
            kind_name=kind.name,
            campus=campus.name,
            starts_at=opening.starts_at,
            ends_at=opening.ends_at,
            zone=campus.zone,
            capacity=opening.capacity,
            example=self._school.has_example_tours,
        )

    def _kinds(self, query: AgendaQuery) -> list[TourKind] | None:
        """The kinds that the query asks for; None: all, also those that the school no longer gives."""
        if query.kind and self._school.tour(query.kind) is None:
            raise InvalidInput("There is no such kind of tour.")
        if query.campus and query.campus not in {one.id for one in self._school.campuses}:
            raise InvalidInput("There is no such campus.")
        if not query.kind and not query.campus:
            return None
        return [
            kind for kind in self._school.tours if query.kind in ("", kind.id) and query.campus in ("", self._school.campus_of(kind).id)
        ]

    def _times(self, session: Session, kinds: list[TourKind] | None, first: date, end: date, now: datetime) -> list[TourTime]:
        """The times of some campus days in order."""
        a_day = timedelta(days=1)  # a campus may be a day ahead or behind
        around = Slot.starts_at.between(_midnight(first, UTC) - a_day, _midnight(end, UTC) + a_day)
        slots = session.scalars(select(Slot).where(around, *_of_kinds(kinds))).all()
        found = [time for time in map(self.of_slot, slots) if first <= time.day < end]
        touched = {(one.kind, one.starts_at) for one in found}
        found += [one for one in self._opened(kinds, first, end, now) if (one.kind, one.starts_at) not in touched]
        return sorted(found, key=lambda one: (one.day, one.starts_at, one.kind))

    def _opened(self, kinds: list[TourKind] | None, first: date, end: date, now: datetime) -> Iterator[TourTime]:
        for kind in self._school.tours if kinds is None else kinds:
            zone = self._school.campus_of(kind).zone
            for offset in range((end - first).days):
                for opening in openings_on(kind, zone, first + timedelta(days=offset)):
                    if opening.starts_at > now:
                        yield self._untouched(kind, opening)


def _of_kinds(kinds: list[TourKind] | None) -> list[ColumnElement[bool]]:
    return [] if kinds is None else [Slot.tour.in_([kind.id for kind in kinds])]


def _counted(session: Session, slot_ids: Sequence[int]) -> dict[int, int]:
    rows = select(Booking.slot_id, func.count()).where(Booking.slot_id.in_(slot_ids), Booking.state != "cancelled")
    return defaultdict(int, {slot_id: int(count) for slot_id, count in session.execute(rows.group_by(Booking.slot_id))})


def _named(session: Session, member: Member, slot_ids: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    rows = (
        select(Booking.slot_id, Contact.name)
        .join(Lead, (Lead.id == Booking.lead_id) & visible_to(member))
        .join(Contact, Contact.id == Lead.contact_id)
        .where(Booking.slot_id.in_(slot_ids), Booking.state != "cancelled")
        .order_by(Booking.created_at, Booking.id)
    )
    for slot_id, name in session.execute(rows):
        names[slot_id].append(name or "No name")
    return names


def _queues(session: Session, slot_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many parties wait, and how many have an offer."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = select(WaitlistEntry.slot_id, WaitlistEntry.state, func.count()).where(
        WaitlistEntry.slot_id.in_(slot_ids), WaitlistEntry.state.in_(LIVE)
    )
    for slot_id, state, count in session.execute(rows.group_by(WaitlistEntry.slot_id, WaitlistEntry.state)):
        counts[slot_id][state] = int(count)
    return defaultdict(lambda: (0, 0), {key: (own.get("waiting", 0), own.get("offered", 0)) for key, own in counts.items()})


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _start(text: str) -> datetime:
    try:
        return datetime.strptime(text, _START).replace(tzinfo=UTC)
    except ValueError as error:
        raise NotFound("There is no such tour time.") from error
