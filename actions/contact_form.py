"""The request for a person: what is done at its end."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import refuse_under_13
from actions.forms import Events, ValidateForm, note_form, stopped
from actions.saying import say_line
from bot import assistant
from bot.engine.record import turn_record
from bot.forms import asking
from bot.forms.requests import Requests


class ValidateContactForm(ValidateForm):
    """The request for a person."""

    form = "contact_form"
    topic = "human_handoff"
    back = "back_to_request"


class SubmitContact(Action):
    """Hands the visitor's wish for a person to staff."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_submit_contact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Stores the request."""
        slots = tracker.slots
        if slots.get("under_13"):
            return refuse_under_13(dispatcher, tracker)
        if slots.get("consent") is not True:
            note_form()
            say_line(dispatcher, "consent_declined")
            return stopped(tracker)
        office = assistant.current()
        due_at = Requests(office).ask_for_person(slots, tracker.sender_id, turn_record())
        dispatcher.utter_message(text=asking.person_asked_text(office.school, due_at))
        record = turn_record()
        if record is not None:
            record.outcome = "handoff"
        return stopped(tracker)
