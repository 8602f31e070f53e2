"""Reads one name off a text: where it stops, and whether the words can be a name at all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from .lexicon import given_names, is_word, surnames
from .name_words import ADJECTIVAL, DOUBTFUL, HONORIFICS, NEVER, NOT_PEOPLE, PARTICLES, RANKS, SUFFIXES, written
from .patterns import phrases
from .text import MARKS, Found

#: How sure the place of a name is: likely names only after WEAK cues and in lists, anything after STRONG ones.
WEAK, LISTED, STRONG = 1, 2, 3
_MOST_WORDS = 5

NAME_WORD = re.compile(r"(?:[^\W\d_]\.\s?){1,3}(?=[\s,]|$)|['\"][^\W\d_]+['\"]|[^\W\d_]+(?:['-][^\W\d_]+)*'?\.?")
#: Nothing of the sentence goes on behind the name.
HARD_END = re.compile(rf"\s*(?:$|[.,;!?\n()|{MARKS}\d])")
_AFTER_NAME = phrases(
    """and, n, y, but, from, here, again, speaking, calling, writing, texting, reaching, checking, following, returning, with, w, i, im,
    i'm, lol, haha, in case, who, wants?, would, is, loves, has, aka, btw, my, we, on behalf, at your service, by the way"""
)
#: The sentence may go on behind the name, but not with another word of it.
SOFT_END = re.compile(rf"\s*(?:$|[.,;:!?\n()/|\-{MARKS}\d&+]|(?:{_AFTER_NAME})\b)")
_GAP = re.compile(r"[ ]{1,3}")
_COMMA_SUFFIX = re.compile(r",\s(?=(?:jr|sr|ii|iii)\b)")
_HESITATION = re.compile(r"(?:(?:uh+|um+|er|erm|like|called|actually|,|\.\.+)\s)+")
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.|\b(?:jr|sr)\.)$")
IRISH = re.compile(r"(?:o'|mc|mac|d')[^\W\d_]{3}")
_NATION = re.compile(r"(?:ian|ese|ican|ish)$")
#: Endings of misspelt adjectives and verbs ("im intrested"), which no dictionary knows either.
_NO_NAME_ENDING = re.compile(r"(?:ed|ing|in|ly|ish|est|ian|ese|ican|nna|able|ful|ous|ive|tion|ment)$")
#: Single letters that stand for words.
_LETTER_WORDS = frozenset("inuwyakx")

#: "Nate w, ...": before a comma the letter is no "with".
_CLOSED = re.compile(r"\s*(?:[,.\n]|$)")

_Word = tuple[str, int, int]


_SHORTENED = HONORIFICS | SUFFIXES | {"st"}
"""Words after which a full stop ends no sentence."""


def is_given(word: str) -> bool:
    """True for a given name, or a hyphenated one that begins with one ("anne-marie")."""
    return word in given_names() or ("-" in word and word.split("-")[0] in given_names())


class Names:
    """Reads names off one text, in its folded and its typed spelling side by side."""

    def __init__(self, text: str, folded: str) -> None:
        self.text, self.folded, self.shouted = text, folded, text.isupper()

    def name(self, at: int, sure: int, *, end: int | None = None) -> Found[str] | None:
        """The name that starts at `at`, or None; `end` limits it."""
        hesitation = _HESITATION.match(self.folded, at)
        at = hesitation.end() if hesitation else at
        words = list(itertools.islice(self._words(at, len(self.folded) if end is None else end), _MOST_WORDS + 4))
        titled = False
        if len(words) > 1 and words[0][0] in RANKS and words[1][0] in HONORIFICS:
            titled = True
            words.pop(0)
        while words and (words[0][0] in HONORIFICS or (titled and words[0][0] in RANKS)):
            titled = True
            words.pop(0)
        taken: list[_Word] = []
        for word in words[:_MOST_WORDS]:
            if not (self._goes_on(taken, word, sure) if taken else self._starts(word, sure, titled)):
                break
            taken.append(word)
        while len(taken) > 1 and taken[-1][0] in PARTICLES and taken[-1][0] not in surnames():
            taken.pop()
        lone_particle = len(taken) == 1 and taken[0][0] in PARTICLES and taken[0][0] not in given_names()
        if not taken or (lone_particle and sure < STRONG):
            return None
        start, stop = taken[0][1], taken[-1][2]
        if self.folded[stop - 1] == "." and not _ABBREVIATION.search(self.folded[start:stop]):
            stop -= 1
        if self.folded[start] in "'\"" or stop - start < 2:
            return None
        return self.found(start, stop)

    def found(self, start: int, stop: int) -> Found[str]:
        """The name that stands there, written properly; what counts as white space in it becomes plain spaces."""
        letters = zip(self.text[start:stop], self.folded[start:stop], strict=True)
        return Found(written("".join(" " if plain == " " else typed for typed, plain in letters)), start, stop)

    def ending_at(self, end: int) -> Found[str] | None:
        """The longest likely name of up to three words that ends right there."""
        before = max(0, end - 50)
        starts = [match.start() for match in re.finditer(r"(?<![\w'-])[^\W\d_][\w'-]*", self.folded[before:end])]
        for start in starts[-3:]:
            words = list(self._words(before + start, end))
            if words and not any(word in NEVER for word, _, _ in words) and self._starts(words[0], WEAK, titled=False):
                return self.found(before + start, end)
        return None

    def shape(self, at: int, end: int | None = None) -> tuple[int, int] | None:
        """The span of up to four words from `at` that could be a name by their looks, or None."""
        span: tuple[int, int] | None = None
        for word, start, stop in itertools.islice(self._words(at, len(self.folded) if end is None else end), 4):
            bare = word.strip(".'\"")
            if bare in NEVER or bare in NOT_PEOPLE or bare in HONORIFICS:
                break
            if is_word(bare) and not self.capital(start) and not is_given(bare):
                break
            span = (span[0] if span else start, stop - (self.folded[stop - 1] == "."))
        return span

    def capital(self, start: int) -> bool:
        """True if the letter is a capital that says something, as it does not in a text all in capitals."""
        return not self.shouted and self.text[start].isupper()

    def first_word(self, found: Found[str]) -> str:
        """The first word of a name, folded."""
        return self.folded[found.start : found.end].split()[0]

    def likely(self, found: Found[str]) -> bool:
        """True if one of the words is known from names, or not from the dictionary."""
        words = [word.strip(".'\"") for word in self.folded[found.start : found.end].split()]
        return any(is_given(word) or word in surnames() or not is_word(word) for word in words)

    def possessive(self, found: Found[str]) -> bool:
        """True for "Emma's ...": the speaker is not Emma."""
        after = re.match(r"(?:\s[^\W\d_]+)?'s?\s\w", self.folded[found.end :])
        return bool(after) or self.folded[found.start : found.end].endswith("'s")

    def _words(self, at: int, end: int) -> Iterator[_Word]:
        match = NAME_WORD.match(self.folded, at, end)
        while match:
            word = match[0].rstrip(" ")
            stop = match.start() + len(word)
            plain = word.rstrip(".").removesuffix("'s")
            yield plain, match.start(), stop
            ends_sentence = word.endswith(".") and len(word) > 2 and "." not in word[:-1]
            if (ends_sentence and plain not in _SHORTENED) or word.endswith("'s"):
                return
            gap = _GAP.match(self.folded, stop, end) or _COMMA_SUFFIX.match(self.folded, stop, end)
            match = NAME_WORD.match(self.folded, gap.end(), end) if gap else None

    def _starts(self, candidate: _Word, sure: int, titled: bool) -> bool:
        """True if a name can begin with the word, given how sure its place is."""
        word, start, stop = candidate
        bare = word.strip(".'\"")
        if bare in NEVER:
            if not is_given(bare):
                return False
            capital = self.capital(start)
            return ((sure > WEAK or capital) and self._name_follows(stop)) or (capital and bool(HARD_END.match(self.folded, stop)))
        if titled or word == "lil'":
            return True
        if sure == STRONG:
            return bare not in NOT_PEOPLE
        if bare in ADJECTIVAL:
            return self.capital(start) or self._name_follows(stop)
        if is_given(bare):
            return bare not in DOUBTFUL or self._ends(stop) or self.capital(start) or self._name_follows(stop)
        if bare in NOT_PEOPLE or is_word(bare) or len(bare) < 2:
            return False
        if self.capital(start):
            acronym = self.text[start:stop].isupper() and "." not in word
            return not acronym and not _NATION.search(bare)
        if self._name_follows(stop):
            return True
        return self._ends(stop) and not _NO_NAME_ENDING.search(bare)

    def _goes_on(self, taken: list[_Word], candidate: _Word, sure: int) -> bool:
        """True if the word belongs to the name begun."""
        word, start, stop = candidate
        if word in SUFFIXES or word[0] in "'\"":
            return True
        if len(word.strip(".")) == 1 or "." in word:
            told = "." in self.folded[start:stop] or (self.capital(start) and word != "i")
            return word not in _LETTER_WORDS or told or (word not in "ain" and bool(_CLOSED.match(self.folded, stop)))
        if word in PARTICLES and not self._ends(stop):
            told = word not in ("y", "e", "do", "san", "el", "la") or self.capital(start)
            return told or (word in ("la", "el") and taken[-1][0] in PARTICLES)
        begun_with_capital = self.capital(taken[0][1])
        if word in NEVER or word in NOT_PEOPLE:
            return begun_with_capital and self.capital(start) and word in surnames()
        if begun_with_capital:
            return self.capital(start) or (not is_word(word) and self._ends(stop))
        if is_given(word) or word in surnames() or not is_word(word) or IRISH.match(word):
            return True
        return sure > WEAK and self._runs_out(start, 2 if sure == STRONG else 1)

    def _ends(self, stop: int) -> bool:
        return self.folded[stop - 1] == "." or bool(SOFT_END.match(self.folded, stop))

    def _runs_out(self, start: int, most: int) -> bool:
        """True if no more than so many words, all fit for a name, stand before the next full stop or comma."""
        words = list(itertools.islice(self._words(start, len(self.folded)), most + 1))
        fit = len(words) <= most and not any(word in NEVER for word, _, _ in words)
        return fit and bool(HARD_END.match(self.folded, words[-1][2]))

    def _name_follows(self, stop: int) -> bool:
        gap = _GAP.match(self.folded, stop)
        match = NAME_WORD.match(self.folded, gap.end()) if gap else None
        if not match:
            return False
        word = match[0].rstrip(". ")
        if word in NEVER:
            return False
        if is_given(word) or not is_word(word) or self.capital(match.start()) or IRISH.match(word):
            return True
        return word in surnames() and self._ends(match.end())
