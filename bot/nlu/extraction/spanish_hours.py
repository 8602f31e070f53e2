"""The time of day a visitor wishes for in Spanish, and the window around it ("despues de las 3", "por la manana")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import time
from itertools import islice

from . import spanish_clock as words
from . import spanish_cues as cues
from .clock_readers import Mention, clock
from .hour_choice import Hours, HourSpeech, chosen_hours
from .spanish_numbers import number
from .text import MOST_READ, TIME_MARK, mark
from .times import hours

_PARTS = {"manana": "morning", "mananita": "morning", "madrugada": "morning", "tarde": "afternoon", "tardecita": "afternoon"}
_PARTS |= {"noche": "evening", "nochecita": "evening", "mediodia": "afternoon"}
_Read = Callable[[re.Match[str], str | None], Mention | None]


def spanish_hours(
    folded: str,
    part: str | None,
    *,
    day: tuple[int, int] | None = None,
    over: Sequence[tuple[int, int]] = (),
    expected: bool = False,
) -> Hours:
    """Find the wished time; as ``times.hours``. Times said in English count where none is said in Spanish."""
    spoken = words.GREETING.sub(lambda match: " " * len(match[0]), folded)
    named = sorted(islice(_mentions(spoken, part), MOST_READ), key=lambda one: one.start) if words.HINT.search(spoken) else []
    if expected and not named and (match := words.BARE.fullmatch(spoken)):
        named = [one for one in (_bare(match, part),) if one]
    if not named:
        return hours(folded, part, day=day, over=over, expected=expected)
    named += [one for match in words.TAKEN_BACK.finditer(spoken, named[-1].end) if (one := _bare(match, part))]
    return chosen_hours(named, spoken, _SPEECH, day=day, over=over)


def spanish_day_part(folded: str) -> str | None:
    """Say if the text asks for a morning, afternoon or evening; greetings and evening classes do not."""
    spoken = words.NOT_PART.sub(" ", words.GREETING.sub(" ", folded))
    return next((name for name, pattern in words.PARTS if pattern.search(spoken)), None)


def _mentions(folded: str, part: str | None) -> Iterator[Mention]:
    rest = folded
    for pattern, read in _READERS:
        spans = []
        for match in pattern.finditer(rest):
            mention = read(match, part)
            if mention is not None:
                spans.append((mention.start, mention.end))
                yield mention
        if spans:
            rest = mark(rest, spans, TIME_MARK)


def _minutes(match: re.Match[str]) -> int:
    """Minutes past the hour; below 0 for those that are still to go."""
    groups = match.groupdict()
    if groups.get("less"):
        return -_spelled_minutes(groups["less"])
    said = groups.get("m") or groups.get("m2") or groups.get("y")
    return _spelled_minutes(said) if said else 0


def _spelled_minutes(said: str) -> int:
    return {"media": 30, "cuarto": 15, "pico": 0}[said] if said in ("media", "cuarto", "pico") else number(said)


def _part(match: re.Match[str], part: str | None) -> str | None:
    said = match.groupdict().get("part")
    return _PARTS[said] if said else part


def _hour(match: re.Match[str], part: str | None) -> Mention | None:
    minutes = _minutes(match)
    hour = number(match["h"])
    if hour == 12 and match.groupdict().get("part") == "noche":
        return None
    at = clock(hour, max(minutes, 0), match.groupdict().get("half"), _part(match, part))
    if at is None:
        return None
    if minutes < 0:
        total = (at.hour * 60 + minutes) % (24 * 60)
        at = time(total // 60, total % 60)
    return Mention(match.start("h"), match.end(), at)


def _to(match: re.Match[str], part: str | None) -> Mention | None:
    at = clock(number(match["h"]), 0, match["half"], _part(match, part))
    if at is None:
        return None
    total = (at.hour * 60 - _spelled_minutes(match["what"])) % (24 * 60)
    return Mention(*match.span(), time(total // 60, total % 60))


def _range(match: re.Match[str], part: str | None) -> Mention | None:
    half, half2, said = match["half"], match["half2"], _part(match, part)
    at = clock(number(match["h"]), number(match["m"] or "0"), half or half2, said)
    until = clock(number(match["h2"]), number(match["m2"] or "0"), half2, said)
    if at and until and half2 and not half and at >= until:
        at = clock(number(match["h"]), number(match["m"] or "0"), "am" if "p" in half2 else "pm", said)
    if at is None or until is None:
        return None
    return Mention(match.start("h"), match.end(), at, "between" if match["between"] == "entre" else "exact", until)


def _noon(match: re.Match[str], part: str | None) -> Mention | None:
    return Mention(*match.span(), time(12))


def _bare(match: re.Match[str], part: str | None) -> Mention | None:
    hour = number(match["h"])
    at = clock(hour, 0, None, part) if 1 <= hour <= 12 else None
    return Mention(*match.span("h"), at) if at else None


def _elsewhere(folded: str, one: Mention, before: str, beside: bool) -> bool:
    """True for a time that is not the visit's: of a class, a shift, in a tale."""
    if cues.NOT_THE_VISIT.search(folded[max(0, one.start - 40) : one.start]):
        return True
    return not beside and (cues.told_as_past(before) or cues.another_event(before))


_SPEECH = HourSpeech(
    cues, words.BOUND_BEFORE, words.BOUND_AFTER, re.compile(r"\b(?:igual|todavia|aun)\s(?:a\s)?(?:las?\s)?$"), _elsewhere, reach=24
)
_READERS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (words.TO, _to),
    (words.RANGE, _range),
    (words.DASHED, _range),
    (words.PACKED, _hour),
    (words.AT, _hour),
    (words.CLOCK, _hour),
    (words.HALF_DAY, _hour),
    (words.PART_OF_DAY, _hour),
    (words.NOON, _noon),
    (words.ARTICLE, _hour),
    (words.HALF_PAST, _hour),
    (words.SHARP, _hour),
    (words.AFTER_DATE, _bare),
    (words.BEFORE_DATE, _bare),
)
