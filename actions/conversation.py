"""What belongs to the conversation itself."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say_line
from bot import assistant
from bot.conversations.understanding import understanding
from bot.engine.record import turn_record
from bot.faq import thresholds
from bot.faq.topics import TOPICS
from bot.forms.requests import Requests
from bot.forms.state import CLEARED_AT_END, DETAILS
from bot.nlu.age_gate import UNDER_13


class ActionRefuseUnder13(Action):
    """Tells somebody under 13 that a parent has to get in touch, and keeps nothing they wrote."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_refuse_under_13"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Says so and forgets an open form."""
        return refuse_under_13(dispatcher, tracker)


def refuse_under_13(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Refuses kindly; returns the events that empty every slot with a detail and remember who speaks."""
    office, record = assistant.current(), turn_record()
    requests, contact = Requests(office), office.school.file.contact
    requests.refuse_under_13(record)
    ways = [way for way in (contact.phone, contact.email, contact.website) if way]
    say_line(dispatcher, "under_13", reach=f" ({', '.join(ways)})" if ways else "")
    ranking = understanding(tracker.latest_message).ranking
    topic, confidence = next((one for one in ranking if one[0] != UNDER_13), ("", 0.0))
    sure = topic in TOPICS and confidence >= thresholds.SURE_TOPIC
    if sure and topic == "opt_out":
        requests.opt_out(tracker.sender_id, record)
        say_line(dispatcher, "opted_out")
    if record is not None:
        record.outcome = "refused"
        record.topics += [{"topic": topic, "confidence": round(confidence, 4)}] if sure else []
    return [*(SlotSet(slot, None) for slot in DETAILS), SlotSet("under_13", True)]


class ActionOptOut(Action):
    """Confirms once that no more messages will come."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_opt_out"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Says so and forgets an open form."""
        record = turn_record()
        Requests(assistant.current()).opt_out(tracker.sender_id, record)
        say_line(dispatcher, "opted_out")
        if record is not None:
            record.outcome = "opt_out"
            record.topics.append({"topic": "opt_out", "confidence": 1.0})
        return [SlotSet("last_topic", "opt_out"), *(SlotSet(slot, None) for slot in CLEARED_AT_END)]
