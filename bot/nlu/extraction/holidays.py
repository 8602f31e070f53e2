"""Days that people name by what is celebrated on them, as the United States keep them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from .calendar_words import DAY_NAME, WEEKDAY_NUMBER
from .patterns import phrases, verbose
from .weekdays import easter, nth_in_month

_MONDAY, _THURSDAY = 0, 3


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(nth: int, weekday: int, month: int) -> Callable[[int], date]:
    return lambda year: nth_in_month(nth, weekday, date(year, month, 1))


_DAYS: dict[str, Callable[[int], date]] = {
    "new year'?s day": _on(1, 1),
    "mlk day, martin luther king(?: jr\\.?)? day": _nth(3, _MONDAY, 1),
    "valentine'?s day, valentine'?s": _on(2, 14),
    "presidents?'?s? day": _nth(3, _MONDAY, 2),
    "(?:st|saint)\\.? patrick'?s day, st paddy'?s day": _on(3, 17),
    "easter monday": lambda year: easter(year) + timedelta(days=1),
    "easter sunday, easter": easter,
    "memorial day": _nth(0, _MONDAY, 5),
    "juneteenth": _on(6, 19),
    "independence day, (?:the )?(?:fourth|4th) of july": _on(7, 4),
    "labou?r day": _nth(1, _MONDAY, 9),
    "columbus day, indigenous peoples?'? day": _nth(2, _MONDAY, 10),
    "halloween, hallowe'en": _on(10, 31),
    "veterans?'?s? day": _on(11, 11),
    "thanksgiving day, thanksgiving": _nth(4, _THURSDAY, 11),
    "black friday": lambda year: nth_in_month(4, _THURSDAY, date(year, 11, 1)) + timedelta(days=1),
    "christmas eve, xmas eve": _on(12, 24),
    "boxing day": _on(12, 26),
    "christmas day, christmas, xmas": _on(12, 25),
    "new year'?s eve, nye": _on(12, 31),
}
_GROUPS = [phrases(spelled) for spelled in _DAYS]
_RULES = list(_DAYS.values())
#: Cheap to look for; without it no holiday is named.
HINT = re.compile(r"day|eve|easter|halloween|hallowe'en|thanksgiving|mas\b|valentine|juneteenth|nye|of\sjuly|friday")
HOLIDAY = verbose(
    rf"""\b(?:(?:the\s)?(?:(?P<day>day)|(?P<w>{DAY_NAME}))\s(?:right\s)?(?P<way>after|before)\s)?
    (?:{"|".join(f"(?P<h{at}>{group})" for at, group in enumerate(_GROUPS))})(?!\w)"""
)


def holiday(match: re.Match[str], today: date) -> date:
    """The next day that a match of `HOLIDAY` means, today included."""
    rule = next(_RULES[at] for at in range(len(_RULES)) if match[f"h{at}"])
    return next(day for year in (today.year, today.year + 1, today.year + 2) if (day := _moved(match, rule(year))) >= today)


def _moved(match: re.Match[str], day: date) -> date:
    if not match["way"]:
        return day
    step = 1 if match["way"] == "after" else -1
    day += timedelta(days=step)
    while match["w"] and day.weekday() != WEEKDAY_NUMBER[match["w"]]:
        day += timedelta(days=step)
    return day
