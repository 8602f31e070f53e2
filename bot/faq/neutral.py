"""Finds what looks like a figure and is none: addresses, numbers to call, dates, times, years and ages. Pure.

Where only the words around tell a year or an age from an amount ("over 18" from "over 18 teachers"), they are looked at,
and in doubt it is an amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.faq import neutral_patterns as english
from bot.faq import statement_patterns_es as spanish

_BEFORE, _AFTER = 48, 60
"""How many characters around are looked at."""


def without_neutral(text: str) -> str:
    """``text`` with dots in the place of these, one for each character: everything else stays where it is."""
    return english.NEUTRAL.sub(_dotted, text)


def _dotted(match: re.Match[str]) -> str:
    is_none = _LOOK.get(match.lastgroup or "")
    if is_none is not None:
        text = match.string
        before, after = text[max(0, match.start() - _BEFORE) : match.start()], text[match.end() : match.end() + _AFTER]
        if not is_none(match[0], before, after):
            return match[0]
    return "·" * len(match[0])


def _is_counted(after: str) -> bool:
    return english.COUNTED_NEXT.match(after.translate(spanish.ACCENTS)) is not None


def _is_year(found: str, before: str, after: str) -> bool:
    if _is_counted(after):
        return False
    word = found.split()[0].casefold()
    if word in ("of", "de", "del"):
        return english.DATED.search(before.translate(spanish.ACCENTS)) is not None
    return word not in ("from", "by", "desde") or english.AMOUNT.search(before.translate(spanish.ACCENTS)) is None


def _is_span(_found: str, before: str, after: str) -> bool:
    return not _is_counted(after) and english.AMOUNT.search(before.translate(spanish.ACCENTS)) is None


def _is_age(_found: str, _before: str, after: str) -> bool:
    return not _is_counted(after)


def _is_age_limit(_found: str, before: str, after: str) -> bool:
    return not _is_counted(after) and english.PERSON.search(before) is not None


def _is_age_in_spanish(found: str, before: str, after: str) -> bool:
    before = before.translate(spanish.ACCENTS)
    if spanish.EXPERIENCE.match(after.translate(spanish.ACCENTS)) or spanish.INSTITUTION.search(before):
        return False
    return not found.casefold().startswith("m") or spanish.PERSON.search(before) is not None


def _is_hour(_found: str, _before: str, after: str) -> bool:
    return after.startswith(" horas") or not _is_counted(after)


def _is_clock(_found: str, before: str, after: str) -> bool:
    return english.RATIO.search(before) is None and english.RATIO.search(after[:24]) is None


def _is_address(found: str, _before: str, _after: str) -> bool:
    return english.NO_STREET.isdisjoint(word.strip(".").casefold() for word in found.split())


_LOOK: Mapping[str, Callable[[str, str, str], bool]] = {
    "year": _is_year,
    "span": _is_span,
    "age": _is_age,
    "limit": _is_age_limit,
    "edad": _is_age_in_spanish,
    "clock": _is_clock,
    "address": _is_address,
    "hour": _is_hour,
}
"""By the name of a group of the pattern: whether what it found is none, given the words before and after it."""
