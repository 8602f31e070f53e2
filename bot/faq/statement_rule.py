"""What a pattern for statements consists of, and how patterns are written. See :mod:`bot.faq.statements`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

StatementKind = Literal["money", "percentage", "pay", "placement", "accreditation", "ranking", "guarantee", "duration", "count"]


@dataclass(frozen=True)
class Rule:
    """One way of stating something of a kind."""

    kind: StatementKind
    needs: tuple[frozenset[str], ...]
    """Of each set one word must occur, or the pattern is not tried: that keeps reading cheap."""
    pattern: re.Pattern[str]
    is_figure: bool = False
    """States something even when it is denied or asked."""


def words(text: str) -> frozenset[str]:
    """The words of ``text``."""
    return frozenset(text.split())


def one_of(*several: frozenset[str] | str) -> str:
    """A pattern for any of these words and patterns, the longest first."""
    every = {one for some in several for one in ([some] if isinstance(some, str) else some)}
    return "(?:" + "|".join(sorted(every, key=lambda one: (-len(one), one))) + ")"


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of several, whatever the letter case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
