"""Everything a message tells for a booking, read in one go."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from bot.nlu.language import Language

from .contact import contact
from .dates import days
from .day_choice import Days
from .family import Family, family
from .hour_choice import Hours
from .lexicon import people_by_model
from .party import Party, party
from .people import People, people
from .programs import NO_TERMS, Terms, finder
from .text import PROGRAM_MARK, TIME_MARK, Found, fold, mark, without_marks
from .times import day_part, hours
from .vocabulary import Vocabulary

Field = Literal["name", "email", "phone", "program", "date", "time", "party_size"]
FIELDS: tuple[Field, ...] = ("name", "email", "phone", "program", "date", "time", "party_size")
#: A seven-digit number was given, without its area code.
SHORT_PHONE = "short_phone"


@dataclass(frozen=True, slots=True)
class Fields:
    """What was found; absent is None. Windows, the part of the day and flags help to offer times and to ask back.

    `flags` may hold "no_such_date", "past_date", "weekday_mismatch" and "short_phone"; `spans` says where in the text
    each field stands.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    program: str | None = None
    date: datetime.date | None = None
    time: datetime.time | None = None
    party_size: int | None = None
    name_is_own: bool = False
    family: Family | None = None
    day_part: str | None = None
    earliest_date: datetime.date | None = None
    latest_date: datetime.date | None = None
    earliest_time: datetime.time | None = None
    latest_time: datetime.time | None = None
    flags: frozenset[str] = frozenset()
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    terms: Terms = NO_TERMS

    def as_json(self) -> dict[str, str | int]:
        """The fields by name, dates as YYYY-MM-DD and times as HH:MM, absent ones left out."""
        found: dict[str, str | int | None] = {
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "program": self.program,
            "date": self.date.isoformat() if self.date else None,
            "time": self.time.strftime("%H:%M") if self.time else None,
            "party_size": self.party_size,
        }
        return {key: value for key, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class _Readers:
    """What reads one language. Ways to reach somebody and programs are read alike in all."""

    days: Callable[..., Days]
    party: Callable[..., Party]
    hours: Callable[..., Hours]
    day_part: Callable[[str], str | None]
    people: Callable[..., People]


_ENGLISH = _Readers(days, party, hours, day_part, people)


@cache
def _spanish() -> _Readers:
    # Loaded with the first Spanish message.
    from .spanish_days import spanish_days
    from .spanish_hours import spanish_day_part, spanish_hours
    from .spanish_names import spanish_people
    from .spanish_party import spanish_party

    return _Readers(spanish_days, spanish_party, spanish_hours, spanish_day_part, spanish_people)


def _readers(language: Language) -> _Readers:
    return _spanish() if language == "es" else _ENGLISH


def extract(
    text: str,
    now: datetime.datetime,
    vocabulary: Vocabulary,
    *,
    expecting: Field | None = None,
    statistical: bool = True,
    language: Language = "en",
) -> Fields:
    """Read one message, with `now` (carrying an offset) as the visitor's present.

    `expecting` is the field just asked for, so that a bare answer counts. `statistical` allows the language model, which
    is used at most once and only for a name that no rule decides. `language` is that of the message. Raises ValueError
    if `now` has no offset.
    """
    if now.utcoffset() is None:
        raise ValueError("now must carry an offset")
    folded = without_marks(fold(text))
    reach = contact(text, folded, vocabulary.region)
    terms = finder(vocabulary).find(folded)
    read = _readers(language)
    calendar = read.days(reach.rest, now.date(), expected=expecting == "date")
    group = read.party(calendar.rest, expected=expecting == "party_size")
    part = read.day_part(reach.rest)
    day = (calendar.wish.start, calendar.wish.end) if calendar.wish else None
    clock = read.hours(group.rest, part, day=day, over=calendar.over, expected=expecting == "time")
    # The words that tell the party's size may hold the name: "my daughter Sofia and me".
    rest = mark(calendar.rest, clock.spans, TIME_MARK)
    rest = mark(rest, [(one.start, one.end) for one in (*terms.programs, *terms.roles)], PROGRAM_MARK)
    who = read.people(text, rest, expected=expecting == "name", judge=people_by_model if statistical else None)
    found: dict[Field, Found[str] | Found[datetime.date] | Found[datetime.time] | Found[int] | None] = {
        "name": who.name,
        "email": reach.email,
        "phone": reach.phone,
        "program": terms.program,
        "date": calendar.wish,
        "time": clock.wish,
        "party_size": group.size,
    }
    return Fields(
        name=who.name.value if who.name else None,
        email=reach.email.value if reach.email else None,
        phone=reach.phone.value if reach.phone else None,
        program=terms.program.value if terms.program else None,
        date=calendar.wish.value if calendar.wish else None,
        time=clock.wish.value if clock.wish else None,
        party_size=group.size.value if group.size else None,
        name_is_own=who.own,
        family=family(folded, who.student.value if who.student else None),
        day_part=part,
        earliest_date=calendar.earliest,
        latest_date=calendar.latest,
        earliest_time=clock.earliest,
        latest_time=clock.latest,
        flags=calendar.flags | ({SHORT_PHONE} if reach.short_phone else set()),
        spans={key: (one.start, one.end) for key, one in found.items() if one},
        terms=terms,
    )
