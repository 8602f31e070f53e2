"""Answers questions from the FAQ store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.after_form import answers_nothing, ask_for_more, is_echo, say_it_is_done
from bot import assistant
from bot.conversations.language import spoken
from bot.conversations.lines import line, person_button
from bot.conversations.understanding import Understanding, understanding
from bot.engine.record import turn_record
from bot.faq.answering import Decision, decide
from bot.faq.untranslated import note_untranslated
from bot.faq.wording import Entry
from bot.nlu.encoder_of import vector_of

_MOST_BUTTONS = 4
_WEIGHT = ("answered", "clarify", "unknown", "smalltalk")
"""Of several questions, the outcome that counts for the message: the first of these."""


class ActionAnswer(Action):
    """Says the approved answer, offers near ones, or says honestly that there is none."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Answers the latest message."""
        heard = understanding(tracker.latest_message)
        if is_echo(heard, tracker.slots):
            say_it_is_done(dispatcher)
            return []
        if answers_nothing(heard) and tracker.slots.get("requested_slot") is None:
            ask_for_more(dispatcher)
            return [SlotSet("just_ended", None)] if tracker.slots.get("just_ended") else []
        topic = say_answers(dispatcher, tracker, heard.parts or (heard,))
        # What was wrong with an earlier answer is not repeated when an open form asks again.
        forgotten = [SlotSet(slot, None) for slot in ("faults", "just_ended") if tracker.slots.get(slot)]
        return [SlotSet("last_topic", topic), *forgotten]


def say_answers(dispatcher: CollectingDispatcher, tracker: Tracker, questions: Sequence[Understanding]) -> str:
    """Answers each question, in order, in one reply that names what could not be answered; returns the last one's topic."""
    answers, language = assistant.current().answers, spoken()
    decided = [(one, decide(one, vector_of(one.asked, language), answers.snapshot, language)) for one in questions]
    alone = len(decided) == 1
    said = [_reply(one, decision, tracker, alone=alone) for one, decision in decided]
    buttons = {button["title"]: button for _text, custom in said for button in custom.get("quick_replies", [])}
    custom: dict[str, Any] = {key: value for _text, more in said for key, value in more.items()}
    custom["quick_replies"] = list(buttons.values())[:_MOST_BUTTONS]
    # The same words are said once, even if two questions lead to them.
    dispatcher.utter_message(text="\n\n".join(dict.fromkeys(text for text, _custom in said)), json_message=custom)
    for one, decision in decided:
        _note(one, decision, words_kept=not tracker.slots.get("under_13"))
    return decided[-1][1].topic


def _reply(heard: Understanding, decision: Decision, tracker: Tracker, *, alone: bool) -> tuple[str, dict[str, Any]]:
    answers, language = assistant.current().answers, spoken()
    if decision.entry is not None and answers.snapshot.worded(decision.entry, language) is not None:
        custom: dict[str, Any] = {"quick_replies": _buttons(answers.snapshot.entries.get(i) for i in decision.entry.follow_ups)}
        if decision.outcome == "answered":
            custom["rate"] = True
        return answers.text(decision.entry, language), custom
    if decision.offers:
        text, custom = line("clarify") if alone else line("clarify_one", question=heard.text)
        return text, custom | {"quick_replies": _buttons(decision.offers)}
    if tracker.slots.get("under_13"):
        return line("unknown_unnoted")
    name = "unknown" if decision.entry is None else "not_in_language"
    text, custom = line(name) if alone else line(f"{name}_one", question=heard.text)
    return text, custom | {"quick_replies": [person_button()]}


def _buttons(entries: Iterable[Entry | None]) -> list[dict[str, Any]]:
    """A button for each entry that can be said in the language that is spoken."""
    snapshot, language = assistant.current().answers.snapshot, spoken()
    worded = [snapshot.worded(entry, language) for entry in entries if entry is not None]
    starts = {"tour_form": "campus_tour", "contact_form": "human_handoff"}
    return [
        {"title": entry.title, "meaning": {"intent": starts.get(entry.starts or "", entry.topic), "faq": entry.id}}
        for entry in worded
        if entry is not None
    ]


def _note(heard: Understanding, decision: Decision, *, words_kept: bool) -> None:
    """Notes the answer; questions without one are kept for staff, unless somebody under 13 asked."""
    record = turn_record()
    if record is None:
        return
    office, entry = assistant.current(), decision.entry
    if entry is not None and office.answers.snapshot.worded(entry, spoken()) is None:
        # It is known what was asked, and it has an answer: what staff can do is to write its words in this language.
        decision = replace(decision, outcome="unknown")
        note_untranslated(office.database, entry.id, spoken(), office.clock())
        words_kept = False
    outcomes = [decision.outcome, *([record.outcome] if record.topics else [])]
    record.outcome = min(outcomes, key=lambda one: _WEIGHT.index(one) if one in _WEIGHT else len(_WEIGHT))
    record.topics.append({"topic": decision.topic, "confidence": round(decision.confidence, 4)})
    if decision.entry is not None and decision.outcome != "unknown":
        record.faq.append(decision.entry.id)
    if words_kept and decision.outcome in ("unknown", "clarify"):
        record.unanswered.append((heard.text, None if decision.topic == "out_of_scope" else decision.topic))
