"""Reads what a party tells about itself after booking. Pure. Anything that is no answer ends the asking."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from bot.conversations.understanding import Understanding
from bot.faq.topics import SMALLTALK
from bot.forms.company import Company, company, with_speaker
from bot.forms.state import VISIT_SLOTS, Fault, Step
from bot.forms.visit import FIELDS_FOR, Visit, people_to_slot
from bot.forms.words import Words
from bot.nlu.change_wish import CHANGE_TOUR
from bot.nlu.extraction.age import is_under_13
from bot.tours.people import LONGEST_NAME, LONGEST_TEXT, Person, Role

_ELSEWHERE = ("human_handoff", "opt_out", "privacy", "campus_tour", CHANGE_TOUR)
_A_FEW_WORDS = 4
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Asked:
    """What was asked, of whom, and where."""

    slot: str
    visit: Visit
    name: str
    """The speaker's."""
    words: Words
    in_fields: bool
    has_answer: Callable[[], bool]
    """Whether there is an approved answer to the message."""


def read_visit(heard: Understanding, asked: Asked) -> Step | None:
    """The step this message makes, or None when it tells nothing about the visit."""
    if heard.choice is not None:
        chosen = heard.choice.get("set") or {}
        return _ended(asked) if VISIT_SLOTS[0] in chosen else None
    if heard.form is not None:
        if any(is_under_13(str(value)) for value in heard.form.values()):
            return Step(slots={"under_13": True})
        return None if {"name", "email", "phone"} & heard.form.keys() else _filled(heard.form, asked)
    if heard.intent == "under_13":
        return Step(slots={"under_13": True})
    if asked.words.skips(heard.text):
        return _ended(asked)
    if asked.slot == "visit_people":
        return _people(heard, asked)
    return _note(heard, asked)


def _ended(asked: Asked) -> Step:
    """Leaves open what was not told yet."""
    return Step(slots=dict.fromkeys(VISIT_SLOTS[VISIT_SLOTS.index(asked.slot) :], False))


def _people(heard: Understanding, asked: Asked) -> Step | None:
    others = company(heard.text)
    if not others:
        # Something else, or "just family": then that is that, and the other question follows.
        return None if _is_something_else(heard, asked) else Step(slots={"visit_people": False})
    if heard.asks and asked.has_answer():
        return None
    step = Step()
    if len(others) > asked.visit.unnamed:
        step.say("too_many_named", count=asked.visit.unnamed)
    _keep_people(step, asked, others[: asked.visit.unnamed])
    needs = [one for one in _SENTENCE.split(heard.text) if asked.words.speaks_of_access(one)]
    if needs:
        step.slots["visit_note"] = {"access": " ".join(needs)[:LONGEST_TEXT], "question": ""}
    return step


def _note(heard: Understanding, asked: Asked) -> Step | None:
    if asked.words.says_yes(heard.text) and len(heard.text.split()) <= _A_FEW_WORDS:
        if asked.in_fields:
            return None
        step = Step(slots={"visit": asked.visit.to_slot()})
        step.say("visit_go_on")
        return step
    needs = [one for one in _SENTENCE.split(heard.text) if asked.words.speaks_of_access(one)]
    if not needs and _is_something_else(heard, asked):
        return None
    rest = [one for one in _SENTENCE.split(heard.text) if one not in needs]
    return Step(slots={"visit_note": {"access": " ".join(needs)[:LONGEST_TEXT], "question": " ".join(rest)[:LONGEST_TEXT]}})


def _is_something_else(heard: Understanding, asked: Asked) -> bool:
    """True for thanks, a yes, the wish for something else, and what has an approved answer."""
    if heard.is_about("affirm", "deny", "cancel", *SMALLTALK) or heard.is_about(*_ELSEWHERE, at_least=0.8):
        return True
    return (heard.asks or len(heard.text.split()) <= _A_FEW_WORDS) and asked.has_answer()


def _filled(given: Mapping[str, str | bool], asked: Asked) -> Step:
    typed = {key: value for key, value in given.items() if isinstance(value, str)}
    named = [(f"name_{number}", f"as_{number}") for number in range(1, FIELDS_FOR + 1)]
    others = [Company(typed[name], _role(typed.get(role)) or "guest") for name, role in named if typed.get(name)]
    listed = [one for one in re.split(r"[,;]", typed.get("others", "")) if one.strip()]
    others += [Company(one.strip(), "guest") for one in listed]
    step, own = Step(), _role(typed.get("as"))
    students = [role for _name, role in (("", "as"), *named) if typed.get(role) == "student"]
    if len(students) + any(one.role == "student" for one in asked.visit.known) > 1:
        step.faults[students[-1]] = Fault("one_student", "")
    for field, longest in [*((name, LONGEST_NAME) for name, _role in named), ("access", LONGEST_TEXT), ("question", LONGEST_TEXT)]:
        if len(typed.get(field, "")) > longest:
            step.faults[field] = Fault("too_long", "")
    if any(len(one) > LONGEST_NAME for one in listed) or len(others) > asked.visit.unnamed:
        step.faults["others" if asked.visit.unnamed > FIELDS_FOR else "name_1"] = Fault("too_many_names", "")
    if step.faults:
        step.slots["visit"] = asked.visit.mending(typed).to_slot()
        return step
    step.slots["visit_people"] = False
    if others or own:
        _keep_people(step, asked, others, own)
    note = {"access": typed.get("access", ""), "question": typed.get("question", "")}
    step.slots["visit_note"] = note if any(note.values()) else False
    return step


def _keep_people(step: Step, asked: Asked, others: list[Company], own: Role | None = None) -> None:
    if asked.visit.known:
        has_student = any(one.role == "student" for one in asked.visit.known)
        people = [*asked.visit.known]
        people += [Person(one.name, "guest" if one.role == "student" and has_student else one.role) for one in others]
    else:
        people = with_speaker(others, asked.name, own)
    step.slots["visit_people"] = people_to_slot(people)


def _role(value: Any) -> Role | None:
    return next((role for role in get_args(Role) if role == value), None)
