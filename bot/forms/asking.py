"""What the forms' questions show: open times, the consent wording, the review. In the language spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.conversations.language import spoken
from bot.conversations.lines import line
from bot.forms.reading import SHOWN, UNDECIDED, spoken_time
from bot.forms.wording import people, worded
from bot.nlu.language import Language
from bot.school.content import School
from bot.school.school_file import ConsentText, ConsentWording
from bot.tours.saying import full, short
from bot.tours.service import OpenTime

Shown = tuple[str, dict[str, Any]]
"""A text and the custom part that goes with it."""


def field_question(name: str, faults: Mapping[str, Mapping[str, str]]) -> Shown:
    """A question of lines.yml that is answered in fields. A field whose answer could not be taken says why and keeps it.

    The text says it too, for where there are no fields; the widget shows it at the field only.
    """
    text, custom = line(name)
    errors = []
    for field in custom["form"]["fields"]:
        fault = faults.get(field["name"])
        if fault:
            field["error"] = line(fault["line"])[0]
            errors.append(field["error"])
            if fault["typed"]:
                field["value"] = fault["typed"]
    return " ".join([*errors, text]), custom


def program_question(school: School) -> Shown:
    """Which program, with a button for each and for not knowing yet."""
    replies = [{"title": program.name, "meaning": {"intent": "inform", "set": {"program": program.name}}} for program in school.programs]
    replies.append({"title": worded("undecided"), "meaning": {"intent": "inform", "set": {"program": UNDECIDED}}})
    return worded("program_question"), {"quick_replies": replies}


def time_question(school: School, times: Sequence[OpenTime], *, more: bool) -> Shown:
    """Which of these open times. Every time is said with its campus time zone."""
    zone = school.zone
    shown = times[:SHOWN]
    options = [
        {
            "title": short(one.starts_at, zone, spoken()),
            "meaning": {"intent": "inform", "set": {"tour_time": one.starts_at.isoformat()}},
            "starts_at": one.starts_at.isoformat(),
            "ends_at": one.opening.ends_at.isoformat(),
            "places_left": one.places_left,
        }
        for one in shown
    ]
    slots: dict[str, Any] = {"time_zone": str(zone), "options": options}
    text = worded("time_question", zone=f"{shown[0].starts_at.astimezone(zone):%Z}" if shown else str(zone))
    if school.has_example_tours:
        text += f" {worded('example_times')}"
    if more and shown:
        slots["more"] = {"title": worded("later_times"), "meaning": {"intent": "more_times", "after": shown[-1].starts_at.isoformat()}}
    return text, {"slots": slots}


def held_in(form: str, school: School, language: Language) -> Language:
    """The language to hold a form in: that of the conversation, or English where the school has no words of consent in it."""
    return language if _consent(form, school).spoken_in(language) is not None else "en"


def consent_text(form: str, school: School, language: Language) -> ConsentText:
    """What a person filling this form is asked to agree to; in English where there are no such words."""
    wording = _consent(form, school)
    return wording.spoken_in(language) or wording


def _consent(form: str, school: School) -> ConsentWording:
    return school.file.consent.tour_messages if form == "tour_form" else school.file.consent.answer


def consent_question(form: str, school: School) -> Shown:
    """The consent wording, word for word, with yes and no of equal weight."""
    text = consent_text(form, school, spoken())
    wording = school.fill(text.wording)
    accept = {"title": worded("agree"), "meaning": {"intent": "affirm", "set": {"consent": True}}}
    decline = {"title": worded("decline"), "meaning": {"intent": "deny", "set": {"consent": False}}}
    consent = {"wording": wording, "version": text.version, "accept": accept, "decline": decline}
    return worded("consent_question", wording=wording), {"consent": consent}


def review_question(slots: Mapping[str, Any], school: School) -> Shown:
    """Everything that is about to be booked, with ways to change it."""
    when = spoken_time(slots["tour_time"], school)
    party = int(slots.get("party_size") or 1)
    reach = ", ".join(value for value in (slots.get("email"), slots.get("phone")) if value)
    program = worded("undecided") if slots["program"] == UNDECIDED else slots["program"]
    tour = school.tours[0].called(spoken())
    rows = [
        {"label": worded("name_label"), "value": slots["name"]},
        {"label": worded("reach_label"), "value": reach},
        {"label": worded("program_label"), "value": program},
        {"label": worded("when_label"), "value": when},
        {"label": worded("people_label"), "value": str(party)},
    ]
    return (
        worded("review", tour=tour, when=when, people=people(party), example=people(2 if party == 3 else 3)),
        {
            "review": {"title": tour, "rows": rows},
            "quick_replies": [
                {"title": worded("book_it"), "meaning": {"intent": "affirm", "set": {"review": True}}},
                {"title": worded("change_time"), "meaning": {"intent": "correct", "clear": ["tour_time", "wish"]}},
                {"title": worded("change_details"), "meaning": {"intent": "correct", "clear": ["name", "contact", "email", "phone"]}},
                {"title": worded("stop"), "meaning": {"intent": "cancel"}},
            ],
        },
    )


def booked_text(school: School, *, starts_at: Any, reference: str, party: int, mailed_to: str | None = None) -> Shown:
    """The confirmation. It promises an e-mail only to ``mailed_to``, where one really is on its way."""
    when = full(starts_at, school.zone, spoken())
    text = worded("booked", tour=school.tours[0].called(spoken()), when=when, people=people(party), reference=reference)
    if mailed_to:
        text += f" {worded('mailed', email=mailed_to)}"
    if school.has_example_tours:
        text += f" {worded('example_booked')}"
    custom = {
        "quick_replies": [
            {"title": worded("what_jobs"), "meaning": {"intent": "careers"}},
            {"title": worded("talk_to_a_person"), "meaning": {"intent": "human_handoff"}},
        ]
    }
    return text, custom


def person_asked_text(school: School, due_at: datetime | None) -> str:
    """That the request is with staff, and by when they get back to the visitor where that is promised."""
    if due_at is None:
        return line("person_asked")[0]
    text = worded("person_asked_until", when=full(due_at, school.zone, spoken()))
    return f"{text} {worded('example_hours')}" if school.has_example_hours else text
