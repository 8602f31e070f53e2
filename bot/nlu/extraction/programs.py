"""Programs and roles of the school's vocabulary, found by their names, aliases and small misspellings of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .cues import corrected, lead_in, refused
from .lexicon import is_word
from .patterns import phrases
from .text import Found, fold
from .vocabulary import Term, Vocabulary

_WORD = re.compile(r"[^\W_][\w']*|&")
_SENTENCE_END = re.compile(r"[.!?;\n]")
_LONGEST = 40
#: Shorter words are too near to too many others to be taken for misspellings.
_SHORTEST_MISSPELT = 5
_COMPARED = re.compile(rf"\b(?:{phrases('diff, difference, differ, vs, versus, compare[ds]?, better, which one, or')})\b")
_CHOSEN = re.compile(
    rf"\b(?:{phrases('interest(?:ed)?, want, wanna, for, join, apply, enroll, study, sign up, program, major, do, start, into, about')})\b"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """All mentions of programs and roles, and the one program the visitor means."""

    program: Found[str] | None
    programs: tuple[Found[str], ...]
    roles: tuple[Found[str], ...]


NO_TERMS = Terms(None, (), ())


@dataclass(frozen=True, slots=True)
class _Near:
    """A typed word and the words of the vocabulary it may stand for."""

    typed: str
    start: int
    end: int
    parts: frozenset[str]


class TermFinder:
    """Finds one vocabulary's programs and roles; build it once and use it from any thread."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._spelled: dict[tuple[str, ...], tuple[str, str]] = {}
        for kind, terms in (("program", vocabulary.programs), ("role", vocabulary.roles)):
            for spelling, term in _spellings(terms):
                self._spelled.setdefault(tuple(_words(spelling)), (kind, term.name))
        self._spelled.pop((), None)
        self._by_length: dict[int, list[tuple[tuple[str, ...], tuple[str, str]]]] = {}
        for words, named in self._spelled.items():
            self._by_length.setdefault(len(words), []).append((words, named))
        self._longest = max(self._by_length, default=0)
        self._parts = frozenset(word for spelling in self._spelled for word in spelling)
        self._near = lru_cache(maxsize=4096)(self._near_parts)

    def find(self, folded: str) -> Terms:
        """All mentions in the text, and the one program that is meant."""
        programs: list[Found[str]] = []
        roles: list[Found[str]] = []
        for kind, one in self._mentions(folded):
            (programs if kind == "program" else roles).append(one)
        return Terms(_meant(programs, folded), tuple(programs), tuple(roles))

    def _mentions(self, folded: str) -> Iterable[tuple[str, Found[str]]]:
        """Runs of words each equal or near to a word of the vocabulary, that together spell one of its terms."""
        run: list[_Near] = []
        for match in _WORD.finditer(folded):
            near = self._near(match[0]) if len(match[0]) <= _LONGEST else frozenset()
            if run and (not near or _SENTENCE_END.search(folded, run[-1].end, match.start())):
                yield from self._in_run(run)
                run = []
            if near:
                run.append(_Near(match[0], *match.span(), near))
        yield from self._in_run(run)

    def _in_run(self, run: list[_Near]) -> Iterable[tuple[str, Found[str]]]:
        at = 0
        while at < len(run):
            for end in range(min(len(run), at + self._longest), at, -1):
                named = self._spelling([one.parts for one in run[at:end]], [one.typed for one in run[at:end]])
                if named:
                    yield named[0], Found(named[1], run[at].start, run[end - 1].end)
                    at = end - 1
                    break
            at += 1

    def _spelling(self, parts: Sequence[frozenset[str]], typed: Sequence[str]) -> tuple[str, str] | None:
        for spelling, named in self._by_length.get(len(parts), ()):
            if not all(word in near for word, near in zip(spelling, parts, strict=True)):
                continue
            # A lone word of the dictionary means itself.
            if len(spelling) > 1 or not any(is_word(word) for word in typed if word.removesuffix("s") not in self._parts):
                return named
        return None

    def _near_parts(self, word: str) -> frozenset[str]:
        """The vocabulary's words that a typed one may stand for: itself, its singular, or what a slip of the finger made of it."""
        if word in self._parts:
            return frozenset((word,))
        if word in ("n", "y", "&"):
            return frozenset(("and",)) & self._parts
        word = word.rstrip("'")
        singular = word.removesuffix("'s").removesuffix("s")
        near = {part for part in self._parts if part == singular or part.removesuffix("s") == singular}
        if not near and len(word) >= _SHORTEST_MISSPELT:
            # A word of its own right ("recoding") may be one slip away, an unknown one more.
            most = 1 if is_word(word) else 2
            near = {part for part in self._parts if len(part) >= _SHORTEST_MISSPELT and _slip(word, part, most)}
        return frozenset(near)


@lru_cache(maxsize=16)
def finder(vocabulary: Vocabulary) -> TermFinder:
    """The finder of a vocabulary, built at first use."""
    return TermFinder(vocabulary)


def _words(text: str) -> list[str]:
    return [word.removesuffix("'s") for word in _WORD.findall(fold(text).replace("&", " and ").replace("_", " "))]


def _spellings(terms: Sequence[Term]) -> list[tuple[str, Term]]:
    """Names and aliases, then both halves of "X and Y" where no other term goes by them."""
    spelled = [(spelling, term) for term in terms for spelling in (term.name, *term.aliases)]
    taken = {tuple(_words(spelling)) for spelling, _ in spelled}
    for term in terms:
        for half in re.split(r"\s+(?:and|&)\s+", term.name):
            words = tuple(_words(half))
            others = {half_words for other in terms if other is not term for half_words in _halves(other)}
            if len(words) >= 2 and words not in taken and words not in others:
                spelled.append((half, term))
    return spelled


def _halves(term: Term) -> list[tuple[str, ...]]:
    return [tuple(_words(half)) for half in re.split(r"\s+(?:and|&)\s+", term.name)]


def _slip(typed: str, meant: str, most: int) -> bool:
    """True for one slip of the finger (a letter left out, doubled, wrong, or two swapped); `most` in long words."""
    allowed = most if len(meant) >= 8 else 1
    return abs(len(typed) - len(meant)) <= allowed and typed[0] == meant[0] and _distance(typed, meant, allowed) <= allowed


def _distance(one: str, other: str, most: int) -> int:
    """Edits between the words, swapped neighbours counting one; stops counting above `most`."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        current = [at]
        for to, wanted in enumerate(other, 1):
            best = min(last[to] + 1, current[-1] + 1, last[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                best = min(best, before[to - 2] + 1)
            current.append(best)
        if min(current) > most:
            return most + 1
        before, last = last, current
    return last[-1]


def _meant(programs: list[Found[str]], folded: str) -> Found[str] | None:
    """The one program wished for: none where two are merely compared."""
    wanted = [one for one in programs if not refused(folded, one.start, one.end)]
    if not wanted:
        return None
    best = wanted[0]
    if len({one.value for one in wanted}) > 1:
        for earlier, later in itertools.pairwise(wanted):
            if corrected(folded[earlier.end : later.start]):
                best = later
        if best is wanted[0]:
            chosen = [one for one in wanted if _CHOSEN.search(lead_in(folded, one.start))]
            if _COMPARED.search(folded) or not chosen:
                return None
            best = chosen[0]
    return best
