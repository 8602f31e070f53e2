"""Changing a tour that is booked: Rasa's side of bot.tours.changing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import refuse_under_13
from actions.forms import Events, ValidateForm, cleared, note_form, says_something_new
from actions.saying import say_line
from bot import assistant
from bot.conversations.lines import person_button
from bot.conversations.understanding import understanding
from bot.engine.record import turn_record
from bot.errors import NotProven
from bot.forms.asking import Shown, time_question
from bot.forms.offering import offer
from bot.forms.reading import counted, read
from bot.forms.state import CHANGE, Step
from bot.forms.times import Context
from bot.forms.wish import Wish
from bot.nlu.extraction import Field, extract
from bot.nlu.language import Language
from bot.tours.changing import asking
from bot.tours.changing.dialog import PERSON, ChangeDialog
from bot.tours.changing.own_bookings import OwnBooking, OwnBookings, chosen
from bot.tours.service import OpenTime

_EXPECTED: dict[str, Field] = {"change_email": "email", "tour_time": "date"}


class ValidateChangeForm(ValidateForm):
    """Whose booking it is, what is to be done with it, and doing it."""

    form = "change_form"
    topic = "campus_tour"
    back = "back_to_change"

    def step(self, tracker: Tracker, language: Language) -> Step | None:
        """What the latest message changes; None when it is no answer."""
        if not says_something_new(self.form, tracker):
            return None
        is_open = (tracker.active_loop or {}).get("name") == self.form
        asked = tracker.slots.get("requested_slot") if is_open else None
        heard, office, record = understanding(tracker.latest_message), assistant.current(), turn_record()
        typed = heard.text if heard.form is None else "\n".join(value for value in heard.form.values() if isinstance(value, str))
        fields = extract(
            "" if heard.choice else typed,
            office.clock().astimezone(office.school.zone),
            office.school.vocabulary_in(language),
            expecting=_EXPECTED.get(asked or ""),
            statistical=False,
            language=language,
        )
        dialog = ChangeDialog(office, _conversation(tracker), record.seq if record else None)
        if asked is None:
            return dialog.begin(heard, fields, language)

        def read_time(booking: OwnBooking) -> Step | None:
            context = Context(office.school, office.clock(), fields, self.form, _other_times(booking), _no_times, language)
            return read({"party_size": booking.party, "wish": tracker.slots.get("wish")}, "tour_time", heard, context)

        step = dialog.go_on(tracker.slots, asked, heard, fields, language, read_time)
        return None if step is None else counted(step, tracker.slots, asked)


class AskChangeEmail(Action):
    """Asks for the address of the booking."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_change_email"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows a field for it, or offers the address that was given before."""
        return _show(dispatcher, asking.email_question(tracker.slots, tracker.slots.get("faults") or {}))


class AskChangeCode(Action):
    """Asks for the code."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_change_code"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows a field for it."""
        return _show(dispatcher, asking.code_question(tracker.slots.get("faults") or {}))


class AskChangeWhat(Action):
    """Shows the bookings and asks what is to be done."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_change_what"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows them with time, zone and number of people."""
        bookings = _bookings(dispatcher, tracker)
        if not bookings:
            return []
        return _show(dispatcher, asking.what_question(bookings, (tracker.slots.get("change_wish") or {}).get("do")))


class AskNewTime(Action):
    """Asks for another time for a booking."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_change_form_tour_time"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows the open times that fit what was wished."""
        booking = chosen(_bookings(dispatcher, tracker), (tracker.slots.get("change_what") or {}).get("booking"))
        if booking is not None:
            _show_times(dispatcher, booking, Wish.from_slot(tracker.slots.get("wish")))
        return []


class SubmitChange(Action):
    """Ends it."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_submit_change"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Forgets what was chosen; goes on to a person where one was asked for."""
        if tracker.slots.get("under_13"):
            return refuse_under_13(dispatcher, tracker)
        note_form()
        forgotten = [*cleared(), *(SlotSet(slot, None) for slot in CHANGE)]
        if tracker.slots.get("change_end") == PERSON:
            return [*forgotten, SlotSet("just_ended", None), ActiveLoop("contact_form"), FollowupAction("contact_form")]
        return forgotten


def _show(dispatcher: CollectingDispatcher, shown: Shown) -> Events:
    text, custom = shown
    dispatcher.utter_message(text=text, json_message=custom)
    return []


def _show_times(dispatcher: CollectingDispatcher, booking: OwnBooking, wish: Wish) -> None:
    offered = offer(wish, booking.party, booking.zone, _other_times(booking), _no_times)
    if not offered.open:
        say_line(dispatcher, "no_times", more={"quick_replies": [person_button()]})
        return
    _show(dispatcher, time_question(assistant.current().school, offered, booking.party, zone=booking.zone))


def _other_times(booking: OwnBooking) -> Callable[[int, Callable[[datetime], bool]], Sequence[OpenTime]]:
    """The open times of the booking's kind, without its own."""
    office = assistant.current()

    def open_times(party: int, wanted: Callable[[datetime], bool]) -> Sequence[OpenTime]:
        found = office.tours.open_times(office.clock(), party=party, wanted=wanted, kind=booking.kind)
        return [one for one in found if one.starts_at != booking.starts_at]

    return open_times


def _no_times(party: int, wanted: Callable[[datetime], bool]) -> Sequence[OpenTime]:
    """Who has a place queues for no other."""
    return ()


def _bookings(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[OwnBooking]:
    """The bookings to choose from; none, and a word about it, when it was too long ago that the address was proven."""
    try:
        return OwnBookings(assistant.current()).of(_conversation(tracker))
    except NotProven:
        say_line(dispatcher, "change_check_again")
        return []


def _conversation(tracker: Tracker) -> str:
    """The conversation's id; a plain ``rasa shell`` gets one of its own."""
    record = turn_record()
    return record.conversation_id if record else assistant.current().inbox.open_thread("console", tracker.sender_id)
