"""What a yes means when nothing is asked any more: an echo of the form that has just ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say_line
from bot import assistant
from bot.conversations.understanding import Understanding
from bot.engine.record import turn_record
from bot.forms.asking import booked_text
from bot.forms.requests import Requests


def is_echo(heard: Understanding, slots: Mapping[str, Any]) -> bool:
    """True for a yes right after a form ended, a form's yes pressed when no form asks, and a clear yes, no or cancel to nothing."""
    if heard.asks:
        return False
    if heard.is_about("affirm") and (heard.choice is not None or bool(slots.get("just_ended"))):
        return True
    return heard.choice is None and heard.is_about("affirm", "deny", "cancel", at_least=0.9)


def say_it_is_done(dispatcher: CollectingDispatcher) -> None:
    """Repeats the booking that stands; without one, asks whether there is more."""
    office, record = assistant.current(), turn_record()
    booking = Requests(office).standing_booking(record)
    if booking is None:
        say_line(dispatcher, "anything_else")
    else:
        text, custom = booked_text(office.school, starts_at=booking.starts_at, reference=booking.reference, party=booking.party_size)
        dispatcher.utter_message(text=text, json_message=custom)
    if record is not None:
        record.outcome = "smalltalk"
