"""Names that somebody spells, as nobody spells another word: "kaiden. k-a-i-d-e-n.", "jon without the h"."""

from __future__ import annotations

import re

from .name_words import NEVER, NOT_PEOPLE, written
from .names import LISTED, Names
from .patterns import verbose
from .text import Found

_LETTERS = re.compile(r"(?<![\w'-])[^\W\d_](?:(?:\s?-\s?|\.\s?|\s)[^\W\d_]){2,}(?![\w'])")
_HINT = re.compile(
    r"(?<![\w'])[^\W\d_][\s.-]{1,3}[^\W\d_][\s.-]{1,3}[^\W\d_](?![\w'])|\b(?:with|without|w/?o?|no)\s(?:\w{1,6}\s){0,2}[^\W\d_](?:'s)?(?!\w)"
)
#: What is said of the letters of a name.
_REMARK = verbose(
    r"""(?P<name>[^\W\d_][\w'-]+)[\s,!.(-]{1,5}(?:that's\s|thats\s|but\s|spelled\s|spelt\s|just\s)?(?:with|w/?|without|w/o|no)\s
    (?:an?\s|one\s|two\s|the\s|no\s|double\s)?(?:letter\s)?[a-z](?:'s)?(?![\w'])"""
)
_NAMED = re.compile(r"\bname\b[^.!?\n]{0,24}$")


def spelled(names: Names) -> Found[str] | None:
    """The name whose letters the text gives or speaks of."""
    folded = names.folded
    if not _HINT.search(folded):
        return None
    for match in _LETTERS.finditer(folded):
        word = re.sub(r"[^\w]", "", match[0])
        found = _whole(names, word, match.start())
        if found:
            return found
        if _NAMED.search(folded[: match.start()]):
            return Found(written(word), *match.span())
    for match in _REMARK.finditer(folded):
        found = names.name(match.start("name"), LISTED, end=match.end("name"))
        if found and names.likely(found):
            return found
    return None


def _whole(names: Names, word: str, before: int) -> Found[str] | None:
    """The word written in one piece before its letters, with the words of the name around it."""
    if word in NEVER or word in NOT_PEOPLE:
        return None
    match = re.search(rf"(?<![\w'-]){re.escape(word)}(?!\w)", names.folded[:before])
    if not match:
        return None
    return names.name(match.start(), LISTED, end=before) or names.found(*match.span())
