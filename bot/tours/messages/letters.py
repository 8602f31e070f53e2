"""The letters about tours: what each says, in the person's language, as text and HTML. Pure.

No name stands in them: anybody can type an address that is not theirs, and a name of their making would reach its owner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.nlu.language import Language
from bot.school.content import School
from bot.school.school_file import TourKind
from bot.tours.links import Purpose
from bot.tours.saying import full

Kind = Literal["confirmation", "change", "cancellation", "reminder", "no_show", "waitlisted", "offer", "offer_expired", "waitlist_ended"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_HERE = Path(__file__).parent
_FILES: dict[Language, str] = {"en": "wording.yml", "es": "wording.es.yml"}


@dataclass(frozen=True)
class Visit:
    """What a letter is about."""

    kind: TourKind
    starts_at: datetime
    party: int
    reference: str | None = None
    until: datetime | None = None
    """Until when an offer stands."""


@dataclass(frozen=True)
class Letter:
    """A letter before it is rendered."""

    language: Language
    subject: str
    greeting: str
    says: list[str]
    facts: list[tuple[str, str]]
    actions: list[tuple[str, str]]
    school: str
    why: str
    stop: tuple[str, str] | None

    @property
    def text(self) -> str:
        """As plain text."""
        return _templates().get_template("letter.txt").render(letter=self)

    @property
    def html(self) -> str:
        """As HTML."""
        return _templates().get_template("letter.html").render(letter=self)


def letter(school: School, kind: Kind, visit: Visit, links: Mapping[Purpose, str], *, address: str, language: Language) -> Letter:
    """The letter of a kind. ``links`` are addresses by what they do; ``address`` is that of the chat."""
    words = texts(language)
    campus = school.campus_of(visit.kind)
    tour, when = visit.kind.called(language), full(visit.starts_at, campus.zone, language)
    people = words["one_person"] if visit.party == 1 else words["several_people"].format(count=visit.party)
    facts = [("tour", tour), ("when", when), ("where", ", ".join(_different(campus.name, campus.address))), ("people", people)]
    if visit.reference:
        facts.append(("reference", visit.reference))
    if visit.until is not None:
        facts.append(("until", full(visit.until, campus.zone, language)))
    says = list(words["kinds"][kind]["says"])
    if school.has_example_tours:
        says.append(words["example"])
    return Letter(
        language=language,
        subject=" ".join(words["kinds"][kind]["subject"].format(tour=tour, when=when).split()),
        greeting=words["greeting"],
        says=says,
        facts=[(words["labels"][name], value) for name, value in facts],
        actions=[(words["actions"][purpose], url) for purpose, url in links.items() if purpose != "stop"],
        school=school.name,
        why=words["why"].format(address=address),
        stop=(words["actions"]["stop"], links["stop"]) if "stop" in links else None,
    )


def _different(*parts: str) -> list[str]:
    return [part for part in dict.fromkeys(parts) if part]


@cache
def texts(language: Language) -> dict[str, Any]:
    """All words of a language."""
    found: dict[str, Any] = yaml.safe_load((_HERE / _FILES[language]).read_text(encoding="utf-8"))
    return found


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
