"""What belongs to the conversation itself."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say_line
from bot import assistant
from bot.engine.record import turn_record
from bot.forms.requests import Requests
from bot.forms.state import CLEARED_AT_END


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
        return [SlotSet(slot, None) for slot in CLEARED_AT_END]
