"""Several questions in one message are told apart; one question stays whole, however it is put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.several_questions import MOST, listed_in, question_in, questions_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("How long is the program and how much is it?", 2),
        ("how long is the program? how much is it? where are you", 3),
        ("do i need good grades to get in and also when does the next class start", 2),
        ("wat jobs can i get after n how much do they pay", 2),
        ("Is there housing, and can I visit?", 2),
        ("I'd like to book a tour. Is there parking?", 2),
        ("where are you\nwhat does it cost", 2),
        ("what do music producers and mix engineers do?", 1),
        ("I'm 17 and I live in Tampa. Can I still apply?", 1),
        ("Is the tour free or do I pay something?", 1),
        ("Can I come and see the studio?", 1),
        ("She's shy and would hate dealing with crowds. Are there behind-the-scenes roles?", 1),
        ("hi!! what's up? how much is tuition?", 2),
        ("Sorry to bother you, can I still enroll, do you know?", 1),
        ("Tell me please, what is a normal day like? I'd love to know", 1),
        ("Who would teach me? I'd also like to know whether there is parking.", 2),
        ("I'm trying to find out where you are. And no idea what it costs", 2),
        ("What papers do I need, and is lunch part of the visit?", 2),
        ("When is the open day, and may new students bring family?", 2),
        ("Is it fun, and friendly?", 1),
        ("tuition", 1),
        ("", 1),
        ("???", 1),
    ],
)
def test_how_many_questions_there_are(text: str, count: int) -> None:
    assert len(questions_in(text)) == count, questions_in(text)


def test_what_is_told_stays_with_the_question_it_belongs_to() -> None:
    assert questions_in("I work full time. Are there evening classes? And is there parking?") == [
        "I work full time. Are there evening classes?",
        "And is there parking?",
    ]


def test_a_letter_stays_whole() -> None:
    text = "What does it cost? " * 60
    assert questions_in(text) == [text]


@given(st.text(max_size=700))
def test_any_text_gives_a_few_questions_and_invents_nothing(text: str) -> None:
    questions = questions_in(text)
    assert 1 <= len(questions) <= MOST
    assert all(word in text for question in questions for word in question.split())


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("My dog ate my shoes today. How much is the tour?", "How much is the tour?"),
        (
            "My dog ate my shoes. My aunt says you teach stage lighting too. Is that so?",
            "My aunt says you teach stage lighting too. Is that so?",
        ),
        ("I lost your number. What was it again? Thanks!", "I lost your number. What was it again?"),
        ("Where are you?", "Where are you?"),
    ],
)
def test_the_question_of_a_story_keeps_what_it_refers_to(text: str, question: str) -> None:
    assert question_in(text) == question


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("I'd like information on prices, rooms, and loans please", ["prices", "rooms", "loans"]),
        ("tell me about rooms and fees", ["rooms", "fees"]),
        ("Kindly advise on the following: the fees due, the means of payment.", ["the fees due", "the means of payment."]),
        ("fees, rooms?", ["fees", "rooms?"]),
        ("Hi, what do you teach?", []),
        ("I study drums and bass at home, and want to come by", []),
        ("", []),
    ],
)
def test_what_a_message_lists(text: str, pieces: list[str]) -> None:
    assert listed_in(text) == pieces
