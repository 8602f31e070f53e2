"""The time of day a visitor wishes for, and the window around it ("after 3", "in the morning")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from .cues import corrected, lead_in, refused, tail, weight
from .numerals import CARDINALS, SPANISH, either, number
from .text import CONTACT_MARK, DATE_MARK, PARTY_MARK, TIME_MARK, Found, mark


@dataclass(frozen=True, slots=True)
class Hours:
    """The wished time, the window it must fall into, the part of the day, and the text with all times marked."""

    wish: Found[time] | None
    earliest: time | None
    latest: time | None
    day_part: str | None
    rest: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    at: time
    bound: str = ""
    until: time | None = None
    firm: bool = True


_WORD_HOUR = either({word: value for word, value in CARDINALS.items() if value <= 12}, least=1)
_SPANISH_HOUR = either({word: value for word, value in SPANISH.items() if word != "un"}, least=1)
_H = rf"(?:\d{{1,2}}|{_WORD_HOUR})"
_HALF = r"(?:\s?(?:a\.?\s?m\b\.?|p\.?\s?m\b\.?)|(?<=\d)[ap]\b)"
_DAY_WORD = r"(?:morning|afternoon|evening|night|manana|tarde|noche)"
_PART_AFTER = rf"(?:\s(?:in|on|at|de|por)\s(?:the\s|la\s)?{_DAY_WORD})"
_MINUTES = rf"(?:\d\d|{either({w: v for w, v in CARDINALS.items() if v in (5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55)})})"

_RANGE = re.compile(
    rf"(?<![\w:/.$-])(?P<between>between\s|from\s)?(?P<h>{_H})(?:[:.](?P<m>[0-5]\d))?(?P<half>{_HALF})?\s?(?:-|to|till?|until|and|through|thru)\s?"
    rf"(?P<h2>{_H})(?:[:.](?P<m2>[0-5]\d))?(?P<half2>{_HALF})?(?!\s?(?:-|/)\s?\d)(?![\w:])(?P<part>{_PART_AFTER})?"
)
_RELATIVE = re.compile(
    rf"\b(?P<what>half|quarter|{_MINUTES})\s?(?P<way>past|after|to|till?|before|of)\s(?P<h>{_H})(?P<half>{_HALF})?\b(?P<part>{_PART_AFTER})?"
    rf"|\bhalf\s(?P<hh>{_H})\b(?!\s(?:hour|price))"
)
_CLOCK = re.compile(
    rf"(?<![\w:/.$])(?P<h>\d{{1,2}})\s?(?P<sep>[:.h;])\s?(?P<m>[0-5]\d)(?!\d|[:.]\d|%)(?P<half>{_HALF})?(?P<ish>\s?-?ish)?(?![\w/]|\s?(?:gpa|percent|miles|ghz|long|mins?\b|minutes|track|song|mix))(?P<part>{_PART_AFTER})?"
)
_HALF_DAY = re.compile(rf"(?<![\w:/.$])(?P<h>{_H})(?P<ish>-?ish)?(?P<half>{_HALF})(?!\w)")
_NOON = re.compile(r"\b(?:12\s)?(?:noon|midday|mid-day|noonish|mediodia|lunch\s?time)\b")
_OCLOCK = re.compile(rf"(?<![\w:/.$])(?P<h>{_H})(?:\s?o'?\s?clock|\s?-?ish|\s?hrs|\s?uhr|h)(?!\w)(?P<half>{_HALF})?(?P<part>{_PART_AFTER})?")
_WORDS = re.compile(rf"\b(?P<h>{_WORD_HOUR})[\s-](?P<m>fifteen|thirty|forty[\s-]five)\b(?P<half>{_HALF})?(?P<part>{_PART_AFTER})?")
_PART = re.compile(rf"(?<![\w:/.$])(?P<h>{_H})(?P<part>{_PART_AFTER})")
_HOUR_WORD = re.compile(r"\b(?:hour|hours|hora|hrs|heure|um|time)\s?:?\s?(?P<h>1[3-9]|2[0-3]|\d)(?![\d:]|\s?(?:am|pm))(?=\s*(?:$|[.,!?;\n)]|\s[a-z]))")
_MILITARY = re.compile(
    rf"(?<![\w:/.$+-])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?P<hours>\s?(?:hours|hrs|h|hr|z)\b)?(?![\w:/%]|[.,-]\d)"
)
_SPANISH_AT = re.compile(
    rf"\ba\slas?\s(?P<h>\d{{1,2}}|{_SPANISH_HOUR})(?:[:.](?P<m>[0-5]\d))?(?:\s(?P<frac>y\s(?:media|cuarto|quince|treinta)|menos\scuarto))?(?P<half>{_HALF})?(?P<part>{_PART_AFTER})?\b"
)
#: What may follow a bare hour; anything else ("at 3 schools", "at 12 i started") makes the number something other.
_AFTER_HOUR = (
    rf"(?=\s*$|\s*[.,!?;\n)(]|\s*[{DATE_MARK}{CONTACT_MARK}{PARTY_MARK}]|\s?:\)|\s(?:on|for|if|please|plz|pls|plss?|works?|would|is|ok|okay|good|or|and|but|n|&|with|w|w/|then|instead|thx|thanks|thank|"
    r"in|next|my|me|maybe|that|to|till|sharp|tho|though|lol|i\scan|i\scould|i'?m|we\scan|because|bc|so|est|et|central|when|at\sthe|an\soption|a\s(?:good|possib)\w*|available|possible|open|will|sounds?|this|be|as|-|–|tomorrow|right|same|exactly|onwards?|the)\b)"
)
_AT = re.compile(
    rf"(?<!\w)(?:(?P<bound>after|past|before|by|until|till?|not\sbefore|no\slater\sthan|no\searlier\sthan|since|from|starting(?:\sat)?)|at|@|around|about|aroun|arnd|abt|approx|like|circa|say|time:?|hour|hora|"
    rf"(?:me|us|it|that|down|set|scheduled|appointment|meeting)\sfor|make\s(?:it|that)|let'?s\s(?:do|say)|lets\s(?:do|say)|how\sabout|what\sabout|prefer|exactly|as\searly\sas)\s?(?:at\s|around\s|about\s|like\s|@\s?|maybe\s)*(?P<h>{_H}){_AFTER_HOUR}"
)
_SPACED = re.compile(rf"(?:\bat|@|[{DATE_MARK}])\s(?P<h>1[0-2]|[1-9])\s(?P<m>[0-5]\d)(?P<half>{_HALF})?(?=\s*$|\s*[.,!?;\n)]|\s[a-z])")
_AFTER_DATE = re.compile(rf"{DATE_MARK}(?:\s(?:morning|afternoon|evening|night))?\s?[,@\-]?\s?(?P<h>\d{{1,2}}){_AFTER_HOUR}")
_BEFORE_DATE = re.compile(rf"(?:^|[.,;!?\n]\s?)(?P<h>\d{{1,2}})\s?(?=(?:on\s)?{DATE_MARK})")
_ASKED = re.compile(
    rf"\b(?:is|does|do|would|will|could)\s(?P<h>{_H})\s(?:ok|okay|good|fine|possible|work|free|open|available|be|too)\b"
    rf"|(?:^|[.,;!?\n]\s?)(?P<h2>{_H})\s(?:works?|is\s(?:ok|okay|good|fine|perfect|better|best)|would\s(?:be|work)|sounds|is\sgreat|suits)\b"
)
_HINT = re.compile(rf"\d|{DATE_MARK}|{_WORD_HOUR}|noon|half|quarter|morning|evening|night|midday|a\slas?\s|media|lunch|tarde|noche|manana")

_BOUND_BEFORE = re.compile(
    r"(?:\b(?P<after>after|past|later\sthan|no\searlier\sthan|not\sbefore|since|from|starting(?:\sat)?|anytime\safter|despues\sde)|\b(?P<until>before|until|till?|no\slater\sthan|earlier\sthan|antes\sde)"
    r"|(?<!come )(?<!came )(?<!stop )(?<!swing )(?<!drop )(?<!pass )\b(?P<by>by))\s(?:like\s|about\s|around\s|at\s)?$"
)
_NOT_THE_VISIT = re.compile(
    r"\b(?:class(?:es)?(?:\s(?:is|are|starts?|begins?|ends?))?(?:\s(?:on|til|till|until))?|school(?:'s)?\s(?:ends?|starts?|is|gets|lets|out)(?:\sout)?|work(?:ing|s)?|shift(?:\s\w+)?|(?:get|gets|getting|im|i'm|am|be)\s(?:off|out)(?:\s(?:of\s)?(?:work|school|class))?"
    r"|off\swork|(?:open|opens|close|closes|opened|closed|opening)|asleep|practice|have\sto\s(?:be|go|leave)|appointment(?:\sthere)?|bus(?:\sleaves)?|flight|woke|wake|game|church|lunch)\s?(?:is\s)?(?:at|around|by|until|till?|from|@|after|before|-)?\s?$"
)
_GREETING = re.compile(r"\b(?:good|buenas?|buenos)\s(?:morning|afternoon|evening|night|tardes?|noches?)\b")
_PARTS = (
    ("morning", re.compile(r"\bmornings?\b(?!\s?class)|\b(?:por|de|en)\sla\smanana\b|\bbefore\s(?:noon|lunch)\b|\bin\sthe\sam\b")),
    ("afternoon", re.compile(r"\b(?:after|aftr)\s?noons?\b(?!\s?class)|\b(?:por|de|en)\sla\starde\b|\barvo\b|\bafter\s(?:lunch|school)\b")),
    ("evening", re.compile(r"\b(?:evenings?|tonight|tonite|2nite|nights?)\b(?!\s?(?:class|school|program|course))|\b(?:por|de|en)\sla\snoche\b|\bafter\s(?:work|dinner)\b")),
)
_NOT_PART = re.compile(r"\b(?:last|every|all|mon|late|opening)\s(?:night|nights|evening)\b|\b(?:night|evening|weekend)\s(?:class|course|program)\w*")


def hours(folded: str, *, expected: bool = False) -> Hours:
    """Find the wished time; `folded` has contacts, days and party marked. `expected`: a time was just asked for."""
    spoken = _GREETING.sub(lambda match: " " * len(match[0]), folded)
    part = day_part(spoken)
    mentions = sorted(_mentions(spoken, part), key=lambda one: one.start) if _HINT.search(spoken) else []
    if expected and not mentions:
        mentions = list(_bare(spoken, part))
    earliest = latest = None
    kept: list[tuple[int, _Mention]] = []
    for one in mentions:
        before = lead_in(spoken, one.start)
        if _NOT_THE_VISIT.search(before) or refused(spoken, one.start, one.end):
            continue
        bound = one.bound or _bound(spoken, one.start) or _bound_after(spoken, one.end)
        if bound == "between":
            earliest, latest = one.at, one.until
        elif bound == "after":
            earliest = one.at
        elif bound == "before":
            latest = one.at
        else:
            kept.append((min(weight(before, tail(spoken, one.end)), 2) + (1 if one.firm else 0), one))
    best: _Mention | None = None
    best_score = 0
    for score, one in kept:
        if best is not None and corrected(spoken[best.end : one.start]):
            score = max(score, best_score + 1)
        if best is None or score > best_score:
            best, best_score = one, score
    wish = Found(best.at, best.start, best.end) if best else None
    spans = tuple((one.start, one.end) for one in mentions)
    return Hours(wish, earliest, latest, part, mark(folded, spans, TIME_MARK), spans)


def day_part(folded: str) -> str | None:
    """"morning", "afternoon" or "evening" if the text asks for one; greetings and evening classes do not."""
    spoken = _NOT_PART.sub(" ", folded)
    for name, pattern in _PARTS:
        if pattern.search(spoken):
            return name
    return None


def clock(hour: int, minute: int, half: str | None, part: str | None) -> time | None:
    """The time meant by an hour as spoken: 1 to 7 is afternoon and 8 to 11 morning unless am, pm or a part of the day says else."""
    if minute > 59 or hour > 23:
        return None
    if half:
        if not 1 <= hour <= 12:
            return time(hour, minute) if hour > 12 else None
        return time(hour % 12 + (12 if "p" in half else 0), minute)
    if 1 <= hour <= 11:
        if part == "morning":
            return time(hour, minute)
        if part in ("afternoon", "evening") and not (part == "afternoon" and hour >= 8):
            return time(hour + 12, minute)
        return time(hour + 12 if hour <= 7 else hour, minute)
    return time(hour, minute)


def _bound(folded: str, start: int) -> str:
    match = _BOUND_BEFORE.search(folded, max(0, start - 30), start)
    if not match:
        return ""
    return "after" if match["after"] else "before"


_BOUND_AFTER = re.compile(r"\s?(?:or|and)\s(?:(?P<later>later|after|beyond|any\s?time\safter)|earlier|before|sooner)\b|\s?(?P<on>onwards?|\+)(?!\w)")


def _bound_after(folded: str, end: int) -> str:
    """"4 or later", "10 or earlier"."""
    match = _BOUND_AFTER.match(folded, end)
    if not match:
        return ""
    return "after" if match["later"] or match["on"] else "before"


def _mentions(folded: str, part: str | None) -> Iterator[_Mention]:
    rest = folded
    for pattern, read in (
        (_RELATIVE, _read_relative), (_RANGE, _read_range), (_SPANISH_AT, _read_spanish), (_CLOCK, _read_hour), (_HALF_DAY, _read_hour),
        (_NOON, _read_noon), (_WORDS, _read_hour), (_OCLOCK, _read_hour), (_PART, _read_hour), (_MILITARY, _read_military), (_HOUR_WORD, _read_hour), (_SPACED, _read_hour), (_AT, _read_at),
        (_AFTER_DATE, _read_hour), (_BEFORE_DATE, _read_hour), (_ASKED, _read_asked),
    ):  # fmt: skip
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
    return {"manana": "morning", "tarde": "afternoon", "noche": "evening", "night": "evening"}.get(word, word)


def _read_hour(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    groups = match.groupdict()
    if groups.get("sep") in (".", ";") and not groups.get("half") and not re.search(r"(?:at|@|around|about|,)\s?$", folded[max(0, match.start() - 8) : match.start()]):
        return None
    at = clock(number(match["h"]), _minute(groups.get("m")), groups.get("half"), _spoken_part(match, part))
    return _Mention(match.start("h"), match.end(), at) if at else None


def _read_noon(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    return _Mention(*match.span(), time(12))


def _read_relative(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    if match["hh"]:
        at = clock(number(match["hh"]), 30, None, part)
        return _Mention(*match.span(), at) if at else None
    minutes = {"half": 30, "quarter": 15}.get(match["what"]) or number(match["what"])
    hour = number(match["h"])
    at = clock(hour, 0, match["half"], _spoken_part(match, part))
    if at is None or (match["what"].isdecimal() and match["way"] in ("to", "till", "til", "after", "before", "of") and minutes % 5):
        return None
    if match["way"] in ("after", "before", "of", "to") and match["what"] in CARDINALS and minutes < 10:
        return None
    total = at.hour * 60 + (minutes if match["way"] in ("past", "after") else -minutes)
    return _Mention(*match.span(), time(total // 60 % 24, total % 60))


def _read_range(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    half, half2 = match["half"], match["half2"]
    start_hour, end_hour = number(match["h"]), number(match["h2"])
    digits_only = not (half or half2 or match["m"] or match["m2"] or match["between"])
    if digits_only:
        led = re.search(rf"(?:\bat|@|\baround|\bfree|\bavailable|\bsay|\blike|[{DATE_MARK}]|\btime:)\s?,?\s?$", folded[max(0, match.start() - 12) : match.start()])
        if not led or not re.match(r"\s*(?:$|[.,!?;\n)]|[\x01-\x03]|(?:on|or|if|works?|please|plz|is|would|for|in)\b)", folded[match.end() : match.end() + 12]):
            return None
    if match["between"] and not (half or half2) and re.match(r"\s(?:people|hours|days|weeks|years|months|students|of|dollars|k\b|grand|minutes|classes)", folded[match.end() : match.end() + 10]):
        return None
    spoken = _spoken_part(match, part)
    until = clock(end_hour, _minute(match["m2"]), half2, spoken)
    at = clock(start_hour, _minute(match["m"]), half or half2, spoken)
    if at and until and half2 and not half and at >= until:
        at = clock(start_hour, _minute(match["m"]), "am" if "p" in half2 else "pm", spoken)
    if at is None or until is None:
        return None
    between = (match["between"] or "").strip() == "between"
    gap = folded[match.end("h") : match.start("h2")]
    if " and " in gap and not between:
        return None
    return _Mention(match.start(), match.end(), at, "between" if between else "exact", until)


def _read_spanish(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    minute = _minute(match["m"])
    fraction = match["frac"] or ""
    if "media" in fraction or "treinta" in fraction:
        minute = 30
    elif fraction.startswith("y"):
        minute = 15
    at = clock(number(match["h"]), minute, match["half"], _spoken_part(match, part))
    if at and "menos" in fraction:
        at = time((at.hour * 60 - 15) // 60 % 24, 45)
    return _Mention(*match.span(), at) if at else None


def _read_military(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    led = re.search(rf"(?:\bat|@|\baround|\babout|[{DATE_MARK}])\s?,?\s?$", folded[max(0, match.start() - 9) : match.start()])
    year_like = 1900 <= int(match[0][:4]) <= 2099
    if not match["hours"] and (year_like or not (led or match["h"].startswith("0"))):
        return None
    at = time(int(match["h"]), int(match["m"]))
    return _Mention(*match.span(), at)


def _read_at(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    hour = number(match["h"])
    word = not match["h"].isdecimal()
    lead = folded[match.start() : match.start("h")].strip()
    if not 1 <= hour <= 12 or (word and lead in ("like", "about", "prefer", "what about") and hour == 1):
        return None
    at = clock(hour, 0, None, part)
    if at is None:
        return None
    bound = match["bound"] or ""
    if bound == "by" and re.search(r"\b(?:come|came|stop|swing|drop|pass)\s$", folded[: match.start()][-8:]):
        bound = ""
    kind = "" if not bound else "after" if bound in ("after", "past", "not before", "no earlier than", "since", "from", "starting", "starting at") else "before"
    firm = lead not in ("like", "about", "prefer")
    return _Mention(match.start("h"), match.end("h"), at, kind, firm=firm)


def _read_asked(match: re.Match[str], folded: str, part: str | None) -> _Mention | None:
    group = "h" if match["h"] else "h2"
    hour = number(match[group])
    at = clock(hour, 0, None, part) if 1 <= hour <= 12 else None
    if at is None or match[group] == "one":
        return None
    return _Mention(*match.span(group), at)


def _bare(folded: str, part: str | None) -> Iterator[_Mention]:
    match = re.fullmatch(rf"\s*(?:(?:yes|yeah|ok|um|uh|maybe|lets\sdo|the)\s?,?\s)?(?P<h>{_H})(?:\s(?:one|then|please|plz|pls|works|is\sfine))?\s*[.!?]?\s*", folded)
    if match and 1 <= number(match["h"]) <= 12:
        at = clock(number(match["h"]), 0, None, part)
        if at:
            yield _Mention(*match.span("h"), at)


def _minute(spoken: str | None) -> int:
    return number(spoken.replace("-", " ")) if spoken else 0
