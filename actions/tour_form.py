"""The booking of a tour: its questions, and what is done at its end."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import refuse_under_13
from actions.forms import Events, ValidateForm, cleared, conversation_of, in_the_forms_language, note_form, stopped, times_seen
from actions.saying import say_line
from bot import assistant
from bot.conversations.language import spoken
from bot.conversations.lines import person_button
from bot.engine.record import turn_record
from bot.errors import Conflict, SlotClosed, SlotFull
from bot.forms import asking
from bot.forms.holding import choosing_again, keep_chosen_time, kept_until
from bot.forms.offering import offer
from bot.forms.requests import Requests, people_told
from bot.forms.state import Step
from bot.forms.times import time_from_slot
from bot.forms.visit import Visit
from bot.forms.wish import Wish
from bot.forms.wording import worded
from bot.tours.calendar_file import calendar_file


class ValidateTourForm(ValidateForm):
    """The tour booking."""

    form = "tour_form"
    topic = "campus_tour"
    back = "back_to_tour"

    def settle(self, step: Step, tracker: Tracker) -> None:
        """Keeps the chosen time while the rest is asked."""
        keep_chosen_time(assistant.current(), step, tracker.slots, conversation_of(tracker))


class AskProgram(Action):
    """Asks for the program."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_program"

    @in_the_forms_language
    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows the programs."""
        text, custom = asking.program_question(assistant.current().school)
        dispatcher.utter_message(text=text, json_message=custom)
        return []


class AskTourTime(Action):
    """Asks for a time and shows those that are really open."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_tour_time"

    @in_the_forms_language
    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows the next open times that fit what was wished."""
        _show_times(dispatcher, tracker)
        return []


class AskReview(Action):
    """Shows everything once more before it is booked."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_review"

    @in_the_forms_language
    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Asks whether all is right."""
        office, slots = assistant.current(), tracker.slots
        told_by = ""
        if slots.get("waits"):
            email = Requests(office).could_mail(slots.get("email"))
            told_by = asking.told_by_mail(email) if email else worded("wait_for_staff")
        kept = kept_until(office, slots, conversation_of(tracker))
        text, custom = asking.review_question(slots, office.school, who=people_told(slots), kept_until=kept, told_by=told_by)
        dispatcher.utter_message(text=text, json_message=custom)
        return []


class SubmitTour(Action):
    """Books the tour."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_submit_tour"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Books, or, when the time was taken meanwhile, goes back to choosing."""
        slots = tracker.slots
        if slots.get("under_13"):
            return refuse_under_13(dispatcher, tracker)
        note_form()
        if slots.get("consent") is not True:
            say_line(dispatcher, "consent_declined")
            return stopped(tracker)
        office = assistant.current()
        try:
            if slots.get("waits"):
                return self._wait(dispatcher, tracker)
            booking = Requests(office).book_tour(slots, tracker.sender_id, turn_record())
        except (SlotFull, SlotClosed):
            say_line(dispatcher, "just_taken")
            again = choosing_again(office, time_from_slot(slots["tour_time"]))
            return [*(SlotSet(key, value) for key, value in again.items()), ActiveLoop("tour_form"), FollowupAction("tour_form")]
        text, custom = asking.booked_text(
            office.school,
            starts_at=booking.starts_at,
            reference=booking.reference,
            party=booking.party_size,
            mailed_to=booking.mailed_to,
        )
        ics = calendar_file(
            office.school,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            reference=booking.reference,
            party=booking.party_size,
            host=urlsplit(office.settings.address).hostname or "localhost",
            now=office.clock(),
            language=spoken(),
        )
        dispatcher.utter_message(text=text, json_message=custom | {"ics": ics})
        visit = Visit.of(booking)
        offers = {"visit": visit.to_slot(), "visit_people": None if visit.unnamed else False, "visit_note": None}
        offered = (SlotSet(key, value) for key, value in offers.items())
        return [*cleared(), *offered, ActiveLoop("visit_form"), FollowupAction("visit_form")]

    def _wait(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Puts the party on the waitlist, or, when there is room by now, asks whether to book it."""
        office = assistant.current()
        try:
            waiting = Requests(office).join_waitlist(tracker.slots, tracker.sender_id, turn_record())
        except Conflict:
            say_line(dispatcher, "place_free")
            step = Step(slots={"waits": None, "review": None})
            keep_chosen_time(office, step, tracker.slots, conversation_of(tracker))
            return [*(SlotSet(key, value) for key, value in step.slots.items()), ActiveLoop("tour_form"), FollowupAction("tour_form")]
        mailed_to = waiting.mailed_to
        told_by = asking.told_by_mail(mailed_to) if mailed_to else asking.told_by_staff(office.school, waiting.due_at)
        text = asking.waiting_text(
            office.school, starts_at=waiting.starts_at, party=waiting.party_size, until=waiting.offered_until, told_by=told_by
        )
        dispatcher.utter_message(text=text)
        return stopped(tracker)


def _show_times(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    school = assistant.current().school
    party = int(tracker.slots.get("party_size") or 1)
    offered = offer(Wish.from_slot(tracker.slots.get("wish")), party, school.zone, *times_seen(tracker))
    if not offered.open and not offered.full:
        say_line(dispatcher, "no_times", more={"quick_replies": [person_button()]})
        return
    text, custom = asking.time_question(school, offered, party)
    dispatcher.utter_message(text=text, json_message=custom)
