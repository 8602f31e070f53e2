"""Names that stand where names stand: a signature, a list of contact details, beside a number, a bare answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import name_cues as cues
from .lexicon import given_names, is_word, surnames
from .name_words import DOUBTFUL
from .names import LISTED, STRONG, WEAK, Names, is_given
from .text import CONTACT_MARK, MARKS, Found, fold


def signed(names: Names) -> Found[str] | None:
    """A name after "regards," or a dash, with nothing but contact details behind it."""
    for match in reversed(list(cues.SIGNED.finditer(names.folded))):
        run_on = not set(",\n-~") & set(match[0])
        if run_on and cues.MUST_END.match(match[0]) and not cues.ENDED.search(names.folded[: match.start()]):
            continue
        ended = not run_on and cues.SENTENCE_ENDED.search(names.folded, 0, match.start() + 1)
        found = names.name(match.end(), STRONG if ended or (not run_on and names.capital(match.end())) else WEAK)
        if found and cues.AFTER_SIGNATURE.match(names.folded, found.end):
            return found
    return None


def pieces(folded: str) -> Iterator[tuple[int, int]]:
    """The parts between commas, stops, dashes and details; only those short enough for a name."""
    at = 0
    cuts = [cut.span() for cut in cues.BREAK.finditer(folded)]
    for stop, after in [*cuts, (len(folded), len(folded))]:
        start, at = at, after
        start += len(folded[start:stop]) - len(folded[start:stop].lstrip(" :-~"))
        while stop > start and folded[stop - 1] in " .:-" and not cues.INITIAL.search(folded[start:stop]):
            stop -= 1
        if 2 <= stop - start <= 60:
            yield start, stop


_SENTENCE_BEFORE = re.compile(r"[.!\n]\s?$")


def trapped(folded: str, start: int) -> bool:
    """True for the name of an artist, a teacher, or the one who is written to."""
    if cues.SPOKEN_TO.search(folded, max(0, start - 24), start) and cues.AND_TOLD.match(folded, start):
        return True
    return bool(cues.TRAP.search(folded[max(0, start - 50) : start].rstrip(" ,(")))


def near_contact(folded: str, start: int, end: int) -> bool:
    return CONTACT_MARK in folded[max(0, start - 4) : start] + folded[end : end + 4]


def listed(names: Names) -> Found[str] | None:
    """A part of an enumeration that is a name and nothing else: "Maria Lopez, 407 555 0134, friday"."""
    folded = names.folded
    has_contact = CONTACT_MARK in folded
    has_details = any(mark in folded for mark in MARKS)
    parts = list(pieces(folded))
    for number, (start, end) in enumerate(parts):
        greeting = cues.GREETING.match(folded, start, end)
        found = names.name(greeting.end() if greeting else start, LISTED, end=end)
        if found is None or found.end < end - (folded[end - 1] == ".") or trapped(folded, start):
            continue
        if not has_contact and re.match(r"\s?\?", folded[end:]):
            continue
        words = folded[found.start : found.end].split()
        near = near_contact(folded, start, end)
        last = number == len(parts) - 1 or not folded[end:].strip(" .!" + MARKS)
        known = is_given(words[0].strip("."))
        if not has_contact and not number and cues.ADMIRING.match(folded, found.end):
            continue
        if len(words) > 1 and not has_contact and number + 1 < len(parts) and _also_named(names, parts[number + 1]):
            continue
        if len(words) > 1:
            introduced = cues.MEETING.match(folded, found.end)
            if (has_details or last or number == 0 or introduced) and (
                introduced or known or near or (names.capital(found.start) and has_contact)
            ):
                return found
            continue
        if not known and (has_contact or words[0] in surnames()):
            turned = _turned_round(names, found, parts[number + 1 :])
            if turned:
                return turned
        if known and cues.AGE_AFTER.match(folded, end) and (not number or folded[:start].rstrip().endswith(":")):
            return found
        bracketed = folded[max(0, start - 1) : start] == "(" and folded[end : end + 1] == ")"
        sentence = _SENTENCE_BEFORE.search(folded, max(0, start - 3), start) and folded[end : end + 1] in (".", "!", "\n")
        confirmed = number and cues.YES.match(folded, *parts[number - 1])
        if (sentence or confirmed) and number and known and (confirmed or words[0] not in DOUBTFUL or names.capital(found.start)):
            return found
        if (near or bracketed or (last and number)) and (known or names.capital(found.start)):
            return found
    return None


def _also_named(names: Names, part: tuple[int, int]) -> bool:
    """True if the next part is a full name too: whoever lists several lists artists."""
    words = names.folded[slice(*part)].split()
    return len(words) in (2, 3) and is_given(words[0]) and names.capital(part[0])


def before_contact(names: Names) -> Found[str] | None:
    """A given name and more right before a number or address, with no comma between: "2 people jamie fox 407 555 0134"."""
    for mark in re.finditer(rf"(?<=\w)\s?(?={CONTACT_MARK})(?<!{CONTACT_MARK})", names.folded):
        found = names.ending_at(mark.start())
        if found and " " in found.value and is_given(names.first_word(found)):
            return found
    return None


def alone(names: Names) -> Found[str] | None:
    """The name that is a whole message, as an answer or to begin with: "jada", "Anne-Marie Roy"."""
    lone = cues.LONE.match(names.folded)
    found = names.name(lone.start("name"), LISTED) if lone else None
    if found is None or not cues.AFTER_LONE.match(names.folded, found.end):
        return None
    first, *rest = names.folded[found.start : found.end].split()
    if first in DOUBTFUL and not rest:
        return None
    if is_given(first):
        return found
    hyphened = "-" in first and all(len(part) > 1 and not is_word(part) for part in first.split("-"))
    return found if hyphened and names.capital(found.start) else None


def _turned_round(names: Names, last: Found[str], following: list[tuple[int, int]]) -> Found[str] | None:
    """The name of "Lopez, Maria"."""
    if not following or names.folded[last.end : following[0][0]].strip() != ",":
        return None
    first = names.name(following[0][0], LISTED, end=following[0][1])
    if first is None or first.end < following[0][1] - 1 or fold(first.value) not in given_names():
        return None
    return Found(f"{first.value} {last.value}", last.start, first.end)


def bare(names: Names) -> Found[str] | None:
    """The whole of a short answer to "what is your name?", if it can be one."""
    folded = names.folded
    if "?" in folded or cues.REFUSAL.search(folded):
        return None
    filler = cues.FILLER.match(folded)
    found = names.name(filler.end() if filler else 0, STRONG)
    if found is None or not cues.AFTER_ANSWER.match(folded, found.end):
        return None
    starts = [found.start + match.start() for match in re.finditer(r"\S+", folded[found.start : found.end])]
    return found if names.likely(found) or (len(starts) > 1 and all(map(names.capital, starts))) else None
