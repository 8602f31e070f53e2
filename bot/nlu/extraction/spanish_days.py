"""The day a visitor wishes for in Spanish, or the window it must fall into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from . import calendar_words, weekdays
from . import spanish_calendar as words
from . import spanish_cues as cues
from .dates import days
from .day_choice import Days, DaySpeech, chosen_days
from .day_readers import MISSING, PAST, Mention, day_after, exact, named_day
from .spanish_numbers import ORDINALS, number
from .text import DATE_MARK, MOST_READ, mark

_SPEECH = DaySpeech(
    cues,
    bound_before=words.BOUND_BEFORE,
    either=re.compile(r"\s?(?:,\s?)?(?:o|u|/|y|e|ni)\s(?:el\s|los\s|del\s|tal\svez\s|quiza\w*\s)*"),
    again=re.compile(r"\s?,?\s?(?:y\s)?(?:luego|otra\svez|de\snuevo)\s(?:el\s)?"),
    that_day=re.compile(r"\b(?:ese\s(?:mismo\s)?|el\smismo\s)dia\b"),
    week_of=re.compile(r"\bsemanas?\sdel\s?(?:dia\s)?$"),
    period=words.PERIOD,
    months=words.MONTH_NUMBER,
    phases={
        "principios": "early",
        "inicios": "early",
        "comienzos": "early",
        "mediados": "mid",
        "finales": "late",
        "fines": "late",
    },
)
#: Before a weekday cut short: "el vie", not "al mar".
_EL = re.compile(r"(?:^|\bel|\beste)\s*$")
_MARKED = re.compile(f"{DATE_MARK}+")
_Read = Callable[[re.Match[str], str, date], Mention | None]


def spanish_days(folded: str, today: date, *, expected: bool = False) -> Days:
    """Find the wished day; `folded` has contacts marked. Days said in English count where none is said in Spanish.

    `expected` says that a day was just asked for, so that a bare number is one.
    """
    named = list(islice(_mentions(folded, today), MOST_READ))
    if not named and not words.PERIOD.search(folded):
        english = days(words.NOT_A_DAY.sub(lambda match: " " * len(match[0]), folded), today, expected=expected)
        return replace(english, rest=mark(folded, [match.span() for match in _MARKED.finditer(english.rest)], DATE_MARK))
    return chosen_days(named, folded, today, _SPEECH)


def _mentions(folded: str, today: date) -> Iterator[Mention]:
    """All days named, each position of the text used once, in order of trust."""
    rest = folded
    digits = any(char.isdecimal() for char in folded)
    for pattern, read, needs_digit in _READERS:
        if needs_digit and not digits:
            continue
        spans = []
        for match in pattern.finditer(rest):
            mention = read(match, rest, today)
            if mention is not None:
                spans.append((mention.start, mention.end))
                if mention.kind != "nothing":
                    yield mention
        if spans:
            rest = mark(rest, spans, DATE_MARK)


def _no_day(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return Mention(*match.span(), None, "nothing")


def _past(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return Mention(*match.span(), None, "past")


def _numeric(match: re.Match[str], folded: str, today: date) -> Mention | None:
    """Month/day as people in the United States write it; day/month where the first number can be no month."""
    month, day = int(match["mo"]), int(match["d"])
    typed = match.groupdict().get("y")
    year = None if typed is None else int(typed.lstrip("'")) + (2000 if len(typed.lstrip("'")) == 2 else 0)
    if month == 0 or day == 0 or (typed is None and (month, day) in ((24, 7), (50, 50))):
        return Mention(*match.span(), None, "nothing")
    return exact(match, year, *((day, month) if month > 12 >= day else (month, day)), today)


def _month(match: re.Match[str], folded: str, today: date) -> Mention | None:
    if match["m"] in ("mar", "set") and not match["d"].isdecimal():
        return None
    return exact(match, int(match["y"]) if match["y"] else None, words.MONTH_NUMBER[match["m"]], number(match["d"]), today)


def _day_of(match: re.Match[str], folded: str, today: date) -> Mention | None:
    """Read "el 4 del mes que viene"."""
    first = today.replace(day=1)
    first = first if match["this"] else weekdays.months_on(first, 1)
    return exact(match, first.year, first.month, number(match["d"]), today)


def _nth(match: re.Match[str], folded: str, today: date) -> Mention | None:
    """Read "el primer lunes de enero", "el ultimo viernes del mes"."""
    first = today.replace(day=1)
    year = int(match["y"]) if match["y"] else None
    if match["next"]:
        first = weekdays.months_on(first, 1)
    elif match["m"]:
        month = words.MONTH_NUMBER[match["m"]]
        first = date(year, month, 1) if year else weekdays.month_and_day(month, 1, first)
    nth, weekday = ORDINALS[match["nth"]], words.WEEKDAY_NUMBER[match["w"]] if match["w"] else None
    day = weekdays.nth_in_month(nth, weekday, first)
    if day < today and not year:
        day = weekdays.nth_in_month(nth, weekday, weekdays.months_on(first, 12 if match["m"] else 1))
    return Mention(*match.span(), day if day >= today else None, "exact", None if day >= today else PAST)


def _elapsed(match: re.Match[str], folded: str, today: date) -> Mention | None:
    base = today
    if match["after"]:
        base = weekdays.coming(words.WEEKDAY_NUMBER[match["after"]], today)
    elif match["w"]:
        base = weekdays.coming(words.WEEKDAY_NUMBER[match["w"]], today)
    spoken, unit = match["n"] or match["n2"], match["unit"] or match["unit2"]
    if spoken in ("unos", "unas"):
        return None
    count = 8 if spoken is None else 2 if spoken.startswith("un par") else number(spoken)
    if unit in (None, "dia"):
        # "En ocho dias" is in a week, "en quince dias" in two: today is counted.
        count = {8: 7, 15: 14}.get(count, count)
    day = weekdays.months_on(base, count) if unit == "mes" else base + timedelta(days=count * (7 if unit == "semana" else 1))
    if match["then"]:
        day = weekdays.in_week(words.WEEKDAY_NUMBER[match["then"]], day)
    return Mention(*match.span(), day, "relative")


def _weekday(match: re.Match[str], folded: str, today: date) -> Mention | None:
    before, after = (match["before"] or "").strip(), (match["after"] or "").strip()
    weekday = words.WEEKDAY_NUMBER[match["w"]] if match["w"] else words.SHORT_WEEKDAY[match["short"]]
    mention = Mention(*match.span(), None, "weekday", weekday=weekday)
    alone = match["short"] and not before and not folded[match.end() : match.end() + 2].strip().isdecimal()
    if alone and not _EL.search(folded, 0, match.start()):
        return None
    several = before.endswith("los") and not words.AVAILABLE.match(folded, match.end())
    if words.HABIT.match(before) or several:
        return replace(mention, kind="past")
    if after.endswith("dos semanas"):
        day = weekdays.following_week(weekday, today) + timedelta(days=7)
    elif "esta" in after:
        day = weekdays.in_week(weekday, today)
    elif "semana" in after or before == "next" or (not before and not after and words.NEXT_WEEK.search(folded)):
        day = weekdays.following_week(weekday, today)
    elif before.endswith(("este", "este mismo")):
        day = weekdays.this(weekday, today)
    else:
        day = weekdays.coming(weekday, today)
    return replace(mention, day=day, flag=None if day >= today else PAST)


def _day_of_month(match: re.Match[str], folded: str, today: date) -> Mention | None:
    day = number(match["d"])
    found = weekdays.day_of_month(day, today)
    return Mention(*match.span(), found, "ordinal", None if found else MISSING, number=day)


#: With each pattern whether it needs a digit.
_READERS: tuple[tuple[re.Pattern[str], _Read, bool], ...] = (
    (words.NOT_A_DAY, _no_day, False),
    (words.PAST_DAY, _past, False),
    (calendar_words.ISO, _numeric, True),
    (calendar_words.NUMERIC_YEAR, _numeric, True),
    (words.NTH, _nth, False),
    (words.DAY_MONTH, _month, False),
    (words.MONTH_DAY, _month, True),
    (words.DAY_OF, _day_of, False),
    (calendar_words.NUMERIC, _numeric, True),
    (words.DAY_AFTER, day_after, False),
    (words.ELAPSED, _elapsed, False),
    (words.NAMED_DAY, named_day, False),
    (words.WEEKDAY, _weekday, False),
    (words.SPANISH_DAY, _day_of_month, False),
)
