"""Reads a message as an answer to a form's question. Pure: what was heard goes in, changed slots and lines come out.

A question asked in the middle of a form is no answer: then None comes back, the question is answered from the FAQ
store, and the form asks again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.conversations.understanding import Understanding
from bot.faq.topics import TOPICS
from bot.forms.offering import SHOWN
from bot.forms.state import Fault, Say, Step
from bot.forms.times import Context, names_a_time, take_another_time, take_early_wish, take_time, take_waitlist
from bot.forms.wish import Wish
from bot.forms.wording import people, worded
from bot.forms.words import Words
from bot.nlu.extraction import Fields
from bot.nlu.extraction.age import is_under_13
from bot.nlu.extraction.family import Family

UNDECIDED = "Not decided yet"
"""What the slot ``program`` holds while none is chosen, in every language."""
_LEAVES = ("cancel", "human_handoff", "opt_out", "privacy")
_SURE_TO_LEAVE = 0.9
_MANY_MISSES = 3
_LONGEST_KEPT = 200
"""Of an answer that could not be taken, what is kept in its field."""
_LIKE_A_NUMBER = re.compile(r"[+(]?\d[\d\s().+-]*\d")


def read(slots: Mapping[str, Any], asked: str | None, heard: Understanding, context: Context) -> Step | None:
    """The step this message makes, or None when it is no answer to this form.

    ``asked`` is the slot that was asked for; None when the message is the one that starts the form.
    """
    step = _read(slots, asked, heard, context)
    if step is None:
        return None
    if heard.choice is None and heard.form is None and asked != "review":
        _say_what_was_noted(step, asked)
    if "tour_time" in step.slots and slots.get("waits"):
        step.slots.setdefault("waits", None)  # another time is another question
    return step


def _read(slots: Mapping[str, Any], asked: str | None, heard: Understanding, context: Context) -> Step | None:
    if heard.choice is not None:
        return _pressed(heard.choice, slots, context)
    step = Step()
    if heard.intent == "under_13" or (heard.form is not None and any(is_under_13(str(value)) for value in heard.form.values())):
        return Step(slots={"under_13": True})
    if heard.form is not None:
        _take_details(step, slots, heard, context, asked=asked)
        return _checked(step, asked, heard)
    if asked == "tour_time" and take_waitlist(step, slots, heard, context, party=_party(heard, context) or slots.get("party_size") or 1):
        _take_details(step, slots, heard, context, asked=asked)
        return step
    if (
        asked is not None
        and heard.is_about(*_LEAVES, at_least=0.8 if asked == "name" else 0.6)
        and not _answers_plainly(asked, heard, context)
    ):
        return None
    if asked == "consent" and _take_yes_or_no(step, "consent", heard, context.words):
        return step
    if asked == "review" and _take_review(step, slots, heard, context):
        return step
    if asked is not None and _is_question(heard, asked, context.fields):
        return None
    if heard.is_about("correct", at_least=0.5) and _take_correction(step, slots, heard, context):
        return step
    _take_details(step, slots, heard, context, asked=asked)
    if asked == "program" and "program" not in step.slots:
        _take_program_answer(step, heard, context)
    if asked == "tour_time":
        take_time(step, slots, heard, context)
    elif asked in ("consent", "review") and names_a_time(context.fields):
        take_another_time(step, slots, heard, context)
    elif context.fields.date or context.fields.time or context.fields.day_part:
        take_early_wish(step, slots, context)
    if asked is None:
        _leave_open_what_can_wait(step, slots)
        return step
    return _checked(step, asked, heard)


def _answers_plainly(asked: str, heard: Understanding, context: Context) -> bool:
    """True for a short answer whose words alone tell what it means, whatever else it looks like."""
    words, text = context.words, heard.text
    if not words.come_first or words.says_stop(text) or heard.is_about("opt_out", at_least=_SURE_TO_LEAVE):
        return False
    if asked in ("consent", "review"):
        return words.says_yes(text) or words.says_no(text)
    if asked == "program":
        return words.is_undecided(text) or words.which(text, len(context.school.programs)) is not None
    return asked == "tour_time" and (words.which(text, SHOWN) is not None or names_a_time(context.fields))


def _leave_open_what_can_wait(step: Step, slots: Mapping[str, Any]) -> None:
    """Who says at once who they are, how to reach them and when they come is asked to confirm, not for a program."""
    known = {**slots, **step.slots}
    if known.get("name") and known.get("contact") and not known.get("program") and not Wish.from_slot(known.get("wish")).is_open:
        step.slots["program"] = UNDECIDED


def _pressed(choice: Mapping[str, Any], slots: Mapping[str, Any], context: Context) -> Step | None:
    if "set" in choice:
        return Step(slots=dict(choice["set"]))
    if "clear" in choice:
        return Step(slots={**dict.fromkeys(choice["clear"]), "review": None})
    if "after" in choice:
        wish = Wish(after=datetime.fromisoformat(choice["after"]))
        return Step(slots={"wish": wish.to_slot()})
    return None


_MOVES_A_TIME = ("campus_tour", "correct", "inform", "more_times")
_FEW_WORDS = 5


def _is_question(heard: Understanding, asked: str, fields: Fields) -> bool:
    """True when the message asks something instead of answering."""
    answers_it = {
        "name": fields.name,
        "contact": fields.email or fields.phone,
        "tour_time": fields.date or fields.time or fields.day_part,
    }.get(asked)
    if answers_it:
        return False
    if (fields.date or fields.time) and (heard.intent in _MOVES_A_TIME or len(heard.text.split()) <= _FEW_WORDS):
        return False  # "could we do Friday at 2 instead?", "sat ok?": whatever else it looks like, a time is proposed
    topic = heard.intent in TOPICS and heard.intent != "campus_tour"
    if heard.asks:
        return topic or heard.intent in ("campus_tour", "tour_question")
    return topic and heard.confidence >= 0.7 and fields.program is None


def _take_details(step: Step, slots: Mapping[str, Any], heard: Understanding, context: Context, *, asked: str | None) -> None:
    """Takes whatever personal details the message carries."""
    fields = context.fields
    family = fields.family if context.form == "tour_form" and heard.form is None else None
    spoken_for = family is not None and not fields.name_is_own and fields.name == family.student
    if fields.name and not spoken_for and (asked in (None, "name") or not slots.get("name")):
        step.slots["name"] = fields.name
    if fields.email:
        step.slots["email"] = fields.email
    if fields.phone:
        step.slots["phone"] = fields.phone
    if fields.email or fields.phone:
        # What was given last is the way to reach them; the other is kept as well.
        step.slots["contact"] = fields.email or fields.phone
    if fields.program and (asked in (None, "program") or not slots.get("program")):
        step.slots["program"] = fields.program
    party = _party(heard, context)
    if party is not None:
        capacity = context.school.tours[0].capacity
        if party > capacity:
            capacity = context.most_people()
        if 1 <= party <= capacity:
            step.slots["party_size"] = party
        else:
            step.say("party_limits", capacity=capacity)
    if family is not None:
        _take_family(step, slots, family)


def _take_family(step: Step, slots: Mapping[str, Any], family: Family) -> None:
    """Keeps whom the speaker books for. Both come, unless another number is said."""
    known = slots.get("family") or {}
    step.slots["family"] = {"student": family.student or known.get("student"), "speaker": family.speaker}
    if not slots.get("party_size"):
        step.slots.setdefault("party_size", 2)


def _party(heard: Understanding, context: Context) -> int | None:
    """How many people are coming; a number that no party has is not extracted, but was said all the same."""
    return context.fields.party_size or (context.words.party_named(heard.text) if heard.form is None else None)


def _say_what_was_noted(step: Step, asked: str | None) -> None:
    """Says back, once, what a sentence told besides the answer that was asked for."""
    asked_for = {"contact": ("email", "phone")}.get(asked or "", (asked,))
    taken = {slot: step.slots[slot] for slot in ("name", "email", "phone", "program", "party_size") if step.slots.get(slot)}
    noted = [
        people(value) if slot == "party_size" else str(value)
        for slot, value in taken.items()
        if slot not in asked_for and value != UNDECIDED  # a program that was left open was not told
    ]
    student = (step.slots.get("family") or {}).get("student")
    if student:
        noted.insert(0, worded("named_student", who=student))
    if noted:
        step.say("noted", what=", ".join(noted))


def _take_program_answer(step: Step, heard: Understanding, context: Context) -> None:
    programs, words = context.school.programs, context.words
    picked = words.which(heard.text, len(programs))
    if picked is not None:
        step.slots["program"] = programs[picked].name
    elif len(programs) == 1 and words.says_yes(heard.text):
        step.slots["program"] = programs[0].name
    elif words.is_undecided(heard.text) or words.says_no(heard.text):
        step.slots["program"] = UNDECIDED


def _take_yes_or_no(step: Step, slot: str, heard: Understanding, words: Words) -> bool:
    if words.doubts(heard.text):
        return False
    if words.says_no(heard.text) or (heard.is_about("deny") and not heard.asks):
        step.slots[slot] = False
    elif words.says_yes(heard.text) or (heard.is_about("affirm") and not heard.asks):
        step.slots[slot] = True
    else:
        return False
    return True


def _take_review(step: Step, slots: Mapping[str, Any], heard: Understanding, context: Context) -> bool:
    fields = context.fields
    if fields.email or fields.phone or names_a_time(fields) or _party(heard, context) is not None:
        return False  # a correction with the new value, taken below
    if context.words.says_yes(heard.text) or (heard.is_about("affirm") and not heard.asks):
        step.slots["review"] = True
        return True
    if heard.asks:
        return False
    return _take_correction(step, slots, heard, context) or context.words.says_no(heard.text)


def _take_correction(step: Step, slots: Mapping[str, Any], heard: Understanding, context: Context) -> bool:
    """Empties the parts that are to be changed, unless the message already brings the new value."""
    _take_details(step, slots, heard, context, asked=None)
    brought = set(step.slots) | {"party_size" for say in step.says if say.line == "party_limits"}
    parts = [part for part in context.words.parts_named(heard.text) if part not in brought and slots.get(part) is not None]
    if names_a_time(context.fields):
        take_another_time(step, slots, heard, context)
        parts = [part for part in parts if part != "tour_time"] + (["tour_time"] if "tour_time" not in step.slots else [])
    for part in parts:
        step.slots[part] = None
        if part == "tour_time":
            step.slots.setdefault("wish", None)
        if part == "contact":
            step.slots |= {"email": None, "phone": None}
    return bool(step.slots or step.says)


def _checked(step: Step, asked: str | None, heard: Understanding) -> Step:
    """Adds what is wrong when the asked slot stays open, and counts such misses."""
    if asked == "review" and (step.slots or step.says):
        if "tour_time" in step.slots or "wish" in step.slots:
            step.slots.setdefault("tour_time", None)
        return step
    if asked is None or step.slots.get(asked) or step.says:
        return step
    if asked == "name" and "family" in step.slots:
        return step  # the student's name was said; whose own is asked again
    if asked == "contact":
        step.faults = _contact_faults(heard)
    elif asked == "name":
        step.faults = {"name": Fault("not_a_name", _typed(heard, "name"))}
    if not (step.slots or step.says or step.faults):
        if heard.form is None and _broken_address(heard.text) is not None:
            step.say("bad_email")
        else:
            step.say("unknown_program" if asked == "program" else "not_understood")
    return step


def _contact_faults(heard: Understanding) -> dict[str, Fault]:
    """What is wrong with the ways to reach somebody; nothing when a message did not try to give one."""
    if heard.form is not None:
        given = {name: _typed(heard, name) for name in ("email", "phone")}
        if not any(given.values()):
            return {"email": Fault("no_contact", "")}
        return {name: Fault(f"bad_{name}", typed) for name, typed in given.items() if typed}
    address = _broken_address(heard.text)
    if address is not None:
        return {"email": Fault("bad_email", address[:_LONGEST_KEPT])}
    number = _LIKE_A_NUMBER.search(heard.text)
    if len(re.sub(r"\D", "", heard.text)) >= 5:
        return {"phone": Fault("bad_phone", number[0][:_LONGEST_KEPT] if number else "")}
    return {}


def _broken_address(text: str) -> str | None:
    """What looks like an address, in a message in which none was found."""
    return next((word for word in re.split(r"[\s,;]+", text) if "@" in word), None)


def _typed(heard: Understanding, field: str) -> str:
    """What stood in a field, for the visitor to mend. A message of free words is no draft of a name."""
    return str((heard.form or {}).get(field) or "")[:_LONGEST_KEPT]


def counted(step: Step, slots: Mapping[str, Any], asked: str | None) -> Step:
    """Notes a message that moved nothing; after three in a row the visitor is offered a way out."""
    moved = any(value is not None for key, value in step.slots.items() if key != "misses") or (asked is not None and asked in step.slots)
    misses = 0 if moved else int(slots.get("misses") or 0) + 1
    step.slots["misses"] = misses
    if misses and misses % _MANY_MISSES == 0:
        step.says.append(Say("stuck"))
    return step
