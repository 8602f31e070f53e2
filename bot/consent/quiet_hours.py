"""When nobody wants to be written to: nights, and Sunday mornings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.school.school_file import QuietHours

_MOST_ZONES = 4
"""A number that fits more zones than these, such as a toll-free one, tells nothing of where somebody is."""
_SUNDAY = 6


def is_quiet(rules: QuietHours, moment: datetime, zone: ZoneInfo) -> bool:
    """True when it is quiet in a zone at a moment."""
    local = moment.astimezone(zone)
    if local.weekday() == _SUNDAY and local.time() < rules.sunday_ends:
        return True
    starts, ends, now = rules.starts, rules.ends, local.time()
    return starts <= now < ends if starts <= ends else now >= starts or now < ends


def leaves_at(rules: QuietHours, moment: datetime, zones: Iterable[ZoneInfo]) -> datetime:
    """The first moment from ``moment`` on at which it is quiet in none of ``zones``.

    Where the zones lie so far apart that there is none within three days, only the last one counts: put the person's own last.
    """
    zones = list(zones)
    found = moment
    while found - moment <= timedelta(days=3):
        quiet = next((zone for zone in zones if is_quiet(rules, found, zone)), None)
        if quiet is None:
            return found
        found = _end(rules, found, quiet)
    return leaves_at(rules, moment, zones[-1:])


def _end(rules: QuietHours, moment: datetime, zone: ZoneInfo) -> datetime:
    """The end of the quiet time that ``moment`` lies in."""
    local = moment.astimezone(zone)
    for day in (local.date(), local.date() + timedelta(days=1)):
        for end in sorted({rules.ends, rules.sunday_ends} if day.weekday() == _SUNDAY else {rules.ends}):
            candidate = datetime.combine(day, end, zone).astimezone(moment.tzinfo)
            if candidate > moment and not is_quiet(rules, candidate, zone):
                return candidate
    return moment + timedelta(minutes=15)  # where a clock change swallowed the end


def zones_of_phone(number: str) -> list[ZoneInfo]:
    """The time zones in which a phone number (E.164) may be; none when the number does not tell."""
    import phonenumbers
    from phonenumbers import timezone

    try:
        names = timezone.time_zones_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return []
    known = [name for name in names if name != timezone.UNKNOWN_TIMEZONE]
    return [ZoneInfo(name) for name in known] if len(known) <= _MOST_ZONES else []
