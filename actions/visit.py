"""What a party may tell about itself after booking: Rasa's side of bot.forms.visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import refuse_under_13
from actions.forms import Events, ValidateForm, in_the_forms_language, says_something_new
from actions.saying import say_line
from bot import assistant
from bot.conversations.lines import person_button
from bot.conversations.understanding import understanding
from bot.engine.record import turn_record
from bot.errors import Conflict, InvalidInput
from bot.faq.answering import decide
from bot.forms.asking import Shown, named
from bot.forms.requests import Requests
from bot.forms.state import VISIT, Step
from bot.forms.visit import Visit, fields_question, note_question, people_from_slot, people_question
from bot.forms.visit_reading import Asked, read_visit
from bot.forms.wording import worded
from bot.forms.words import words_of
from bot.nlu.encoder_of import vector_of
from bot.nlu.language import Language
from bot.tours.people import People, Person


class ValidateVisitForm(ValidateForm):
    """Who comes, and what the guide should know. Ends with anything that is no answer."""

    form = "visit_form"
    topic = "campus_tour"

    def step(self, tracker: Tracker, language: Language) -> Step | None:
        """What the message tells about the visit."""
        asked = tracker.slots.get("requested_slot")
        if asked is None or not says_something_new(self.form, tracker):
            return None
        heard, answers = understanding(tracker.latest_message), assistant.current().answers

        def has_answer() -> bool:
            return decide(heard, vector_of(heard.asked, language), answers.snapshot, language).outcome == "answered"

        visit, name = Visit.from_slot(tracker.slots["visit"]), str(tracker.slots.get("name") or "")
        return read_visit(heard, Asked(asked, visit, name, words_of(language), _has_fields(tracker), has_answer))


class AskVisitPeople(Action):
    """Asks who comes along, where there are fields with everything else."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_visit_people"

    @in_the_forms_language
    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows the fields, or asks plainly."""
        _show(dispatcher, tracker, people_question(), people=True)
        return []


class AskVisitNote(Action):
    """Asks what the guide should know."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_visit_note"

    @in_the_forms_language
    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows fields for it, or asks plainly."""
        _show(dispatcher, tracker, note_question(), people=False)
        return []


class SubmitVisit(Action):
    """Keeps what was told."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_submit_visit"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Keeps it and says so; says nothing when something else was asked instead, and answered."""
        slots = tracker.slots
        if slots.get("under_13"):
            return refuse_under_13(dispatcher, tracker)
        people, note = slots.get("visit_people"), slots.get("visit_note")
        if people or note:
            _keep(dispatcher, tracker, Visit.from_slot(slots["visit"]), people_from_slot(people or None), note or {})
        elif note is not None:
            say_line(dispatcher, "visit_skipped")
        record = turn_record()
        if record is not None and record.outcome == "unknown":
            record.outcome = "form"
        return [SlotSet(slot, None) for slot in (*VISIT, "misses", "faults")]


def _keep(dispatcher: CollectingDispatcher, tracker: Tracker, visit: Visit, people: tuple[Person, ...], note: Mapping[str, str]) -> None:
    who = People(people or visit.known, note.get("access", ""), note.get("question", ""))
    try:
        Requests(assistant.current()).tell_of_visit(visit.booking, who, tracker.sender_id, turn_record())
    except Conflict:
        say_line(dispatcher, "visit_cancelled")
        return
    except InvalidInput:
        say_line(dispatcher, "visit_smaller", more={"quick_replies": [person_button()]})
        return
    told = [named(who)] if people else []
    told += [worded(f"told_{key}") for key in ("access", "question") if note.get(key)]
    say_line(dispatcher, "visit_noted", what=", ".join(told))


def _show(dispatcher: CollectingDispatcher, tracker: Tracker, plainly: Shown, *, people: bool) -> None:
    visit = Visit.from_slot(tracker.slots["visit"])
    text, custom = fields_question(visit, tracker.slots.get("faults") or {}, people=people) if _has_fields(tracker) else plainly
    dispatcher.utter_message(text=text, json_message=custom)


def _has_fields(tracker: Tracker) -> bool:
    return bool(tracker.get_latest_input_channel() == "web")
