"""What a measured server looks like to the measuring code, whichever side it is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from benchmarks.speed.processes import Child, Memory

MESSAGE_LIMIT_SECONDS = 30.0


class Unanswered(Exception):
    """A message was refused, or got no reply in time."""


@dataclass(frozen=True)
class Exchange:
    """One message and its replies: seconds from sending the POST until the last reply was read, texts, button titles."""

    seconds: float
    replies: tuple[str, ...]
    buttons: tuple[str, ...] = ()


class Conversation(Protocol):
    """One thread with a server; one message in flight at a time."""

    async def say(self, text: str) -> Exchange:
        """Send a message and read all its replies. Raises Unanswered, BadAnswer, OSError."""
        ...


class Side(Protocol):
    """A running server with everything that belongs to it."""

    @property
    def name(self) -> str:
        """What the side is called in the table."""
        ...

    @property
    def children(self) -> Sequence[Child]:
        """Its processes, the one started first at the front."""
        ...

    def converse(self) -> AbstractAsyncContextManager[Conversation]:
        """A new conversation, closed with the block."""
        ...


def memory_of(side: Side) -> Memory:
    """Memory of all processes of a side."""
    return sum((child.memory() for child in side.children), Memory(0, 0))


def cpu_seconds_of(side: Side) -> float:
    """Processor time of all processes of a side so far."""
    return sum(child.cpu_seconds() for child in side.children)
