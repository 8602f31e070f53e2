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
    """True for a yes right after a form ended, and for a form's yes button that is pressed when no form asks."""
    return heard.is_about("affirm") and not heard.asks and (heard.choice is not None or bool(slots.get("just_ended")))


def answers_nothing(heard: Understanding) -> bool:
    """True for a clear yes, no or cancel when nothing was asked."""
    return not heard.asks and heard.is_about("affirm", "deny", "cancel", at_least=0.9)


def say_it_is_done(dispatcher: CollectingDispatcher) -> None:
    """Repeats the booking that stands; without one, asks whether there is more."""
    office, record = assistant.current(), turn_record()
    booking = Requests(office).standing_booking(record)
    if booking is None:
        ask_for_more(dispatcher)
        return
    text, custom = booked_text(office.school, starts_at=booking.starts_at, reference=booking.reference, party=booking.party_size)
    dispatcher.utter_message(text=text, json_message=custom)
    _note_small_talk()


def ask_for_more(dispatcher: CollectingDispatcher) -> None:
    """Asks whether there is anything else to know."""
    say_line(dispatcher, "anything_else")
    _note_small_talk()


def _note_small_talk() -> None:
    record = turn_record()
    if record is not None:
        record.outcome = "smalltalk"
