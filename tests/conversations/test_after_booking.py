"""What is said right after a form ended is understood as its echo, not as a question."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.conversations.models import Question
from bot.tours.models import Booking
from tests.conftest import Talk
from tests.conversations.test_booking_conversation import _book, _rows


@pytest.mark.parametrize("echo", ["yes", "ok", "great", "sounds good, thank you"])
def test_a_yes_after_the_booking_repeats_it(talk: Talk, echo: str) -> None:
    _book(talk)

    for _ in range(2):
        [line] = talk.say(echo)
        assert _rows(talk, Booking)[0].reference in line["text"]
        assert "Monday, November 30, 2026 at 2:00 PM (EST)" in line["text"]

    assert len(_rows(talk, Booking)) == 1
    assert _rows(talk, Question) == []


def test_the_button_pressed_again_repeats_the_booking(talk: Talk) -> None:
    talk.say("I'd like to visit the campus")
    talk.say("Marcus Reed")
    talk.say("marcus.reed@example.com")
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    payload = talk.payload("Yes, book it")
    talk.say("", payload=payload)

    [line] = talk.say("", payload=payload)

    assert _rows(talk, Booking)[0].reference in line["text"]


def test_a_booking_that_was_cancelled_is_not_repeated(talk: Talk) -> None:
    _book(talk)
    with talk.assistant.database.write() as session:
        session.execute(update(Booking).values(state="cancelled"))

    [line] = talk.say("ok")

    assert "booked" not in line["text"]
    assert "anything else" in line["text"]


@pytest.mark.parametrize("farewell", ["thanks, see you", "thanks"])
def test_thanks_after_the_booking_are_answered(talk: Talk, farewell: str) -> None:
    _book(talk)

    talk.say(farewell)

    assert talk.outcome == "smalltalk"


def test_a_yes_after_a_request_for_a_person_is_understood(talk: Talk) -> None:
    for said in ("can I talk to a real person please", "Ana Lopez", "ana@example.org"):
        talk.say(said)
    talk.press("Yes, I agree")

    [line] = talk.say("ok great")

    assert "anything else" in line["text"]
    assert _rows(talk, Question) == []


def test_a_yes_after_another_question_repeats_no_booking(talk: Talk) -> None:
    _book(talk)
    talk.say("where do people usually work afterwards?")

    lines: list[dict[str, Any]] = talk.say("yes")

    with talk.assistant.database.read() as session:
        reference = session.scalars(select(Booking.reference)).one()
    assert all(reference not in line["text"] for line in lines)
