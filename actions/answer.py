"""Answers questions from the FAQ store."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say_line
from bot import assistant
from bot.conversations.understanding import Understanding, understanding
from bot.engine.record import turn_record
from bot.faq.answering import Decision, decide
from bot.faq.wording import Entry
from bot.nlu.encoder import load_encoder


class ActionAnswer(Action):
    """Says the approved answer, offers near ones, or says honestly that there is none."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Answers the latest message."""
        heard = understanding(tracker.latest_message)
        answers = assistant.current().answers
        decision = decide(heard, load_encoder().encode_one(heard.text), answers.snapshot)
        if decision.entry is not None:
            custom: dict[str, Any] = {"quick_replies": _buttons([answers.snapshot.entries.get(i) for i in decision.entry.follow_ups])}
            if decision.outcome == "answered":
                custom["rate"] = True
            dispatcher.utter_message(text=answers.text(decision.entry), json_message=custom)
        elif decision.offers:
            say_line(dispatcher, "clarify", more={"quick_replies": _buttons(decision.offers)})
        elif tracker.slots.get("under_13"):
            say_line(dispatcher, "unknown_unnoted")
        else:
            person = {"title": "Talk to a person", "meaning": {"intent": "human_handoff"}}
            say_line(dispatcher, "unknown", more={"quick_replies": [person]})
        _note(heard, decision, words_kept=not tracker.slots.get("under_13"))
        # What was wrong with an earlier answer is not repeated when an open form asks again.
        forgotten = [SlotSet("faults", None)] if tracker.slots.get("faults") else []
        return [SlotSet("last_topic", decision.topic), *forgotten]


def _buttons(entries: Any) -> list[dict[str, Any]]:
    starts = {"tour_form": "campus_tour", "contact_form": "human_handoff"}
    return [
        {"title": entry.title, "meaning": {"intent": starts.get(entry.starts or "", entry.topic), "faq": entry.id}}
        for entry in entries
        if isinstance(entry, Entry)
    ]


def _note(heard: Understanding, decision: Decision, *, words_kept: bool) -> None:
    """Notes the answer; questions without one are kept for staff, unless somebody under 13 asked."""
    record = turn_record()
    if record is None:
        return
    record.outcome = decision.outcome
    record.topics.append({"topic": decision.topic, "confidence": round(decision.confidence, 4)})
    if decision.entry is not None and decision.outcome != "unknown":
        record.faq.append(decision.entry.id)
    if words_kept and decision.outcome in ("unknown", "clarify"):
        record.unanswered.append((heard.text, None if decision.topic == "out_of_scope" else decision.topic))
