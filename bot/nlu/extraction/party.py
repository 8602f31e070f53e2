"""How many people would come, the speaker included.

Only a number or a companion counts. "My daughter wants to come" names a student, not a party: nothing is said of how
many come. "My daughter and I", "with my mom", "bring a friend", "3 of us", "a group of 5" do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from . import party_words as words
from .companions import NAMED_WITH, Companions
from .cues import corrected, lead_in, refused, told_as_past
from .lexicon import given_names
from .name_words import DOUBTFUL
from .numerals import number
from .people_lists import LARGEST
from .text import MOST_READ, PARTY_MARK, Found, mark, words_in


@dataclass(frozen=True, slots=True)
class Party:
    """The party's size and the text with the words that told it marked."""

    size: Found[int] | None
    rest: str


def party(folded: str, *, expected: bool = False) -> Party:
    """Find the party's size; `folded` has contacts and days marked.

    `expected` says that it was just asked for, so that a bare number is one.
    """
    if not expected and not _may_tell(folded):
        return Party(None, folded)
    sizes = [one for one in islice(_sizes(folded), MOST_READ) if 1 <= one.value <= LARGEST]
    found = [one for one in sizes if _counts(folded, one)]
    if sizes and not found:
        found = list(_taken_back(folded, sizes[0], words.TAKEN_BACK_AFTER_NOT))
    if not found and expected:
        found = [one for one in _bare(folded) if 1 <= one.value <= LARGEST]
    if not found:
        return Party(None, folded)
    # "We'd be 2 adults + 1 teen": the longer of two overlapping readings knows more.
    best = max((one for one in found if one.start < found[0].end and found[0].start < one.end), key=lambda one: one.end - one.start)
    for one in found[1:]:
        between = folded[best.end : one.start]
        if one.start >= best.end and (corrected(between) or words.ONE_DROPS_OUT.search(between)):
            best = one
    for one in _taken_back(folded, best, words.TAKEN_BACK_COUNT):
        found.append(one)
        best = one
    return Party(best, mark(folded, [(one.start, one.end) for one in found], PARTY_MARK))


def _may_tell(folded: str) -> bool:
    said = words_in(folded)
    if not words.TOLD_WITH.isdisjoint(said):
        return True
    named = (said & given_names()) - DOUBTFUL
    return len(named) > 1 or bool(named and not NAMED_WITH.isdisjoint(said))


def _taken_back(folded: str, said: Found[int], pattern: re.Pattern[str]) -> Iterator[Found[int]]:
    """The bare number that takes back a size: "not 3 people, 4", "3. no wait, 4"."""
    match = pattern.match(folded, said.end) if words.TAKEN_BACK_HINT.search(folded, said.end) else None
    if match:
        yield Found(_count(match["a"]), *match.span("a"))


def _sizes(folded: str) -> Iterator[Found[int]]:
    """Sizes in order of trust: spoken totals, companions, "just me"."""
    counted = bool(words.COUNT_HINT.search(folded))
    for pattern in words.TOTALS if counted else ():
        for match in pattern.finditer(folded):
            if not (words.COMPANY_WORD.search(match[0]) and words.BRINGING.search(folded, max(0, match.start() - 16), match.start())):
                yield Found(_count(match["a"]), *match.span())
    yield from Companions(folded).parties()
    for match in words.BOTH.finditer(folded):
        yield Found(2, *match.span())
    for match in words.PLUS.finditer(folded) if counted else ():
        yield Found(1 + _count(match["a"]), *match.span())
    for match in words.ALONE.finditer(folded):
        before = folded[max(0, match.start() - 30) : match.start()]
        if not words.NOT_ALONE.search(before) and not (match["own"] and told_as_past(lead_in(folded, match.start()), "")):
            yield Found(1, *match.span())


def _counts(folded: str, one: Found[int]) -> bool:
    """False for people the text merely mentions: a class of 20, the parents someone lives with."""
    before = lead_in(folded, one.start, 60)
    if re.search(r"\b(?:with|w/?|con)\s$", before) and words.OTHER_DOINGS.search(before) and not words.COMING_HERE.search(before):
        return False
    if words.NO_PARTY_BEFORE.search(folded, max(0, one.start - 44), one.start) or words.NO_PARTY_AFTER.match(folded, one.end, one.end + 30):
        return False
    return not refused(folded, one.start, one.end)


def _count(spoken: str) -> int:
    return 2 if "couple" in spoken else number(spoken)


def _bare(folded: str) -> Iterator[Found[int]]:
    """The whole of a short answer to "how many will you be?"."""
    match = words.BARE.fullmatch(folded)
    if match:
        yield Found(_count(match["a"]), *match.span("a"))
    elif re.fullmatch(r"\s*(?:nope?\s)?(?:just\s|only\s)?(?:me|myself|alone)\s*[.!]?\s*", folded):
        yield Found(1, 0, len(folded))
    else:
        count = Companions(folded).whole()
        if count:
            yield Found(1 + count, 0, len(folded))
