"""A visitor books a tour in conversation."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.consent.models import Consent
from bot.leads.models import Contact, Identity, Lead
from bot.settings import PROJECT_DIR
from bot.tours.models import Booking, Slot
from tests.conftest import Talk, buttons

SCHEMA = Draft202012Validator(json.loads((PROJECT_DIR / "bot" / "conversations" / "custom.schema.json").read_text()))


def _book(talk: Talk, name: str = "Marcus Reed", contact: str = "marcus.reed@example.com") -> list[dict[str, Any]]:
    talk.say("I'd like to visit the campus")
    talk.say(name)
    talk.say(contact)
    talk.press("Recording Arts and Show Production")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    return talk.press("Yes, book it")


def _rows(talk: Talk, model: Any) -> list[Any]:
    with talk.assistant.database.read() as session:
        return list(session.scalars(select(model)))


def test_a_tour_is_booked_with_everything_that_belongs_to_it(talk: Talk) -> None:
    lines = _book(talk)

    booking, slot = _rows(talk, Booking)[0], _rows(talk, Slot)[0]
    assert booking.reference in lines[0]["text"]
    assert "Monday, November 30, 2026 at 2:00 PM (EST)" in lines[0]["text"]
    assert (booking.state, booking.party_size, slot.booked) == ("booked", 1, 1)
    assert slot.starts_at.isoformat() == "2026-11-30T19:00:00+00:00"
    lead, contact = _rows(talk, Lead)[0], _rows(talk, Contact)[0]
    assert (lead.stage, lead.wants, lead.channel, lead.program) == ("tour_booked", "tour", "web", "Recording Arts and Show Production")
    assert (lead.page_url, lead.campaign) == ("https://school.example/apply?utm_source=news", "utm_source=news")
    assert booking.lead_id == lead.id
    assert contact.name == "Marcus Reed"
    assert [(one.kind, one.value, one.verified_at) for one in _rows(talk, Identity)] == [("email", "marcus.reed@example.com", None)]
    receipt = _rows(talk, Consent)[0]
    assert receipt.granted
    assert "F.I.R.S.T. Institute may use" in receipt.wording
    assert b"marcus" not in receipt.identity_hash
    assert {row.action for row in _rows(talk, AuditRow)} >= {"booked", "created"}


def test_the_confirmation_carries_the_tour_for_a_calendar(talk: Talk) -> None:
    line, _offer_to_tell = _book(talk)

    custom = line["custom"]
    SCHEMA.validate(custom)
    [event] = icalendar.Calendar.from_ical(custom["ics"]["content"]).walk("VEVENT")
    booking, slot = _rows(talk, Booking)[0], _rows(talk, Slot)[0]
    assert custom["ics"]["filename"] == "campus-tour-2026-11-30.ics"
    assert (event.start, event.end) == (slot.starts_at, slot.ends_at)
    assert event["uid"] == f"{booking.reference}@localhost"
    assert booking.reference in event["description"]
    assert event["dtstamp"].dt == talk.assistant.clock()
    assert custom["quick_replies"]


def test_a_question_in_the_middle_is_answered_and_the_booking_goes_on(talk: Talk) -> None:
    talk.say("can I come and see it?")
    talk.say("Marcus Reed")

    lines = talk.say("where do people usually work afterwards?")

    assert talk.outcome == "answered"
    assert "studios" in lines[0]["text"]
    assert [line["text"] for line in lines[1:]] == ["Back to your tour:", "How can we reach you: e-mail or phone?"]
    assert talk.slots()["name"] == "Marcus Reed"
    assert "contact" not in talk.slots()


def test_a_question_in_a_request_for_a_person_leads_back_to_the_request(talk: Talk) -> None:
    talk.say("can I talk to a real person please")

    lines = talk.say("where do people usually work afterwards?")

    assert lines[1]["text"] == "Back to your request:"
    assert "your name" in lines[2]["text"]
    # An answer leads nowhere back: nothing else was talked of.
    assert [line["text"] for line in talk.say("Ana Lopez")] == ["How can we reach you: e-mail or phone?"]


@pytest.mark.parametrize(
    "question",
    ["what is the fee?", "How long is the program", "do you guarantee a job?", "is the school accredited", "where are you located?"],
)
def test_a_question_is_never_stored_as_a_name(talk: Talk, question: str) -> None:
    talk.say("book a tour")

    talk.say(question)

    assert talk.slots().get("name") is None
    assert talk.slots()["requested_slot"] == "name"


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("marcus@example", "e-mail address"),
        ("@@@@", "e-mail address"),
        ("555-0134", "phone number"),
        ("+1 12", "e-mail or phone"),
    ],
)
def test_contact_details_that_do_not_hold_up_are_not_stored(talk: Talk, wrong: str, complaint: str) -> None:
    talk.say("book a tour")
    talk.say("Ana")

    lines = talk.say(wrong)

    assert any(complaint in line["text"] for line in lines)
    assert talk.slots().get("contact") is None
    assert talk.slots().get("email") is None
    assert talk.slots().get("phone") is None


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("november 31", "does not exist"),
        ("november 2, 2026 at 10am", "has passed"),
        ("thanksgiving, november 26 at 10", "no open tour time on Thursday, November 26"),
        ("saturday december 5 at 10am", "no open tour time on Saturday, December 5"),
    ],
)
def test_a_day_that_cannot_be_is_said_so_and_open_times_are_offered(talk: Talk, wish: str, answer: str) -> None:
    talk.say("book a tour")
    talk.say("Ana")
    talk.say("(407) 555-0134")
    talk.press("Not decided yet")

    lines = talk.say(wish)

    assert any(answer in line["text"] for line in lines), lines
    assert talk.slots().get("tour_time") is None
    assert buttons(lines[-1])


def test_next_tuesday_afternoon_is_said_back_as_a_full_date(talk: Talk) -> None:
    talk.say("book a tour")
    talk.say("Ana")
    talk.say("ana@example.org")
    talk.press("Not decided yet")

    lines = talk.say("next tuesday afternoon")

    assert "Tuesday, December 1, 2026 at 2:00 PM (EST) is open" in lines[0]["text"]


def test_everything_said_at_once_is_taken_and_only_confirmed(talk: Talk) -> None:
    lines = talk.say("hi im marcus reed, 407 555 0134, can i come for the recording arts program on dec 1 at 2pm?")

    slots = talk.slots()
    assert (slots["name"], slots["phone"], slots["program"]) == ("Marcus Reed", "+14075550134", "Recording Arts and Show Production")
    assert "Tuesday, December 1" in lines[0]["text"]
    assert "Do you agree?" in lines[-1]["text"]


def test_declining_consent_stores_nobody(talk: Talk) -> None:
    talk.say("book a tour")
    talk.say("Ana")
    talk.say("ana@example.org")
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")

    lines = talk.press("No")

    assert "don't book" in lines[0]["text"]
    assert _rows(talk, Contact) == []
    assert _rows(talk, Booking) == []
    talk.say("what jobs can I get?")
    assert talk.outcome == "answered"


def test_cancel_stops_the_booking(talk: Talk) -> None:
    talk.say("book a tour")
    talk.say("Ana")

    lines = talk.say("never mind, cancel this")

    assert "I stopped" in lines[0]["text"]
    assert talk.slots().get("requested_slot") is None


def test_the_review_can_change_the_time(talk: Talk) -> None:
    talk.say("book a tour")
    talk.say("Ana")
    talk.say("ana@example.org")
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")

    assert buttons(talk.press("Change the time")[-1])
    lines = talk.press("Mon, Nov 30, 10:00 AM")

    assert "Monday, November 30, 2026 at 10:00 AM (EST)" in lines[-1]["text"]
    assert _rows(talk, Booking) == []


def test_a_time_that_was_taken_meanwhile_is_said_politely(new_talk: Callable[..., Talk]) -> None:
    talks = [new_talk() for _ in range(2)]
    for talk in talks:
        talk.say("I would like to book a tour, there are 5 of us")
        talk.say("Ana")
        talk.say("ana@example.org")
        talk.press("Not decided yet")

    talks[0].press("Mon, Nov 30, 2:00 PM")
    talks[0].press("Yes, I agree")
    lines = talks[1].press("Mon, Nov 30, 2:00 PM")
    assert "You're booked" in talks[0].press("Yes, book it")[0]["text"]

    assert "just taken" in lines[0]["text"]
    assert "Mon, Nov 30, 2:00 PM" not in [button["title"] for button in buttons(lines[-1])]
    assert buttons(lines[-1])
    talks[1].press("Mon, Nov 30, 10:00 AM")
    talks[1].press("Yes, I agree")
    assert "You're booked" in talks[1].press("Yes, book it")[0]["text"]


def test_saying_yes_twice_books_once(talk: Talk) -> None:
    _book(talk)

    talk.say("yes")

    assert len(_rows(talk, Booking)) == 1


def test_an_old_button_pressed_again_books_nothing_more(talk: Talk) -> None:
    talk.say("I'd like to visit the campus")
    talk.say("Marcus Reed")
    talk.say("marcus.reed@example.com")
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    payload = talk.payload("Yes, book it")
    talk.say("", payload=payload)

    talk.say("", payload=payload)

    assert len(_rows(talk, Booking)) == 1


def test_the_same_person_is_not_asked_for_name_and_contact_twice(talk: Talk) -> None:
    _book(talk)

    lines = talk.say("book another tour")

    assert "Which time" in lines[-1]["text"]


def test_asking_for_a_person_leaves_a_lead(talk: Talk) -> None:
    talk.say("can I talk to a real person please")
    talk.say("Ana Lopez")
    talk.say("ana@example.org")

    lines = talk.press("Yes, I agree")

    assert "with our admissions staff" in lines[0]["text"]
    assert "They will get back to you by Tuesday, November 24, 2026 at 12:00 PM (EST)." in lines[0]["text"]
    lead = _rows(talk, Lead)[0]
    assert (lead.stage, lead.wants) == ("new", "call_back")


def test_one_message_with_name_number_and_time_is_only_confirmed(talk: Talk) -> None:
    lines = talk.say("hi im marcus reed, 407 555 0134, can i come dec 1 at 2pm?")

    assert "consent" in lines[-1]["custom"]
    assert "I noted: Marcus Reed, +14075550134." in [one["text"] for one in lines]
    review = talk.press("Yes, I agree")[-1]["custom"]["review"]["rows"]
    assert {row["label"]: row["value"] for row in review} == {
        "Name": "Marcus Reed",
        "Reach you at": "+14075550134",
        "Program": "Not decided yet",
        "When": "Tuesday, December 1, 2026 at 2:00 PM (EST)",
        "People": "1",
    }
    talk.press("Yes, book it")
    assert len(_rows(talk, Booking)) == 1


@pytest.mark.parametrize("asked", ["contact", "program", "tour_time"])
@pytest.mark.parametrize("said", ["I want to cancel my visit", "cancel my tour please", "quiero cancelar mi visita", "call it off"])
def test_who_calls_off_the_tour_that_is_being_filled_in_leaves_it(talk: Talk, asked: str, said: str) -> None:
    for answer in ("book a tour", "Ana Ruiz", "ana@example.org")[: {"contact": 2}.get(asked, 3)]:
        talk.say(answer)
    if asked == "tour_time":
        talk.press("Not decided yet")
    assert talk.slots()["requested_slot"] == asked

    [stopped] = talk.say(said)

    assert stopped["text"].startswith(("All right, I stopped", "Muy bien, paré"))
    assert talk.slots().get("requested_slot") is None


@pytest.mark.parametrize("said", ["is there a cancellation fee?", "¿cobran por cancelar?", "what if I have to cancel later?"])
def test_a_question_about_cancelling_leaves_the_form_open(talk: Talk, said: str) -> None:
    for answer in ("book a tour", "Ana Ruiz", "ana@example.org"):
        talk.say(answer)

    talk.say(said)

    assert talk.slots()["requested_slot"] == "program"


@pytest.mark.parametrize("said", ["is there a cancellation fee?", "¿cobran por cancelar?"])
def test_a_question_about_cancelling_books_no_other_tour(talk: Talk, said: str) -> None:
    for answer in ("book a tour", "Ana Ruiz", "ana@example.org"):
        talk.say(answer)
    for title in ("Not decided yet", "Mon, Nov 30, 2:00 PM", "Yes, I agree", "Yes, book it"):
        talk.press(title)

    talk.say(said)

    assert talk.slots().get("requested_slot") not in ("name", "contact", "program", "tour_time", "consent", "review")
