"""Who is writing: the speaker's own name, or that of the prospective student they write for.

A name needs a reason: a cue ("my name is", "im", "this is"), a place (a signature, a list of contact details), a
relation ("my daughter Emma"), or the question just asked. A name that merely occurs, such as an artist's, has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import name_cues as cues
from .cues import corrected
from .lexicon import is_word
from .name_glance import may_name
from .name_judge import Judge, judged
from .name_places import alone, bare, before_contact, listed, signed
from .name_spelling import spelled
from .name_words import DOUBTFUL
from .names import HARD_END, LISTED, SOFT_END, STRONG, WEAK, Names, is_given
from .students import spoken_of, student
from .text import Found, fold


@dataclass(frozen=True, slots=True)
class People:
    """The name to report, whether it is the speaker's own, and that of whoever they speak for."""

    name: Found[str] | None
    own: bool
    student: Found[str] | None = None


def people(text: str, folded: str, *, expected: bool = False, judge: Judge | None = None) -> People:
    """Find the speaker's or the student's name. `folded` has contacts, days, times and programs marked.

    `judge` is asked at most once, and only where the rules see a place for a name but do not know the words as one.
    """
    names = Names(text, folded)
    if not expected and not may_name(names, judged=judge is not None):
        return People(None, own=False)
    own = _own(names)
    if own is None and expected:
        own = bare(names)
    own = own or spelled(names) or signed(names) or listed(names) or before_contact(names) or alone(names)
    pupil = None if own else student(names) or spoken_of(names)
    if own is None and pupil is None and judge is not None and not names.shouted:
        own = judged(names, judge)
    spoken_for = student(names) if own and cues.SPEAKS_OF_CHILD.search(folded) else pupil
    if own and spoken_for and spoken_for.start < own.end and own.start < spoken_for.end:
        spoken_for = None
    return People(own or pupil, own is not None, spoken_for)


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
    for match in cues.ON_MY_LICENSE.finditer(names.folded):
        found = names.ending_at(match.start())
        if found:
            return found
    for match in cues.ON_PAPER.finditer(names.folded):
        found = names.name(match.end(), WEAK)
        if found:
            return found
    return None


def _cued(names: Names) -> Iterator[Found[str]]:
    folded = names.folded
    for match in cues.STRONG_CUE.finditer(folded) if cues.STRONG_HINT.search(folded) else ():
        found = _after_name_word(names, match)
        if found and not names.possessive(found):
            yield found
    for match in cues.WEAK_CUE.finditer(folded):
        found = names.name(match.end(), WEAK)
        if found is None or names.possessive(found):
            continue
        lead = match[0].strip(" ,")
        if lead == "call me" and not is_given(names.first_word(found)) and not names.capital(found.start):
            continue
        loose = lead in cues.LOOSE_CUES and (lead != "this is" or " " not in found.value)
        if not loose or SOFT_END.match(folded, found.end):
            yield found
    for match in cues.PUT_DOWN.finditer(folded):
        found = names.name(match.end(), WEAK) if cues.PUTTING.search(folded, max(0, match.start() - 12), match.start()) else None
        if found:
            yield found
    for match in cues.GREETS_FROM.finditer(folded):
        found = names.name(match.end(), WEAK)
        if found and is_given(names.first_word(found)) and names.first_word(found) not in DOUBTFUL and SOFT_END.match(folded, found.end):
            yield found
    for match in cues.REACH.finditer(folded):
        found = names.name(match.end(), WEAK)
        if found and cues.AT_CONTACT.match(folded, found.end):
            yield found
    for match in cues.MY_NAME_BEHIND.finditer(folded):
        found = names.ending_at(match.start())
        if found:
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
    if found is not None and match["verb"] and _said_of_a_name(names, found):
        return None
    if found is None or match["verb"] or not match["cue"]:
        return found
    alone = cues.PIECE_START.search(names.folded, max(0, match.start() - 3), match.start())
    first = names.first_word(found)
    likely = alone or is_given(first) or not is_word(first)
    return found if likely and HARD_END.match(names.folded, found.end) else names.name(match.end(), WEAK)


_SAID_OF_A_NAME = re.compile(r"(?:ed|ing|wrong|right|correct|there|missing|hard|weird|long)$")


def _said_of_a_name(names: Names, found: Found[str]) -> bool:
    """True for "my name is misspelled": a word of the dictionary that tells what is the matter with the name."""
    first = names.first_word(found)
    return bool(_SAID_OF_A_NAME.search(first)) and is_word(first) and not is_given(first)
