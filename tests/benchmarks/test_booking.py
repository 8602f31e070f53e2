from __future__ import annotations

import asyncio
from typing import Any

import pytest

from benchmarks.speed.booking import OPENING, book_tour, is_booked, next_answer
from benchmarks.speed.sides import Exchange, Unanswered
from benchmarks.stock.project import FORM_SLOTS
from bot.tours.models import Booking
from tests.conftest import Talk, buttons


class Desk:
    """A conversation that asks its questions one by one, whatever it hears."""

    def __init__(self, *questions: str) -> None:
        self.heard: list[str] = []
        self._questions = iter(questions)

    async def say(self, text: str) -> Exchange:
        self.heard.append(text)
        return Exchange(0.25, (next(self._questions),))


class Chat:
    """The conversation of this project's own assistant."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    async def say(self, text: str) -> Exchange:
        lines: list[dict[str, Any]] = await asyncio.to_thread(self._talk.say, text)
        titles = tuple(str(button["title"]) for line in lines for button in buttons(line))
        return Exchange(0.25, tuple(line["text"] for line in lines), titles)


def test_this_server_books_for_the_benchmark_s_visitor(talk: Talk) -> None:
    assert len(asyncio.run(book_tour(Chat(talk), 0))) <= 8
    with talk.assistant.database.read() as session:
        assert session.query(Booking).count() == 1


def test_stock_s_form_is_answered_slot_by_slot() -> None:
    desk = Desk(*FORM_SLOTS.values(), "Your tour is booked, Maria: next Tuesday.")
    seconds = asyncio.run(book_tour(desk, 0))
    assert seconds == [0.25] * 6
    opening, name, contact, program, time, review = desk.heard
    assert (opening, review) == (OPENING, "yes")
    assert " " in name
    assert "@" in contact
    assert program == "Recording Arts and Show Production"
    assert "Tuesday" in time


def test_a_time_that_is_offered_is_taken() -> None:
    asked = Exchange(0.1, ("Which time suits you? All times are campus time.",), ("Monday 10:00", "Monday 14:00"))
    assert next_answer(asked, 1) == "Monday 10:00"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ('What\'s your name? You can stop at any time by writing "cancel".', "Maria Lopez"),
        ("We may write to your e-mail address or phone you about this tour. Do you agree?", "yes"),
        ("Please check: Name: Maria; Reach you at: a@example.org; Program: Sound; When: Tuesday. Shall I book it?", "yes"),
    ],
)
def test_this_server_s_questions_are_understood_though_they_share_words(question: str, answer: str) -> None:
    assert next_answer(Exchange(0.1, (question,)), 0) == answer


def test_visitors_differ() -> None:
    asked = Exchange(0.1, ("How can we reach you: e-mail or phone?",))
    assert next_answer(asked, 1) != next_answer(asked, 2)


def test_only_the_confirmation_ends_the_booking() -> None:
    assert is_booked(Exchange(0.1, ("Done.", "Your tour is booked.")))
    assert is_booked(Exchange(0.1, ("You're booked: Campus tour, Monday.", "If you like, tell us who is coming.")))
    assert not is_booked(Exchange(0.1, ("I can get a tour booked for you. What is your name?",)))


def test_a_question_that_nobody_expected_ends_the_booking_with_its_words() -> None:
    with pytest.raises(Unanswered, match="favourite colour"):
        asyncio.run(book_tour(Desk("And your favourite colour?"), 0))


def test_a_form_that_goes_round_in_circles_is_given_up() -> None:
    with pytest.raises(Unanswered, match="no booking"):
        asyncio.run(book_tour(Desk(*["What is your name?"] * 50), 0))
