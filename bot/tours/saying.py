"""How a tour time is said: a full date with the campus time zone, always."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.nlu.language import Language

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
    *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def full(moment: datetime, zone: ZoneInfo, language: Language = "en") -> str:
    """For example ``Tuesday, December 1, 2026 at 2:00 PM (EST)``, ``martes 1 de diciembre de 2026, 2:00 p. m., hora del campus (EST)``."""
    local = moment.astimezone(zone)
    if language == "es":
        return f"{day(local, 'es')} de {local.year}, {clock(local, 'es')}, hora del campus ({local:%Z})"
    return f"{day(local)}, {local.year} at {clock(local)} ({local:%Z})"


def short(moment: datetime, zone: ZoneInfo, language: Language = "en") -> str:
    """For a button, for example ``Tue, Dec 1, 2:00 PM``, ``mar 1 dic, 2:00 p. m.``."""
    local = moment.astimezone(zone)
    if language == "es":
        return f"{_DAYS[local.weekday()][:3]} {local.day} {_MONTHS[local.month - 1][:3]}, {clock(local, 'es')}"
    return f"{local:%a}, {local:%b} {local.day}, {clock(local)}"


def day(local: date, language: Language = "en") -> str:
    """A day of this year, for example ``Tuesday, December 1``, ``martes 1 de diciembre``."""
    if language == "es":
        return f"{_DAYS[local.weekday()]} {local.day} de {_MONTHS[local.month - 1]}"
    return f"{local:%A}, {local:%B} {local.day}"


def clock(local: datetime | time, language: Language = "en") -> str:
    """The time of day, for example ``2:00 PM``, ``2:00 p. m.``."""
    if language == "es":
        return f"{local.hour % 12 or 12}:{local:%M} {'a' if local.hour < 12 else 'p'}. m."
    return f"{local.hour % 12 or 12}:{local:%M %p}"
