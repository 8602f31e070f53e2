"""The time of day a visitor wishes for, and the window around it ("after 3", "in the morning")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import islice

from . import clock_words as words
from .clock_readers import Mention, as_hour, mentions
from .cues import corrected, lead_in, refused, tail, told_as_past, weight
from .text import DATE_MARK, MOST_READ, Found, words_in

#: "Not the 21st, still 10 am".
_STILL = re.compile(r"\bstill\s(?:at\s)?$")


@dataclass(frozen=True, slots=True)
class Hours:
    """The wished time, the window it must fall into, and where the text speaks of times."""

    wish: Found[time] | None
    earliest: time | None
    latest: time | None
    spans: tuple[tuple[int, int], ...]


def hours(
    folded: str,
    part: str | None,
    *,
    day: tuple[int, int] | None = None,
    over: Sequence[tuple[int, int]] = (),
    expected: bool = False,
) -> Hours:
    """Find the wished time; `folded` has contacts, days and party marked, `part` is the part of the day asked for.

    `day` is where the wished day stands: of several times the one beside it counts; one beside a day that is `over` does not.
    `expected` says that a time was just asked for, so that a bare number is one.
    """
    if not expected and not words.HINT.search(folded):
        return Hours(None, None, None, ())
    spoken = words.GREETING.sub(lambda match: " " * len(match[0]), folded)
    named = sorted(islice(mentions(spoken, part), MOST_READ), key=lambda one: one.start)
    if expected and not named:
        named = list(_bare(spoken, part))
    if (named or day) and words.ANY_HOUR.search(spoken, named[-1].end if named else 0):
        named += _taken_back(spoken, part, named)
    earliest = latest = None
    kept: list[tuple[int, Mention]] = []
    for one in named:
        before = lead_in(spoken, one.start)
        bound = one.bound or _bound(spoken, one)
        if words.NOT_THE_VISIT.search(before) or (not bound and refused(spoken, one.start, one.end)):
            continue
        beside = day is not None and _beside(spoken, one, day)
        again = _STILL.search(spoken, max(0, one.start - 12), one.start)
        if _told(spoken, one, before) or (not beside and not again and any(_beside(spoken, one, gone) for gone in over)):
            continue
        if bound == "between":
            earliest, latest = one.at, one.until
        elif bound == "after":
            earliest = one.at
        elif bound == "before":
            latest = one.at
        else:
            kept.append((weight(before, tail(spoken, one.end)) + one.firm + 2 * beside, one))
    best = _best(kept, spoken)
    wish = Found(best.at, best.start, best.end) if best else None
    return Hours(wish, earliest, latest, tuple((one.start, one.end) for one in named))


def day_part(folded: str) -> str | None:
    """Say if the text asks for a morning, afternoon or evening; greetings and evening classes do not."""
    if words.PART_TOLD_WITH.isdisjoint(words_in(folded)):
        return None
    spoken = words.NOT_PART.sub(" ", words.GREETING.sub(" ", folded))
    return next((name for name, pattern in words.PARTS if pattern.search(spoken)), None)


def _best(kept: list[tuple[int, Mention]], folded: str) -> Mention | None:
    best: Mention | None = None
    best_score = 0
    for score, one in kept:
        if best is not None and corrected(folded[best.end : one.start]):
            score = max(score, best_score + 1)
        if best is None or score > best_score:
            best, best_score = one, score
    return best


def _beside(folded: str, one: Mention, day: tuple[int, int]) -> bool:
    """True if nothing but a few words, and no other day, stands between the day and the time."""
    between = folded[day[1] : one.start] if day[1] <= one.start else folded[one.end : day[0]]
    return len(between) <= 12 and DATE_MARK not in between


def _told(folded: str, one: Mention, before: str) -> bool:
    """True for a time in a tale or a habit: "i called at 5", "6 to 10 each night"."""
    return told_as_past(before, "") or bool(
        words.HABIT_AFTER.match(folded, one.end) or words.HABIT_BEFORE.search(before) or words.WHEN_ELSE.match(folded, one.end)
    )


def _taken_back(folded: str, part: str | None, named: Sequence[Mention]) -> Iterator[Mention]:
    """The bare hour that takes back the time before it: "at 2. sorry, 3"."""
    for match in words.TAKEN_BACK_HOUR.finditer(folded, named[0].end if named else 0):
        if not any(one.start < match.end("h") and match.start("h") < one.end for one in named):
            yield from as_hour(match, part)


def _bound(folded: str, one: Mention) -> str:
    """Read "after 3", "by 3", "3 or later" off the words around the time."""
    match = words.BOUND_BEFORE.search(folded, max(0, one.start - 30), one.start)
    if match:
        return "after" if match["after"] else "before"
    match = words.BOUND_AFTER.match(folded, one.end)
    if match:
        return "after" if match["later"] or match["on"] else "before"
    return ""


def _bare(folded: str, part: str | None) -> Iterator[Mention]:
    """The hour that is the whole of a short answer."""
    match = words.BARE.fullmatch(folded)
    if match:
        yield from as_hour(match, part)
