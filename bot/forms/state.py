"""What a form knows so far, and what one message changes in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

TOUR_SLOTS = ("name", "contact", "program", "tour_time", "consent", "review")
CONTACT_SLOTS = ("name", "contact", "consent")
VISIT_SLOTS = ("visit_people", "visit_note")
CHANGE_SLOTS = ("change_email", "change_code", "change_what", "tour_time")
REQUIRED = {"tour_form": TOUR_SLOTS, "contact_form": CONTACT_SLOTS, "visit_form": VISIT_SLOTS, "change_form": CHANGE_SLOTS}

_OF_A_TOUR = ("tour_time", "waits", "held_until", "wish", "party_size", "family")
CLEARED_AT_END = (*_OF_A_TOUR, "consent", "consent_language", "review", "misses", "faults")
"""What a finished or stopped form forgets. Name and contact details are kept, so that nobody is asked twice."""
VISIT = ("visit", *VISIT_SLOTS)
"""What is known while the party is offered to tell about itself, after the booking."""
CHANGE = ("change_email", "change_code", "change_what", "change_wish", "change_end")
"""What is known while a booked tour is being changed."""
DETAILS = ("name", "contact", "email", "phone", "program", "just_ended", *CLEARED_AT_END, *VISIT, *CHANGE)
"""All that forms take in."""


@dataclass(frozen=True)
class Say:
    """A line of lines.yml to say, with its values."""

    line: str
    values: Mapping[str, Any] = field(default_factory=dict)
    more: dict[str, Any] | None = None
    """What is shown besides, for example buttons."""


@dataclass(frozen=True)
class Fault:
    """Why what was typed into a field could not be taken: a line of lines.yml, and what was typed."""

    line: str
    typed: str


@dataclass
class Step:
    """What a message changes: slots to set, lines to say before the next question, and what to mend in its fields."""

    slots: dict[str, Any] = field(default_factory=dict)
    says: list[Say] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    """By the name of the field. Said with the question when it is repeated."""

    def say(self, response: str, **values: Any) -> None:
        """Adds a line."""
        self.says.append(Say(response, values))

    @property
    def faults_slot(self) -> dict[str, dict[str, str]] | None:
        """The faults as the slot ``faults`` keeps them until the question is repeated; None when there are none."""
        return {name: asdict(fault) for name, fault in self.faults.items()} or None


def next_question(form: str, slots: Mapping[str, Any]) -> str | None:
    """The slot to ask for next; None when the form is complete or ended, consent was refused or somebody under 13 speaks."""
    if slots.get("under_13") or (form == "change_form" and slots.get("change_end")):
        return None
    for slot in REQUIRED[form]:
        if slots.get("consent") is False:
            return None
        if slots.get(slot) is None:
            return slot
    return None
