"""What a party may tell about itself once it has booked: who comes, what somebody needs, what the guide should speak of.

Asked once, never needed: in the browser as one set of fields, in a messaging app as at most two plain questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.conversations.lines import line
from bot.forms.asking import Shown
from bot.forms.requests import Booked
from bot.forms.state import VISIT_SLOTS
from bot.forms.wording import worded
from bot.tours.people import Person, Role

ROLES: tuple[Role, ...] = ("student", "parent", "guest")
FIELDS_FOR = 3
"""So many others have fields of their own; in a larger party the rest is named in one."""


@dataclass(frozen=True)
class Visit:
    """The booking that is spoken of, and what is known of its party."""

    booking: str
    party: int
    known: tuple[Person, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    """What stands in the fields while something in them is to be mended."""

    @classmethod
    def of(cls, booked: Booked) -> Visit:
        """That of a new booking."""
        return cls(booked.id, booked.party_size, tuple(booked.who.attendees))

    @classmethod
    def from_slot(cls, value: Mapping[str, Any]) -> Visit:
        """Reads the slot ``visit``."""
        return cls(value["booking"], value["party"], people_from_slot(value["known"]), value["typed"])

    def to_slot(self) -> dict[str, Any]:
        """The value to keep in the slot."""
        return {"booking": self.booking, "party": self.party, "known": people_to_slot(self.known), "typed": dict(self.typed)}

    def mending(self, typed: Mapping[str, str]) -> Visit:
        """The same while what was typed is to be mended."""
        return replace(self, typed=typed)

    @property
    def unnamed(self) -> int:
        """How many others come of whom nothing is known."""
        return max(0, self.party - max(1, len(self.known)))


def people_to_slot(people: Sequence[Person]) -> list[list[str]]:
    """People as a slot keeps them."""
    return [[one.name, one.role] for one in people]


def people_from_slot(value: Sequence[Sequence[str]] | None) -> tuple[Person, ...]:
    """The people that a slot keeps."""
    return tuple(Person(name, next(role for role in ROLES if role == kept)) for name, kept in value or ())


def fields_question(visit: Visit, faults: Mapping[str, Mapping[str, str]], *, people: bool) -> Shown:
    """All of it at once, for where there are fields; without ``people`` only what the guide should know."""
    options = [{"value": role, "label": worded(f"role_{role}")} for role in ROLES]
    fields: list[dict[str, Any]] = []
    unnamed = visit.unnamed if people else 0
    if unnamed and not visit.known:
        fields.append(_field("as", worded("you_come_as"), options=options))
    for number in range(1, min(unnamed, FIELDS_FOR) + 1):
        person = visit.party - unnamed + number
        fields.append(_field(f"name_{number}", worded("name_of", number=person)))
        fields.append(_field(f"as_{number}", worded("comes_as", number=person), options=options))
    if unnamed > FIELDS_FOR:
        fields.append(_field("others", worded("names_of_others"), hint=worded("names_of_others_hint")))
    fields.append(_field("access", worded("access"), hint=worded("access_hint")))
    fields.append(_field("question", worded("guide_question")))
    for one in fields:
        if visit.typed.get(one["name"]):
            one["value"] = visit.typed[one["name"]]
        if one["name"] in faults:
            one["error"] = line(faults[one["name"]]["line"])[0]
    form = {"id": "visit", "submit": worded("send"), "fields": fields}
    text = " ".join([*(one["error"] for one in fields if "error" in one), worded("visit_fields")])
    return text, {"form": form, "quick_replies": [no_thanks()]}


def people_question() -> Shown:
    """Who comes along, as a plain question."""
    return worded("visit_people"), {"quick_replies": [no_thanks()]}


def note_question() -> Shown:
    """What the guide should know, as a plain question."""
    return worded("visit_note"), {"quick_replies": [no_thanks()]}


def no_thanks() -> dict[str, Any]:
    """The button that ends it."""
    return {"title": worded("no_thanks"), "meaning": {"intent": "deny", "set": dict.fromkeys(VISIT_SLOTS, False)}}


def _field(name: str, label: str, *, options: Sequence[Mapping[str, str]] = (), hint: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "label": label, "type": "select" if options else "text", "required": False}
    return made | ({"options": list(options)} if options else {}) | ({"hint": hint} if hint else {})
