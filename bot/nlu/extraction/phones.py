"""Phone numbers as E.164, in the many groupings people type, and spelled out digit by digit."""

from __future__ import annotations

import itertools
import re
from functools import cache

import phonenumbers

from .cues import corrected
from .patterns import phrases, verbose
from .text import MOST_READ, Found

_RUN = re.compile(r"(?<![\w@/.$€£-])(?P<plus>\+\s?|00\s?|011\s)?\(?\d(?:[\s().\-/]{0,3}(?:\d|o(?=[\s\d-]))){6,17}(?!\d|[:/]\d|%|@)")
_GROUP = re.compile(r"\d+")
_EXTENSION = re.compile(r"\s*,?\s*(?:ext(?:ension)?\.?|x|#)\s*:?\s*\d{1,6}\b")
_OTHER_NUMBERS = phrases(
    """order, invoice, ref(?:erence)?, confirmation, ticket, case, account, acct, file, claim, application, tracking, booking, ssn, social,
    serial, card, policy, badge, member(?:ship)?, student, receipt, isrc, upc, zip, routing, license, vin, transaction, po, item, sku,
    model, pin, code, streams, views, plays"""
)
_NO_PHONE = verbose(
    rf"""(?:\b(?:{_OTHER_NUMBERS})\b[\s.:\#-]*(?:(?:number|num|no|nr|id|code|is|was|it's|its)\b[\s.:\#-]*){{0,3}}
    |(?<!my)(?<!phone)(?<!cell)(?<!my\s)(?<!phone\s)(?<!cell\s)(?<!tel\s)\#\s?)$"""
)
_AFTER_COUNT = re.compile(r"^\s?(?:streams?|views|plays|followers|subs|dollars|bucks|usd|subscribers|k\b|%)")
_SAID = re.compile(
    rf"\b(?:{phrases('number, cell, phone, mobile, tel, text, txt, call, reach, whatsapp, fono, celular, telefono, ph, contact')})\b"
)
_NOT_THEIRS = re.compile(
    r"\b(?:your|school'?s|called\s(?:me|us)\sfrom|old|not|wrong|isn'?t|instead\sof|used\sto\sbe|don'?t\s(?:call|text|use|ring)|lost|stop\s\w+ing)\b[^.!?\n\d]{0,20}$"
)
_NOT_THEIRS_AFTER = re.compile(
    r"\s?,?\s?(?:(?:that'?s|is|was|it'?s)\s(?:my\s(?:ex|old|dad|mom|work)|old|wrong|dead|disconnected|not\s|no\slonger|a\stypo)|doesn'?t\swork|no\slonger)"
)
_WORDS = ["zero", "oh", "o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_DIGIT = {word: str(max(0, at - 2)) for at, word in enumerate(_WORDS)}
_SPOKEN_ONE = r"(?:(?:double|triple)\s)?(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|\d|o)"
_SPOKEN = re.compile(rf"\b{_SPOKEN_ONE}(?:(?:[\s,-]{{1,3}}|(?<=\d)){_SPOKEN_ONE}){{6,14}}\b")
DIGIT_WORDS = frozenset(_WORDS) - {"o"}
_DIGIT_WORD = f"(?:{'|'.join(sorted(DIGIT_WORDS))})"
_SPOKEN_HINT = re.compile(rf"\b{_DIGIT_WORD}[\s,-]+(?:{_DIGIT_WORD}|double|triple)\b")
_LOCAL = re.compile(r"(?<![\w@/.$+-])\d{3}[\s.-]?\d{4}(?![\w@/]|[.-]\d)")
#: Area code, exchange and line of the North American plan; 555 is no area code.
_NATIONAL = re.compile(r"(?!555)[2-9](?!11)(?!9\d)\d\d[2-9](?!11)\d\d\d{4}$")
# The grouping in which a North American number may be typed after its area code.
_AREA_FIRST = (3, 6, 10)


def phones(folded: str, region: str) -> list[Found[str]]:
    """Every phone number in the text, in E.164; local ones are read as of `region` (ISO country code)."""
    found: list[Found[str]] = []
    for run in _RUN.finditer(folded):
        if len(found) < MOST_READ:
            found += _in_run(folded, run, region)
    if _SPOKEN_HINT.search(folded):
        for spoken in _SPOKEN.finditer(folded):
            number = _parsed(_spoken_digits(spoken[0]), region)
            if number:
                found.append(Found(number, *spoken.span()))
    return sorted(found, key=lambda one: one.start)


def phone(found: list[Found[str]], folded: str) -> Found[str] | None:
    """The number to call back: the one called the visitor's own, or one that takes back another, else the first."""
    best: Found[str] | None = None
    best_score = 0
    for at, one in enumerate(found):
        before = folded[max(0, one.start - 30) : one.start]
        score = 1 if _SAID.search(before) else 0
        if _NOT_THEIRS.search(before) or _NOT_THEIRS_AFTER.match(folded, one.end):
            score -= 3
        between = folded[found[at - 1].end : one.start] if at else ""
        if at and (corrected(between) or (between.strip() == "to" and re.search(r"\bfrom\s$", folded[: found[at - 1].start]))):
            score += 4
        if best is None or score > best_score:
            best, best_score = one, score
    return best if best_score > -3 else None


def short_number(folded: str) -> bool:
    """True if the text seems to give a local number without its area code."""
    for match in _LOCAL.finditer(folded):
        before = folded[max(0, match.start() - 30) : match.start()]
        if not _NO_PHONE.search(before) and (_SAID.search(before) or not match[0].isdecimal()):
            return True
    return False


def _in_run(folded: str, run: re.Match[str], region: str) -> list[Found[str]]:
    start, end = run.span()
    if _NO_PHONE.search(folded[max(0, start - 45) : start]) or _AFTER_COUNT.match(folded[end : end + 14]):
        return []
    digits = re.sub(r"(?<=\d)o|o(?=\d)", "0", run[0])
    groups = list(_GROUP.finditer(digits))
    if run["plus"]:
        for last in range(len(groups), 0, -1):
            number = _parsed("+" + _digits(groups[:last]).removeprefix("011").removeprefix("00"), region)
            if number:
                return [_found(number, folded, start, start + groups[last - 1].end())]
        return []
    found = []
    first = 0
    north_american = _is_north_american(region)
    # How many digits stand before each group: numbers of another length than the plan's are passed over without a look.
    before = [0, *itertools.accumulate(group.end() - group.start() for group in groups)]
    while first < len(groups):
        for last in range(len(groups), first, -1):
            if north_american and before[last] - before[first] not in _PLAN_LENGTHS:
                continue
            number = _local(groups[first:last], region)
            if number:
                found.append(_found(number, folded, start + groups[first].start(), start + groups[last - 1].end()))
                first = last - 1
                break
        first += 1
    return found


def _found(number: str, folded: str, start: int, end: int) -> Found[str]:
    if start and folded[start - 1] == "(":
        start -= 1
    extension = _EXTENSION.match(folded, end)
    return Found(number, start, extension.end() if extension else end)


_PLAN_LENGTHS = (10, 11)
"""Digits of a North American number, without and with its 1."""


@cache
def _is_north_american(region: str) -> bool:
    return int(phonenumbers.country_code_for_region(region)) == 1


def _local(groups: list[re.Match[str]], region: str) -> str | None:
    if not _is_north_american(region):
        digits = _digits(groups)
        if not digits.startswith("0") and not (len(groups) == 1 and len(digits) >= 9):
            return None
        return _parsed(digits, region)
    lengths = [group.end() - group.start() for group in groups]
    digits = _digits(groups)
    if len(digits) != (11 if digits.startswith("1") else 10):
        return None
    if digits.startswith("1"):
        lengths = lengths[1:] if lengths[0] == 1 else [lengths[0] - 1, *lengths[1:]]
    if not _NATIONAL.match(digits[-10:]):
        return None
    if set(lengths) == {1}:
        return _parsed(digits, region)
    if not lengths or lengths[0] not in _AREA_FIRST or any(length < 2 for length in lengths[1:]):
        return None
    return _parsed(digits, region)


def _digits(groups: list[re.Match[str]]) -> str:
    return "".join(group[0] for group in groups)


def _parsed(digits: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    if number.country_code == 1:
        # 555-01xx is reserved for examples and counts as invalid with the library, so the plan's own rule is checked.
        national = str(number.national_number)
        if not _NATIONAL.match(national):
            return None
    elif not digits.startswith("+") and not phonenumbers.is_valid_number(number) and not digits.startswith("0"):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _spoken_digits(spoken: str) -> str:
    digits = ""
    times = 1
    for word in re.findall(r"[a-z]+|\d", spoken):
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
            continue
        digits += _DIGIT.get(word, word) * times
        times = 1
    return digits
