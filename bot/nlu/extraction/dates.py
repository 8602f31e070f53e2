"""The day a visitor wishes for, or the window it must fall into."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from . import calendar_words as words
from . import weekdays
from .cues import another_event, corrected, lead_in, moved, of_the_calendar, refused, tail, told_as_past, weight
from .day_readers import MISSING, PAST, Mention, bare_day, mentions
from .text import DATE_MARK, MOST_READ, Found, mark, words_in

MISMATCH = "weekday_mismatch"


@dataclass(frozen=True, slots=True)
class Days:
    """The wished day, the window it must fall into, what was wrong, and the text with all days marked.

    `flags` may hold "no_such_date", "past_date" (only if no other day is wished) and "weekday_mismatch".
    `over` says where days stand that are nobody's wish: gone by, refused, a habit, a concert's.
    """

    wish: Found[date] | None
    earliest: date | None
    latest: date | None
    flags: frozenset[str]
    rest: str
    over: tuple[tuple[int, int], ...] = ()


_TOGETHER = re.compile(r"[\s,()\-]{0,3}(?:the\s|on\s|is\s|el\s|that's\s|which\sis\s|aka\s)?")
_RANGE_GOES_ON = re.compile(r"\s?(?:to|-|until)\b")
_OR = re.compile(r"\s?(?:or|,\sor|/|and|&|nor)\s?(?:on\s|the\s|maybe\s)*")
_AND_AGAIN = re.compile(r"\s?,?\s?(?:and|then)\s(?:then\s|also\s)?(?:again\s)?(?:on\s|at\s)?")
#: "My birthday is july 9, can i come that day".
_THAT_DAY = re.compile(r"\b(?:that|the\ssame|same)\s(?:same\s)?(?:day|date)\b")
_OPEN_STARTS = frozenset(("from", "starting", "beginning", "desde", "since"))
_WEEK_OF_MONTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2}


def days(folded: str, today: date, *, expected: bool = False) -> Days:
    """Find the wished day; `folded` has contacts marked.

    `expected` says that a day was just asked for, so that a bare number is one.
    """
    if not expected and words.TOLD_WITH.isdisjoint(words_in(folded)) and not words.DAY_HINT.search(folded):
        return Days(None, None, None, frozenset(), folded)
    named = list(islice(mentions(folded, today), MOST_READ))
    if expected and not named:
        named = list(bare_day(folded, today))
    named = joined_days(named, folded, today)
    found = _chosen(named, folded, today)
    if found.wish is None and found.earliest is None and found.latest is None:
        earliest, latest = _period(folded, today)
        found = replace(found, earliest=earliest, latest=latest)
    return replace(found, rest=mark(folded, [(one.start, one.end) for one in named], DATE_MARK))


def _chosen(named: list[Mention], folded: str, today: date) -> Days:
    flags: set[str] = set()
    earliest = latest = None
    kept: list[tuple[int, Mention]] = []
    unwanted: set[date] = set()
    elsewhere: Mention | None = None
    last_refused: Mention | None = None
    over: list[tuple[int, int]] = []
    for one in named:
        over.append((one.start, one.end))
        if one.kind == "past":
            continue
        before, after = lead_in(folded, one.start), tail(folded, one.end)
        joined = last_refused is not None and _OR.fullmatch(folded[last_refused.end : one.start])
        if joined or refused(folded, one.start, one.end):
            last_refused = one
            if one.day:
                unwanted.add(one.day)
        elif words.WEEK_OF.search(folded, max(0, one.start - 24), one.start):
            continue
        elif _again(folded, one, over) or another_event(before, after) or told_as_past(before, after) or of_the_calendar(folded, one.start):
            elsewhere = one if one.day and one.day >= today else elsewhere
        elif one.day is None or one.day < today:
            flags.add(one.flag or PAST)
        else:
            over.pop()
            bound = words.BOUND_BEFORE.search(folded, max(0, one.start - 24), one.start)
            if bound and bound["after"] and not _RANGE_GOES_ON.match(folded, one.end):
                earliest = one.day + timedelta(days=0 if bound["after"] in _OPEN_STARTS else 1)
            elif bound and (bound["until"] or bound["by"]):
                latest = one.day - timedelta(days=1 if bound["until"] in ("before", "prior to") else 0)
            else:
                flags |= {one.flag} if one.flag else set()
                kept.append((weight(before, after), one))
    best = _best([(score, one) for score, one in kept if one.day not in unwanted], folded)
    if best is None and elsewhere is not None and _THAT_DAY.search(folded, elsewhere.end):
        best = elsewhere
    if best is None or best.day is None:
        return Days(None, earliest, latest, frozenset(flags), folded, tuple(over))
    return Days(Found(best.day, best.start, best.end), earliest, latest, frozenset(flags - {PAST, MISSING}), folded, tuple(over))


def _again(folded: str, one: Mention, over: list[tuple[int, int]]) -> bool:
    """True for the monday of "i emailed friday and again on monday"."""
    last = over[-2] if len(over) > 1 else None
    return last is not None and bool(_AND_AGAIN.fullmatch(folded[last[1] : one.start]))


def _best(kept: list[tuple[int, Mention]], folded: str) -> Mention | None:
    """The first of those that read most like a wish, or the one that takes back those before."""
    best: Mention | None = None
    best_score = 0
    for score, one in kept:
        if best is not None:
            between = folded[best.end : one.start]
            if corrected(between) or moved(folded, best.start, between):
                score = max(score, best_score + 1)
            elif _OR.fullmatch(between):
                continue
        if best is None or score > best_score:
            best, best_score = one, score
    return best


def joined_days(named: list[Mention], folded: str, today: date) -> list[Mention]:
    """Make one wish of a weekday and a date beside each other: "Saturday, April 3rd", "8/23 (Mon)"."""
    joined: list[Mention] = []
    for one in sorted(named, key=lambda mention: mention.start):
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
    return bool(_TOGETHER.fullmatch(folded[first.end : second.start]))


def _united(first: Mention, second: Mention, today: date) -> Mention:
    exact, named = (second, first) if first.kind == "weekday" else (first, second)
    day, flag = exact.day, exact.flag
    if exact.kind == "ordinal" and exact.number is not None:
        day = weekdays.day_of_month(exact.number, today, named.weekday) or day
    if day is not None and day.weekday() != named.weekday:
        flag = flag or MISMATCH
    return replace(exact, start=first.start, end=second.end, day=day, flag=flag, kind="exact")


def _period(folded: str, today: date) -> tuple[date | None, date | None]:
    """The window of "next week", "this weekend", "in april"; (None, None) if there are no such words."""
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
        first, last = _part_of_month(match, weekdays.month_and_day(words.MONTH_NUMBER[match["m"]], 1, today.replace(day=1)))
        return max(first, today), last
    return None, None


def _part_of_month(match: re.Match[str], first: date) -> tuple[date, date]:
    last = weekdays.last_of_month(first)
    if match["part"]:
        week = _WEEK_OF_MONTH.get(match["part"])
        if week is None:
            return last - timedelta(days=6), last
        return first + timedelta(days=7 * week), first + timedelta(days=7 * week + 6)
    if match["phase"] in ("early", "beginning of", "start of"):
        return first, first + timedelta(days=9)
    if match["phase"] == "mid":
        return first + timedelta(days=10), first + timedelta(days=19)
    return (first + timedelta(days=20), last) if match["phase"] else (first, last)
