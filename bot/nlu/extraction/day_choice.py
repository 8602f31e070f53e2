"""Which of the days that a text names is the wish, and the window it must fall into: the same in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from . import weekdays
from .day_readers import MISSING, PAST, Mention
from .language_cues import Cues
from .text import DATE_MARK, Found, mark

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


@dataclass(frozen=True, slots=True)
class DaySpeech:
    """How a language speaks around a day. The groups of `bound_before` and `period` have the same names in each."""

    cues: Cues
    bound_before: re.Pattern[str]
    #: Joins alternatives: "friday or saturday".
    either: re.Pattern[str]
    #: Joins a day to one told of before: "i emailed friday and again on monday".
    again: re.Pattern[str]
    #: "My birthday is july 9, can i come that day".
    that_day: re.Pattern[str]
    #: Before a day that only names its week: "the week of the 7th".
    week_of: re.Pattern[str]
    period: re.Pattern[str]
    months: Mapping[str, int]
    phases: Mapping[str, Literal["early", "mid", "late"]]


_TOGETHER = re.compile(r"[\s,()\-]{0,3}(?:the\s|on\s|is\s|el\s|that's\s|which\sis\s|aka\s)?")
_RANGE_GOES_ON = re.compile(r"\s?(?:to|-|until)\b")
#: With these the day itself is part of the window.
_OPEN_STARTS = frozenset(("from", "starting", "beginning", "since", "desde", "a partir de", "a partir del", "no antes de", "no antes del"))
#: With these it is not.
_SHUT_ENDS = frozenset(("before", "prior to", "antes de", "antes del"))
_WEEK_OF_MONTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "primera": 0, "segunda": 1, "tercera": 2}


def chosen_days(named: Sequence[Mention], folded: str, today: date, speech: DaySpeech) -> Days:
    """The wish among the days named, or else the window that the text speaks of."""
    together = _joined(named, folded, today)
    found = _chosen(together, folded, today, speech)
    if found.wish is None and found.earliest is None and found.latest is None:
        earliest, latest = _period(folded, today, speech)
        found = replace(found, earliest=earliest, latest=latest)
    return replace(found, rest=mark(folded, [(one.start, one.end) for one in together], DATE_MARK))


def _chosen(named: Sequence[Mention], folded: str, today: date, speech: DaySpeech) -> Days:
    cues = speech.cues
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
        before, after = cues.lead_in(folded, one.start), cues.tail(folded, one.end)
        joined = last_refused is not None and speech.either.fullmatch(folded[last_refused.end : one.start])
        if joined or cues.refused(folded, one.start, one.end):
            last_refused = one
            if one.day:
                unwanted.add(one.day)
        elif speech.week_of.search(folded, max(0, one.start - 24), one.start):
            continue
        elif (
            _again(folded, one, over, speech)
            or cues.another_event(before, after)
            or cues.told_as_past(before, after)
            or cues.of_the_calendar(folded, one.start)
        ):
            elsewhere = one if one.day and one.day >= today else elsewhere
        elif one.day is None or one.day < today:
            flags.add(one.flag or PAST)
        else:
            over.pop()
            bound = speech.bound_before.search(folded, max(0, one.start - 24), one.start)
            if bound and bound["after"] and not _RANGE_GOES_ON.match(folded, one.end):
                earliest = one.day + timedelta(days=0 if bound["after"] in _OPEN_STARTS else 1)
            elif bound and not bound["after"]:
                latest = one.day - timedelta(days=1 if bound["until"] in _SHUT_ENDS else 0)
            else:
                flags |= {one.flag} if one.flag else set()
                kept.append((cues.weight(before, after), one))
    best = _best([(score, one) for score, one in kept if one.day not in unwanted], folded, speech)
    if best is None and elsewhere is not None and speech.that_day.search(folded, elsewhere.end):
        best = elsewhere
    if best is None or best.day is None:
        return Days(None, earliest, latest, frozenset(flags), folded, tuple(over))
    return Days(Found(best.day, best.start, best.end), earliest, latest, frozenset(flags - {PAST, MISSING}), folded, tuple(over))


def _again(folded: str, one: Mention, over: list[tuple[int, int]], speech: DaySpeech) -> bool:
    """True for the monday of "i emailed friday and again on monday"."""
    last = over[-2] if len(over) > 1 else None
    return last is not None and bool(speech.again.fullmatch(folded[last[1] : one.start]))


def _best(kept: list[tuple[int, Mention]], folded: str, speech: DaySpeech) -> Mention | None:
    """The first of those that read most like a wish, or the one that takes back those before."""
    best: Mention | None = None
    best_score = 0
    for score, one in kept:
        if best is not None:
            between = folded[best.end : one.start]
            if speech.cues.corrected(between) or speech.cues.moved(folded, best.start, between):
                score = max(score, best_score + 1)
            elif speech.either.fullmatch(between):
                continue
        if best is None or score > best_score:
            best, best_score = one, score
    return best


def _joined(named: Sequence[Mention], folded: str, today: date) -> list[Mention]:
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


def _period(folded: str, today: date, speech: DaySpeech) -> tuple[date | None, date | None]:
    """The window of "next week", "this weekend", "in april"; (None, None) if there are no such words."""
    cues = speech.cues
    for match in speech.period.finditer(folded):
        if cues.refused(folded, *match.span()) or cues.told_as_past(cues.lead_in(folded, match.start()), cues.tail(folded, match.end())):
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
        first, last = _part_of_month(match, weekdays.month_and_day(speech.months[match["m"]], 1, today.replace(day=1)), speech)
        return max(first, today), last
    return None, None


def _part_of_month(match: re.Match[str], first: date, speech: DaySpeech) -> tuple[date, date]:
    last = weekdays.last_of_month(first)
    if match["part"]:
        week = _WEEK_OF_MONTH.get(match["part"])
        if week is None:
            return last - timedelta(days=6), last
        return first + timedelta(days=7 * week), first + timedelta(days=7 * week + 6)
    if not match["phase"]:
        return first, last
    phase = speech.phases[match["phase"]]
    if phase == "early":
        return first, first + timedelta(days=9)
    return (first + timedelta(days=10), first + timedelta(days=19)) if phase == "mid" else (first + timedelta(days=20), last)
