"""The language in which the visitor is spoken to: set around everything that is done for a message, asked wherever something is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.nlu.language import Language

_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


def spoken() -> Language:
    """The language of the conversation at hand; English outside of any."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Has everything inside speak ``language``."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)
