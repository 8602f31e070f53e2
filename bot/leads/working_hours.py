"""When the office is open, and when so much of its time has passed. Pure: hours and moments go in, moments come out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.school.school_file import WEEKDAYS, Hours

_HORIZON = timedelta(days=731)
"""An office that stays closed this long promises nothing."""


def spans(hours: Hours, zone: ZoneInfo, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When the office is open from ``start`` on, in order and without overlap, both ends in UTC; at most two years of it.

    The hours are those of the clock on the wall, so a day on which clocks change has an hour more or less if the office
    is open meanwhile.
    """
    closed = set(hours.closures)
    free_from = start.astimezone(UTC)
    today = start.astimezone(zone).date()
    for offset in range(_HORIZON.days):
        day = today + timedelta(days=offset)
        if day in closed:
            continue
        for span in hours.weekly.get(WEEKDAYS[day.weekday()], []):
            opens, closes = _moment(day, span.opens, zone), _moment(day, span.closes, zone)
            begins = max(opens, free_from)
            if closes > begins:
                free_from = closes
                yield begins, closes


def due(start: datetime, hours: Hours, zone: ZoneInfo, within: timedelta) -> datetime | None:
    """The moment at which the office has been open for ``within`` since ``start``; None if that never comes."""
    left = within
    for opens, closes in spans(hours, zone, start):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    return None


def is_open(moment: datetime, hours: Hours, zone: ZoneInfo) -> bool:
    """Whether somebody is there at that moment."""
    first = next(spans(hours, zone, moment), None)
    return first is not None and first[0] <= moment


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
