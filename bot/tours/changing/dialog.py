"""The way from "cancel my tour" to its end: which address, the code, which booking, what to do, a new time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.conversations.language import spoken
from bot.conversations.lines import line, person_button
from bot.conversations.understanding import Understanding
from bot.errors import Conflict, NotProven, SlotClosed, SlotFull
from bot.forms.state import Fault, Say, Step
from bot.forms.wish import Wish
from bot.forms.wording import people, worded
from bot.nlu.change_wish import cancelling, wished_change
from bot.nlu.extraction import Fields
from bot.nlu.language import Language
from bot.proofs.service import Proofs
from bot.tours.changing.asking import offered_address, told
from bot.tours.changing.own_bookings import OwnBooking, OwnBookings, chosen
from bot.tours.changing.reading import Meant, meant
from bot.tours.saying import full

if TYPE_CHECKING:
    from bot.assistant import Assistant

ReadTime = Callable[[OwnBooking], Step | None]
"""Reads the message as a new time for a booking; None when it is none."""
_START: dict[str, Any] = dict.fromkeys(("change_email", "change_code", "change_what", "change_wish", "change_end", "tour_time", "wish"))
PERSON = "person"
"""In the slot ``change_end``: a person is to be asked for next."""
_DONE = "done"
_OF_BOOKINGS = ("cancel", "move", "resize", "which", "cancel_or_leave", "unclear")
"""What can only be meant while there are bookings to mean."""


class ChangeDialog:
    """One message's step. ``seq`` is its number in the conversation; None outside of any (``rasa shell``)."""

    def __init__(self, assistant: Assistant, conversation_id: str, seq: int | None) -> None:
        self._assistant = assistant
        self._conversation_id = conversation_id
        self._seq = seq
        self._proofs = Proofs(assistant)
        self._own = OwnBookings(assistant)

    def begin(self, heard: Understanding, fields: Fields, language: Language) -> Step:
        """The first step: nothing is known but what the message tells."""
        wants = wished_change(heard.text, language)
        if wants is None and cancelling(heard.text, language, asks=heard.asks) == "meant":
            wants = "cancel"
        step = Step(slots={**_START, "change_wish": {"do": wants}})
        if wants != "cancel":
            step.slots["wish"] = Wish(day=fields.date, at=fields.time, part=fields.day_part).to_slot()
        if not self._assistant.settings.sends_mail:
            return self._end(step, "change_no_mail", person=True)
        if fields.email:
            return self._send(step, fields.email, asked=None)
        address = self._proofs.proven(self._conversation_id)
        if address is not None:
            step.slots |= {"change_email": address, "change_code": True}
            return self._look(step)
        if self._own.have_a_phone_only(self._conversation_id):
            return self._end(step, "change_phone_only", person=True)
        return step

    def go_on(
        self, slots: Mapping[str, Any], asked: str, heard: Understanding, fields: Fields, language: Language, read_time: ReadTime
    ) -> Step | None:
        """The step that an answer makes; None for what is no answer."""
        wants, what = (slots.get("change_wish") or {}).get("do"), slots.get("change_what") or {}
        of_bookings = asked in ("change_what", "tour_time")
        try:
            bookings, is_proven = self._own.of(self._conversation_id) if of_bookings else [], True
        except NotProven:
            bookings, is_proven = [], False
        found = meant(
            asked,
            heard,
            fields,
            language=language,
            offered=asked == "change_email" and offered_address(slots) is not None,
            bookings=bookings,
            wants=wants,
            moving=what.get("booking"),
        )
        if of_bookings and not bookings and (found.kind in _OF_BOOKINGS if found is not None else not _is_elsewhere(heard)):
            return self._end(Step(), "change_gone") if is_proven else self._begin_again(slots, heard, fields, language)
        if found is not None:
            return self._done(slots, asked, found, bookings)
        if asked != "tour_time" or not bookings:
            return None
        booking = chosen(bookings, what.get("booking"))
        return self._end(Step(), "change_gone") if booking is None else self._take_time(read_time(booking), booking)

    def _begin_again(self, slots: Mapping[str, Any], heard: Understanding, fields: Fields, language: Language) -> Step:
        """Has the address proven once more: the last time was too long ago."""
        step = self.begin(heard, fields, language)
        step.slots["change_wish"] = slots.get("change_wish")
        step.says.insert(0, _say("change_check_again"))
        return step

    def _done(self, slots: Mapping[str, Any], asked: str, found: Meant, bookings: list[OwnBooking]) -> Step:
        """What follows from an answer."""
        step = Step()
        match found.kind:
            case "under_13":
                step.slots["under_13"] = True
            case "person":
                step.slots["change_end"] = PERSON
            case "leave":
                self._end(step, "change_kept")
            case "phone":
                self._end(step, "change_phone_only", person=True)
            case "wish":
                step.slots["change_wish"] = {**(slots.get("change_wish") or {}), "do": found.value}
            case "address":
                self._send(step, found.value, asked=asked)
            case "bad_address":
                step.faults = {"email": Fault("bad_email", found.value)}
            case "send" if asked == "change_email" and slots.get("email"):
                self._send(step, str(slots["email"]), asked=asked)
            case "other_address":
                step.slots |= {
                    "change_wish": {**(slots.get("change_wish") or {}), "other": True},
                    "change_email": None,
                    "change_code": None,
                }
            case "new_code" if asked == "change_code":
                self._send(step, str(slots["change_email"]), asked=asked)
            case "code":
                self._enter(step, found.value)
            case "cancel":
                self._cancel(step, chosen(bookings, found.value))
            case "move":
                step.slots |= {"change_what": {"booking": found.value}, "tour_time": None}
            case "resize":
                self._resize(step, bookings[0], int(found.value))
            case "which":
                step.say("change_which")
            case "cancel_or_leave":
                step.slots["change_what"] = None  # asked again, with its buttons
                step.say("change_cancel_or_leave")
            case _:
                step.say("not_understood")
        return step

    def _send(self, step: Step, address: str, *, asked: str | None) -> Step:
        """Has a code sent, if anything is booked with the address. What is said does not depend on it."""
        too_many = self._proofs.ask(self._conversation_id, address, answers=self._seq, language=spoken())
        if too_many is None:
            step.slots |= {"change_email": address, "change_code": None}
            step.say("change_code_sent")
            return step
        when = full(too_many.until, self._assistant.school.zone, spoken())
        if asked == "change_code":  # the last one may still be typed
            step.says.append(_say("change_too_many", when=when))
            return step
        return self._end(step, "change_too_many", person=True, when=when)

    def _enter(self, step: Step, code: str) -> None:
        outcome = self._proofs.enter(self._conversation_id, code)
        if outcome != "right":
            line_of = {"wrong": "change_wrong_code", "spent": "change_code_spent", "over": "change_code_over"}
            step.faults = {"code": Fault(line_of[outcome], "")}
            return
        step.slots["change_code"] = True
        self._look(step)

    def _look(self, step: Step) -> Step:
        """Ends it when there is nothing to change."""
        return step if self._own.of(self._conversation_id) else self._end(step, "change_none", person=True)

    def _cancel(self, step: Step, booking: OwnBooking | None) -> None:
        if booking is None or not self._own.cancel(self._conversation_id, booking.id):
            self._end(step, "change_gone")
            return
        words = told(booking)
        self._end(step, "change_cancelled", tour=words["tour"], when=words["when"], besides=self._mailed())

    def _resize(self, step: Step, booking: OwnBooking, party: int) -> None:
        try:
            resized = self._own.resize(self._conversation_id, booking.id, party)
        except (SlotFull, SlotClosed):
            step.slots["change_what"] = None  # asked again: another time may have room
            step.say("change_no_room", people=people(party))
            return
        except Conflict:
            resized = None
        if resized is None:
            self._end(step, "change_gone")
            return
        words: dict[str, Any] = {**told(resized), "reference": resized.reference}
        self._end(step, "change_resized", **words, besides=self._mailed() if party != booking.party else "")

    def _take_time(self, step: Step | None, booking: OwnBooking) -> Step | None:
        if step is None:
            return None
        wished = {slot: value for slot, value in step.slots.items() if slot in ("tour_time", "wish")}
        # The new time is said once, when it is had.
        step = Step(slots=wished, says=[say for say in step.says if say.line not in ("time_understood", "noted")])
        if not step.slots.get("tour_time"):
            return step
        try:
            starts_at = datetime.fromisoformat(step.slots["tour_time"]).astimezone(UTC)
            moved = self._own.move(self._conversation_id, booking.id, starts_at)
        except (SlotFull, SlotClosed):
            step.slots = {"tour_time": None, "wish": None}
            step.say("just_taken")
            return step
        except Conflict:
            moved = None
        if moved is None:
            return self._end(step, "change_gone")
        example = f" {worded('example_booked')}" if self._assistant.school.has_example_tours else ""
        words: dict[str, Any] = {**told(moved), "reference": moved.reference, "besides": self._mailed() + example}
        return self._end(step, "change_moved", **words)

    def _mailed(self) -> str:
        return f" {line('change_mailed')[0]}" if self._own.are_told(self._conversation_id) else ""

    def _end(self, step: Step, says: str, *, person: bool = False, **values: Any) -> Step:
        step.slots["change_end"] = _DONE
        step.says.append(_say(says, person=person, **values))
        return step


def _is_elsewhere(heard: Understanding) -> bool:
    """True for a question and for what is not about the booking at all."""
    return heard.asks or heard.is_about("opt_out", "privacy", at_least=0.6)


def _say(name: str, *, person: bool = False, **values: Any) -> Say:
    return Say(name, values, {"quick_replies": [person_button()]} if person else None)
