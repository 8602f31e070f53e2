"""What the forms' questions show: open times, the consent wording, the review. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversations.lines import line
from bot.forms.reading import SHOWN, UNDECIDED, spoken_time
from bot.forms.words import people
from bot.school.content import ConsentText, School
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
    replies.append({"title": UNDECIDED, "meaning": {"intent": "inform", "set": {"program": UNDECIDED}}})
    return "Which program are you interested in?", {"quick_replies": replies}


def time_question(school: School, times: Sequence[OpenTime], *, more: bool) -> Shown:
    """Which of these open times. Every time is said with its campus time zone."""
    zone = school.zone
    shown = times[:SHOWN]
    options = [
        {
            "title": short(one.starts_at, zone),
            "meaning": {"intent": "inform", "set": {"tour_time": one.starts_at.isoformat()}},
            "starts_at": one.starts_at.isoformat(),
            "ends_at": one.opening.ends_at.isoformat(),
            "places_left": one.places_left,
        }
        for one in shown
    ]
    slots: dict[str, Any] = {"time_zone": str(zone), "options": options}
    abbreviation = f"{shown[0].starts_at.astimezone(zone):%Z}" if shown else str(zone)
    text = f"Which time suits you? All times are campus time ({abbreviation})."
    if school.has_example_tours:
        text += " These are example times: the school has not set its own yet."
    if more and shown:
        slots["more"] = {"title": "Later times", "meaning": {"intent": "more_times", "after": shown[-1].starts_at.isoformat()}}
    return text, {"slots": slots}


def consent_text(form: str, school: School) -> ConsentText:
    """What a person filling this form is asked to agree to."""
    return school.file.consent.tour_messages if form == "tour_form" else school.file.consent.answer


def consent_question(form: str, school: School) -> Shown:
    """The consent wording, word for word, with yes and no of equal weight."""
    text = consent_text(form, school)
    wording = school.fill(text.wording)
    accept = {"title": "Yes, I agree", "meaning": {"intent": "affirm", "set": {"consent": True}}}
    decline = {"title": "No", "meaning": {"intent": "deny", "set": {"consent": False}}}
    consent = {"wording": wording, "version": text.version, "accept": accept, "decline": decline}
    return f"{wording} Do you agree?", {"consent": consent}


def review_question(slots: Mapping[str, Any], school: School) -> Shown:
    """Everything that is about to be booked, with ways to change it."""
    when = spoken_time(slots["tour_time"], school)
    party = int(slots.get("party_size") or 1)
    reach = ", ".join(value for value in (slots.get("email"), slots.get("phone")) if value)
    rows = [
        {"label": "Name", "value": slots["name"]},
        {"label": "Reach you at", "value": reach},
        {"label": "Program", "value": slots["program"]},
        {"label": "When", "value": when},
        {"label": "People", "value": str(party)},
    ]
    return (
        f"Please check the details: {school.tours[0].name}, {when}, for {people(party)}. "
        f'To change the number, write for example "for {people(2 if party == 3 else 3)}". Shall I book it?',
        {
            "review": {"title": school.tours[0].name, "rows": rows},
            "quick_replies": [
                {"title": "Yes, book it", "meaning": {"intent": "affirm", "set": {"review": True}}},
                {"title": "Change the time", "meaning": {"intent": "correct", "clear": ["tour_time", "wish"]}},
                {"title": "Change my details", "meaning": {"intent": "correct", "clear": ["name", "contact", "email", "phone"]}},
                {"title": "Stop", "meaning": {"intent": "cancel"}},
            ],
        },
    )


def booked_text(school: School, *, starts_at: Any, reference: str, party: int) -> Shown:
    """The confirmation. It promises no message: none is sent unless the school has set that up."""
    when = full(starts_at, school.zone)
    text = f"You're booked: {school.tours[0].name}, {when}, {people(party)}. Your reference is {reference}. Please note it down."
    if school.has_example_tours:
        text += " This is an example time of a trial set-up; the school has not confirmed it."
    custom = {
        "quick_replies": [
            {"title": "What jobs can I get?", "meaning": {"intent": "careers"}},
            {"title": "Talk to a person", "meaning": {"intent": "human_handoff"}},
        ]
    }
    return text, custom
