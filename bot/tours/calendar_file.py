"""The calendar file of a booked tour (RFC 5545), for the visitor to add to a calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from bot.nlu.language import Language
from bot.school.content import School
from bot.school.school_file import TourKind

_MAKER = "-//Admissions assistant//Campus tours//EN"
_LOOKED_BACK = 53
"""Weeks before a tour in which changes of the clocks are looked for: zones that change them do so every year, weeks apart."""


@dataclass(frozen=True)
class Invitation:
    """What makes the file one that calendars follow: a later one with a higher ``sequence`` moves or removes the event."""

    sequence: int
    organizer: str
    attendee: str
    """E-mail addresses of the school and of the party."""
    cancelled: bool = False

    @property
    def method(self) -> str:
        """What the calendar is asked to do."""
        return "CANCEL" if self.cancelled else "REQUEST"


def calendar_file(
    school: School,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reference: str,
    party: int,
    host: str,
    now: datetime,
    kind: TourKind | None = None,
    invitation: Invitation | None = None,
    language: Language = "en",
) -> dict[str, str]:
    """The file's name and content, as ``ics`` of custom.schema.json.

    ``reference`` and ``host`` (the name under which this installation is reached) make the event's id, which stays the
    same for the same booking. Moments carry an offset; ``now`` stamps the file. Without ``invitation`` it is for keeping.
    """
    kind = kind or school.tours[0]
    campus = school.campus_of(kind)
    zone = campus.zone
    event = Event()
    event.add("uid", f"{reference}@{host}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", invitation.sequence if invitation else 0)
    event.add("status", "CANCELLED" if invitation and invitation.cancelled else "CONFIRMED")
    event.add("dtstart", _in_campus_time(starts_at, zone))
    event.add("dtend", _in_campus_time(ends_at, zone))
    event.add("summary", f"{kind.called(language)}, {school.name}" if language == "es" else f"{kind.name} at {school.name}")
    event.add("description", _description(school, reference, party, language))
    if campus.address:
        event.add("location", campus.address)
    if invitation:
        event.add("organizer", f"mailto:{invitation.organizer}")
        event.add("attendee", f"mailto:{invitation.attendee}")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _MAKER)
    calendar.add("method", invitation.method if invitation else "PUBLISH")
    calendar.add_component(_time_zone(zone, ends_at))
    calendar.add_component(event)
    day = starts_at.astimezone(zone).date()
    return {"filename": f"{kind.id.replace('_', '-')}-{day}.ics", "content": calendar.to_ical().decode()}


def _description(school: School, reference: str, party: int, language: Language) -> str:
    if language == "es":
        people = "1 persona" if party == 1 else f"{party} personas"
        text = f"Tu número de reserva es {reference}. Para {people}."
        if school.has_example_tours:
            text += " Es un horario de ejemplo de una instalación de prueba; la escuela no lo ha confirmado."
        return text
    people = "1 person" if party == 1 else f"{party} people"
    text = f"Your reference is {reference}. For {people}."
    if school.has_example_tours:
        text += " This is an example time of a trial set-up; the school has not confirmed it."
    return text


def _in_campus_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """Campus time; UTC for a time that comes twice and is meant the second time, which campus time cannot say."""
    local = moment.astimezone(zone)
    return local if local.fold == 0 else moment.astimezone(UTC)


def _time_zone(zone: ZoneInfo, until: datetime) -> Timezone:
    """The zone as it stands up to a moment: its last two changes of the clocks, or what holds where there are none.

    Made here because icalendar's own generator dates a change by the new time, and RFC 5545 by the old one.
    """
    changes = _changes(zone, until)[-2:]
    parts = [_part(zone, change, before=change - timedelta(seconds=1)) for change in changes]
    if len(parts) < 2:
        standing = (changes[0] - timedelta(seconds=1)) if changes else until
        parts.insert(0, _part(zone, standing, before=standing, since=datetime(1970, 1, 1)))  # noqa: DTZ001 (local time)
    described = Timezone()
    described.add("tzid", str(zone))
    for part in parts:
        described.add_component(part)
    return described


def _part(zone: ZoneInfo, at: datetime, *, before: datetime, since: datetime | None = None) -> TimezoneStandard | TimezoneDaylight:
    """What holds from a moment on, and from which offset it came."""
    local, old = at.astimezone(zone), before.astimezone(zone).utcoffset() or timedelta(0)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", since or (at.astimezone(UTC) + old).replace(tzinfo=None))
    part.add("tzname", local.tzname() or str(zone))
    part.add("tzoffsetfrom", old)
    part.add("tzoffsetto", local.utcoffset() or timedelta(0))
    return part


def _changes(zone: ZoneInfo, until: datetime) -> list[datetime]:
    """When the clocks were changed in the year before ``until``, in order."""
    last = until.astimezone(UTC).replace(microsecond=0)
    weeks = [last - timedelta(weeks=ago) for ago in range(_LOOKED_BACK, -1, -1)]
    offsets = [week.astimezone(zone).utcoffset() for week in weeks]
    return [_change_between(zone, *ends) for ends, (old, new) in zip(pairwise(weeks), pairwise(offsets), strict=True) if old != new]


def _change_between(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    old = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            early = middle
        else:
            late = middle
    return late
