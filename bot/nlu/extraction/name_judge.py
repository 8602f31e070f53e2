"""Places for a name whose words no rule knows: there the statistical model decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from . import name_cues as cues
from .name_places import near_contact, pieces, trapped
from .name_words import NOT_PEOPLE
from .names import NAME_WORD, Names
from .text import CONTACT_MARK, Found

_IN_A_ROW = 3
#: Says where the text holds names of people: the statistical model, or nothing.
Judge = Callable[[str], Sequence[tuple[int, int]]]


def judged(names: Names, judge: Judge) -> Found[str] | None:
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
        if names.capital(start) and (anywhere is cues.FOR_TWO_WORDS or not trapped(folded, start)):
            span = names.shape(start)
            if span:
                yield span
    parts = list(pieces(folded))
    for at, (start, end) in enumerate(parts):
        # "Prince, Bowie, Kate Bush": of several names in a row none is the speaker's.
        if CONTACT_MARK not in folded and sum(names.capital(other) for other, _ in parts[max(0, at - 1) : at + 2]) == _IN_A_ROW:
            continue
        span = names.shape(start, end)
        if span is None or span[1] < end - 1 or trapped(folded, start) or cues.ADMIRING.match(folded, end):
            continue
        if names.capital(span[0]) or (NAME_WORD.match(folded, start) and near_contact(folded, start, end)):
            yield span
