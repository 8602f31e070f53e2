"""Which language a message is written in, English or Spanish, by the words that tell: fast, and silent when the words do not say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from bot.nlu.language_words import ENGLISH, ENGLISH_THINGS, NAMES, SPANISH, SPANISH_ALONE, SPANISH_SHARED

Language = Literal["en", "es"]

_LOOKED_AT = 600
"""So many letters of a message are enough."""
_SHARED = 0.5
"""What a word counts that names, places and songs have, too ("los", "de", "como"): some of them alone do not make Spanish."""
_THING = 0.4
"""What a word counts that Spanish speakers borrow ("financial aid")."""
_ACCENTS = str.maketrans("áàéèíìóòúùüñ", "aaeeiioouuun")
_NO_WORDS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\w)(?:\w\.){2,}")
"""Addresses, and names of single letters ("F.I.R.S.T.")."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SPANISH_ENDINGS = (
    "cion",
    "ciones",
    "miento",
    "mientos",
    "amente",
    "iendo",
    "ieron",
    "abamos",
    "ariamos",
    "dades",
    "arnos",
    "irnos",
    "arles",
)
_LONG_ENOUGH = 7
"""Shorter words are not judged by their ending."""


def unaccented(text: str) -> str:
    """Lower case without accents, as people type on a phone; every letter stays where it was."""
    return text.lower().translate(_ACCENTS)


@lru_cache(maxsize=256)  # asked when a message comes in and once more when it is answered
def language_of(text: str) -> Language | None:
    """The language that most of a message's telling words are in; ``None`` when they do not tell (a name, a number, "ok").

    Words that both languages have say nothing. Those that stand in names of places and artists count for Spanish beside a plainer one only.
    """
    typed = text[:_LOOKED_AT].lower()
    if "@" in typed or "http" in typed or "." in typed:
        typed = _NO_WORDS.sub(" ", typed)
    folded = unaccented(typed)
    words = _WORD.findall(folded)
    if any(word in SPANISH or word in SPANISH_SHARED or word.endswith(_SPANISH_ENDINGS) for word in words) or "¿" in typed or "¡" in typed:
        return _most(typed, NAMES.sub(_blank, folded))
    return "en" if any(word in ENGLISH or word in ENGLISH_THINGS or not word.isalpha() for word in words) else None


def _most(typed: str, folded: str) -> Language | None:
    if " ".join(_WORD.findall(folded)) in SPANISH_ALONE:
        return "es"
    plain = "¿" in typed or "¡" in typed
    spanish, english = float(plain), 0.0
    for match in _WORD.finditer(folded):
        word = match.group()
        if word in SPANISH or (len(word) >= _LONG_ENOUGH and word.endswith(_SPANISH_ENDINGS)):
            spanish, plain = spanish + 1, True
        elif word in SPANISH_SHARED:
            accented = typed[match.start() : match.end()] != word
            spanish, plain = spanish + (1 if accented else _SHARED), plain or accented
        elif word in ENGLISH or not word.isalpha():
            english += 1
        elif word in ENGLISH_THINGS:
            english += _THING
    if not plain:
        spanish = 0.0
    if spanish > english:
        return "es"
    return "en" if english > spanish else None


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def language_of_locale(locale: str | None) -> Language:
    """The language that a browser's or an app's locale asks for ("es-MX"); English unless it is Spanish."""
    return "es" if locale and re.match(r"es(?:$|[-_])", locale, re.IGNORECASE) else "en"
