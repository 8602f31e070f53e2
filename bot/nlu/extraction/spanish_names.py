"""Who is writing, in Spanish: the speaker's own name, or that of the prospective student they write for.

As in English a name needs a reason: a cue ("me llamo", "soy", "le habla"), a place (a signature, a list of contact details), a relation
("mi hija Emma"), or the question just asked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from . import spanish_name_words as words
from .lexicon import surnames
from .name_judge import Judge
from .name_places import pieces
from .name_words import NOT_PEOPLE, SUFFIXES, written
from .names import NAME_WORD, is_given
from .people import People
from .spanish_company import CHILDREN
from .spanish_cues import corrected
from .text import CONTACT_MARK, MARKS, Found

_WEAK, _STRONG = 1, 2
_MOST_WORDS = 5
_GAP = re.compile(r"[ ]{1,3}")
#: Words of every day that are given names too: in lower case they need a place that is sure.
_DOUBTFUL = frozenset(
    ("sol", "luz", "paz", "mar", "alma", "flor", "rosa", "clara", "blanca", "angel", "victoria", "esperanza", "consuelo", "gloria", "dulce")
)

_Word = tuple[str, int, int]


def spanish_people(text: str, folded: str, *, expected: bool = False, judge: Judge | None = None) -> People:
    """Find the speaker's or the student's name. `folded` has contacts, days, times and programs marked.

    There is no statistical model for Spanish, so `judge` is never asked.
    """
    names = _Names(text, folded)
    own = _own(names)
    if own is None and expected:
        own = _answered(names)
    own = own or _signed(names) or _listed(names)
    pupil = _student(names)
    if own and pupil and pupil.start < own.end and own.start < pupil.end:
        pupil = None
    return People(own or pupil, own is not None, pupil)


class _Names:
    """Reads names off one text, in its folded and its typed spelling side by side."""

    def __init__(self, text: str, folded: str) -> None:
        self.text, self.folded, self.shouted = text, folded, text.isupper()

    def name(self, at: int, sure: int, *, end: int | None = None) -> Found[str] | None:
        """The name that starts at `at`, or None; `end` limits it."""
        found = list(itertools.islice(self._words(at, len(self.folded) if end is None else end), _MOST_WORDS + 4))
        while found and found[0][0] in words.HONORIFICS:
            found.pop(0)
            sure = max(sure, _STRONG)
        taken: list[_Word] = []
        for word in found[:_MOST_WORDS]:
            if not (self._goes_on(word, sure) if taken else self._starts(word, sure)):
                break
            taken.append(word)
        while taken and taken[-1][0] in words.PARTICLES:
            taken.pop()
        if not taken or taken[-1][2] - taken[0][1] < 2:
            return None
        start, stop = taken[0][1], taken[-1][2]
        letters = zip(self.text[start:stop], self.folded[start:stop], strict=True)
        return Found(written("".join(" " if plain == " " else typed for typed, plain in letters)), start, stop)

    def ending_at(self, end: int) -> Found[str] | None:
        """The longest name of up to four words that ends right there."""
        before = max(0, end - 60)
        starts = [match.start() for match in re.finditer(r"(?<![\w'-])[^\W\d_][\w'-]*", self.folded[before:end])]
        for start in starts[-4:]:
            found = self.name(before + start, _WEAK, end=end)
            if found and found.end == end:
                return found
        return None

    def capital(self, start: int) -> bool:
        """True if the letter is a capital that says something, as it does not in a text all in capitals."""
        return not self.shouted and self.text[start].isupper()

    def _words(self, at: int, end: int) -> Iterator[_Word]:
        match = NAME_WORD.match(self.folded, at, end)
        while match:
            word = match[0].rstrip(" ")
            plain = word.rstrip(".")
            initial = len(plain) == 1 or plain in words.HONORIFICS or plain in SUFFIXES
            stop = match.start() + len(word if initial else plain)
            yield plain, match.start(), stop
            if word.endswith(".") and not initial:
                return
            gap = _GAP.match(self.folded, match.start() + len(word), end)
            match = NAME_WORD.match(self.folded, gap.end(), end) if gap else None

    def _known(self, word: str) -> bool:
        return is_given(word) or word in surnames()

    def _starts(self, candidate: _Word, sure: int) -> bool:
        """True if a name can begin with the word, given how sure its place is."""
        word, start, stop = candidate
        if len(word) < 2 or word in NOT_PEOPLE:
            return False
        if word in words.NEVER and not (is_given(word) and self.capital(start)):
            return False
        if word in _DOUBTFUL:
            return sure == _STRONG or self.capital(start) or self._known_follows(stop)
        if is_given(word) or sure == _STRONG:
            return True
        if self.capital(start) and not self.text[start:stop].isupper():
            return True
        if word in surnames() or words.NO_NAME_ENDING.search(word):
            return False
        return bool(words.HARD_END.match(self.folded, stop)) or self._known_follows(stop)

    def _goes_on(self, candidate: _Word, sure: int) -> bool:
        """True if the word belongs to the name begun."""
        word, start, stop = candidate
        if word in SUFFIXES:
            return True
        if len(word) == 1 and word not in "yeoa":
            return self.capital(start) or self.folded[stop - 1] == "."
        if word in words.PARTICLES:
            return self._known_follows(stop, particles=True)
        if word in words.NEVER or word in NOT_PEOPLE:
            return word in surnames() and self.capital(start)
        if self._known(word):
            return True
        if self.capital(start):
            return True
        return not words.NO_NAME_ENDING.search(word) and bool(words.SOFT_END.match(self.folded, stop)) and len(word) > 2

    def _known_follows(self, stop: int, *, particles: bool = False) -> bool:
        gap = _GAP.match(self.folded, stop)
        match = NAME_WORD.match(self.folded, gap.end()) if gap else None
        if match is None:
            return False
        word = match[0].rstrip(". ")
        if particles and word in words.PARTICLES:
            return self._known_follows(match.end(), particles=True)
        if word in words.NEVER:
            return False
        return self._known(word) or self.capital(match.start())


def _own(names: _Names) -> Found[str] | None:
    """The speaker's name by a cue; a strong cue counts before a weak one, a later one if it takes the earlier back."""
    best: Found[str] | None = None
    best_sure = 0
    for found, sure in sorted(_cued(names), key=lambda one: one[0].start):
        back = best is not None and corrected(names.folded[best.end : found.start])
        if best is None or back or sure > best_sure:
            best, best_sure = found, sure
    return best


def _cued(names: _Names) -> Iterator[tuple[Found[str], int]]:
    folded = names.folded
    for match in words.STRONG_CUE.finditer(folded):
        found = names.name(match.end(), _STRONG)
        if found:
            yield found, _STRONG
    for match in words.WEAK_CUE.finditer(folded):
        found = names.name(match.end(), _WEAK)
        if found is None:
            continue
        if words.LOOSE.fullmatch(match[0]) and not words.HARD_END.match(folded, found.end):
            continue
        yield found, _WEAK
    for match in words.BEHIND.finditer(folded):
        found = names.ending_at(match.start())
        if found:
            yield found, _STRONG


def _answered(names: _Names) -> Found[str] | None:
    """The name that is the answer to the question for it: nothing else stands in the message, or little."""
    folded = names.folded
    if words.REFUSAL.search(folded) or "?" in folded:
        return None
    start = words.FILLER.match(folded)
    for at in dict.fromkeys((start.end() if start else 0, 0)):
        found = names.name(at, _STRONG)
        if found and words.AFTER_ANSWER.match(folded, found.end):
            return found
    return None


def _signed(names: _Names) -> Found[str] | None:
    """A name after "saludos," or a dash, with nothing but contact details behind it."""
    for match in reversed(list(words.SIGNED.finditer(names.folded))):
        found = names.name(match.end(), _WEAK)
        if found and words.AFTER_SIGNATURE.match(names.folded, found.end):
            return found
    return None


def _listed(names: _Names) -> Found[str] | None:
    """A part of an enumeration that is a name and nothing else: "Maria Lopez, 407 555 0134, viernes"."""
    folded = names.folded
    parts = list(pieces(folded))
    if not any(mark in folded for mark in MARKS):
        return None
    for start, end in parts:
        greeting = words.GREETING.match(folded, start, end)
        at = greeting.end() if greeting else start
        found = names.name(at, _WEAK, end=end)
        if found is None or found.end != end:
            continue
        near = CONTACT_MARK in folded[max(0, start - 4) : start] + folded[end : end + 4]
        first = folded[found.start : found.end].split()[0]
        if is_given(first) and (" " in found.value or near or names.capital(found.start)):
            return found
        if near and " " in found.value and names.capital(found.start):
            return found
    return None


def _student(names: _Names) -> Found[str] | None:
    folded = names.folded
    for match in words.STUDENT.finditer(folded):
        found = names.name(match.end(), _STRONG if match["named"] else _WEAK)
        if found is None or words.TELLS.match(folded, found.end):
            continue
        if match["who"] in CHILDREN or words.WANTS.match(folded, found.end):
            return found
    for pattern, sure in ((words.OF_CHILD, _STRONG), (words.PARENT_OF, _WEAK)):
        for match in pattern.finditer(folded):
            found = names.name(match.end(), sure)
            if found:
                return found
    return None
