"""Days a visitor names, worked out against today, and the one of them that is wished for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from . import calendar_words as words
from . import weekdays
from .cues import another_event, corrected, lead_in, refused, tail, told_as_past, weight
from .numerals import number
from .text import DATE_MARK, Found, mark

MISSING = "no_such_date"
PAST = "past_date"
MISMATCH = "weekday_mismatch"


@dataclass(frozen=True, slots=True)
class Mention:
    """A day as named in the text; `day` is None where the calendar has none or it is over."""

    start: int
    end: int
    day: date | None
    kind: str
    flag: str | None = None
    number: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The wished day, the window it must fall into, what was wrong, and the text with all days marked."""

    wish: Found[date] | None
    earliest: date | None
    latest: date | None
    flags: frozenset[str]
    rest: str
    spans: tuple[tuple[int, int], ...] = field(default=())


_HINT = re.compile(r"\d|day|tom|tm|2m|mor+ow|hoy|man|this|next|night|week|mon|tue|wed|we[dn]|thu|fri|sat|sun|lunes|mar|mi|jue|vier|sab|dom|fort|the\s|month|in\s|ayer")
#: Short forms that are also plain words, so they need company to be days.
_DOUBTFUL = frozenset(("sat", "sun", "mon", "wed", "thu", "fri", "mar", "frida", "satur", "domingo"))
_NO_DAY_BEFORE = re.compile(r"\b(?:i|we|he|she|they|just|who|have|has|the|my|in\sthe|under\sthe|de|and|black\s?)\s$")


def days(folded: str, today: date, *, expected: bool = False) -> Days:
    """Find the wished day; `folded` has contacts marked. `expected`: a day was just asked for, so a bare number is one."""
    mentions = list(_mentions(folded, today)) if _HINT.search(folded) else []
    if expected and not mentions:
        mentions = list(_bare_day(folded, today))
    mentions = _joined(mentions, folded, today)
    wish, flags, earliest, latest = _chosen(mentions, folded, today)
    if wish is None and earliest is None and latest is None:
        earliest, latest = _period(folded, today)
    spans = tuple((one.start, one.end) for one in mentions)
    return Days(wish, earliest, latest, frozenset(flags), mark(folded, spans, DATE_MARK), spans)


def _chosen(
    mentions: list[Mention], folded: str, today: date
) -> tuple[Found[date] | None, set[str], date | None, date | None]:
    flags: set[str] = set()
    earliest = latest = None
    kept: list[tuple[int, Mention]] = []
    unwanted: set[date] = set()
    other: Mention | None = None
    for one in mentions:
        if one.kind == "past":
            continue
        before, after = lead_in(folded, one.start), tail(folded, one.end)
        if refused(folded, one.start, one.end):
            if one.day:
                unwanted.add(one.day)
            continue
        if another_event(before, after) or told_as_past(before, after):
            if one.day and one.day >= today:
                other = one
            continue
        if one.day is None or one.day < today:
            flags.add(one.flag or PAST)
            continue
        bound = words.BOUND_BEFORE.search(folded, max(0, one.start - 24), one.start)
        if bound and bound["after"] and not re.match(r"\s?(?:to|-|until)\b", folded[one.end : one.end + 8]):
            earliest = one.day + timedelta(days=0 if bound["after"] in ("from", "starting", "beginning", "desde", "since") else 1)
            continue
        if bound and (bound["until"] or bound["by"]):
            latest = one.day - timedelta(days=1 if bound["until"] in ("before", "prior to") else 0)
            continue
        if one.flag:
            flags.add(one.flag)
        kept.append((weight(before, after), one))
    kept = [(score, one) for score, one in kept if one.day not in unwanted]
    best: Mention | None = None
    best_score = 0
    for score, one in kept:
        if best is not None and (corrected(folded[best.end : one.start]) or _moved(folded, best, one)):
            score = max(score, best_score + 1)
        elif best is not None and _OR.fullmatch(folded[best.end : one.start]):
            continue
        if best is None or score > best_score:
            best, best_score = one, score
    if best is None and other is not None and _THAT_DAY.search(folded, other.end):
        best = other
    if best is None or best.day is None:
        return None, flags, earliest, latest
    return Found(best.day, best.start, best.end), flags - {PAST, MISSING}, earliest, latest


#: "My birthday is july 9, can i come that day".
_THAT_DAY = re.compile(r"\b(?:that|the\ssame|same)\s(?:same\s)?(?:day|date)\b")
_OR = re.compile(r"\s?(?:,|or|,\sor|/|and|&)\s?(?:on\s|the\s|maybe\s)*")
_MOVE = re.compile(r"\b(?:move|switch|change|push|reschedul\w+|moving|changing|switching)\b[^.!?\n]{0,40}\bfrom\s(?:the\s)?$")


def _moved(folded: str, first: Mention, second: Mention) -> bool:
    """"Move it from friday to saturday": the second is the wish."""
    between = folded[first.end : second.start]
    return bool(_MOVE.search(folded, max(0, first.start - 60), first.start) and re.match(r"[^.!?\n]{0,20}\b(?:to|until|till)\b", between))


def _mentions(folded: str, today: date) -> Iterator[Mention]:
    """All days named, each text position used once, in order of trust."""
    rest = folded
    for pattern, read in _READERS:
        spans = []
        for match in pattern.finditer(rest):
            mention = read(match, rest, today)
            if mention is not None:
                spans.append((mention.start, mention.end))
                if mention.kind != "nothing":
                    yield mention
        if spans:
            rest = mark(rest, spans, DATE_MARK)


def _joined(mentions: list[Mention], folded: str, today: date) -> list[Mention]:
    """Weekday and date beside each other are one wish: "Saturday, April 3rd", "8/23 (Mon)"."""
    joined: list[Mention] = []
    for one in sorted(mentions, key=lambda mention: mention.start):
        last = joined[-1] if joined else None
        if last and _one_wish(last, one, folded):
            joined[-1] = _united(last, one, today)
        else:
            joined.append(one)
    return joined


def _one_wish(first: Mention, second: Mention, folded: str) -> bool:
    kinds = {first.kind, second.kind}
    if "weekday" not in kinds or not kinds & {"exact", "ordinal", "named"} or "past" in kinds:
        return False
    return bool(re.fullmatch(r"[\s,()\-]{0,3}(?:the\s|on\s|is\s|el\s|that's\s|which\sis\s|aka\s)?", folded[first.end : second.start]))


def _united(first: Mention, second: Mention, today: date) -> Mention:
    exact, named = (second, first) if first.kind == "weekday" else (first, second)
    day, flag = exact.day, exact.flag
    if exact.kind == "ordinal" and exact.number is not None:
        day = weekdays.day_of_month(exact.number, today, named.weekday) or day
    if day is not None and day.weekday() != named.weekday:
        flag = flag or MISMATCH
    return replace(exact, start=first.start, end=second.end, day=day, flag=flag, kind="exact")


def _exact(match: re.Match[str], year: int | None, month: int, day: int, today: date) -> Mention:
    mention = Mention(*match.span(), None, "exact")
    try:
        if year is not None:
            found = date(year, month, day)
        else:
            found = weekdays.month_and_day(month, day, today)
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


def _read_numeric(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return _exact(match, _year(match), int(match["mo"]), int(match["d"]), today)


def _read_fraction(match: re.Match[str], folded: str, today: date) -> Mention | None:
    month, day = int(match["mo"]), int(match["d"])
    if (month, day) in ((24, 7), (50, 50), (9, 11)) or month == 0 or day == 0:
        return Mention(*match.span(), None, "nothing")
    if words.NOT_NUMERIC_AFTER.match(folded, match.end()) or words.NOT_NUMERIC_BEFORE.search(folded, max(0, match.start() - 20), match.start()):
        return None
    return _exact(match, None, month, day, today)


def _read_month(match: re.Match[str], folded: str, today: date) -> Mention | None:
    try:
        day = number(match["d"])
    except KeyError:
        return None
    if match["m"] in _DOUBTFUL and match["d"].isdecimal() is False:
        return None
    return _exact(match, _year(match), words.MONTH_NUMBER[match["m"]], day, today)


_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 0}


def _read_nth(match: re.Match[str], folded: str, today: date) -> Mention | None:
    """"The first monday in january", "the last day of october"."""
    first = today.replace(day=1)
    if match["which"] == "next":
        first = weekdays.months_on(first, 1)
    elif match["m"]:
        first = weekdays.month_and_day(words.MONTH_NUMBER[match["m"]], 1, first)
    day = weekdays.nth_in_month(_NTH[match["nth"]], words.WEEKDAY_NUMBER[match["w"]] if match["w"] else None, first)
    if day < today and match["m"]:
        day = weekdays.nth_in_month(_NTH[match["nth"]], words.WEEKDAY_NUMBER[match["w"]] if match["w"] else None, weekdays.months_on(first, 12))
    return Mention(*match.span(), day, "exact", None if day >= today else PAST)


def _read_ordinal_of(match: re.Match[str], folded: str, today: date) -> Mention | None:
    first = today.replace(day=1)
    if match["which"] not in ("this", "the same"):
        first = weekdays.months_on(first, 1)
    day = number(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", match["d"]))
    return _exact(match, first.year, first.month, day, today)


def _read_ordinal(match: re.Match[str], folded: str, today: date) -> Mention | None:
    day = number(match["d"])
    after = folded[match.end() : match.end() + 24]
    if words.NOT_AN_ORDINAL.match(after) or re.search(r"\b(?:my|our|his|her|their|a|your)\s$", folded[: match.start()][-8:]):
        return None
    groups = match.groupdict()
    if "the" in groups and not groups["the"] and re.match(r"\s[a-z]", after):
        # "20th works" is a day, "20th century music" is not.
        if not re.match(r"\s(?:at|around|works?|would|is|if|please|plz|pls|for|in\sthe|or|and|good|ok|w|with|then)\b", after):
            return None
    found = weekdays.day_of_month(day, today)
    return Mention(*match.span(), found, "ordinal", None if found else MISSING, number=day)


def _read_elapsed(match: re.Match[str], folded: str, today: date) -> Mention | None:
    if not match["in"] and not match["from"]:
        return None
    unit = {"wk": "week", "fortnight": "week", "semana": "week", "dia": "day"}.get(match["unit"], match["unit"])
    spoken = match["n"]
    count = 1 if spoken in ("a", "an") else 2 if "couple" in spoken else number(spoken)
    if match["unit"] == "fortnight":
        count *= 2
    base = today
    if match["w"]:
        base = weekdays.coming(words.WEEKDAY_NUMBER[match["w"]], today)
    elif match["base"] and re.fullmatch(words.TOMORROW, match["base"]):
        base = today + timedelta(days=1)
    if unit == "month":
        day = weekdays.months_on(base, count)
    else:
        day = base + timedelta(days=count * (7 if unit == "week" else 1))
    if match["then"]:
        day = weekdays.in_week(words.WEEKDAY_NUMBER[match["then"]], day)
    return Mention(*match.span(), day, "relative")


def _read_day_after(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return Mention(*match.span(), today + timedelta(days=2), "named")


def _read_named(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return Mention(*match.span(), today + timedelta(days=1 if match["tomorrow"] else 0), "named")


def _read_nothing(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return Mention(*match.span(), None, "nothing")


def _read_past(match: re.Match[str], folded: str, today: date) -> Mention | None:
    return Mention(*match.span(), None, "past")


def _read_weekday(match: re.Match[str], folded: str, today: date) -> Mention | None:
    spoken = match["w"]
    before, after = (match["before"] or "").strip(), (match["after"] or "").strip()
    if spoken in _DOUBTFUL and not before and not after and _NO_DAY_BEFORE.search(folded, max(0, match.start() - 12), match.start()):
        return None
    weekday = words.WEEKDAY_NUMBER[spoken]
    mention = Mention(*match.span(), None, "weekday", weekday=weekday)
    if before in ("last", "past", "previous", "this past") or after in ("ago", "last week"):
        return replace(mention, kind="past")
    habit = match["plural"] and not re.match(r"\s?(?:is\s)?(?:works?|good|fine|ok|best|perfect|great|at\b|\d)", folded[match.end() : match.end() + 12])
    if match["plural"] and spoken in ("sun", "sat", "mon", "mar", "jue"):
        return None
    if before in ("every", "each", "all", "any") or habit:
        return replace(mention, kind="past")
    if "next" in after.split() or after == "nxt week" or after in ("que viene",):
        day = weekdays.following_week(weekday, today)
        if after in ("after next", "week after next", "the week after next", "of the week after next"):
            day = weekdays.coming(weekday, today) + timedelta(days=7) if after == "after next" else day + timedelta(days=7)
        if after == "que viene":
            day = weekdays.coming(weekday, today)
    elif before in ("next", "nxt", "nex", "the following", "following", "this next"):
        day = weekdays.following_week(weekday, today)
    elif after.endswith("this week"):
        day = weekdays.in_week(weekday, today)
    elif before.startswith("this"):
        day = weekdays.this(weekday, today)
    elif not before and _in_named_week(folded, match):
        day = weekdays.following_week(weekday, today)
    else:
        day = weekdays.coming(weekday, today)
    return replace(mention, day=day, flag=None if day >= today else PAST)


_NEXT_WEEK = re.compile(r"(?<!not )\b(?:next|nxt|following)\s(?:week|wk)(?!\s?end)|\bla\ssemana\sque\sviene\b|\bproxima\ssemana\b")


def _in_named_week(folded: str, match: re.Match[str]) -> bool:
    """True if the sentence speaks of next week: "next week, tuesday or thursday"."""
    return bool(_NEXT_WEEK.search(folded, max(0, match.start() - 50), match.end() + 40))


def _bare_day(folded: str, today: date) -> Iterator[Mention]:
    match = re.fullmatch(r"\s*(?:on\s|the\s|el\s)*(?P<d>\d{1,2})\s*[.!]?\s*", folded)
    if match and 1 <= int(match["d"]) <= 31:
        found = weekdays.day_of_month(int(match["d"]), today)
        yield Mention(match.start("d"), match.end("d"), found, "ordinal", number=int(match["d"]))


def _period(folded: str, today: date) -> tuple[date | None, date | None]:
    """The window of "next week", "this weekend", "in april"; (None, None) if no such words."""
    for match in words.PERIOD.finditer(folded):
        if refused(folded, *match.span()) or told_as_past(lead_in(folded, match.start()), tail(folded, match.end())):
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
        last = weekdays.last_of_month(first)
        if match["part"]:
            week = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2}.get(match["part"], 3)
            first, last = first + timedelta(days=7 * week), last if week == 3 else first + timedelta(days=7 * week + 6)
        elif match["phase"] in ("early", "beginning of", "start of"):
            last = first + timedelta(days=9)
        elif match["phase"] == "mid":
            first, last = first + timedelta(days=10), first + timedelta(days=19)
        elif match["phase"]:
            first = first + timedelta(days=20)
        return max(first, today), last
    return None, None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, date], Mention | None]], ...] = (
    (words.NOT_A_DAY, _read_nothing),
    (words.PAST_DAY, _read_past),
    (words.ISO, _read_numeric),
    (words.NUMERIC_YEAR, _read_numeric),
    (words.NTH, _read_nth),
    (words.MONTH_DAY, _read_month),
    (words.DAY_MONTH, _read_month),
    (words.ORDINAL_OF, _read_ordinal_of),
    (words.NUMERIC, _read_fraction),
    (words.DAY_AFTER, _read_day_after),
    (words.ELAPSED, _read_elapsed),
    (words.NAMED_DAY, _read_named),
    (words.WEEKDAY, _read_weekday),
    (words.ORDINAL, _read_ordinal),
    (words.SPANISH_DAY, _read_ordinal),
    (words.ORDINAL_WORD, _read_ordinal),
)
