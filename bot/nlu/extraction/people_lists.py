"""Walks over lists of people in a text, "my mom, two friends and me": what a language adds is how one of them is named."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

#: A larger number is no party but a class, a price or a year.
LARGEST = 60


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands."""

    word: str
    start: int
    end: int


class PeopleLists(ABC):
    """The lists of people in one folded text."""

    def __init__(self, folded: str, token: re.Pattern[str]) -> None:
        self._folded = folded
        self._tokens = [Token(match[0], *match.span()) for match in token.finditer(folded)]
        self._words = [one.word for one in self._tokens]

    def _word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""

    def _list(self, at: int) -> tuple[int, int] | None:
        """Read a list of people: how many (0 if that is not said), and where it ends. None if there is none."""
        item = self._item(at)
        if item is None:
            return None
        total, end = item
        while True:
            follow = self._following(end)
            item = self._item(follow) if follow is not None else None
            if item is None:
                return total, end
            total = total + item[0] if total and item[0] else 0
            end = item[1]

    def _following(self, end: int) -> int | None:
        """Where the next one of the list would begin; None if the list does not go on."""
        return self._past_joiner(self._past_name(end))

    @abstractmethod
    def _item(self, at: int) -> tuple[int, int] | None:
        """Read one companion or group: how many, and where it ends."""

    @abstractmethod
    def _past_name(self, at: int) -> int:
        """Step over a name after a relation."""

    @abstractmethod
    def _past_joiner(self, at: int) -> int | None:
        """Step over "and"; None if there is no such word."""
