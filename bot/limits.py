"""How often one address or one conversation may ask for something. Counted in this process, in moving windows."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.errors import TooMany

LIMITS: dict[str, tuple[RateLimitItem, ...]] = {
    "new_session": (RateLimitItemPerMinute(20), RateLimitItemPerHour(120)),
    "message": (RateLimitItemPerMinute(30), RateLimitItemPerHour(400)),
    "address": (RateLimitItemPerMinute(120),),
    "api": (RateLimitItemPerMinute(120),),
    "api_guess": (RateLimitItemPerMinute(20), RateLimitItemPerHour(200)),
    "deletion": (RateLimitItemPerMinute(5),),
}
"""Per address for sessions and deletions; messages per conversation and, more loosely, per address.
The API per token, and wrong tokens per address."""


class RateLimits:
    """Counts, and refuses what is too much."""

    def __init__(self, *, enabled: bool = True) -> None:
        self._enabled = enabled
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, kind: str, who: str) -> None:
        """Counts one more. Raises :class:`TooMany` with the seconds to wait."""
        if not self._enabled:
            return
        for limit in LIMITS[kind]:
            if not self._limiter.hit(limit, kind, who):
                reset = self._limiter.get_window_stats(limit, kind, who).reset_time
                wait = max(1, math.ceil(reset - time.time()))
                raise TooMany(f"That was a lot at once. Please wait {wait} seconds and try again.", retry_after=wait)
