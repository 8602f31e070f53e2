"""Turns the days named in a text into dates, seen from today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from . import calendar_words as words
from . import weekdays
from .cues import lead_in, sentence, tail
from .holidays import HINT as HOLIDAY_HINT
from .holidays import HOLIDAY, holiday
from .numerals import number
from .text import DATE_MARK, mark

MISSING = "no_such_date"
PAST = "past_date"


@dataclass(frozen=True, slots=True)
class Mention:
    """A day as named in the text; `day` is None where the calendar has none or it is over.

    `kind` is exact, ordinal, weekday, named, relative, past (never a wish) or nothing (no day after all).
    """

    start: int
    end: int
    day: date | None
    kind: str
    flag: str | None = None
    number: int | None = None
    weekday: int | None = None


_HINT = re.compile(
    r"\d|day|tom|tm|2m|mor+ow|hoy|man|this|next|night|week|mon|tue|wed|we[dn]|thu|fri|sat|sun|lunes|mar|mi|jue|vier|sab|dom|fort|the\s"
    r"|month|in\s|ayer|th\b|eve|nye|easter|mas\b|valentine|ween|giving|juneteen|first|second|third"
)
#: Short forms that are also plain words, so they need company to be days.
_DOUBTFUL = frozenset(("sat", "sun", "mon", "wed", "thu", "fri", "mar", "satur", "domingo"))
_NO_DAY_BEFORE = re.compile(r"\b(?:i|we|he|she|they|just|who|have|has|the|my|in\sthe|under\sthe|de|and)\s$")
_LETTER = re.compile(r"[^\W\d_]")
#: Look like dates, but are said of other things.
_FIGURES_OF_SPEECH = frozenset(((24, 7), (50, 50), (9, 11)))
_AVAILABLE = re.compile(r"\s?(?:is\s)?(?:works?|good|fine|ok|best|perfect|great|at\b|\d)")
_AFTER_BARE_ORDINAL = re.compile(r"\s(?:at|around|works?|would|is|if|please|plz|pls|for|in\sthe|or|and|good|ok|w|with|then)\b")
_HOUR_AFTER = re.compile(r"\s(?:(?:at|@|around|like)\s?(?:\d|noon|half|quarter)|\d|@|noon|morning|afternoon|evening|is\b|works|would\b)")
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 0}
#: "The rest in 12 months", "how long till i finish, in 10 months?"
_TERM_OF_PAYMENT = re.compile(
    r"\b(?:pay\w*|install?ments?|the\srest|half\s(?:now|then|later)|how\slong|finish\w*|graduat\w+|complete\w*|learn|done|ready|program\sis)\b"
)
_UNITS = {"wk": "week", "fortnight": "week", "semana": "week", "dia": "day"}

_Read = Callable[[re.Match[str], str, date], Mention | None]


def mentions(folded: str, today: date) -> Iterator[Mention]:
    """All days named, each position of the text used once, in order of trust."""
    if not _HINT.search(folded):
        return
    rest = folded
    there = {hint: bool(hint.search(folded)) for hint in (_DIGIT, _MONTH, HOLIDAY_HINT)}
    for pattern, read, hint in _READERS:
        if hint and not there[hint]:
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


def bare_day(folded: str, today: date) -> Iterator[Mention]:
    """The day of the month that is the whole of a short answer."""
    match = re.fullmatch(r"\s*(?:on\s|the\s|el\s)*(?P<d>\d{1,2})\s*[.!]?\s*", folded)
    if match and 1 <= int(match["d"]) <= 31:
        found = weekdays.day_of_month(int(match["d"]), today)
        yield Mention(match.start("d"), match.end("d"), found, "ordinal", number=int(match["d"]))


def exact(match: re.Match[str], year: int | None, month: int, day: int, today: date) -> Mention:
    mention = Mention(*match.span(), None, "exact")
    try:
        found = weekdays.month_and_day(month, day, today) if year is None else date(year, month, day)
    except ValueError:
        return replace(mention, flag=MISSING)
    if found < today or (year is None and found > today and weekdays.just_passed(month, day, today)):
        return replace(mention, flag=PAST)
    return replace(mention, day=found)


def _year(match: re.Match[str]) -> int | None:
    typed = match["y"]
    if typed is None:
        return None
    digits = typed.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    return 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)


def _numeric(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return exact(match, _year(match), int(match["mo"]), int(match["d"]), today)


def _fraction(match: re.Match[str], folded: str, today: date) -> Mention | None:
    month, day = int(match["mo"]), int(match["d"])
    dated = re.search(r"\b(?:on|for|date:?)\s$", folded[: match.start()][-8:])
    if ((month, day) in _FIGURES_OF_SPEECH and not dated) or month == 0 or day == 0:
        return Mention(*match.span(), None, "nothing")
    start, end = match.span()
    if not dated and _no_fraction_of_a_year(folded, start, day):
        return Mention(start, end, None, "nothing")
    if words.NOT_NUMERIC_AFTER.match(folded, end) or words.NOT_NUMERIC_BEFORE.search(folded, max(0, start - 20), start):
        return None
    return exact(match, None, month, day, today)


def _no_fraction_of_a_year(folded: str, start: int, below: int) -> bool:
    """True for a metre ("the tune is in 7/8") or a mark ("an 8/10")."""
    near = folded[max(0, start - 8) : start]
    if below == 10:
        return bool(words.RATED.search(near) or words.RATING.search(sentence(folded, start)))
    if below not in words.METRE_BELOW:
        return False
    clause = lead_in(folded, start) + tail(folded, start).split(",")[0]
    return bool(words.IN_METRE.search(near) or (words.MUSICAL.search(clause) and not words.VISITING.search(clause)))


def _month(match: re.Match[str], folded: str, today: date) -> Mention | None:
    if match["m"] in _DOUBTFUL and not match["d"].isdecimal():
        return None
    return exact(match, _year(match), words.MONTH_NUMBER[match["m"]], number(match["d"]), today)


def _nth(match: re.Match[str], folded: str, today: date) -> Mention | None:
    """Read "the first monday in january", "the last day of october"."""
    first = today.replace(day=1)
    year = _year(match)
    if match["which"] == "next":
        first = weekdays.months_on(first, 1)
    elif match["m"] and year is not None:
        first = date(year, words.MONTH_NUMBER[match["m"]], 1)
    elif match["m"]:
        first = weekdays.month_and_day(words.MONTH_NUMBER[match["m"]], 1, first)
    nth, weekday = _NTH[match["nth"]], words.WEEKDAY_NUMBER[match["w"]] if match["w"] else None
    day = weekdays.nth_in_month(nth, weekday, first)
    if day < today and match["m"] and year is None:
        day = weekdays.nth_in_month(nth, weekday, weekdays.months_on(first, 12))
    elif day < today and match["which"] == "the":
        day = weekdays.nth_in_month(nth, weekday, weekdays.months_on(first, 1))
    return Mention(*match.span(), day if day >= today else None, "exact", None if day >= today else PAST)


def _ordinal_of(match: re.Match[str], folded: str, today: date) -> Mention | None:
    first = today.replace(day=1)
    if match["which"] not in ("this", "the same"):
        first = weekdays.months_on(first, 1)
    day = number(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", match["d"]))
    return exact(match, first.year, first.month, day, today)


def _ordinal(match: re.Match[str], folded: str, today: date) -> Mention | None:
    day = number(match["d"])
    after = folded[match.end() : match.end() + 24]
    if words.NOT_AN_ORDINAL.match(after) or re.search(r"\b(?:my|our|his|her|their|a|your)\s$", folded[: match.start()][-8:]):
        return None
    # "20th works" is a day, "20th century music" is not.
    undetermined = "the" in match.groupdict() and not match["the"]
    if undetermined and re.match(r"\s[a-z]", after) and not _AFTER_BARE_ORDINAL.match(after):
        return None
    found = weekdays.day_of_month(day, today)
    return Mention(*match.span(), found, "ordinal", None if found else MISSING, number=day)


def _elapsed(match: re.Match[str], folded: str, today: date) -> Mention | None:
    if not match["in"] and not match["from"]:
        return None
    spoken = match["n"]
    count = 1 if spoken in ("a", "an") else 2 if "couple" in spoken else number(spoken)
    if match["unit"] == "fortnight":
        count *= 2
    base = today
    if match["w"]:
        base = weekdays.coming(words.WEEKDAY_NUMBER[match["w"]], today)
    elif match["base"] and re.fullmatch(words.TOMORROW, match["base"]):
        base = today + timedelta(days=1)
    unit = _UNITS.get(match["unit"], match["unit"])
    days = count * (7 if unit == "week" else 1)
    if _TERM_OF_PAYMENT.search(sentence(folded, match.start())):
        return Mention(*match.span(), None, "nothing")
    day = weekdays.months_on(base, count) if unit == "month" else base + timedelta(days=days)
    if match["then"]:
        day = weekdays.in_week(words.WEEKDAY_NUMBER[match["then"]], day)
    return Mention(*match.span(), day, "relative")


def day_after(match: re.Match[str], folded: str, today: date) -> Mention | None:
    """The day after tomorrow."""
    return Mention(*match.span(), today + timedelta(days=2), "named")


def named_day(match: re.Match[str], folded: str, today: date) -> Mention | None:
    """Today, or tomorrow where the group ``tomorrow`` matched."""
    return Mention(*match.span(), today + timedelta(days=1 if match["tomorrow"] else 0), "named")


def _holiday(match: re.Match[str], folded: str, today: date) -> Mention | None:
    # Songs, sales and questions about closing days name holidays, too: only in a visit, or alone, is one a day.
    alone = not _LETTER.search(folded[: match.start()] + folded[match.end() :])
    if not alone and not words.VISITING.search(folded) and not _AVAILABLE.match(folded, match.end(), match.end() + 12):
        return None
    return Mention(*match.span(), holiday(match, today), "exact")


def _no_day(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return Mention(*match.span(), None, "nothing")


def _past(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return Mention(*match.span(), None, "past")


def _weekday(match: re.Match[str], folded: str, today: date) -> Mention | None:
    spoken = match["w"]
    before, after = (match["before"] or "").strip(), (match["after"] or "").strip().removeprefix("of ")
    alone = not before and not after
    doubtful = spoken in _DOUBTFUL and alone and not _HOUR_AFTER.match(folded, match.end())
    if doubtful and _NO_DAY_BEFORE.search(folded, max(0, match.start() - 12), match.start()):
        return None
    if match["plural"] and spoken in ("sun", "sat", "mon"):
        return None
    weekday = words.WEEKDAY_NUMBER[spoken]
    mention = Mention(*match.span(), None, "weekday", weekday=weekday)
    habit = match["plural"] and not _AVAILABLE.match(folded, match.end(), match.end() + 12)
    if habit or before in ("last", "past", "previous", "this past", "every", "each", "all", "any") or after in ("ago", "last week"):
        return replace(mention, kind="past")
    day = _day_of_weekday(weekday, before, after, today, next_week=alone and _in_next_week(folded, match))
    return replace(mention, day=day, flag=None if day >= today else PAST)


def _day_of_weekday(weekday: int, before: str, after: str, today: date, *, next_week: bool) -> date:
    if after == "after next":
        return weekdays.coming(weekday, today) + timedelta(days=7)
    if after.endswith("week after next"):
        return weekdays.following_week(weekday, today) + timedelta(days=7)
    if after.endswith("this week"):
        return weekdays.in_week(weekday, today)
    if next_week or after in ("next week", "nxt week") or before in ("next", "nxt", "nex", "the following", "following", "this next"):
        return weekdays.following_week(weekday, today)
    if before.startswith("this"):
        return weekdays.this(weekday, today)
    return weekdays.coming(weekday, today)


def _in_next_week(folded: str, match: re.Match[str]) -> bool:
    """True if the sentence speaks of next week: "next week, tuesday or thursday"."""
    return bool(words.NEXT_WEEK.search(folded, max(0, match.start() - 50), match.end() + 40))


#: Cheap to look for; without it the pattern beside it finds nothing.
_DIGIT = re.compile(r"\d")
_MONTH = re.compile("|".join(sorted({name[:3] for name in words.MONTH_NUMBER})))
_READERS: tuple[tuple[re.Pattern[str], _Read, re.Pattern[str] | None], ...] = (
    (HOLIDAY, _holiday, HOLIDAY_HINT),
    (words.NOT_A_DAY, _no_day, None),
    (words.PAST_DAY, _past, None),
    (words.ISO, _numeric, _DIGIT),
    (words.NUMERIC_YEAR, _numeric, _DIGIT),
    (words.NTH, _nth, None),
    (words.MONTH_DAY, _month, _MONTH),
    (words.DAY_MONTH, _month, _MONTH),
    (words.ORDINAL_OF, _ordinal_of, None),
    (words.NUMERIC, _fraction, _DIGIT),
    (words.DAY_AFTER, day_after, None),
    (words.ELAPSED, _elapsed, None),
    (words.NAMED_DAY, named_day, None),
    (words.WEEKDAY, _weekday, None),
    (words.ORDINAL, _ordinal, _DIGIT),
    (words.SPANISH_DAY, _ordinal, _DIGIT),
    (words.ORDINAL_WORD, _ordinal, None),
)
