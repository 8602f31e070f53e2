"""What a visitor typed, folded to one plain spelling, character for character, so that positions stay true."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

#: Mentions of one kind that are read in one text; nobody who writes to a school names more.
MOST_READ = 40

#: Stands in for words that one finder has used up, so that no other reads them again.
CONTACT_MARK = "\x01"
DATE_MARK = "\x02"
PARTY_MARK = "\x03"
TIME_MARK = "\x04"
PROGRAM_MARK = "\x05"
MARKS = CONTACT_MARK + DATE_MARK + PARTY_MARK + TIME_MARK + PROGRAM_MARK

#: As `words_in` gives them.
DIGITS = frozenset("0123456789")

_LETTERS_OR_DIGIT = re.compile(r"[^\W\d_]+|\d")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SAME = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "―": "-", "…": ".", "¿": " ", "¡": " ", "•": "\n",
    "\t": " ", "\r": "\n", "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n", "\u200b": " ", "\ufeff": " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and where it stands in the text: `text[start:end]`."""

    value: T
    start: int
    end: int


class _Fold(dict[int, str]):
    """Fills itself with one plain character for each character seen."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    if char == "\n":
        return char
    if unicodedata.category(char) in ("Cc", "Zs", "Cs"):
        return " "
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    bases = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
    plain = (bases[0] if len(bases) == 1 else char).lower()
    return plain if len(plain) == 1 else char


_FOLD = _Fold()


def fold(text: str) -> str:
    """Lower case, no accents, straight quotes and hyphens, plain spaces and digits; always as long as `text`."""
    return text.translate(_FOLD)


def words_in(folded: str) -> frozenset[str]:
    """The runs of letters and the single digits of a folded text: a cheap look at what can be in it at all.

    Whatever a pattern finds as a whole word is one of them.
    """
    return frozenset(_LETTERS_OR_DIGIT.findall(folded))


def without_surrogates(text: str) -> str:
    """`text` with halves of surrogate pairs, which JSON can carry but no library takes, turned to question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def mark(folded: str, spans: Iterable[tuple[int, int]], with_char: str) -> str:
    """`folded` with the spans overwritten by a mark, same length."""
    used = sorted(spans)
    if not used:
        return folded
    pieces: list[str] = []
    at = 0
    for start, end in used:
        start = max(start, at)
        if end <= start:
            continue
        pieces += (folded[at:start], with_char * (end - start))
        at = end
    pieces.append(folded[at:])
    return "".join(pieces)


def without_marks(folded: str) -> str:
    """Marks and control characters that a visitor typed as such, turned to spaces."""
    return _CONTROL.sub(" ", folded)
