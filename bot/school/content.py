"""The school: who it is, its programs, when it can be visited. Read from ``school.yml`` and ``programs.yml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from bot.nlu.extraction.vocabulary import Term, Vocabulary
from bot.nlu.language import Language
from bot.school.yaml_file import YamlFile

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _clock_time(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    if isinstance(value, time):
        return value
    raise ValueError(f'{value!r} is not a time such as "10:00" (in quotes)')


ClockTime = Annotated[time, BeforeValidator(_clock_time)]


class Strict(BaseModel):
    """A part of a content file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _zone_name(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"{value} is not a time zone name such as America/New_York")
    return value


class TimeZone(Strict):
    """The campus time zone."""

    value: str
    example: bool = False

    _known = field_validator("value")(_zone_name)


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Campus(Strict):
    """A place where visitors are shown round, with the time zone its times are meant in."""

    id: Id
    name: str = Field(min_length=1)
    address: str = ""
    time_zone: str

    _known = field_validator("time_zone")(_zone_name)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.time_zone)


class ContactDetails(Strict):
    """How to reach the school. Empty: not known."""

    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    application_url: str = ""
    catalog_url: str = ""


class OfficeHours(Strict):
    """From when to when somebody is there on one day, in campus time."""

    opens: time
    closes: time


def _office_hours(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)\s?-\s?([01]?\d|2[0-3]):([0-5]\d)", value)
    if found is None:
        raise ValueError(f'{value!r} is not a span of time such as "09:00-17:00"')
    first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
    opens, closes = time(first_hour, first_minute), time(last_hour, last_minute)
    if closes <= opens:
        raise ValueError(f"{value!r} ends before it begins")
    return OfficeHours(opens=opens, closes=closes)


class Hours(Strict):
    """When somebody is in the admissions office, and how soon people who ask for a person are answered."""

    example: bool = False
    weekly: dict[Weekday, list[Annotated[OfficeHours, BeforeValidator(_office_hours)]]] = Field(default_factory=dict)
    closures: list[date] = Field(default_factory=list)
    reply_within_hours: int | None = Field(None, gt=0, le=200)
    """Hours in which the office is open. None: no time is promised to anybody."""

    @field_validator("weekly")
    @classmethod
    def _in_order(cls, weekly: dict[Weekday, list[OfficeHours]]) -> dict[Weekday, list[OfficeHours]]:
        for day, spans in weekly.items():
            spans.sort(key=lambda span: span.opens)
            for before, after in pairwise(spans):
                if after.opens < before.closes:
                    raise ValueError(f"the hours of {day} overlap")
        return weekly


class QuietHours(Strict):
    """When no messages are sent but answers, in the time of campus and of the person. All three at "00:00": never quiet."""

    starts: ClockTime = time(20)
    ends: ClockTime = time(9)
    sunday_ends: ClockTime = time(12)


class Guide(Strict):
    """Somebody who shows visitors round, and the campus days on which they do not."""

    id: Id
    name: str = Field(min_length=1)
    away: list[date] = Field(default_factory=list)


class OtherTimes(Strict):
    """A day with times of its own in place of the weekly ones; none: closed."""

    day: date
    times: list[ClockTime] = Field(default_factory=list)


class TourKind(Strict):
    """A kind of visit and the rules its times follow, all in the time zone of its campus."""

    id: Id
    name: str
    name_es: str = ""
    length_minutes: int = Field(gt=0, le=24 * 60)
    capacity: int = Field(gt=0, le=10_000)
    notice_hours: int = Field(ge=0, le=24 * 60)
    horizon_days: int = Field(gt=0, le=366)
    weekly: dict[Weekday, list[ClockTime]] = Field(min_length=1)
    closures: list[date] = Field(default_factory=list)
    exceptions: list[OtherTimes] = Field(default_factory=list)
    campus: str = ""
    """The id of its campus; the first one when nothing is said."""
    guides: list[str] = Field(default_factory=list)
    """Who can show round, by id, the first choice first. None named: somebody always can."""
    buffer_before_minutes: int = Field(0, ge=0, le=24 * 60)
    buffer_after_minutes: int = Field(0, ge=0, le=24 * 60)
    """How long its guide (or, without guides, the tour itself) is busy around a time that is booked."""
    daily_limit: int | None = Field(None, gt=0, le=100_000)
    """People a day, over all its times."""

    @property
    def keeps_times_apart(self) -> bool:
        """True when a time that is booked can close another one."""
        return bool(self.guides or self.buffer_before_minutes or self.buffer_after_minutes)

    @model_validator(mode="after")
    def _one_exception_a_day(self) -> TourKind:
        days = [one.day for one in self.exceptions]
        twice = next((day for day in days if days.count(day) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} stands twice in the exceptions of {self.id}")
        return self

    def called(self, language: Language) -> str:
        """Its name; the English one where it has no other."""
        return (self.name_es if language == "es" else "") or self.name


class Tours(Strict):
    """All tour rules. ``example`` marks rules that the school has not set itself."""

    example: bool = False
    kinds: list[TourKind] = Field(min_length=1)
    guides: list[Guide] = Field(default_factory=list)
    hold_minutes: int = Field(15, gt=0, le=24 * 60)
    """How long places are kept for a visitor who has chosen a time and not yet confirmed."""
    offer_hours: int = Field(12, gt=0, le=14 * 24)
    """How long a party on the waitlist has to take a place that became free."""
    reminder_hours: list[Annotated[int, Field(gt=0, le=14 * 24)]] = Field(default_factory=lambda: [24], max_length=5)
    """How long before a tour its parties are reminded, as far as what they agreed to covers it."""
    offer_after_no_show: bool = False
    """Whether a party that did not come is offered another time, once."""

    @model_validator(mode="after")
    def _fits_together(self) -> Tours:
        for what, ids in (("tour", [one.id for one in self.kinds]), ("guide", [one.id for one in self.guides])):
            twice = next((one for one in ids if ids.count(one) > 1), None)
            if twice is not None:
                raise ValueError(f"the {what} id {twice} is used twice")
        known = {one.id for one in self.guides}
        for kind in self.kinds:
            stranger = next((one for one in kind.guides if one not in known), None)
            if stranger is not None:
                raise ValueError(f"{kind.id} names the guide {stranger}, who is not in the list of guides")
        return self


class ConsentText(Strict):
    """The wording a person agrees to, with its version."""

    version: str = ""
    wording: str = ""

    @property
    def is_complete(self) -> bool:
        """True when it can be agreed to: there are words, and the receipt can say which."""
        return bool(self.wording.strip() and self.version.strip())


class ConsentWording(ConsentText):
    """A wording with its Spanish counterpart, which has a version of its own."""

    es: ConsentText | None = None

    def spoken_in(self, language: Language) -> ConsentText | None:
        """The wording in a language; None where nobody has written one."""
        if language == "en":
            return self
        return self.es if self.es is not None and self.es.is_complete else None


class ConsentTexts(Strict):
    """All consent wordings."""

    tour_messages: ConsentWording = ConsentWording()
    answer: ConsentWording = ConsentWording()
    privacy_url: str = ""


class SchoolFile(Strict):
    """school.yml."""

    name: str = Field(min_length=1)
    short_name: str = ""
    assistant_name: str = "Admissions assistant"
    locale: str = "en-US"
    phone_region: str = Field("US", pattern=r"^[A-Z]{2}$")
    time_zone: TimeZone
    campuses: list[Campus] = Field(default_factory=list)
    contact: ContactDetails = ContactDetails()
    hours: Hours = Hours()
    quiet_hours: QuietHours = QuietHours()
    tours: Tours
    consent: ConsentTexts = ConsentTexts()

    @model_validator(mode="after")
    def _campuses_are_known(self) -> SchoolFile:
        ids = [one.id for one in self.campuses]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise ValueError(f"the campus id {twice} is used twice")
        for kind in self.tours.kinds:
            if kind.campus and kind.campus not in ids:
                raise ValueError(f"{kind.id} names the campus {kind.campus}, which is not in the list of campuses")
        # The chat books the first kind and says its times in the school's zone.
        first = next((one for one in self.campuses if self.tours.kinds[0].campus in ("", one.id)), None)
        if first is not None and first.time_zone != self.time_zone.value:
            raise ValueError(
                f"the first kind of tour is at the campus {first.id}, whose time zone must be the school's ({self.time_zone.value})"
            )
        return self


class Named(Strict):
    """A program or a career role, with the ways people say it."""

    id: str
    name: str
    aliases: list[str] = Field(default_factory=list)
    aliases_es: list[str] = Field(default_factory=list)


class ProgramsFile(Strict):
    """programs.yml."""

    programs: list[Named] = Field(min_length=1)
    roles: list[Named] = Field(default_factory=list)


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
