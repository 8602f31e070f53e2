"""What is asked of the words around a day or a time; ``cues`` answers for English and ``spanish_cues`` for Spanish."""

from __future__ import annotations

from typing import Protocol


class Cues(Protocol):
    """The functions that both modules have."""

    def lead_in(self, folded: str, start: int, /) -> str:
        """The words before a mention, back to the last comma, full stop or joining word."""

    def tail(self, folded: str, end: int, /) -> str:
        """The words after a mention, up to the next full stop."""

    def refused(self, folded: str, start: int, end: int, /) -> bool:
        """True if the mention is what the visitor does not want."""

    def told_as_past(self, before: str, after: str, /) -> bool:
        """True if the words tell of something that has been, and ask for nothing."""

    def another_event(self, before: str, after: str, /) -> bool:
        """True if the day or time belongs to a birthday, a shift, a concert: anything but the visit."""

    def of_the_calendar(self, folded: str, start: int, /) -> bool:
        """True if the sentence up to there asks for a deadline or the start of a term."""

    def weight(self, before: str, after: str, /) -> int:
        """How much a mention reads like a wish: more is better."""

    def corrected(self, between: str, /) -> bool:
        """True if what follows these words takes back what stood before them."""

    def moved(self, folded: str, start: int, between: str, /) -> bool:
        """True for "move it from friday to saturday": what follows the words between is the wish."""
