"""How a tour time is said: a full date with the campus time zone, always."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def full(moment: datetime, zone: ZoneInfo) -> str:
    """For example ``Tuesday, December 1, 2026 at 2:00 PM (EST)``."""
    local = moment.astimezone(zone)
    return f"{local:%A}, {local:%B} {local.day}, {local.year} at {clock(local)} ({local:%Z})"


def short(moment: datetime, zone: ZoneInfo) -> str:
    """For a button, for example ``Tue, Dec 1, 2:00 PM``."""
    local = moment.astimezone(zone)
    return f"{local:%a}, {local:%b} {local.day}, {clock(local)}"


def clock(local: datetime) -> str:
    """The time of day, for example ``2:00 PM``."""
    return f"{local.hour % 12 or 12}:{local:%M %p}"
