"""The day a visitor wishes for in Spanish, or the window it must fall into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from . import calendar_words, weekdays
from . import spanish_calendar as words
from .dates import Days, days, joined_days
from .day_readers import MISSING, PAST, Mention, day_after, exact, named_day
from .spanish_cues import another_event, corrected, lead_in, moved, of_the_calendar, refused, tail, told_as_past, weight
from .spanish_numbers import ORDINALS, number
from .text import DATE_MARK, MOST_READ, Found, mark

_OR = re.compile(r"\s?(?:,\s?)?(?:o|u|/|y|e|ni)\s(?:el\s|los\s|del\s|tal\svez\s|quiza\w*\s)*")
#: Before a weekday cut short: "el vie", not "al mar".
_EL = re.compile(r"(?:^|\bel|\beste)\s*$")
_MARKED = re.compile(f"{DATE_MARK}+")
_WEEK_OF_MONTH = {"primera": 0, "segunda": 1, "tercera": 2}
_Read = Callable[[re.Match[str], str, date], Mention | None]


def spanish_days(folded: str, today: date, *, expected: bool = False) -> Days:
    """Find the wished day; `folded` has contacts marked. Days said in English count where none is said in Spanish.

    `expected` says that a day was just asked for, so that a bare number is one.
    """
    named = list(islice(_mentions(folded, today), MOST_READ))
    if not named and not words.PERIOD.search(folded):
        english = days(words.NOT_A_DAY.sub(lambda match: " " * len(match[0]), folded), today, expected=expected)
        return replace(english, rest=mark(folded, [match.span() for match in _MARKED.finditer(english.rest)], DATE_MARK))
    named = joined_days(named, folded, today)
    found = _chosen(named, folded, today)
    if found.wish is None and found.earliest is None and found.latest is None:
        earliest, latest = _period(folded, today)
        found = replace(found, earliest=earliest, latest=latest)
    return replace(found, rest=mark(folded, [(one.start, one.end) for one in named], DATE_MARK))


def _chosen(named: list[Mention], folded: str, today: date) -> Days:
    flags: set[str] = set()
    earliest = latest = None
    best: Mention | None = None
    best_score = 0
    over: list[tuple[int, int]] = []
    last_refused: Mention | None = None
    for one in named:
        over.append((one.start, one.end))
        if one.kind == "past":
            continue
        before, after = lead_in(folded, one.start), tail(folded, one.end)
        also = last_refused is not None and _OR.fullmatch(folded[last_refused.end : one.start])
        if also or refused(folded, one.start, one.end):
            last_refused = one
            continue
        if told_as_past(before) or another_event(before, after) or of_the_calendar(folded, one.start):
            continue
        if one.day is None or one.day < today:
            flags.add(one.flag or PAST)
            continue
        over.pop()
        bound = words.BOUND_BEFORE.search(folded, max(0, one.start - 24), one.start)
        if bound and bound["after"]:
            earliest = one.day + timedelta(days=0 if bound["after"] in words.OPEN_STARTS else 1)
            continue
        if bound:
            latest = one.day - timedelta(days=1 if bound["until"].startswith("antes") else 0)
            continue
        flags |= {one.flag} if one.flag else set()
        score = weight(before, after)
        if best is not None:
            between = folded[best.end : one.start]
            if corrected(between) or moved(folded, best.start, between):
                score = best_score + 1
            elif _OR.fullmatch(between):
                continue
        if best is None or score > best_score:
            best, best_score = one, score
    if best is None or best.day is None:
        return Days(None, earliest, latest, frozenset(flags), folded, tuple(over))
    return Days(Found(best.day, best.start, best.end), earliest, latest, frozenset(flags - {PAST, MISSING}), folded, tuple(over))


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


def _period(folded: str, today: date) -> tuple[date | None, date | None]:
    """The window of "la proxima semana", "este fin de semana", "en enero"; (None, None) if there are no such words."""
    for match in words.PERIOD.finditer(folded):
        if refused(folded, *match.span()) or told_as_past(lead_in(folded, match.start())):
            continue
        if match["next_week"]:
            return weekdays.following_week(0, today), weekdays.following_week(6, today)
        if match["this_week"]:
            return today, weekdays.in_week(6, today)
        if match["weekend"]:
            saturday = weekdays.following_week(5, today) if match["nextend"] else weekdays.this(5, today)
            return saturday, saturday + timedelta(days=1)
        if match["next_month"]:
            first = weekdays.months_on(today.replace(day=1), 1)
            return first, weekdays.last_of_month(first)
        first = weekdays.month_and_day(words.MONTH_NUMBER[match["m"]], 1, today.replace(day=1))
        first, last = _part_of_month(match, first)
        return max(first, today), last
    return None, None


def _part_of_month(match: re.Match[str], first: date) -> tuple[date, date]:
    last = weekdays.last_of_month(first)
    if match["part"]:
        week = _WEEK_OF_MONTH.get(match["part"])
        return (
            (last - timedelta(days=6), last) if week is None else (first + timedelta(days=7 * week), first + timedelta(days=7 * week + 6))
        )
    if match["phase"] in ("finales", "fines"):
        return first + timedelta(days=20), last
    if match["phase"] == "mediados":
        return first + timedelta(days=10), first + timedelta(days=19)
    return (first, first + timedelta(days=9)) if match["phase"] else (first, last)


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
