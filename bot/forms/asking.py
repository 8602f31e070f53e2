"""What the forms' questions show: open times, the consent wording, the review. In the language spoken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.conversations.language import spoken
from bot.conversations.lines import line, person_button
from bot.forms.offering import Offer
from bot.forms.reading import UNDECIDED
from bot.forms.times import spoken_time, spoken_wish
from bot.forms.wording import people, worded
from bot.nlu.language import Language
from bot.school.content import School
from bot.school.school_file import ConsentText, ConsentWording
from bot.tours.people import People
from bot.tours.saying import clock, full, short

_OWN_DETAILS = ("name", "contact", "email", "phone", "family")
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


def time_question(school: School, offer: Offer, party: int, *, zone: ZoneInfo | None = None) -> Shown:
    """Which of these open times, or the waitlist of which full one. Every time is said with its zone (by default the first campus')."""
    zone, shown = zone or school.zone, offer.shown
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
    name = "time_question" if not offer.full else "time_or_waitlist_question" if shown else "waitlist_question"
    first = (*shown, *offer.full)[0]
    text = worded(name, zone=f"{first.starts_at.astimezone(zone):%Z}", people=people(party), when=spoken_wish(offer.wish))
    if school.has_example_tours:
        text += f" {worded('example_times')}"
    custom: dict[str, Any] = {}
    if shown:
        slots: dict[str, Any] = {"time_zone": str(zone), "options": options}
        custom["slots"] = slots
        if len(offer.open) > len(shown):
            slots["more"] = {"title": worded("later_times"), "meaning": {"intent": "more_times", "after": shown[-1].starts_at.isoformat()}}
    waits = [
        {
            "title": worded("waitlist_for", when=short(one.starts_at, zone, spoken())),
            "meaning": {"intent": "inform", "set": {"tour_time": one.starts_at.isoformat(), "waits": True}},
        }
        for one in offer.full
    ]
    if waits:
        custom["quick_replies"] = waits if shown else [*waits, person_button()]
    return text, custom


def held_in(form: str, school: School, language: Language) -> Language:
    """The language to hold a form in: that of the conversation, or English where the school has no words of consent in it."""
    if form == "change_form":  # nothing has to be agreed to
        return language
    return language if _consent(form, school).spoken_in(language) is not None else "en"


def consent_text(form: str, school: School, language: Language) -> ConsentText:
    """What a person filling this form is asked to agree to; in English where there are no such words."""
    wording = _consent(form, school)
    return wording.spoken_in(language) or wording


def _consent(form: str, school: School) -> ConsentWording:
    return school.file.consent.answer if form == "contact_form" else school.file.consent.tour_messages


def consent_question(form: str, school: School) -> Shown:
    """The consent wording, word for word, with yes and no of equal weight."""
    text = consent_text(form, school, spoken())
    wording = school.fill(text.wording)
    accept = {"title": worded("agree"), "meaning": {"intent": "affirm", "set": {"consent": True}}}
    decline = {"title": worded("decline"), "meaning": {"intent": "deny", "set": {"consent": False}}}
    consent = {"wording": wording, "version": text.version, "accept": accept, "decline": decline}
    return worded("consent_question", wording=wording), {"consent": consent}


def review_question(slots: Mapping[str, Any], school: School, *, who: People, kept_until: datetime | None, told_by: str) -> Shown:
    """Everything that is about to be booked, or waited for, with ways to change it.

    ``who`` is known to come, ``kept_until`` says how long the time is kept, ``told_by`` how the party hears of a freed place
    (as :func:`waiting_text`).
    """
    waits = bool(slots.get("waits"))
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
        {"label": worded("people_label"), "value": f"{party}: {named(who)}" if who.attendees else str(party)},
    ]
    if waits:
        text = f"{worded('review_waitlist', tour=tour, when=when, people=people(party))} {told_by}"
    else:
        text = worded("review", tour=tour, when=when, people=people(party), example=people(2 if party == 3 else 3))
    if kept_until is not None:
        local = kept_until.astimezone(school.zone)
        text += f" {worded('kept_until', time=clock(local, spoken()), zone=f'{local:%Z}')}"
    return (
        f"{text} {worded('wait_or_not' if waits else 'book_or_not')}",
        {
            "review": {"title": tour, "rows": rows},
            "quick_replies": [
                {"title": worded("wait_for_it" if waits else "book_it"), "meaning": {"intent": "affirm", "set": {"review": True}}},
                {"title": worded("change_time"), "meaning": {"intent": "correct", "clear": ["tour_time", "wish"]}},
                {
                    "title": worded("change_details"),
                    "meaning": {"intent": "correct", "clear": ["name", "contact", "email", "phone", "family"]},
                },
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


def named(who: People) -> str:
    """The people of a party by name, each with their part in it."""
    return ", ".join(worded(f"named_{one.role}", who=one.name) for one in who.attendees)


def told_by_mail(email: str) -> str:
    """How a party on the waitlist hears of a place where an e-mail can be sent."""
    return worded("wait_by_mail", email=email)


def told_by_staff(school: School, due_at: datetime | None) -> str:
    """How it hears of one where none can be sent: staff get in touch, by a time where that is promised."""
    if due_at is None:
        return worded("wait_by_staff")
    text = worded("wait_by_staff_until", when=full(due_at, school.zone, spoken()))
    return f"{text} {worded('example_hours')}" if school.has_example_hours else text


def waiting_text(school: School, *, starts_at: datetime, party: int, until: datetime | None, told_by: str) -> str:
    """That a party is on the waitlist and what happens now; ``until``: its place is free by now and kept until then."""
    values = {"tour": school.tours[0].called(spoken()), "when": full(starts_at, school.zone, spoken()), "people": people(party)}
    if until is not None:
        return f"{worded('offered_already', until=full(until, school.zone, spoken()), **values)} {told_by}"
    text = f"{worded('waiting', **values)} {told_by}"
    return f"{text} {worded('example_booked')}" if school.has_example_tours else text


def person_asked_text(school: School, due_at: datetime | None) -> str:
    """That the request is with staff, and by when they get back to the visitor where that is promised."""
    if due_at is None:
        return line("person_asked")[0]
    text = worded("person_asked_until", when=full(due_at, school.zone, spoken()))
    return f"{text} {worded('example_hours')}" if school.has_example_hours else text
