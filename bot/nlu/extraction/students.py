"""The prospective student for whom somebody else writes."""

from __future__ import annotations

import re
from itertools import islice

from . import name_cues as cues
from .lexicon import is_word
from .name_words import DOUBTFUL
from .names import SOFT_END, STRONG, WEAK, Names, is_given
from .relations import CHILDREN
from .text import MOST_READ, Found


def student(names: Names) -> Found[str] | None:
    folded = names.folded
    for match in cues.STUDENT.finditer(folded):
        found = names.name(match.end(), STRONG if match["named"] else WEAK)
        if found is None or names.possessive(found) or cues.TELLS.match(folded, found.end):
            continue
        if match["comma"] and not cues.AFTER_COMMA.match(folded, found.end):
            continue
        if match["who"] in CHILDREN or cues.WANTS.match(folded, found.end):
            return found
    for match in cues.SOMEONES_PARENT.finditer(folded):
        found = names.ending_at(match.start())
        if found:
            return found
    for match in cues.PARENT_OF.finditer(folded):
        found = names.name(match.end(), WEAK)
        if found:
            return found
    # "His name is" says whose only if no other relative is spoken of: "call my dad, his name is Victor".
    if cues.SPEAKS_OF_CHILD.search(folded) or not cues.SPEAKS_OF_ADULT.search(folded):
        for match in cues.THIRD_NAME.finditer(folded):
            found = names.name(match.end(), STRONG)
            if found:
                return found
    for match in cues.SIGN_UP.finditer(folded):
        found = names.name(match.end(), WEAK)
        if found and " " in found.value and is_given(names.first_word(found)) and cues.SIGNED_UP_FOR.match(folded, found.end):
            return found
    for match in cues.BOOKED_FOR.finditer(folded):
        found = names.name(match.end(), WEAK if match["plain"] else STRONG)
        if found is None or not (_named_for(names, found) if match["plain"] else names.likely(found)):
            continue
        if SOFT_END.match(folded, found.end) or re.match(r"\s(?:down|in|for|please|pls|plz|thanks)\b", folded[found.end :]):
            return found
    return None


def spoken_of(names: Names) -> Found[str] | None:
    """Weaker signs: "Zora James wants ...", "the Abernathy family", "last name is Okonkwo"."""
    folded = names.folded
    for match in islice(cues.CLAUSE_START.finditer(folded), MOST_READ):
        found = names.name(match.end(), WEAK)
        if found and cues.WISHES_FOR_THEM.match(folded, found.end) and is_given(names.first_word(found)):
            return found
    for match in cues.FAMILY.finditer(folded):
        found = names.ending_at(match.start() - 1)
        if found and names.capital(found.start):
            return found
    for match in cues.FIRST_OR_LAST.finditer(folded):
        found = names.name(match.end(), STRONG)
        if found and not match[0].startswith("first") and names.likely(found):
            return found
    return None


def _named_for(names: Names, found: Found[str]) -> bool:
    """True if "for X Y" names a person: a given name first, or two capitalised words of no dictionary."""
    first, *rest = names.folded[found.start : found.end].split()
    unheard = names.capital(found.start) and not any(is_word(word) for word in (first, *rest))
    return bool(rest) and (unheard or (is_given(first) and first not in DOUBTFUL))
