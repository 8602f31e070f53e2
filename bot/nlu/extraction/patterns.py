"""Patterns written as readable word lists."""

from __future__ import annotations

import re


def phrases(listed: str) -> str:
    """A pattern for any of the comma-separated phrases, longest first; a space in one stands for any single white space.

    Each phrase may itself hold regular-expression signs, but no comma.
    """
    parts = {" ".join(part.split()).replace(" ", r"\s") for part in listed.split(",")}
    return "|".join(sorted(parts - {""}, key=lambda part: (-len(part), part)))


def words(listed: str) -> frozenset[str]:
    """The white-space separated words as a set."""
    return frozenset(listed.split())


def verbose(pattern: str) -> re.Pattern[str]:
    """Compile a pattern laid out over lines; white space in it counts for nothing, so it writes `\\s` for a space."""
    return re.compile(pattern, re.VERBOSE)
