"""What the tour booking and the request for a person have in common: Rasa's side of bot.forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import say_answers
from actions.saying import say_line
from bot import assistant
from bot.conversations.language import speaking, spoken
from bot.conversations.understanding import understanding
from bot.engine.record import turn_record
from bot.forms import asking
from bot.forms.offering import Times
from bot.forms.reading import counted, read
from bot.forms.requests import Requests
from bot.forms.state import CLEARED_AT_END, Step, next_question
from bot.forms.times import Context
from bot.forms.wording import worded
from bot.nlu.extraction import Field, extract
from bot.nlu.extraction.age import grown_up_speaks
from bot.nlu.language import Language
from bot.tours.service import OpenTime

Events = list[dict[str, Any]]


class ValidateForm(Action):
    """Reads the latest message as an answer and says which slot is asked next."""

    form = ""
    topic = ""
    """What was talked of while the form is open, for messages that lean on it."""
    back = ""
    """The line that leads back to the form after something else was answered; without one the form ends then."""

    def name(self) -> str:
        """The name that Rasa calls for this form."""
        return f"validate_{self.form}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Events that set slots; none but the next question when the message is no answer."""
        language = spoken()
        with speaking(asking.held_in(self.form, assistant.current().school, language)):
            return self._read(dispatcher, tracker, language)

    def step(self, tracker: Tracker, language: Language) -> Step | None:
        """What the latest message changes; None when it is no answer."""
        return _read(self.form, tracker, language) if says_something_new(self.form, tracker) else None

    def settle(self, step: Step, tracker: Tracker) -> None:
        """Does at once what must not wait for the end of the form. It may change the step."""

    def _read(self, dispatcher: CollectingDispatcher, tracker: Tracker, language: Language) -> Events:
        slots = dict(tracker.slots)
        events: Events = []
        if slots.get("under_13"):
            if not grown_up_speaks(str(tracker.latest_message.get("text") or "")):
                return [SlotSet("requested_slot", None)]
            slots["under_13"] = None
            events = [SlotSet("under_13", None)]
        step = self.step(tracker, language)
        if step is not None:
            with speaking(language):
                _answer_what_else_was_asked(dispatcher, tracker)
                if asking.held_in(self.form, assistant.current().school, language) != language and slots.get("requested_slot") is None:
                    dispatcher.utter_message(text=worded("asked_in_english"))
            self.settle(step, tracker)
            for say in step.says:
                say_line(dispatcher, say.line, more=say.more, **say.values)
            slots |= step.slots
            events += [SlotSet("last_topic", self.topic), *(SlotSet(key, value) for key, value in step.slots.items())]
            if step.faults_slot != slots.get("faults"):
                events.append(SlotSet("faults", step.faults_slot))
            _note_step(self.form, self.topic, tracker)
        elif _done_before(self.form, tracker) == "action_answer":
            if not self.back:
                return [*events, SlotSet("requested_slot", None)]
            say_line(dispatcher, self.back)
        return [*events, SlotSet("requested_slot", next_question(self.form, slots))]


_Run = Callable[[Any, CollectingDispatcher, Tracker, dict[str, Any]], Events]


def in_the_forms_language(ask: _Run) -> _Run:
    """Has a question speak the language that the open form is held in."""

    @wraps(ask)
    def run(self: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        with speaking(asking.held_in(_open_form(tracker), assistant.current().school, spoken())):
            return ask(self, dispatcher, tracker, domain)

    return run


def _open_form(tracker: Tracker) -> str:
    return str((tracker.active_loop or {}).get("name"))


class AskName(Action):
    """Asks for the name."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_name"

    @in_the_forms_language
    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows a field for it."""
        _ask_in_fields(dispatcher, tracker, "ask_name")
        return []


class AskContact(Action):
    """Asks for an e-mail address or a phone number."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_contact"

    @in_the_forms_language
    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows a field for each."""
        _ask_in_fields(dispatcher, tracker, "ask_contact")
        return []


class AskConsent(Action):
    """Shows the consent wording."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_consent"

    @in_the_forms_language
    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Asks for agreement in plain words."""
        text, custom = asking.consent_question(_open_form(tracker), assistant.current().school)
        dispatcher.utter_message(text=text, json_message=custom)
        shown_before = tracker.slots.get("consent_language") or "en"
        return [] if spoken() == shown_before else [SlotSet("consent_language", spoken())]


class CancelForm(Action):
    """Stops the form that is open."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_cancel_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Says that nothing was booked and forgets the choices."""
        note_form()
        say_line(dispatcher, "cancelled")
        return stopped(tracker)


def says_something_new(form: str, tracker: Tracker) -> bool:
    """False for a form that is come back to after an answer or a failed booking."""
    return not (tracker.active_loop or {}).get("is_interrupted") and _done_before(form, tracker) == "action_listen"


def _read(form: str, tracker: Tracker, language: Language) -> Step | None:
    asked = tracker.slots.get("requested_slot") if _open_form(tracker) == form else None
    heard = understanding(tracker.latest_message)
    office = assistant.current()
    now = office.clock()
    local = now.astimezone(office.school.zone)
    text = heard.text if heard.form is None else "\n".join(str(value) for value in heard.form.values() if isinstance(value, str))
    vocabulary = office.school.vocabulary_in(language)
    fields = extract("" if heard.choice else text, local, vocabulary, expecting=_EXPECTED.get(asked or ""), language=language)
    open_times, full_times = times_seen(tracker)
    context = Context(office.school, now, fields, form, open_times, full_times, language)
    step = read(tracker.slots, asked, heard, context)
    return step if step is None or asked is None else counted(step, tracker.slots, asked)


def _done_before(form: str, tracker: Tracker) -> str | None:
    # While a form runs, Rasa shows it as executed already; what counts is what was done before it.
    # What ends the asking after a booking, to begin something else, has read nothing of the message.
    done = [event["name"] for event in tracker.events if event["event"] == "action" and event["name"] != "action_deactivate_loop"]
    before = done[:-1] if done[-1:] == [form] else done
    return before[-1] if before else None


_EXPECTED: dict[str, Field] = {"name": "name", "contact": "phone", "program": "program", "tour_time": "date"}


def conversation_of(tracker: Tracker) -> str:
    """The conversation that the open form belongs to."""
    return Requests(assistant.current()).conversation(tracker.sender_id, turn_record())


def times_seen(tracker: Tracker) -> tuple[Times, Times]:
    """Open and full times as this conversation sees them: what it holds itself is free to it."""
    office = assistant.current()
    conversation_id = conversation_of(tracker) if tracker.slots.get("held_until") else None

    def open_times(party: int, wanted: Callable[[datetime], bool]) -> Sequence[OpenTime]:
        return office.tours.open_times(office.clock(), party=party, wanted=wanted, conversation_id=conversation_id)

    def full_times(party: int, wanted: Callable[[datetime], bool]) -> Sequence[OpenTime]:
        return office.tours.full_times(office.clock(), party=party, wanted=wanted, conversation_id=conversation_id)

    return open_times, full_times


def _ask_in_fields(dispatcher: CollectingDispatcher, tracker: Tracker, question: str) -> None:
    text, custom = asking.field_question(question, tracker.slots.get("faults") or {})
    dispatcher.utter_message(text=text, json_message=custom)


def stopped(tracker: Tracker) -> Events:
    """Gives back the time that was kept, and forgets what the form chose."""
    Requests(assistant.current()).give_back(tracker.slots, tracker.sender_id, turn_record())
    return cleared()


def cleared() -> Events:
    """The events that forget what a form that has ended chose."""
    return [*(SlotSet(slot, None) for slot in CLEARED_AT_END), SlotSet("just_ended", True)]


def _answer_what_else_was_asked(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Answers the questions that stand beside the wish that starts a form."""
    if tracker.slots.get("requested_slot") is None:
        others = [part for part in understanding(tracker.latest_message).parts if part.intent not in _STARTS_OR_ENDS]
        if others:
            say_answers(dispatcher, tracker, others)


_STARTS_OR_ENDS = ("campus_tour", "change_tour", "human_handoff", "opt_out", "cancel", "under_13")


def _note_step(form: str, topic: str, tracker: Tracker) -> None:
    """Notes a step of the form; a message that starts it or asks something in it ("Friday ok?") counts as a question on its topic."""
    record = turn_record()
    if record is None:
        return
    starts = tracker.slots.get("requested_slot") is None
    if record.outcome == "unknown":
        record.outcome = "handoff" if starts and form == "contact_form" else "form"
    heard = understanding(tracker.latest_message)
    if starts or heard.asks:
        record.topics.append({"topic": topic, "confidence": round(heard.confidence, 4)})


def note_form() -> None:
    """Notes that the message was about a form."""
    record = turn_record()
    if record is not None and record.outcome == "unknown":
        record.outcome = "form"
