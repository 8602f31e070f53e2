"""What a filled form sets in motion: contact, consent receipt, lead, booking. Everything is checked once more here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.consent.service import ANSWER, TOUR_MESSAGES, give_receipt, identity_hash, refusal
from bot.consent.wishes import MessageWishes, source_of
from bot.conversations.erasure import erase_words
from bot.conversations.models import Conversation, Handoff
from bot.engine.record import TurnRecord
from bot.errors import InvalidInput, SlotClosed
from bot.forms.asking import consent_text
from bot.forms.reading import UNDECIDED
from bot.forms.times import time_from_slot
from bot.leads.capture import Interest, capture
from bot.leads.models import Lead
from bot.leads.promises import promise_reply
from bot.nlu.extraction import extract
from bot.nlu.language import Language
from bot.tours.given_address import given_address
from bot.tours.models import Booking, Slot, WaitlistEntry
from bot.tours.people import LONGEST_NAME, People, Person
from bot.tours.waitlist import LIVE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.assistant import Assistant

_UNDER_13 = "says to be under 13"
"""What staff read on the lead of such a conversation."""


@dataclass(frozen=True)
class Booked:
    """A confirmed booking."""

    id: str
    reference: str
    starts_at: datetime
    ends_at: datetime
    party_size: int
    mailed_to: str | None = None
    """Where a confirmation is on its way to, if it is."""
    who: People = People()  # noqa: RUF009 (frozen)
    """Who is known to come."""


@dataclass(frozen=True)
class Waiting:
    """A place on the waitlist."""

    starts_at: datetime
    party_size: int
    offered_until: datetime | None
    """Until when a place that is free by now is kept."""
    mailed_to: str | None
    """Where an e-mail goes when there is a place, if one can be sent."""
    due_at: datetime | None
    """By when staff are in touch instead, where that is promised."""


class Requests:
    """Acts on filled forms."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def book_tour(self, slots: Mapping[str, Any], sender_id: str, turn: TurnRecord | None) -> Booked:
        """Books a tour with everything that belongs to it, or nothing at all.

        Raises :class:`SlotFull`, :class:`SlotClosed`, or :class:`InvalidInput` for slots that do not hold up.
        """
        interest = self._interest(slots, "tour")
        starts_at = time_from_slot(slots["tour_time"])
        party = int(slots.get("party_size") or 1)
        who, now = people_told(slots), self._assistant.clock()
        conversation_id = self.conversation(sender_id, turn)
        with self._assistant.database.write() as session:
            # The place first: without it there is nothing to keep the details for.
            booking = self._assistant.tours.book(
                starts_at=starts_at,
                party=party,
                submission=f"{conversation_id}:{turn.message_id if turn else uuid.uuid4().hex}",
                now=now,
                conversation_id=conversation_id,
                lead_id=None,
                people=who,
            )
            lead = self._lead(session, conversation_id, interest, _shown_in(slots), turn, now)
            booking.lead_id = lead.id
            session.flush()
            ends_at = session.scalars(select(Slot.ends_at).where(Slot.id == booking.slot_id)).one()
            mailed_to = self._mailed_to(session, interest.email, now)
            return Booked(booking.id, booking.reference, starts_at, ends_at, booking.party_size, mailed_to, who)

    def join_waitlist(self, slots: Mapping[str, Any], sender_id: str, turn: TurnRecord | None) -> Waiting:
        """Queues a party for a full time, with everything that belongs to it, or does nothing at all.

        Who queues for it already and gives another address is written to there from now on.
        Where no e-mail can tell it of a place, staff are promised instead. Raises :class:`Conflict` when there is room by now,
        :class:`SlotClosed`, or :class:`InvalidInput` for slots that do not hold up.
        """
        interest = replace(self._interest(slots, "tour"), waits=True)
        starts_at, now = time_from_slot(slots["tour_time"]), self._assistant.clock()
        conversation_id = self.conversation(sender_id, turn)
        with self._assistant.database.write() as session:
            another_address = self._waits_elsewhere(session, conversation_id, starts_at, interest.email)
            try:
                entry = self._assistant.tours.join_waitlist(
                    starts_at=starts_at,
                    party=int(slots.get("party_size") or 1),
                    submission=f"{conversation_id}:{turn.message_id if turn else uuid.uuid4().hex}",
                    now=now,
                    conversation_id=conversation_id,
                    lead_id=None,
                    people=people_told(slots),
                    another_address=another_address,
                )
            except InvalidInput as error:  # staff made it smaller than the party meanwhile
                raise SlotClosed("That time never has room for so many people.") from error
            lead = self._lead(session, conversation_id, interest, _shown_in(slots), turn, now)
            entry.lead_id = entry.lead_id or lead.id
            session.flush()
            mailed_to = self._mailed_to(session, given_address(session, self._assistant.secret_key, entry), now)
            due_at = None if mailed_to else promise_reply(session, self._assistant.school, lead, now=now)
            return Waiting(starts_at, entry.party_size, entry.offered_until, mailed_to, due_at)

    def give_back(self, slots: Mapping[str, Any], sender_id: str, turn: TurnRecord | None) -> None:
        """Gives back the time that an open form keeps, if it keeps one."""
        if slots.get("held_until"):
            self._assistant.tours.release(self.conversation(sender_id, turn), self._assistant.clock())

    def could_mail(self, email: str | None) -> str | None:
        """The address, if e-mails about a visit could be sent to it once its owner has agreed."""
        if not email or not self._assistant.settings.sends_mail:
            return None
        hashed, now = identity_hash(self._assistant.secret_key, email), self._assistant.clock()
        with self._assistant.database.read() as session:
            return email if refusal(session, hashed, TOUR_MESSAGES, now) in (None, "no_consent") else None

    def tell_of_visit(self, booking_id: str, who: People, sender_id: str, turn: TurnRecord | None) -> None:
        """Keeps who comes with a booking, and what the guide should know.

        Raises :class:`Conflict` when it was cancelled meanwhile, :class:`InvalidInput` when it has fewer places by now.
        """
        actor = f"visitor:{self.conversation(sender_id, turn)}"
        self._assistant.tours.change_people(booking_id, who, now=self._assistant.clock(), actor=actor)

    def standing_booking(self, turn: TurnRecord | None) -> Booked | None:
        """The newest booking of the conversation that is still to come, if there is one."""
        if turn is None:
            return None
        newest = (
            select(Booking.id, Booking.reference, Slot.starts_at, Slot.ends_at, Booking.party_size)
            .join(Slot, Slot.id == Booking.slot_id)
            .where(Booking.conversation_id == turn.conversation_id, Booking.state == "booked", Slot.starts_at > self._assistant.clock())
            .order_by(Booking.created_at.desc())
            .limit(1)
        )
        with self._assistant.database.read() as session:
            found = session.execute(newest).one_or_none()
        return Booked(*found) if found else None

    def ask_for_person(self, slots: Mapping[str, Any], sender_id: str, turn: TurnRecord | None) -> datetime | None:
        """Stores the wish to be called or written to, for staff to see; returns by when that is promised, if it is."""
        interest = self._interest(slots, "call_back")
        conversation_id = self.conversation(sender_id, turn)
        with self._assistant.database.write() as session:
            now = self._assistant.clock()
            lead = self._lead(session, conversation_id, interest, _shown_in(slots), turn, now)
            due_at = promise_reply(session, self._assistant.school, lead, now=now)
        if turn is not None:
            turn.handoff = "asked for a person"
        return due_at

    def refuse_under_13(self, turn: TurnRecord | None) -> None:
        """Erases what somebody under 13 wrote so far. Staff are told if a booking or a request came of it before."""
        if turn is None:
            return  # a plain ``rasa shell`` stores no lines
        with self._assistant.database.write() as session:
            erase_words(session, turn.conversation_id, up_to=turn.seq)
            contact = session.scalar(select(Conversation.contact_id).where(Conversation.id == turn.conversation_id))
            told = session.scalar(
                select(Handoff.id).where(
                    Handoff.conversation_id == turn.conversation_id, Handoff.reason == _UNDER_13, Handoff.resolved_at.is_(None)
                )
            )
            if contact is not None and told is None:
                turn.handoff = _UNDER_13

    def opt_out(self, sender_id: str, turn: TurnRecord | None) -> bool:
        """Stops all messages to the person at once; false when there is no way to reach them anyway."""
        return self._wishes.stop(self.conversation(sender_id, turn), turn.seq if turn else None)

    def only_tour_messages(self, sender_id: str, turn: TurnRecord | None) -> bool:
        """Lets messages about a visit through again, and nothing else; false when nothing was stopped."""
        return self._wishes.only_tours(self.conversation(sender_id, turn), turn.seq if turn else None)

    def pause_messages(self, sender_id: str, turn: TurnRecord | None) -> datetime | None:
        """Stops all messages for two weeks; until when, or None when nothing was stopped."""
        return self._wishes.pause(self.conversation(sender_id, turn), turn.seq if turn else None)

    def messages_again(self, sender_id: str, turn: TurnRecord | None) -> bool:
        """Lets through again what was agreed to before an opt-out; false when nothing was stopped."""
        return self._wishes.again(self.conversation(sender_id, turn), turn.seq if turn else None)

    @property
    def _wishes(self) -> MessageWishes:
        return MessageWishes(self._assistant)

    def _lead(
        self, session: Session, conversation_id: str, interest: Interest, language: Language, turn: TurnRecord | None, now: datetime
    ) -> Lead:
        lead = capture(session, conversation_id, interest, now=now)
        form, purpose = ("tour_form", TOUR_MESSAGES) if interest.wants == "tour" else ("contact_form", ANSWER)
        wording = consent_text(form, self._assistant.school, language)
        self._assistant.events.tell(session, "lead.created" if lead.created_at == now else "lead.changed", lead.id, now)
        give_receipt(
            session,
            hashes=[identity_hash(self._assistant.secret_key, value) for _kind, value in interest.identities],
            contact_id=lead.contact_id,
            purpose=purpose,
            granted=True,
            wording=self._assistant.school.fill(wording.wording),
            wording_version=wording.version,
            channel=turn.channel if turn else "console",
            source=source_of(session, conversation_id, turn.channel if turn else "console", turn.seq if turn else None) or f"form:{form}",
            conversation_id=conversation_id,
            message_seq=turn.seq if turn else None,
            at=now,
        )
        self._wishes.agreed_anew(session, conversation_id, purpose)
        return lead

    def _mailed_to(self, session: Session, email: str | None, now: datetime) -> str | None:
        """The address, if an e-mail about the visit may and can be sent to it."""
        if not email or not self._assistant.settings.sends_mail:
            return None
        why_not = refusal(session, identity_hash(self._assistant.secret_key, email), TOUR_MESSAGES, now)
        return email if why_not is None else None

    def _waits_elsewhere(self, session: Session, conversation_id: str, starts_at: datetime, email: str | None) -> bool:
        """True when a conversation queues for a time already, and gave another address then."""
        known = session.scalar(
            select(WaitlistEntry)
            .join(Slot, Slot.id == WaitlistEntry.slot_id)
            .where(WaitlistEntry.conversation_id == conversation_id, WaitlistEntry.state.in_(LIVE))
            .where(Slot.starts_at == starts_at, Slot.tour == self._assistant.tours.default_kind.id)
        )
        return known is not None and given_address(session, self._assistant.secret_key, known) != email

    def _interest(self, slots: Mapping[str, Any], wants: str) -> Interest:
        name, email, phone = slots.get("name"), slots.get("email"), slots.get("phone")
        if not name or not (email or phone) or slots.get("consent") is not True:
            raise InvalidInput("The form is not complete.")
        now, vocabulary = self._assistant.clock(), self._assistant.school.vocabulary
        if email and extract(email, now, vocabulary, statistical=False).email != email:
            raise InvalidInput("The e-mail address does not hold up.")
        if phone and extract(phone, now, vocabulary, statistical=False).phone != phone:
            raise InvalidInput("The phone number does not hold up.")
        program = slots.get("program")
        known = {one.name for one in self._assistant.school.programs} | {UNDECIDED, None}
        if program not in known:
            raise InvalidInput("The program does not exist.")
        return Interest(name, email, phone, None if program == UNDECIDED else program, wants)

    def conversation(self, sender_id: str, turn: TurnRecord | None) -> str:
        """The conversation's id; a plain ``rasa shell`` gets one of its own."""
        return turn.conversation_id if turn else self._assistant.inbox.open_thread("console", sender_id)


def people_told(slots: Mapping[str, Any]) -> People:
    """Who comes, as far as it was said while booking: somebody and the child they book for. Of one place the child's counts."""
    family = slots.get("family")
    if not family:
        return People()
    student = (Person(family["student"][:LONGEST_NAME], "student"),) if family.get("student") else ()
    if int(slots.get("party_size") or 1) < 2:
        return People(student)
    return People((Person(slots["name"][:LONGEST_NAME], family["speaker"]), *student))


def _shown_in(slots: Mapping[str, Any]) -> Language:
    """The language in which the words of consent were shown, whatever is spoken by now."""
    return "es" if slots.get("consent_language") == "es" else "en"
