"""The time of day a visitor wishes for, and the window around it ("after 3", "in the morning")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from . import clock_words as words
from . import cues
from .clock_readers import Mention, as_hour, mentions
from .hour_choice import Hours, HourSpeech, chosen_hours
from .text import MOST_READ, words_in


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
    return chosen_hours(named, spoken, _SPEECH, day=day, over=over)


def day_part(folded: str) -> str | None:
    """Say if the text asks for a morning, afternoon or evening; greetings and evening classes do not."""
    if words.PART_TOLD_WITH.isdisjoint(words_in(folded)):
        return None
    spoken = words.NOT_PART.sub(" ", words.GREETING.sub(" ", folded))
    return next((name for name, pattern in words.PARTS if pattern.search(spoken)), None)


def _elsewhere(folded: str, one: Mention, before: str, beside: bool) -> bool:
    """True for a time that is not the visit's, in a tale or a habit: "i called at 5", "6 to 10 each night"."""
    return cues.told_as_past(before, "") or bool(
        words.NOT_THE_VISIT.search(before)
        or words.HABIT_AFTER.match(folded, one.end)
        or words.HABIT_BEFORE.search(before)
        or words.WHEN_ELSE.match(folded, one.end)
    )


def _taken_back(folded: str, part: str | None, named: Sequence[Mention]) -> Iterator[Mention]:
    """The bare hour that takes back the time before it: "at 2. sorry, 3"."""
    for match in words.TAKEN_BACK_HOUR.finditer(folded, named[0].end if named else 0):
        if not any(one.start < match.end("h") and match.start("h") < one.end for one in named):
            yield from as_hour(match, part)


def _bare(folded: str, part: str | None) -> Iterator[Mention]:
    """The hour that is the whole of a short answer."""
    match = words.BARE.fullmatch(folded)
    if match:
        yield from as_hour(match, part)


_SPEECH = HourSpeech(cues, words.BOUND_BEFORE, words.BOUND_AFTER, re.compile(r"\bstill\s(?:at\s)?$"), _elsewhere, reach=12)
