"""What a signed link shows, and what it does. Showing changes nothing: mail scanners open every link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.consent.wishes import MessageWishes
from bot.errors import Conflict, LinkForged, OfferOver, SlotClosed, SlotFull
from bot.nlu.language import Language
from bot.reminders.models import PlannedMessage
from bot.reminders.planning import BY_LINK
from bot.tours.links import Link
from bot.tours.models import Booking, Slot, WaitlistEntry
from bot.tours.origin import rebooked
from bot.tours.people import people_of
from bot.tours.saying import full
from bot.tours.waitlist import LIVE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.assistant import Assistant
    from bot.school.school_file import TourKind

ACTOR = "link"
"""Who acts, in history and audit: whoever has the e-mail."""
_TIMES = 60


@dataclass(frozen=True)
class View:
    """A page: what it says (a name in wording.yml), about which visit, and what can be done on it."""

    says: str
    language: Language
    visit: Visit | None = None
    button: str | None = None
    """The name of what the button does; None: there is nothing to do."""
    times: tuple[tuple[str, str], ...] = ()
    """Times to choose from: value and words."""
    status: int = 200


@dataclass(frozen=True)
class Visit:
    """What the link is about."""

    kind: TourKind
    when: str
    party: int
    reference: str | None


class LinkDeeds:
    """Shows and does what the links of e-mails are for."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def show(self, link: Link, now: datetime, *, said: str | None = None) -> View:
        """The page of a link. ``said`` replaces what it says where it can still be used, after a failed attempt."""
        with self._assistant.database.read() as session:
            language = _language(session, link)
            if link.purpose == "stop":
                return View("stop", language, button="stop")
            subject = _subject(session, link)
            why_not, came_of_it = _why_not(session, link, subject)
            subject = came_of_it or subject
            slot = session.get_one(Slot, subject.slot_id)
            visit = self._visit(subject, slot, language)
        missed = link.purpose == "rebook" and came_of_it is None
        if visit is None or (slot.starts_at <= now and not missed):
            return View("over", language, visit, status=410)
        if why_not is not None:
            return View(why_not, language, visit, status=409)
        times: tuple[tuple[str, str], ...] = ()
        if link.purpose in ("move", "rebook"):
            open_times = self._assistant.tours.open_times(now, party=subject.party_size, kind=visit.kind, limit=_TIMES)
            zone = self._assistant.school.campus_of(visit.kind).zone
            taken = slot.starts_at if link.purpose == "move" else None
            times = tuple((one.starts_at.isoformat(), full(one.starts_at, zone, language)) for one in open_times if one.starts_at != taken)
            if not times:
                return View("no_times", language, visit)
        status = 409 if said else 200
        return View(said or link.purpose, language, visit, button=link.purpose, times=times, status=status)

    def act(self, link: Link, chosen: str | None, now: datetime) -> View:
        """Does what the link is for, and tells how it went. ``chosen`` is the time that was picked."""
        before = self.show(link, now)
        if before.button is None:
            return before
        try:
            subject_id = self._do(link, chosen, now)
        except (SlotFull, SlotClosed):
            return self.show(link, now, said="taken")
        except OfferOver:
            return View("offer_over", before.language, before.visit, status=409)
        except Conflict:
            return View("over", before.language, before.visit, status=409)
        return View(f"{link.purpose}_done", before.language, self._now(subject_id, before.language) or before.visit)

    def _do(self, link: Link, chosen: str | None, now: datetime) -> str | None:
        """The id of the booking that came of it, where one did."""
        tours = self._assistant.tours
        match link.purpose:
            case "stop":
                MessageWishes(self._assistant).stop(link.subject, None)
            case "cancel":
                tours.cancel(link.subject, now=now, actor=ACTOR, reason=BY_LINK)
            case "decline":
                tours.withdraw(int(link.subject), now=now, actor=ACTOR, reason=BY_LINK)
            case "accept":
                return tours.accept_offer(int(link.subject), now=now, actor=ACTOR).id
            case "move":
                return tours.reschedule(link.subject, _time(chosen), now=now, actor=ACTOR, reason=BY_LINK).id
            case "rebook":
                with self._assistant.database.read() as session:
                    missed = session.get_one(Booking, link.subject)
                    tour, people = session.get_one(Slot, missed.slot_id).tour, people_of(session, missed)
                return tours.book(
                    starts_at=_time(chosen),
                    party=missed.party_size,
                    submission=rebooked(missed.id),
                    now=now,
                    conversation_id=missed.conversation_id,
                    lead_id=missed.lead_id,
                    hold="",
                    people=people,
                    kind=self._assistant.school.tour(tour),
                    actor=ACTOR,
                ).id
        return None

    def _now(self, booking_id: str | None, language: Language) -> Visit | None:
        if booking_id is None:
            return None
        with self._assistant.database.read() as session:
            booking = session.get_one(Booking, booking_id)
            return self._visit(booking, session.get_one(Slot, booking.slot_id), language)

    def _visit(self, subject: Booking | WaitlistEntry, slot: Slot, language: Language) -> Visit | None:
        kind = self._assistant.school.tour(slot.tour)
        if kind is None:
            return None
        when = full(slot.starts_at, self._assistant.school.campus_of(kind).zone, language)
        return Visit(kind, when, subject.party_size, subject.reference if isinstance(subject, Booking) else None)


def _subject(session: Session, link: Link) -> Booking | WaitlistEntry:
    found: Booking | WaitlistEntry | None
    if link.purpose in ("accept", "decline"):
        found = session.get(WaitlistEntry, int(link.subject)) if link.subject.isdigit() else None
    else:
        found = session.get(Booking, link.subject)
    if found is None:
        raise LinkForged
    return found


def _why_not(session: Session, link: Link, subject: Booking | WaitlistEntry) -> tuple[str | None, Booking | None]:
    """Why a link opens nothing any more, as a name in wording.yml, and the booking that came of it, if one did."""
    if isinstance(subject, WaitlistEntry):
        if subject.state == "accepted":
            return _used(session.get_one(Booking, subject.booking_id), "accepted_already")
        if link.purpose == "decline":
            return None if subject.state in LIVE else "left_already", None
        stands = subject.offered_until is not None and int(subject.offered_until.timestamp()) == link.number
        return None if subject.state == "offered" and stands else "offer_over", None
    if link.purpose == "rebook":
        again = session.scalar(select(Booking).where(Booking.submission == rebooked(subject.id)))
        return _used(again, "used") if again is not None else (None if subject.state == "no_show" else "over", None)
    if subject.state != "booked":
        return _ended(subject), None
    return None if subject.sequence == link.number else "changed", None


def _used(booking: Booking, says: str) -> tuple[str, Booking]:
    """What there is to say of a booking that was made with a link: that it stands, or how it ended."""
    return says if booking.state == "booked" else _ended(booking), booking


def _ended(booking: Booking) -> str:
    return "cancelled_already" if booking.state == "cancelled" else "over"


def _language(session: Session, link: Link) -> Language:
    """The language of the e-mails that the party got."""
    if link.purpose == "stop":
        own = PlannedMessage.conversation_id == link.subject
    elif link.purpose in ("accept", "decline"):
        own = PlannedMessage.waitlist_id == (int(link.subject) if link.subject.isdigit() else None)
    else:
        own = PlannedMessage.booking_id == link.subject
    found = session.scalar(select(PlannedMessage.language).where(own).order_by(PlannedMessage.id.desc()).limit(1))
    return "es" if found == "es" else "en"


def _time(chosen: str | None) -> datetime:
    """The chosen time; anything else is a time that nobody opened."""
    try:
        moment = datetime.fromisoformat(chosen or "")
    except ValueError:
        raise SlotClosed("No such time.") from None
    if moment.tzinfo is None:
        raise SlotClosed("No such time.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise SlotClosed("No such time.") from None
