"""Whether a family can be told by e-mail of what changes about its visit, and when it hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.consent.quiet_hours import leaves_at
from bot.consent.service import TOUR_MESSAGES, identity_hash, refusals
from bot.leads.working_hours import spans
from bot.school.school_file import SchoolFile
from bot.tours.given_address import given_addresses
from bot.tours.models import Booking, Slot, WaitlistEntry

if TYPE_CHECKING:
    from bot.assistant import Assistant


class Reach:
    """Looks at what is set up, at the address that was given with a booking or an entry, and at what was agreed to."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def why_not(self, session: Session, subject: Booking | WaitlistEntry, now: datetime) -> str | None:
        """Why no e-mail about it would reach the family: ``no_mail`` (not set up), ``not_given`` (there are no words for a kind of
        tour that left the rules), ``no_address``, ``no_consent``, ``opted_out`` or ``paused``; None: it would.
        """
        return self.of_all(session, [subject], now)[0]

    def hears_at(self, session: Session, entry: WaitlistEntry, now: datetime) -> datetime:
        """When the family of an entry can hear of an offer that is made now."""
        school = self._assistant.school
        return heard_at(school.file, school.zone, now, by_email=self.why_not(session, entry, now) is None)

    def of_all(self, session: Session, subjects: Sequence[Booking | WaitlistEntry], now: datetime) -> list[str | None]:
        """The same for several at once, in their order."""
        if not self._assistant.settings.sends_mail:
            return ["no_mail"] * len(subjects)
        of_slots = select(Slot.id, Slot.tour).where(Slot.id.in_({one.slot_id for one in subjects}))
        tours = {row.id: row.tour for row in session.execute(of_slots)}
        addresses = given_addresses(session, self._assistant.secret_key, subjects)
        hashes = [None if one is None else identity_hash(self._assistant.secret_key, one) for one in addresses]
        refused = refusals(session, {one for one in hashes if one is not None}, TOUR_MESSAGES, now)

        def why_not(subject: Booking | WaitlistEntry, hashed: bytes | None) -> str | None:
            if self._assistant.school.tour(tours[subject.slot_id]) is None:
                return "not_given"
            return "no_address" if hashed is None else refused[hashed]

        return [why_not(subject, hashed) for subject, hashed in zip(subjects, hashes, strict=True)]


def heard_at(school: SchoolFile, zone: ZoneInfo, now: datetime, *, by_email: bool) -> datetime:
    """When somebody can hear of what happens now: once an e-mail may leave, or the office is open to call. Pure.

    An office that tells no hours calls when an e-mail could be sent.
    """
    opens = None if by_email else next(spans(school.hours, zone, now), None)
    return opens[0] if opens is not None else leaves_at(school.quiet_hours, now, [zone])
