"""What a channel must offer so that the outbox can deliver through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

Step = dict[str, Any]
"""One call to the outside, as plain JSON."""


class Deliverer(Protocol):
    """Delivers one channel's payloads in steps; each step that was accepted is remembered and not repeated."""

    def steps(self, payload: dict[str, Any]) -> Sequence[Step]:
        """The calls that deliver ``payload``, in order. Pure: the same payload gives the same steps."""
        ...

    async def send(self, step: Step) -> None:
        """Makes one call. Raises :class:`~bot.errors.DeliveryFailed` unless it was accepted."""
        ...
