"""The time of day a visitor wishes for, and the window around it ("after 3", "in the morning")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import islice

from . import clock_words as words
from .cues import corrected, lead_in, moved, refused, tail, told_as_past, weight, wishes
from .numerals import CARDINALS, number
from .text import DATE_MARK, MOST_READ, TIME_MARK, Found, mark


@dataclass(frozen=True, slots=True)
class Hours:
    """The wished time, the window it must fall into, and where the text speaks of times."""

    wish: Found[time] | None
    earliest: time | None
    latest: time | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A time as named; `bound` is "", after, before or between, and `until` the end of a range."""

    start: int
    end: int
    at: time
    bound: str = ""
    until: time | None = None
    firm: bool = True


_Read = Callable[[re.Match[str], str, str | None], _Mention | None]
_AFTER = frozenset(("after", "past", "not before", "no earlier than", "since", "from", "starting", "starting at"))
_PART_NAMES = {"manana": "morning", "tarde": "afternoon", "noche": "evening", "night": "evening"}


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
    spoken = words.GREETING.sub(lambda match: " " * len(match[0]), folded)
    mentions = sorted(islice(_mentions(spoken, part), MOST_READ), key=lambda one: one.start) if words.HINT.search(spoken) else []
    if expected and not mentions:
        mentions = list(_bare(spoken, part))
    if words.ANY_HOUR.search(spoken, mentions[-1].end if mentions else 0) and (mentions or day):
        mentions += _taken_back(spoken, part, mentions)
    earliest = latest = None
    kept: list[tuple[int, _Mention]] = []
    for one in mentions:
        before = lead_in(spoken, one.start)
        bound = one.bound or _bound(spoken, one)
        if words.NOT_THE_VISIT.search(before) or (not bound and refused(spoken, one.start, one.end)):
            continue
        beside = day is not None and _beside(spoken, one, day)
        if _told(spoken, one, before) or (not beside and any(_beside(spoken, one, gone) for gone in over)):
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
    return Hours(wish, earliest, latest, tuple((one.start, one.end) for one in mentions))


def day_part(folded: str) -> str | None:
    """Say if the text asks for a morning, afternoon or evening; greetings and evening classes do not."""
    spoken = words.NOT_PART.sub(" ", words.GREETING.sub(" ", folded))
    return next((name for name, pattern in words.PARTS if pattern.search(spoken)), None)


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


def _best(kept: list[tuple[int, _Mention]], folded: str) -> _Mention | None:
    best: _Mention | None = None
    best_score = 0
    for score, one in kept:
        if best is not None and corrected(folded[best.end : one.start]):
            score = max(score, best_score + 1)
        if best is None or score > best_score:
            best, best_score = one, score
    return best


def _beside(folded: str, one: _Mention, day: tuple[int, int]) -> bool:
    """True if nothing but a few words, and no other day, stands between the day and the time."""
    between = folded[day[1] : one.start] if day[1] <= one.start else folded[one.end : day[0]]
    return len(between) <= 12 and DATE_MARK not in between


def _told(folded: str, one: _Mention, before: str) -> bool:
    """True for a time in a tale or a habit: "i called at 5", "6 to 10 each night"."""
    return told_as_past(before, "") or bool(
        words.HABIT_AFTER.match(folded, one.end) or words.HABIT_BEFORE.search(before) or words.WHEN_ELSE.match(folded, one.end)
    )


def _taken_back(folded: str, part: str | None, mentions: Sequence[_Mention]) -> Iterator[_Mention]:
    """The bare hour that takes back the time before it: "at 2. sorry, 3"."""
    for match in words.TAKEN_BACK_HOUR.finditer(folded, mentions[0].end if mentions else 0):
        if not any(one.start < match.end("h") and match.start("h") < one.end for one in mentions):
            yield from _as_hour(match, part)


def _as_hour(match: re.Match[str], part: str | None) -> Iterator[_Mention]:
    hour = number(match["h"])
    at = clock(hour, 0, None, part) if 1 <= hour <= 12 else None
    if at:
        yield _Mention(*match.span("h"), at)


def _bound(folded: str, one: _Mention) -> str:
    """Read "after 3", "by 3", "3 or later" off the words around the time."""
    match = words.BOUND_BEFORE.search(folded, max(0, one.start - 30), one.start)
    if match:
        return "after" if match["after"] else "before"
    match = words.BOUND_AFTER.match(folded, one.end)
    if match:
        return "after" if match["later"] or match["on"] else "before"
    return ""


def _mentions(folded: str, part: str | None) -> Iterator[_Mention]:
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


def _hour(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    groups = match.groupdict()
    dotted = groups.get("sep") in (".", ";") and not groups.get("half")
    if dotted and not words.DOTTED_LED.search(folded[max(0, match.start() - 8) : match.start()]):
        return None
    at = clock(number(match["h"]), _minute(groups.get("m")), groups.get("half"), _spoken_part(match, part))
    return _Mention(match.start("h"), match.end(), at) if at else None


def _noon(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    return _Mention(*match.span(), time(12), firm="lunch" not in match[0])


def _relative(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    if match["hh"]:
        at = clock(number(match["hh"]), 30, None, part)
        return _Mention(*match.span(), at) if at else None
    what, way = match["what"], match["way"]
    minutes = {"half": 30, "quarter": 15}.get(what) or number(what)
    at = clock(number(match["h"]), 0, match["half"], _spoken_part(match, part))
    # "10 to 3" is a range or a score, "five of 3" people, unless the minutes are round.
    odd = what.isdecimal() and way != "past" and (minutes % 5 or minutes <= 12)
    few = what in CARDINALS and way in ("after", "before", "of", "to") and minutes < 10 and number(match["h"]) >= minutes
    if at is None or odd or few:
        return None
    total = at.hour * 60 + (minutes if way in ("past", "after") else -minutes)
    return _Mention(*match.span(), time(total // 60 % 24, total % 60))


def _range(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
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
        return _Mention(match.start(), match.end(), until)
    return _Mention(match.start(), match.end(), at, "between" if between == "between" else "exact", until)


def _spanish(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    minute = _minute(match["m"])
    fraction = match["frac"] or ""
    if "media" in fraction or "treinta" in fraction:
        minute = 30
    elif fraction.startswith("y"):
        minute = 15
    at = clock(number(match["h"]), minute, match["half"], _spoken_part(match, part))
    if at and "menos" in fraction:
        at = time((at.hour - 1) % 24, 45)
    return _Mention(*match.span(), at) if at else None


def _military(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    led = words.MILITARY_LED.search(folded[max(0, match.start() - 9) : match.start()])
    year_like = 1900 <= int(match[0][:4]) <= 2099
    led = led or words.MILITARY_FOLLOWED.match(folded, match.end())
    if words.DIGITS_OF.search(folded, max(0, match.start() - 40), match.start()) or words.ADDRESS_AFTER.match(folded, match.end()):
        return None
    if not match["hours"] and (year_like or not (led or match["h"].startswith("0"))):
        return None
    return _Mention(*match.span(), time(int(match["h"]), int(match["m"])))


def _at(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
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
    return _Mention(*match.span(group), at, kind, firm=lead not in ("like", "about", "prefer"))


def _spoken_hours(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    group = "h" if match["h"] else "h2"
    at = clock(int(match[group]), 0, None, _spoken_part(match, part))
    return _Mention(match.start(group), match.end(), at) if at else None


def _hundred(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    if not (match["led"] or match["hours"]):
        return None
    return _Mention(match.start("h"), match.end(), time(number(match["h"])))


def _packed(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    """Read "at 330": only beside a day or in a wish, since a tempo or a house has such numbers too."""
    if words.ADDRESS_AFTER.match(folded, match.end()):
        return None
    if not (words.MILITARY_FOLLOWED.match(folded, match.end()) or wishes(lead_in(folded, match.start()))):
        return None
    at = clock(int(match["h"]), int(match["m"]), match["half"], part)
    return _Mention(match.start("h"), match.end(), at) if at else None


def _asked(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    group = "h" if match["h"] else "h2"
    hour = number(match[group])
    at = clock(hour, 0, None, part) if 1 <= hour <= 12 and match[group] != "one" else None
    return _Mention(*match.span(group), at) if at else None


def _bare(folded: str, part: str | None) -> Iterator[_Mention]:
    """The hour that is the whole of a short answer."""
    match = words.BARE.fullmatch(folded)
    if match:
        yield from _as_hour(match, part)


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
