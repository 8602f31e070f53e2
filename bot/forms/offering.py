"""Which times a visitor is offered: open ones to book, and full ones to wait for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.forms.wish import Wish
from bot.tours.service import OpenTime

SHOWN = 6
"""How many times are offered at once."""
WAITABLE = 3
"""Of how many full times the waitlist is offered at once."""

Times = Callable[[int, Callable[[datetime], bool]], Sequence[OpenTime]]
"""Times for a party, by a test on their start in campus time."""


@dataclass(frozen=True)
class Offer:
    """What is offered; ``full`` only where nothing that was wished, or nothing at all, is open."""

    wish: Wish
    open: Sequence[OpenTime]
    full: Sequence[OpenTime]

    @property
    def shown(self) -> Sequence[OpenTime]:
        """The open times that are shown now."""
        return self.open[:SHOWN]

    @property
    def counted(self) -> Sequence[OpenTime]:
        """What "the second one" counts in."""
        return self.shown or self.full


def offer(wish: Wish, party: int, zone: ZoneInfo, open_times: Times, full_times: Times) -> Offer:
    """The open times that fit what was wished, or come after it; and those that were wished, but are full."""
    onwards = open_times(party, wish.is_from_here_on)
    fitting = [one for one in onwards if wish.fits(one.starts_at.astimezone(zone))]
    times = (fitting if wish.part is not None else ()) or onwards or open_times(party, _any)
    full: Sequence[OpenTime] = ()
    if not wish.is_open and not fitting:
        full = full_times(party, wish.fits)[:WAITABLE]
    if not times and not full:
        full = full_times(party, _any)[:WAITABLE]
    return Offer(wish, times, full)


def _any(_start: datetime) -> bool:
    return True
