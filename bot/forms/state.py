"""What a form knows so far, and what one message changes in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TOUR_SLOTS = ("name", "contact", "program", "tour_time", "consent", "review")
CONTACT_SLOTS = ("name", "contact", "consent")
REQUIRED = {"tour_form": TOUR_SLOTS, "contact_form": CONTACT_SLOTS}

CLEARED_AT_END = ("tour_time", "wish", "consent", "review", "misses", "party_size")
"""What a finished or stopped form forgets. Name and contact details are kept, so that nobody is asked twice."""


@dataclass(frozen=True)
class Say:
    """A line of lines.yml to say, with its values."""

    line: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Step:
    """What a message changes: slots to set and lines to say before the next question."""

    slots: dict[str, Any] = field(default_factory=dict)
    says: list[Say] = field(default_factory=list)

    def say(self, response: str, **values: Any) -> None:
        """Adds a line."""
        self.says.append(Say(response, values))


def next_question(form: str, slots: Mapping[str, Any]) -> str | None:
    """The slot to ask for next; None when the form is complete or consent was refused."""
    for slot in REQUIRED[form]:
        if slots.get("consent") is False:
            return None
        if slots.get(slot) is None:
            return slot
    return None
