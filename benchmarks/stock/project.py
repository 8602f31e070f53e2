"""Writes the stock Rasa project from this repository's own training data: one intent per topic, one rule per intent."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import yaml

from benchmarks.answers import FaqAnswer

TOUR_INTENT = "book_tour"
TOUR_TOPIC = "campus_tour"
# Requests for a booking get an intent of their own: here a question about tours is only answered.
_BOOKING_REQUEST = re.compile(r"\b(book|schedule|reserve|arrange|set up|sign (me|us) up|make (an )?appointment)\b", re.IGNORECASE)
# Added to what the training data has for these intents.
FORM_EXAMPLES = {
    TOUR_INTENT: [
        "I'd like to book a campus tour", "book a tour", "can I schedule a visit", "sign me up for a tour",
        "I want to come and see the campus, please book me in", "reserve a tour for me", "set up a campus visit",
        "schedule a tour please", "I would like to arrange a tour", "put me down for a campus tour",
    ],
    "affirm": ["yes", "yes please", "correct", "that's right", "sure", "ok", "sounds good", "yep", "go ahead", "of course"],
    "deny": ["no", "no thanks", "that's wrong", "nope", "not really", "don't", "cancel", "rather not", "no way", "stop that"],
}  # fmt: skip
FORM_SLOTS = {
    "visitor_name": "What is your name?",
    "contact": "How can we reach you? An e-mail address or a phone number will do.",
    "program": "Which program are you interested in?",
    "tour_time": "Which day and time would suit you?",
    "tour_confirmed": "Name: {visitor_name}. Contact: {contact}. Program: {program}. Time: {tour_time}. Is that correct?",
}
MOST_EXAMPLES = 40
"""Of each intent: DIET needs hours for all of them, and what a message costs does not depend on how many there were."""
ANSWERS_SCHEMA = """
CREATE TABLE faq (id TEXT PRIMARY KEY, topic TEXT NOT NULL, answer TEXT NOT NULL);
CREATE INDEX faq_topic ON faq (topic);
CREATE TABLE questions (id INTEGER PRIMARY KEY, sender TEXT, topic TEXT, text TEXT, asked_at REAL);
CREATE TABLE bookings (
    id INTEGER PRIMARY KEY, sender TEXT, visitor_name TEXT, contact TEXT, program TEXT, tour_time TEXT, booked_at REAL
);
"""

_ENTITY = re.compile(r'\]\((?P<short>\w+)|\]\{[^}]*"entity":\s*"(?P<long>\w+)"')


def write_answers(database: Path, answers: Iterable[FaqAnswer]) -> None:
    """Make stock's SQLite file with the given answers; the file must not exist."""
    connection = sqlite3.connect(database)
    with connection:
        connection.executescript(ANSWERS_SCHEMA)
        connection.executemany("INSERT INTO faq VALUES (?, ?, ?)", [(answer.id, answer.topic, answer.text) for answer in answers])
    connection.close()


def write_project(folder: Path, nlu: Path, topics: Collection[str], config: Path, stories: bool) -> None:
    """Write config.yml, domain.yml, credentials.yml and data/ into `folder` from what `nlu` has for the topics."""
    examples = _examples(nlu)
    intents = {topic: examples[topic] for topic in sorted(topics) if topic in examples}
    forms = {intent: [*examples.get(intent, ()), *said] for intent, said in FORM_EXAMPLES.items()}
    requests = [text for text in intents.get(TOUR_TOPIC, ()) if _BOOKING_REQUEST.search(text)]
    if requests:
        forms[TOUR_INTENT] += requests
        intents[TOUR_TOPIC] = [text for text in intents[TOUR_TOPIC] if text not in requests]
    blocks = [_intent_block(intent, texts) for intent, texts in [*intents.items(), *forms.items()]]
    found = sorted({match["short"] or match["long"] for block in blocks for match in _ENTITY.finditer(block["examples"])})

    (folder / "data").mkdir(parents=True, exist_ok=True)
    # Copied, because `rasa train` writes the pipeline that it chose into this file.
    shutil.copyfile(config, folder / "config.yml")
    _write(folder / "credentials.yml", {"rest": None})
    _write(folder / "data" / "nlu.yml", {"version": "3.1", "nlu": blocks})
    _write(folder / "data" / "rules.yml", {"version": "3.1", "rules": _rules(list(intents))})
    if stories:
        _write(folder / "data" / "stories.yml", {"version": "3.1", "stories": _stories(list(intents))})
    _write(folder / "domain.yml", _domain(list(intents), found))


def _examples(nlu: Path) -> dict[str, list[str]]:
    """The examples of every intent in a Rasa training file."""
    blocks = yaml.safe_load(nlu.read_text(encoding="utf-8"))["nlu"]
    return {
        block["intent"]: [line.removeprefix("- ").strip() for line in block["examples"].splitlines() if line.strip()]
        for block in blocks
        if "intent" in block
    }


def _intent_block(intent: str, examples: Iterable[str]) -> dict[str, Any]:
    # A text twice under one intent would only make Rasa warn.
    distinct = list(dict.fromkeys(examples))
    count = min(len(distinct), MOST_EXAMPLES)
    spread = [distinct[number * len(distinct) // count] for number in range(count)]
    return {"intent": intent, "examples": "".join(f"- {example}\n" for example in spread)}


def _rules(topics: list[str]) -> list[dict[str, Any]]:
    spoken = [*topics, "affirm", "deny", "nlu_fallback"]
    answers = [{"rule": f"answer {topic}", "steps": [{"intent": topic}, {"action": "action_answer"}]} for topic in spoken]
    return [*answers, {"rule": "start the tour form", "steps": _form_start()}, {
        "rule": "submit the tour form",
        "condition": [{"active_loop": "tour_form"}],
        "steps": [{"action": "tour_form"}, *_form_end()],
    }]  # fmt: skip


def _form_start() -> list[dict[str, Any]]:
    return [{"intent": TOUR_INTENT}, {"action": "tour_form"}, {"active_loop": "tour_form"}]


def _form_end() -> list[dict[str, Any]]:
    return [{"active_loop": None}, {"slot_was_set": [{"requested_slot": None}]}, {"action": "action_book_tour"}]


def _stories(topics: list[str]) -> list[dict[str, Any]]:
    """Three short stories, as many as a new Rasa project has: without any, Rasa trains and runs no TED policies."""
    asked = [{"intent": topic} for topic in topics[:4]]
    turns = [[question, {"action": "action_answer"}] for question in asked]
    return [
        {"story": "two questions", "steps": [*turns[0], *turns[1 % len(turns)]]},
        {"story": "three questions", "steps": [step for turn in turns[1:] for step in turn] or turns[0]},
        {"story": "a question, then a tour", "steps": [*turns[0], *_form_start(), *_form_end()]},
    ]


def _domain(topics: list[str], entities: list[str]) -> dict[str, Any]:
    return {
        "version": "3.1",
        "intents": [*topics, *FORM_EXAMPLES],
        "entities": entities,
        "slots": {slot: _slot(slot) for slot in FORM_SLOTS},
        "forms": {"tour_form": {"required_slots": list(FORM_SLOTS)}},
        "responses": {f"utter_ask_{slot}": [{"text": question}] for slot, question in FORM_SLOTS.items()},
        "actions": ["action_answer", "validate_tour_form", "action_book_tour"],
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def _slot(name: str) -> dict[str, Any]:
    requested = {"conditions": [{"active_loop": "tour_form", "requested_slot": name}]}
    if name == "tour_confirmed":
        return {"type": "bool", "influence_conversation": False, "mappings": [
            {"type": "from_intent", "intent": "affirm", "value": True, **requested},
            {"type": "from_intent", "intent": "deny", "value": False, **requested},
        ]}  # fmt: skip
    return {"type": "text", "influence_conversation": False, "mappings": [{"type": "from_text", **requested}]}


class _BlockText(yaml.SafeDumper):
    """Writes texts of several lines as YAML blocks, which is how Rasa wants its examples."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_BlockText.add_representer(str, _represent_text)


def _write(path: Path, document: dict[str, Any]) -> None:
    path.write_text(yaml.dump(document, Dumper=_BlockText, sort_keys=False, allow_unicode=True), encoding="utf-8")
