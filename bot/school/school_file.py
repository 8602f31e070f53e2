"""What ``school.yml`` and ``programs.yml`` may hold, and what is refused."""

from __future__ import annotations

import re
from datetime import date, time
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from bot.nlu.language import Language

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
