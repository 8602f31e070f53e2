"""Answers from the FAQ table and a tour form, written the way Rasa's documentation teaches it."""

import os
import sqlite3
import time
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

# The same durability as the server it is compared with: a write-ahead log, synced at every commit.
database = sqlite3.connect(os.environ["STOCK_DATABASE"], timeout=5)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")

UNKNOWN_TOPIC = "out_of_scope"


class ActionAnswer(Action):
    """Read the answer to the recognised topic, note the question, commit, reply."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        topic = tracker.get_intent_of_latest_message() or UNKNOWN_TOPIC
        row = database.execute("SELECT topic, answer FROM faq WHERE topic = ? ORDER BY id LIMIT 1", (topic,)).fetchone()
        if row is None:
            row = (UNKNOWN_TOPIC, "I don't have that here. Would you like a person to get back to you?")
        with database:
            database.execute(
                "INSERT INTO questions (sender, topic, text, asked_at) VALUES (?, ?, ?, ?)",
                (tracker.sender_id, row[0], tracker.latest_message.get("text"), time.time()),
            )
        dispatcher.utter_message(text=row[1])
        return []


class ValidateTourForm(FormValidationAction):
    """The checks a form would have on its first day."""

    def name(self) -> str:
        return "validate_tour_form"

    def validate_visitor_name(self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> dict[str, Any]:
        return {"visitor_name": value if len(value.strip()) > 1 else None}

    def validate_contact(self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> dict[str, Any]:
        reachable = "@" in value or sum(sign.isdigit() for sign in value) >= 10
        if not reachable:
            dispatcher.utter_message(text="Please give an e-mail address or a phone number.")
        return {"contact": value if reachable else None}


class ActionBookTour(Action):
    """Store the booking, commit, confirm."""

    def name(self) -> str:
        return "action_book_tour"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        if not tracker.get_slot("tour_confirmed"):
            dispatcher.utter_message(text="Nothing was booked.")
            return [AllSlotsReset()]
        booking = [tracker.get_slot(slot) for slot in ("visitor_name", "contact", "program", "tour_time")]
        with database:
            database.execute(
                "INSERT INTO bookings (sender, visitor_name, contact, program, tour_time, booked_at) VALUES (?, ?, ?, ?, ?, ?)",
                (tracker.sender_id, *booking, time.time()),
            )
        dispatcher.utter_message(text=f"Your tour is booked, {booking[0]}: {booking[3]}.")
        return [AllSlotsReset()]
