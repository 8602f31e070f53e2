"""Patterns that read Spanish with and without its accents."""

from __future__ import annotations

import re

_ACCENTED = {"a": "aá", "e": "eé", "i": "ií", "o": "oó", "u": "uúü", "n": "nñ"}
_PARTS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[aeioun]")
_IN_SET = re.compile(r"\\.|[aeioun]")


def spanish(pattern: str) -> re.Pattern[str]:
    """Compiles a pattern written without accents so that every letter may have one, in capitals or not."""
    return re.compile(_PARTS.sub(_with_accents, pattern), re.IGNORECASE)


def _with_accents(part: re.Match[str]) -> str:
    if part[0].startswith("["):
        return _IN_SET.sub(lambda letter: _ACCENTED.get(letter[0], letter[0]), part[0])
    return f"[{_ACCENTED[part[0]]}]" if part[0] in _ACCENTED else part[0]
