"""Which times the school's rules open. Pure: rules and the moment go in, openings come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.school.school_file import WEEKDAYS, TourKind


@dataclass(frozen=True)
class Opening:
    """A time that the rules open. Both ends in UTC."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    capacity: int


def openings(kind: TourKind, zone: ZoneInfo, now: datetime) -> Iterator[Opening]:
    """The openings of a kind from now on, in order, within its notice and horizon."""
    earliest = now + timedelta(hours=kind.notice_hours)
    today = now.astimezone(zone).date()
    for offset in range(kind.horizon_days + 1):
        for opening in openings_on(kind, zone, today + timedelta(days=offset)):
            if opening.starts_at >= earliest:
                yield opening


def openings_on(kind: TourKind, zone: ZoneInfo, day: date) -> Iterator[Opening]:
    """The openings of one campus day, whatever notice and horizon say.

    Times are local. A local time that a clock change skips does not exist and is left out; one that occurs twice means
    the first.
    """
    if day in kind.closures:
        return
    other = next((one for one in kind.exceptions if one.day == day), None)
    times = kind.weekly.get(WEEKDAYS[day.weekday()], []) if other is None else other.times
    for at in sorted(set(times)):
        starts_at = _moment(day, at, zone)
        if starts_at is not None:
            yield Opening(kind.id, starts_at, starts_at + timedelta(minutes=kind.length_minutes), kind.capacity)


def opening_at(kind: TourKind, zone: ZoneInfo, starts_at: datetime) -> Opening | None:
    """The opening that starts at a moment, whatever notice and horizon say."""
    day = starts_at.astimezone(zone).date()
    return next((one for one in openings_on(kind, zone, day) if one.starts_at == starts_at), None)


def is_in_reach(kind: TourKind, zone: ZoneInfo, starts_at: datetime, now: datetime) -> bool:
    """True when a moment lies within the kind's notice and horizon."""
    last = now.astimezone(zone).date() + timedelta(days=kind.horizon_days)
    return starts_at >= now + timedelta(hours=kind.notice_hours) and starts_at.astimezone(zone).date() <= last


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    moment = datetime.combine(day, at, zone).astimezone(UTC)
    return moment if moment.astimezone(zone).time() == at else None
