"""The school: who it is, its programs, when it can be visited. Read from ``school.yml`` and ``programs.yml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

from bot.nlu.extraction.vocabulary import Term, Vocabulary
from bot.nlu.language import Language
from bot.school.school_file import Campus, ConsentText, Guide, Named, ProgramsFile, SchoolFile, TourKind
from bot.school.yaml_file import YamlFile


@dataclass(frozen=True)
class School:
    """One school, as its content folder describes it."""

    folder: Path
    file: SchoolFile
    programs: tuple[Named, ...]
    roles: tuple[Named, ...]

    @property
    def name(self) -> str:
        """The school's full name."""
        return self.file.name

    @cached_property
    def zone(self) -> ZoneInfo:
        """The campus time zone."""
        return ZoneInfo(self.file.time_zone.value)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Programs and roles with the ways people say them, for extraction."""
        return self._vocabulary(lambda one: one.aliases)

    @cached_property
    def spanish_vocabulary(self) -> Vocabulary:
        """The same with the ways people say them in Spanish besides."""
        return self._vocabulary(lambda one: [*one.aliases, *one.aliases_es])

    def vocabulary_in(self, language: Language) -> Vocabulary:
        """The vocabulary for a message in this language."""
        return self.spanish_vocabulary if language == "es" else self.vocabulary

    def _vocabulary(self, aliases: Callable[[Named], list[str]]) -> Vocabulary:
        def terms(items: tuple[Named, ...]) -> tuple[Term, ...]:
            return tuple(Term(one.name, one.id, tuple(aliases(one))) for one in items)

        return Vocabulary(terms(self.programs), terms(self.roles), self.file.phone_region)

    @property
    def consent_texts(self) -> Iterator[ConsentText]:
        """Every wording that somebody may be asked to agree to, in every language."""
        for wording in (self.file.consent.tour_messages, self.file.consent.answer):
            yield from (text for language in get_args(Language) if (text := wording.spoken_in(language)) is not None)

    @property
    def tours(self) -> list[TourKind]:
        """The kinds of tours."""
        return self.file.tours.kinds

    def tour(self, kind_id: str) -> TourKind | None:
        """The kind of tour with this id; None when the school no longer gives it."""
        return next((one for one in self.tours if one.id == kind_id), None)

    @cached_property
    def campuses(self) -> list[Campus]:
        """Every campus; one that is made of the school's own address and zone where none are listed."""
        alone = Campus(id="main", name=self.name, address=self.file.contact.address, time_zone=self.file.time_zone.value)
        return self.file.campuses or [alone]

    def campus_of(self, kind: TourKind) -> Campus:
        """Where tours of this kind are."""
        return next((one for one in self.campuses if one.id == kind.campus), self.campuses[0])

    def guides_of(self, kind: TourKind) -> list[Guide]:
        """Who can show round on tours of this kind, the first choice first."""
        known = {one.id: one for one in self.file.tours.guides}
        return [known[one] for one in kind.guides]

    @property
    def promises_a_reply(self) -> bool:
        """True when people who ask for a person are told until when they are answered."""
        return self.file.hours.reply_within_hours is not None and any(self.file.hours.weekly.values())

    @property
    def has_example_hours(self) -> bool:
        """True while the office hours or their zone are examples and not the school's own."""
        return self.file.hours.example or self.file.time_zone.example

    @property
    def has_example_tours(self) -> bool:
        """True while the tour times or their zone are examples and not the school's own."""
        return self.file.tours.example or self.file.time_zone.example

    @cached_property
    def fields(self) -> dict[str, str]:
        """Every scalar of school.yml by its dotted path, plus ``school.name`` and ``school.short_name``."""
        found = dict(_scalars(self.file.model_dump(mode="json"), ""))
        found["school.name"] = self.name
        found["school.short_name"] = self.file.short_name or self.name
        return found

    def fill(self, text: str) -> str:
        """``text`` with each ``{contact.phone}``-like variable replaced; an unknown one stays as it is."""
        return re.sub(r"\{([a-z_.]+)\}", lambda match: self.fields.get(match[1], match[0]), text)


def _scalars(value: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, child in value.items():
        if isinstance(child, dict):
            yield from _scalars(child, f"{prefix}{key}.")
        elif isinstance(child, str | int | float) and not isinstance(child, bool):
            yield f"{prefix}{key}", str(child)


def load_school(folder: Path) -> School:
    """The school of a content folder. Raises :class:`ContentError` with file, line and reason."""
    file = YamlFile(folder / "school.yml").as_model(SchoolFile)
    programs_file = YamlFile(folder / "programs.yml")
    programs = programs_file.as_model(ProgramsFile)
    seen: set[str] = set()
    for index, program in enumerate(programs.programs):
        if program.id in seen:
            raise programs_file.fault(f"the program id {program.id} is used twice.", "programs", index)
        seen.add(program.id)
    return School(folder, file, tuple(programs.programs), tuple(programs.roles))
