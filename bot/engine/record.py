"""What one turn found out, noted by actions while Rasa runs them."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class TurnRecord:
    """Filled during a turn and stored with it."""

    conversation_id: str
    message_id: int
    seq: int
    """Of the visitor's line that is being answered."""
    channel: str
    outcome: str = "unknown"
    topics: list[dict[str, Any]] = field(default_factory=list)
    """One object for each question in the message: topic and confidence."""
    faq: list[str] = field(default_factory=list)
    unanswered: list[tuple[str, str | None]] = field(default_factory=list)
    """Questions without a good answer: their words and, if recognised, their topic."""
    handoff: str | None = None
    """Why a person is wanted."""
    failure: BaseException | None = None
    """An error that Rasa would have swallowed."""
    failed_in: str = ""


_record: ContextVar[TurnRecord | None] = ContextVar("turn_record", default=None)


def turn_record() -> TurnRecord | None:
    """The record of the turn that is being run, or None outside a turn (``rasa shell``)."""
    return _record.get()


def begin(record: TurnRecord) -> Any:
    """Makes ``record`` the current one; hand the result to :func:`end`."""
    return _record.set(record)


def end(token: Any) -> None:
    """Puts back what was current before."""
    _record.reset(token)
