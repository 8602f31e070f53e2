"""What belongs to the conversation itself."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say_line
from bot import assistant
from bot.consent.wishes import PAUSE
from bot.conversations.language import spoken
from bot.conversations.lines import line
from bot.conversations.understanding import understanding
from bot.engine.record import TurnRecord, turn_record
from bot.faq import thresholds
from bot.faq.topics import TOPICS
from bot.forms.requests import Requests
from bot.forms.state import CHANGE, CLEARED_AT_END, DETAILS, VISIT
from bot.nlu.age_gate import UNDER_13
from bot.tours.saying import day, full


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
    requests.give_back(tracker.slots, tracker.sender_id, record)
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
    """Stops messages and confirms it once, or does what is chosen of the offers that follow."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_opt_out"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Says so and forgets an open form."""
        record = turn_record()
        wish = (understanding(tracker.latest_message).choice or {}).get("messages")
        requests = Requests(assistant.current())
        requests.give_back(tracker.slots, tracker.sender_id, record)
        _WISHES.get(str(wish), _stop)(dispatcher, requests, tracker.sender_id, record)
        if record is not None:
            record.outcome = "opt_out"
            record.topics.append({"topic": "opt_out", "confidence": 1.0})
        return [SlotSet("last_topic", "opt_out"), *(SlotSet(slot, None) for slot in (*CLEARED_AT_END, *VISIT, *CHANGE))]


def _stop(dispatcher: CollectingDispatcher, requests: Requests, sender_id: str, record: TurnRecord | None) -> None:
    stopped = requests.opt_out(sender_id, record)
    office = assistant.current()
    until = day((office.clock() + PAUSE).astimezone(office.school.zone), spoken())
    offers = [_offer("button_only_tours", "only_tours"), _offer("button_pause", "pause", day=until)]
    say_line(dispatcher, "opted_out", more={"quick_replies": offers} if stopped else None)


def _only_tours(dispatcher: CollectingDispatcher, requests: Requests, sender_id: str, record: TurnRecord | None) -> None:
    say_line(dispatcher, "only_tour_messages" if requests.only_tour_messages(sender_id, record) else "nothing_stopped")


def _pause(dispatcher: CollectingDispatcher, requests: Requests, sender_id: str, record: TurnRecord | None) -> None:
    until = requests.pause_messages(sender_id, record)
    if until is None:
        say_line(dispatcher, "nothing_stopped")
        return
    say_line(dispatcher, "paused", when=full(until, assistant.current().school.zone, spoken()))


def _again(dispatcher: CollectingDispatcher, requests: Requests, sender_id: str, record: TurnRecord | None) -> None:
    say_line(dispatcher, "messages_again" if requests.messages_again(sender_id, record) else "nothing_stopped")


_WISHES = {"only_tours": _only_tours, "pause": _pause, "again": _again}


def _offer(name: str, wish: str, **values: str) -> dict[str, Any]:
    return {"title": line(name, **values)[0], "meaning": {"intent": "opt_out", "messages": wish}}
