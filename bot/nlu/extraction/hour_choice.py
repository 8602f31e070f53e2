"""Which of the times that a text names is the wish, and the window around it: the same in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time

from .clock_readers import Mention
from .language_cues import Cues
from .text import DATE_MARK, Found


@dataclass(frozen=True, slots=True)
class Hours:
    """The wished time, the window it must fall into, and where the text speaks of times."""

    wish: Found[time] | None
    earliest: time | None
    latest: time | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class HourSpeech:
    """How a language speaks around a time.

    `elsewhere` gets the text, the time, the words before it and if the wished day is beside it: true for a time that is not the visit's.
    """

    cues: Cues
    bound_before: re.Pattern[str]
    bound_after: re.Pattern[str]
    #: What stands before a time that outlives its refused day: "not the 21st, still 10 am".
    still: re.Pattern[str]
    elsewhere: Callable[[str, Mention, str, bool], bool]
    #: So many letters may stand between a day and its time.
    reach: int


def chosen_hours(
    named: Sequence[Mention], folded: str, speech: HourSpeech, *, day: tuple[int, int] | None, over: Sequence[tuple[int, int]]
) -> Hours:
    """The wish among the times named; `day` and `over` as in ``times.hours``."""
    cues = speech.cues
    earliest = latest = None
    best: Mention | None = None
    best_score = 0
    for one in named:
        before = cues.lead_in(folded, one.start)
        bound = one.bound or _bound(folded, one, speech)
        if not bound and cues.refused(folded, one.start, one.end):
            continue
        beside = day is not None and _beside(folded, one, day, speech.reach)
        still = beside or speech.still.search(folded, max(0, one.start - 16), one.start)
        if speech.elsewhere(folded, one, before, beside) or (not still and any(_beside(folded, one, gone, speech.reach) for gone in over)):
            continue
        if bound == "between":
            earliest, latest = one.at, one.until
        elif bound == "after":
            earliest = one.at
        elif bound == "before":
            latest = one.at
        else:
            score = cues.weight(before, cues.tail(folded, one.end)) + one.firm + 2 * beside
            if best is not None and cues.corrected(folded[best.end : one.start]):
                score = max(score, best_score + 1)
            if best is None or score > best_score:
                best, best_score = one, score
    wish = Found(best.at, best.start, best.end) if best else None
    return Hours(wish, earliest, latest, tuple((one.start, one.end) for one in named))


def _bound(folded: str, one: Mention, speech: HourSpeech) -> str:
    """Read "after 3", "by 3", "3 or later" off the words around the time."""
    match = speech.bound_before.search(folded, max(0, one.start - 30), one.start)
    if match:
        return "after" if match["after"] else "before"
    match = speech.bound_after.match(folded, one.end)
    if match:
        return "after" if match["later"] or match["on"] else "before"
    return ""


def _beside(folded: str, one: Mention, day: tuple[int, int], reach: int) -> bool:
    """True if nothing but a few words, and no other day, stands between the day and the time."""
    between = folded[day[1] : one.start] if day[1] <= one.start else folded[one.end : day[0]]
    return len(between) <= reach and DATE_MARK not in between
