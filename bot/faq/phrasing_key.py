"""When two ways of asking are the same one."""

from __future__ import annotations

import unicodedata


def phrasing_key(text: str) -> str:
    """Equal for phrasings that differ only in case, spaces, punctuation or accents. Text without a letter or digit is its own key."""
    # Signs such as a squared "C/kg" hold capitals, and some capitals fold to signs: so taken apart before folding and after.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(
        character if character.isalnum() else " " for character in plain if not unicodedata.combining(character) and character not in "'’`´"
    )
    return " ".join(kept.split()) or " ".join(text.split())
