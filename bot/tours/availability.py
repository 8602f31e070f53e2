"""Which times the school's rules open. Pure: rules and the moment go in, openings come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.school.content import WEEKDAYS, TourKind


@dataclass(frozen=True)
class Opening:
    """A time that the rules open. Both ends in UTC."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    capacity: int


def openings(kind: TourKind, zone: ZoneInfo, now: datetime) -> Iterator[Opening]:
    """The openings of a kind from now on, in order, within its notice and horizon.

    Weekly times are local. A local time that a clock change skips does not exist and is left out; one that occurs
    twice means the first.
    """
    earliest = now + timedelta(hours=kind.notice_hours)
    today = now.astimezone(zone).date()
    closed = set(kind.closures)
    for offset in range(kind.horizon_days + 1):
        day = today + timedelta(days=offset)
        if day in closed:
            continue
        for at in sorted(kind.weekly.get(WEEKDAYS[day.weekday()], [])):
            starts_at = _moment(day, at, zone)
            if starts_at is not None and starts_at >= earliest:
                yield Opening(kind.id, starts_at, starts_at + timedelta(minutes=kind.length_minutes), kind.capacity)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    moment = datetime.combine(day, at, zone).astimezone(UTC)
    return moment if moment.astimezone(zone).time() == at else None
