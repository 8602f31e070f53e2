"""Who comes with a booking, and what they need. Pure but for the rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast, get_args

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.errors import InvalidInput
from bot.tours.models import Attendee, Booking

Role = Literal["student", "parent", "guest"]
LONGEST_NAME = 120
LONGEST_TEXT = 1000


@dataclass(frozen=True)
class Person:
    """Somebody who comes along."""

    name: str
    role: Role


@dataclass(frozen=True)
class People:
    """What a party tells about itself. All of it is optional."""

    attendees: Sequence[Person] = ()
    access_needs: str = ""
    guide_question: str = ""

    def checked(self, party: int) -> People:
        """The same with its texts tidied. Raises :class:`InvalidInput` for what cannot be kept."""
        if len(self.attendees) > party:
            raise InvalidInput("More people are named than places are booked.")
        named = tuple(Person(_one_line(one.name), one.role) for one in self.attendees)
        for person in named:
            if not person.name or len(person.name) > LONGEST_NAME:
                raise InvalidInput(f"A name must have 1 to {LONGEST_NAME} characters.")
            if person.role not in get_args(Role):
                raise InvalidInput("A person comes as student, parent or guest.")
        if sum(person.role == "student" for person in named) > 1:
            raise InvalidInput("A booking is for one student; please book for another one separately.")
        texts = [_lines(text) for text in (self.access_needs, self.guide_question)]
        if max(map(len, texts)) > LONGEST_TEXT:
            raise InvalidInput(f"That is too long; please keep it to {LONGEST_TEXT} characters.")
        return People(named, *texts)


def as_rows(attendees: Sequence[Person]) -> list[dict[str, Any]] | None:
    """People as a place on the waitlist keeps them; None for nobody."""
    return [asdict(one) for one in attendees] or None


def from_rows(rows: Sequence[dict[str, Any]] | None) -> tuple[Person, ...]:
    """What :func:`as_rows` kept."""
    return tuple(Person(**row) for row in rows or ())


def write_people(session: Session, booking: Booking, people: People) -> None:
    """Puts checked people on a booking, in place of those who stood there."""
    session.execute(delete(Attendee).where(Attendee.booking_id == booking.id))
    session.add_all([Attendee(booking_id=booking.id, name=one.name, role=one.role) for one in people.attendees])
    booking.access_needs = people.access_needs or None
    booking.guide_question = people.guide_question or None
    session.flush()


def people_of(session: Session, booking: Booking) -> People:
    """Who is known to come with a booking, and what they need."""
    rows = session.execute(select(Attendee.name, Attendee.role).where(Attendee.booking_id == booking.id).order_by(Attendee.id))
    named = tuple(Person(name, cast(Role, role)) for name, role in rows)
    return People(named, booking.access_needs or "", booking.guide_question or "")


def _one_line(text: str) -> str:
    """Without line breaks and other characters that no name has and that a header of a message would stumble over."""
    return " ".join("".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp", "Cs") else one for one in text).split())


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(_one_line, text.splitlines())))
