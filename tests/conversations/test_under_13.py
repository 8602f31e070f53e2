"""Somebody under 13 is told kindly that a parent has to get in touch, and nothing they wrote is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.consent.models import Consent
from bot.conversations.erasure import _SAYS_BACK, _said_back
from bot.conversations.feedback import keep_feedback
from bot.conversations.lines import line
from bot.conversations.models import Feedback, Handoff, Message, Question, Turn
from bot.engine.models import TrackerRow
from bot.leads.models import Contact, Identity, Lead
from bot.outbox.models import OutboxRow
from bot.tours.models import Attendee, Booking, Hold, Slot, WaitlistEntry
from tests.conftest import Talk, buttons

DETAILS = (
    *("name", "contact", "email", "phone", "program", "party_size", "tour_time", "wish", "consent", "review", "misses", "faults"),
    *("waits", "held_until", "family", "visit", "visit_people", "visit_note"),
)


def _rows(talk: Talk, model: Any) -> list[Any]:
    with talk.assistant.database.read() as session:
        return list(session.scalars(select(model)))


def _stored(talk: Talk) -> str:
    """Everything that could hold what the visitor wrote, as one text."""
    found: list[Any] = [(one.text, one.custom, one.input) for one in _rows(talk, Message)]
    found += [one.payload for one in _rows(talk, OutboxRow)] + [one.text for one in _rows(talk, Question)]
    found += [one.state for one in _rows(talk, TrackerRow)]
    return json.dumps(found)


def _refused(talk: Talk, lines: list[dict[str, Any]]) -> bool:
    texts = [one["text"] for one in lines]
    return texts == [line("under_13", reach="")[0]] and talk.outcome == "refused"


def _nobody(talk: Talk) -> bool:
    kept = any(slot.taken or slot.guide for slot in _rows(talk, Slot))
    return not kept and not any(_rows(talk, model) for model in (Lead, Contact, Identity, Booking, Hold, WaitlistEntry, Attendee, Question))


@pytest.mark.parametrize("text", ["im 12", "I'm 11 years old, can i book a tour", "my age is 12", "i'm 10, what jobs can i get?"])
def test_outside_a_booking(talk: Talk, text: str) -> None:
    assert _refused(talk, talk.say(text))
    assert _nobody(talk)
    assert not [slot for slot in DETAILS if talk.slots().get(slot) is not None]
    assert talk.slots().get("requested_slot") is None


@pytest.mark.parametrize("channel", ["web", "telegram"])
@pytest.mark.parametrize("text", ["im 12", "12 years old", "can i still come, I'm 11?", "my age is 12"])
def test_in_the_middle_of_a_booking(new_talk: Callable[..., Talk], channel: str, text: str) -> None:
    talk = new_talk(channel=channel)
    talk.say("I'd like to visit the campus")
    talk.say("Zoelina Quill")
    talk.say("zoelina.quill@example.org")

    assert _refused(talk, talk.say(text))
    assert _nobody(talk)
    assert not [slot for slot in DETAILS if talk.slots().get(slot) is not None]
    stored = _stored(talk).casefold()
    assert "quill" not in stored and "zoelina" not in stored


@pytest.mark.parametrize("asked", ["name", "contact", "program", "tour_time", "consent", "review"])
def test_whatever_is_being_asked(talk: Talk, asked: str) -> None:
    talk.say("I'd like to visit the campus")
    steps: dict[str, Callable[[], Any]] = {
        "name": lambda: talk.say("Zoelina Quill"),
        "contact": lambda: talk.say("zoelina.quill@example.org"),
        "program": lambda: talk.press("Not decided yet"),
        "tour_time": lambda: talk.press("Mon, Nov 30, 2:00 PM"),
        "consent": lambda: talk.press("Yes, I agree"),
    }
    for slot, answer in steps.items():
        if slot == asked:
            break
        answer()
    assert talk.slots()["requested_slot"] == asked

    assert _refused(talk, talk.say("im 12"))
    assert _nobody(talk)
    assert "quill" not in _stored(talk).casefold()


@pytest.mark.parametrize("start", ["I'd like to visit the campus", "can I talk to a real person please"])
def test_in_the_field_of_a_form(talk: Talk, start: str) -> None:
    talk.say(start)

    assert _refused(talk, talk.say("", form={"name": "Zoelina Quill, 12 years old"}))
    assert _nobody(talk)
    assert "quill" not in _stored(talk).casefold()


def test_in_a_request_for_a_person(talk: Talk) -> None:
    talk.say("can I talk to a real person please")
    talk.say("Zoelina Quill")

    assert _refused(talk, talk.say("btw im 12"))
    assert _nobody(talk)
    assert _rows(talk, Handoff) == []


def test_what_was_asked_before_is_no_question_for_staff_any_more(talk: Talk) -> None:
    talk.say("what is the wingspan of an albatross?")
    assert _rows(talk, Question)

    talk.say("im 12")

    assert _rows(talk, Question) == []
    lines = talk.say("what is the wingspan of an albatross?")
    assert talk.outcome == "unknown"
    assert "noted" not in lines[0]["text"]
    assert _rows(talk, Question) == []


def test_the_booking_cannot_be_begun_again(talk: Talk) -> None:
    talk.say("im 12")

    for _ in range(2):
        assert _refused(talk, talk.say("book a tour"))
    assert _refused(talk, talk.say("can I talk to a real person please"))
    talk.say("Zoelina Quill")
    assert talk.slots().get("name") is None
    assert _nobody(talk)


def test_questions_are_still_answered(talk: Talk) -> None:
    talk.say("im 12")

    talk.say("what jobs can I get?")

    assert talk.outcome == "answered"


def test_a_parent_who_takes_over_can_book(talk: Talk) -> None:
    talk.say("im 12")

    lines = talk.say("hi this is her mom, I'd like to book a tour for my daughter")

    assert talk.outcome == "form"
    assert lines[-1]["custom"]["form"]
    talk.say("Dana Quill")
    assert talk.slots()["name"] == "Dana Quill"


def test_a_parent_who_speaks_of_a_child_is_not_refused(talk: Talk) -> None:
    lines = talk.say("my son is 12, can we book a tour?")

    assert talk.outcome == "form"
    assert lines[-1]["custom"]["form"]


@pytest.mark.parametrize("text", ["i'm 13", "i was 12 when i started making music", "there are 12 of us", "i'm 12 minutes away"])
def test_who_is_not_under_13_is_not_refused(talk: Talk, text: str) -> None:
    talk.say(text)

    assert talk.outcome != "refused"


def test_a_message_that_came_after_is_answered_as_it_was_written(talk: Talk) -> None:
    inbox = talk.assistant.inbox
    inbox.receive(talk.conversation_id, "message-1", "im 12")
    inbox.receive(talk.conversation_id, "message-2", "what jobs can I get?")

    talk.answer()
    talk.answer()

    assert talk.outcome == "answered"


def test_staff_are_told_when_there_is_a_booking_already(talk: Talk) -> None:
    talk.say("I'd like to visit the campus")
    talk.say("Marcus Reed")
    talk.say("marcus.reed@example.com")
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    talk.press("Yes, book it")

    for _ in range(2):
        talk.say("btw im 12")

    assert talk.outcome == "refused"
    assert [one.reason for one in _rows(talk, Handoff)] == ["says to be under 13"]
    assert [one.state for one in _rows(talk, Booking)] == ["booked"]


def test_an_opt_out_in_the_same_message_counts(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk(channel="telegram")

    lines = talk.say("im 12, stop sending me messages")

    assert talk.outcome == "refused"
    assert [one["text"] for one in lines] == [line("under_13", reach="")[0], line("opted_out")[0]]
    assert [one.granted for one in _rows(talk, Consent)] == [False]


def test_the_topic_is_noted_without_the_words(talk: Talk) -> None:
    talk.say("I'm 11 years old, can i book a tour")
    talk.say("im 12")

    first, second = _rows(talk, Turn)
    assert [one["topic"] for one in first.topics] == ["campus_tour"]
    assert second.topics == []


def test_the_school_says_how_a_parent_reaches_it(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.school.school_file import ContactDetails

    contact = ContactDetails(phone="(407) 555-0100", email="office@school.example")
    monkeypatch.setitem(talk.assistant.school.file.__dict__, "contact", contact)

    lines = talk.say("im 12")

    assert "(407) 555-0100" in lines[0]["text"] and "office@school.example" in lines[0]["text"]
    assert not buttons(lines[0])


def test_what_was_noted_of_somebody_under_13_is_erased(talk: Talk) -> None:
    talk.say("book a tour for 2 people, I am Tim Roe")
    assert "I noted: Tim Roe" in _stored(talk)

    talk.say("I am 11 years old")

    assert "Tim" not in _stored(talk)


@pytest.mark.parametrize(
    ("first", "said_back", "then"),
    [
        ("book a tour for 2 people, I am Tim Roe", "I noted: Tim Roe", "tengo 11 años"),
        ("quiero reservar una visita para 2 personas, me llamo Tim Roe", "Anotado: Tim Roe", "I am 11 years old"),
    ],
)
def test_what_was_said_back_in_the_other_language_is_erased_too(talk: Talk, first: str, said_back: str, then: str) -> None:
    talk.say(first)
    assert said_back in _stored(talk)

    talk.say(then)

    assert talk.outcome == "refused"
    assert "Tim" not in _stored(talk)


def test_every_line_that_repeats_words_is_recognised_by_words_of_its_own() -> None:
    """By none at all every line of the assistant would be erased."""
    assert len(_said_back()) == 2 * len(_SAYS_BACK)
    assert min(len(words) for words in _said_back()) > 8


def test_a_thumb_keeps_no_words_of_somebody_under_13(talk: Talk) -> None:
    now = talk.assistant.clock()
    [answer] = talk.say("what jobs can I get?")
    keep_feedback(talk.assistant.database, talk.conversation_id, seq=answer["seq"], value="down", reason="Too long.", now=now)
    assert [one.reason for one in _rows(talk, Feedback)] == ["Too long."]
    talk.say("I am 11 years old")

    keep_feedback(talk.assistant.database, talk.conversation_id, seq=answer["seq"], value="down", reason="I am Tim Roe.", now=now)

    assert [(one.value, one.reason) for one in _rows(talk, Feedback)] == [("down", None)]
