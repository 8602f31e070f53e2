"""Who is writing: the speaker's own name, or that of the prospective student they write for.

A name needs a reason: a cue ("my name is", "im", "this is"), a place (a signature, a list of contact details), a
relation ("my daughter Emma"), or the question just asked. A name that merely occurs, such as an artist's, has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from . import name_cues as cues
from .cues import corrected
from .lexicon import given_names, is_word, surnames
from .name_words import DOUBTFUL, NOT_PEOPLE
from .names import HARD_END, LISTED, NAME_WORD, SOFT_END, STRONG, WEAK, Names
from .relations import CHILDREN
from .text import CONTACT_MARK, MARKS, MOST_READ, Found, fold


@dataclass(frozen=True, slots=True)
class People:
    """The name to report, and whether it is the speaker's own."""

    name: Found[str] | None
    own: bool


#: Says where the text holds names of people: the statistical model, or nothing.
Judge = Callable[[str], Sequence[tuple[int, int]]]


def people(text: str, folded: str, *, expected: bool = False, judge: Judge | None = None) -> People:
    """Find the speaker's or the student's name. `folded` has contacts, days, times and programs marked.

    `judge` is asked at most once, and only where the rules see a place for a name but do not know the words as one.
    """
    names = Names(text, folded)
    own = _own(names)
    if own is None and expected:
        own = _bare(names)
    own = own or _signed(names) or _listed(names) or _before_contact(names)
    student = None if own else _student(names) or _spoken_of(names)
    if own is None and student is None and judge is not None and not names.shouted:
        own = _judged(names, judge)
    return People(own or student, own is not None)


def _own(names: Names) -> Found[str] | None:
    """The speaker's name by a cue; a later cue counts if it takes the earlier back ("jk its trey")."""
    best = _first_and_last(names) or _legal(names)
    for found in sorted(_cued(names), key=lambda one: one.start):
        if best is None or corrected(names.folded[best.end : found.start]):
            best = found
    if best is None or " " in best.value:
        return best
    # "I'm Deb. Deb Kowalski."
    for match in re.finditer(rf"(?<![\w'])(?:[^\W\d_]+\s)?{re.escape(fold(best.value))}(?!\w)", names.folded[best.end :]):
        longer = names.name(best.end + match.start(), LISTED)
        if longer and " " in longer.value and HARD_END.match(names.folded, longer.end):
            return longer
    return best


def _first_and_last(names: Names) -> Found[str] | None:
    """Join the two of "my last name is Pham, first name is Linh"."""
    parts: dict[str, Found[str]] = {}
    for match in cues.FIRST_OR_LAST.finditer(names.folded):
        found = names.name(match.end(), STRONG)
        if found:
            parts.setdefault("first" if match[0].startswith("first") else "last", found)
    if "last" not in parts or "first" not in parts:
        return None
    first, last = parts["first"], parts["last"]
    return Found(f"{first.value} {last.value}", min(first.start, last.start), max(first.end, last.end))


def _legal(names: Names) -> Found[str] | None:
    """The name of "they call me X but my legal name is Y"."""
    for match in cues.STRONG_CUE.finditer(names.folded) if cues.LEGAL.search(names.folded) else ():
        if match["whose"] and match["whose"].split()[-1] in ("legal", "full", "real", "actual"):
            found = _after_name_word(names, match)
            if found:
                return found
    return None


def _cued(names: Names) -> Iterator[Found[str]]:
    folded = names.folded
    for match in cues.STRONG_CUE.finditer(folded) if cues.STRONG_HINT.search(folded) else ():
        found = _after_name_word(names, match)
        if found and not _someones(folded, found):
            yield found
    for match in cues.WEAK_CUE.finditer(folded):
        found = names.name(match.end(), WEAK)
        if found is None or _someones(folded, found):
            continue
        lead = match[0].strip(" ,")
        if lead == "call me" and _first_word(names, found) not in given_names() and not names.capital(found.start):
            continue
        loose = lead in cues.LOOSE_CUES and (lead != "this is" or " " not in found.value)
        if not loose or SOFT_END.match(folded, found.end):
            yield found
    for match in cues.REACH.finditer(folded):
        found = names.name(match.end(), WEAK)
        if found and cues.AT_CONTACT.match(folded, found.end):
            yield found
    for match in cues.RELATIVE_SPEAKS.finditer(folded):
        found = names.name(match.end(), WEAK)
        if found and SOFT_END.match(folded, found.end):
            yield found
    for match in cues.SOMEONES_PARENT.finditer(folded):
        comma = re.compile(r",\s").match(folded, match.end())
        found = names.name(comma.end(), WEAK) if comma else None
        if found and HARD_END.match(folded, found.end):
            yield found
    for match in cues.HERE.finditer(folded):
        found = names.name(match.start("name"), WEAK, end=match.end("name"))
        if found and found.end == match.end("name"):
            yield found


def _after_name_word(names: Names, match: re.Match[str]) -> Found[str] | None:
    """The name behind "my name is" and the like; behind a bare "name" only if it looks like one."""
    whose = (match["whose"] or "").split()
    if not cues.OWN.issuperset(whose):
        return None
    found = names.name(match.end(), STRONG)
    if found is None or match["verb"] or not match["cue"]:
        return found
    alone = cues.PIECE_START.search(names.folded, max(0, match.start() - 3), match.start())
    first = _first_word(names, found)
    likely = alone or first in given_names() or not is_word(first)
    return found if likely and HARD_END.match(names.folded, found.end) else names.name(match.end(), WEAK)


def _first_word(names: Names, found: Found[str]) -> str:
    return names.folded[found.start : found.end].split()[0]


def _someones(folded: str, found: Found[str]) -> bool:
    """True for "Emma's ...": the speaker is not Emma."""
    return bool(re.match(r"(?:\s[^\W\d_]+)?'s?\s\w", folded[found.end :])) or folded[found.start : found.end].endswith("'s")


def _student(names: Names) -> Found[str] | None:
    folded = names.folded
    for match in cues.STUDENT.finditer(folded):
        found = names.name(match.end(), STRONG if match["named"] else WEAK)
        if found is None or _someones(folded, found) or cues.TELLS.match(folded, found.end):
            continue
        if match["comma"] and not cues.AFTER_COMMA.match(folded, found.end):
            continue
        if match["who"] in CHILDREN or cues.WANTS.match(folded, found.end):
            return found
    for match in cues.SOMEONES_PARENT.finditer(folded):
        found = names.ending_at(match.start())
        if found:
            return found
    # "His name is" says whose only if no other relative is spoken of: "call my dad, his name is Victor".
    if cues.SPEAKS_OF_CHILD.search(folded) or not cues.SPEAKS_OF_ADULT.search(folded):
        for match in cues.THIRD_NAME.finditer(folded):
            found = names.name(match.end(), STRONG)
            if found:
                return found
    for match in cues.BOOKED_FOR.finditer(folded):
        found = names.name(match.end(), WEAK if match["plain"] else STRONG)
        if found is None or not (_named_for(names, found) if match["plain"] else _likely(names, found)):
            continue
        if SOFT_END.match(folded, found.end) or re.match(r"\s(?:down|in|for)\b", folded[found.end :]):
            return found
    return None


def _likely(names: Names, found: Found[str]) -> bool:
    """True if one of the words is known from names, or not from the dictionary."""
    words = [word.strip(".'\"") for word in names.folded[found.start : found.end].split()]
    return any(word in given_names() or word in surnames() or not is_word(word) for word in words)


def _spoken_of(names: Names) -> Found[str] | None:
    """Weaker signs: "Zora James wants ...", "the Abernathy family", "last name is Okonkwo"."""
    folded = names.folded
    for match in islice(cues.CLAUSE_START.finditer(folded), MOST_READ):
        found = names.name(match.end(), WEAK)
        if found and cues.WISHES_FOR_THEM.match(folded, found.end) and _first_word(names, found) in given_names():
            return found
    for match in cues.FAMILY.finditer(folded):
        found = names.ending_at(match.start() - 1)
        if found and names.capital(found.start):
            return found
    for match in cues.FIRST_OR_LAST.finditer(folded):
        found = names.name(match.end(), STRONG)
        if found and not match[0].startswith("first") and _likely(names, found):
            return found
    return None


def _named_for(names: Names, found: Found[str]) -> bool:
    """True if "for X Y" names a person: a given name first, or two capitalised words of no dictionary."""
    first, *rest = names.folded[found.start : found.end].split()
    unheard = names.capital(found.start) and not any(is_word(word) for word in (first, *rest))
    return bool(rest) and (unheard or (first in given_names() and first not in DOUBTFUL))


def _signed(names: Names) -> Found[str] | None:
    """A name after "regards," or a dash, with nothing but contact details behind it."""
    for match in reversed(list(cues.SIGNED.finditer(names.folded))):
        run_on = not set(",\n-~") & set(match[0])
        found = names.name(match.end(), WEAK if run_on or not names.capital(match.end()) else STRONG)
        if found and cues.AFTER_SIGNATURE.match(names.folded, found.end):
            return found
    return None


def _pieces(folded: str) -> Iterator[tuple[int, int]]:
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


def _trapped(folded: str, start: int) -> bool:
    return bool(cues.TRAP.search(folded[max(0, start - 50) : start].rstrip(" ,(")))


def _near_contact(folded: str, start: int, end: int) -> bool:
    return CONTACT_MARK in folded[max(0, start - 4) : start] + folded[end : end + 4]


def _listed(names: Names) -> Found[str] | None:
    """A part of an enumeration that is a name and nothing else: "Maria Lopez, 407 555 0134, friday"."""
    folded = names.folded
    has_contact = CONTACT_MARK in folded
    has_details = any(mark in folded for mark in MARKS)
    pieces = list(_pieces(folded))
    for number, (start, end) in enumerate(pieces):
        greeting = cues.GREETING.match(folded, start, end)
        found = names.name(greeting.end() if greeting else start, LISTED, end=end)
        if found is None or found.end < end - (folded[end - 1] == ".") or _trapped(folded, start):
            continue
        if not has_contact and re.match(r"\s?\?", folded[end:]):
            continue
        words = folded[found.start : found.end].split()
        near = _near_contact(folded, start, end)
        last = number == len(pieces) - 1 or not folded[end:].strip(" .!" + MARKS)
        known = words[0].strip(".") in given_names()
        if len(words) > 1:
            if (has_details or last or number == 0) and (known or near or (names.capital(found.start) and has_contact)):
                return found
            continue
        if not known and has_contact:
            turned = _turned_round(names, found, pieces[number + 1 :])
            if turned:
                return turned
        bracketed = folded[max(0, start - 1) : start] == "(" and folded[end : end + 1] == ")"
        sentence = _SENTENCE_BEFORE.search(folded, max(0, start - 3), start) and folded[end : end + 1] in (".", "!", "\n")
        confirmed = number and cues.YES.match(folded, *pieces[number - 1])
        if (sentence or confirmed) and number and known and (confirmed or words[0] not in DOUBTFUL or names.capital(found.start)):
            return found
        if (near or bracketed or (last and number)) and (known or names.capital(found.start)):
            return found
    return None


def _before_contact(names: Names) -> Found[str] | None:
    """A given name and more right before a number or address, with no comma between: "2 people jamie fox 407 555 0134"."""
    for mark in re.finditer(rf"(?<=\w)\s?(?={CONTACT_MARK})(?<!{CONTACT_MARK})", names.folded):
        found = names.ending_at(mark.start())
        if found and " " in found.value and _first_word(names, found) in given_names():
            return found
    return None


def _turned_round(names: Names, last: Found[str], following: list[tuple[int, int]]) -> Found[str] | None:
    """The name of "Lopez, Maria"."""
    if not following or names.folded[last.end : following[0][0]].strip() != ",":
        return None
    first = names.name(following[0][0], LISTED, end=following[0][1])
    if first is None or first.end < following[0][1] - 1 or fold(first.value) not in given_names():
        return None
    return Found(f"{first.value} {last.value}", last.start, first.end)


def _bare(names: Names) -> Found[str] | None:
    """The whole of a short answer to "what is your name?", if it can be one."""
    folded = names.folded
    if "?" in folded or cues.REFUSAL.search(folded):
        return None
    filler = cues.FILLER.match(folded)
    found = names.name(filler.end() if filler else 0, STRONG)
    if found is None or not cues.AFTER_ANSWER.match(folded, found.end):
        return None
    starts = [found.start + match.start() for match in re.finditer(r"\S+", folded[found.start : found.end])]
    return found if _likely(names, found) or (len(starts) > 1 and all(map(names.capital, starts))) else None


def _judged(names: Names, judge: Judge) -> Found[str] | None:
    """Where the rules see a place but no known name, the model's word decides."""
    places = list(_places(names))
    if not places:
        return None
    seen = judge(names.text)
    for start, end in places:
        if any(first <= start < last and last <= end + 1 for first, last in seen):
            return names.found(start, end) if names.folded[start:end] not in NOT_PEOPLE else None
    return None


def _places(names: Names) -> Iterator[tuple[int, int]]:
    """Where a name may stand whose words the rules do not know as one."""
    folded = names.folded
    for pattern in (cues.WEAK_CUE, cues.THIRD_PERSON):
        for match in pattern.finditer(folded):
            span = names.shape(match.end())
            if span:
                yield span
    # Who gives a number or an address mostly gives a name with it.
    anywhere = cues.WORD_START if CONTACT_MARK in folded else cues.FOR_TWO_WORDS
    for match in anywhere.finditer(folded):
        start = match.end() if anywhere is cues.FOR_TWO_WORDS else match.start()
        if names.capital(start) and (anywhere is cues.FOR_TWO_WORDS or not _trapped(folded, start)):
            span = names.shape(start)
            if span:
                yield span
    for start, end in _pieces(folded):
        span = names.shape(start, end)
        if span is None or span[1] < end - 1 or _trapped(folded, start):
            continue
        if names.capital(span[0]) or (NAME_WORD.match(folded, start) and _near_contact(folded, start, end)):
            yield span
