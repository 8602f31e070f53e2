"""Turns the times of day named in a text into times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time

from . import clock_words as words
from .cues import lead_in, moved, wishes
from .numerals import CARDINALS, number
from .text import TIME_MARK, mark


@dataclass(frozen=True, slots=True)
class Mention:
    """A time as named; `bound` is "", after, before or between, and `until` the end of a range."""

    start: int
    end: int
    at: time
    bound: str = ""
    until: time | None = None
    firm: bool = True


_Read = Callable[[re.Match[str], str, str | None], Mention | None]
_AFTER = frozenset(("after", "past", "not before", "no earlier than", "since", "from", "starting", "starting at"))
_PART_NAMES = {"manana": "morning", "tarde": "afternoon", "noche": "evening", "night": "evening"}


def clock(hour: int, minute: int, half: str | None, part: str | None) -> time | None:
    """The time meant by an hour as spoken, None if no clock shows it.

    1 to 7 is afternoon and 8 to 11 morning unless am, pm or a part of the day says else.
    """
    if minute > 59 or hour > 23:
        return None
    if half:
        if not 1 <= hour <= 12:
            return time(hour, minute) if hour > 12 else None
        return time(hour % 12 + (12 if "p" in half else 0), minute)
    if not 1 <= hour <= 11 or part == "morning":
        return time(hour, minute)
    if part == "evening" or hour <= 7:
        return time(hour + 12, minute)
    return time(hour, minute)


def as_hour(match: re.Match[str], part: str | None) -> Iterator[Mention]:
    """The time of a bare hour, if a clock shows it."""
    hour = number(match["h"])
    at = clock(hour, 0, None, part) if 1 <= hour <= 12 else None
    if at:
        yield Mention(*match.span("h"), at)


def mentions(folded: str, part: str | None) -> Iterator[Mention]:
    """All times named, each position of the text used once, in order of trust."""
    rest = folded
    digits = bool(words.DIGIT.search(folded))
    for pattern, read, needs_digit in _READERS:
        if needs_digit and not digits:
            continue
        spans = []
        for match in pattern.finditer(rest):
            mention = read(match, rest, part)
            if mention is not None:
                spans.append((mention.start, mention.end))
                yield mention
        if spans:
            rest = mark(rest, spans, TIME_MARK)


def _spoken_part(match: re.Match[str], part: str | None) -> str | None:
    said = match.groupdict().get("part")
    if not said:
        return part
    word = said.split()[-1]
    return _PART_NAMES.get(word, word)


def _minute(spoken: str | None) -> int:
    return number(spoken.replace("-", " ")) if spoken else 0


def _hour(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    groups = match.groupdict()
    dotted = groups.get("sep") in (".", ";") and not groups.get("half")
    if dotted and not words.DOTTED_LED.search(folded[max(0, match.start() - 8) : match.start()]):
        return None
    at = clock(number(match["h"]), _minute(groups.get("m")), groups.get("half"), _spoken_part(match, part))
    return Mention(match.start("h"), match.end(), at) if at else None


def _noon(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    return Mention(*match.span(), time(12), firm="lunch" not in match[0])


def _relative(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    if match["hh"]:
        at = clock(number(match["hh"]), 30, None, part)
        return Mention(*match.span(), at) if at else None
    what, way = match["what"], match["way"]
    minutes = {"half": 30, "quarter": 15}.get(what) or number(what)
    at = clock(number(match["h"]), 0, match["half"], _spoken_part(match, part))
    # "10 to 3" is a range or a score, "five of 3" people, unless the minutes are round.
    odd = what.isdecimal() and way != "past" and (minutes % 5 or minutes <= 12)
    few = what in CARDINALS and way in ("after", "before", "of", "to") and minutes < 10 and number(match["h"]) >= minutes
    if at is None or odd or few:
        return None
    total = at.hour * 60 + (minutes if way in ("past", "after") else -minutes)
    return Mention(*match.span(), time(total // 60 % 24, total % 60))


def _range(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    half, half2 = match["half"], match["half2"] or ("pm" if match["noon"] else None)
    between = (match["between"] or "").strip()
    if not (half or half2 or match["m"] or match["m2"] or between):
        led = words.RANGE_LED.search(folded[max(0, match.start() - 12) : match.start()])
        if not led or not words.RANGE_ENDS.match(folded, match.end()):
            return None
    if between and not (half or half2) and words.NOT_A_RANGE.match(folded, match.end()):
        return None
    spoken = _spoken_part(match, part)
    until = clock(12 if match["noon"] else number(match["h2"]), _minute(match["m2"]), half2, spoken)
    at = clock(number(match["h"]), _minute(match["m"]), half or half2, spoken)
    if at and until and half2 and not half and at >= until:
        # "11-1pm" starts in the morning.
        at = clock(number(match["h"]), _minute(match["m"]), "am" if "p" in half2 else "pm", spoken)
    joined_by_and = " and " in folded[match.end("h") : match.end()]
    if at is None or until is None or (joined_by_and and between != "between"):
        return None
    if moved(folded, match.start(), folded[match.end("half" if half else "h") : match.start("h2")]):
        return Mention(match.start(), match.end(), until)
    return Mention(match.start(), match.end(), at, "between" if between == "between" else "exact", until)


def _spanish(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    minute = _minute(match["m"])
    fraction = match["frac"] or ""
    if "media" in fraction or "treinta" in fraction:
        minute = 30
    elif fraction.startswith("y"):
        minute = 15
    at = clock(number(match["h"]), minute, match["half"], _spoken_part(match, part))
    if at and "menos" in fraction:
        at = time((at.hour - 1) % 24, 45)
    return Mention(*match.span(), at) if at else None


def _military(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    led = words.MILITARY_LED.search(folded[max(0, match.start() - 9) : match.start()])
    year_like = 1900 <= int(match[0][:4]) <= 2099
    led = led or words.MILITARY_FOLLOWED.match(folded, match.end())
    if words.DIGITS_OF.search(folded, max(0, match.start() - 40), match.start()) or words.ADDRESS_AFTER.match(folded, match.end()):
        return None
    if not match["hours"] and (year_like or not (led or match["h"].startswith("0"))):
        return None
    return Mention(*match.span(), time(int(match["h"]), int(match["m"])))


def _at(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    group = "h" if match["h"] else "h2"
    hour = number(match[group])
    lead = folded[match.start() : match.start(group)].strip()
    if not 1 <= hour <= 12 or (match[group] == "one" and lead in ("like", "about", "prefer", "what about")):
        return None
    at = clock(hour, 0, None, part)
    if at is None:
        return None
    bound = match["bound"] or ""
    if not bound or (bound == "by" and words.COMING_BY.search(folded[: match.start()][-8:])):
        kind = ""
    else:
        kind = "after" if bound in _AFTER else "before"
    return Mention(*match.span(group), at, kind, firm=lead not in ("like", "about", "prefer"))


def _spoken_hours(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    group = "h" if match["h"] else "h2"
    at = clock(int(match[group]), 0, None, _spoken_part(match, part))
    return Mention(match.start(group), match.end(), at) if at else None


def _hundred(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    if not (match["led"] or match["hours"]):
        return None
    return Mention(match.start("h"), match.end(), time(number(match["h"])))


def _packed(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    """Read "at 330": only beside a day or in a wish, since a tempo or a house has such numbers too."""
    if words.ADDRESS_AFTER.match(folded, match.end()):
        return None
    if not (words.MILITARY_FOLLOWED.match(folded, match.end()) or wishes(lead_in(folded, match.start()))):
        return None
    at = clock(int(match["h"]), int(match["m"]), match["half"], part)
    return Mention(match.start("h"), match.end(), at) if at else None


def _asked(match: re.Match[str], folded: str, part: str | None) -> Mention | None:
    group = "h" if match["h"] else "h2"
    hour = number(match[group])
    at = clock(hour, 0, None, part) if 1 <= hour <= 12 and match[group] != "one" else None
    return Mention(*match.span(group), at) if at else None


#: With each pattern whether it needs a digit.
_READERS: tuple[tuple[re.Pattern[str], _Read, bool], ...] = (
    (words.RELATIVE, _relative, False),
    (words.RANGE, _range, False),
    (words.SPANISH_AT, _spanish, False),
    (words.FIRST_OF_TWO, _hour, True),
    (words.CLOCK, _hour, True),
    (words.HALF_DAY, _hour, False),
    (words.NOON, _noon, False),
    (words.HUNDRED, _hundred, False),
    (words.WORDS, _hour, False),
    (words.OCLOCK, _hour, False),
    (words.PART, _hour, False),
    (words.MILITARY, _military, True),
    (words.SPOKEN_HOURS, _spoken_hours, True),
    (words.HOUR_WORD, _hour, True),
    (words.PACKED, _packed, True),
    (words.SPACED, _hour, True),
    (words.AT, _at, False),
    (words.AFTER_DATE, _hour, True),
    (words.BEFORE_DATE, _hour, True),
    (words.ASKED, _asked, False),
)
