"""Which messages lean on what was said before, and how they read with it."""

from __future__ import annotations

import pytest

from bot.faq.topics import CONVERSATION_TOPICS, TOPICS
from bot.nlu.context import CUES, in_context, leans_on_before, only_goes_on, points_back


@pytest.mark.parametrize(
    "text", ["and how much do they pay?", "how long is it?", "what about the other one", "are they paid tho", "why?", "is it required?"]
)
def test_elliptical_messages_lean(text: str) -> None:
    assert leans_on_before(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hello there, do you teach how to run lights, please? Thanks",
        "Hey there, is there a phone number for parents, if I may ask?",
        "Does the school offer scholarships to veterans of the army?",
        "Please tell me where the campus is and how I get to the building by bus",
    ],
)
def test_whole_questions_do_not(text: str) -> None:
    assert not leans_on_before(text)


def test_every_topic_about_the_school_can_be_leaned_on() -> None:
    assert set(CUES) <= set(TOPICS)
    assert set(TOPICS) - set(CONVERSATION_TOPICS) <= set(CUES)


def test_small_talk_carries_no_context() -> None:
    assert in_context("why?", "smalltalk_thanks") is None
    assert in_context("are they paid?", "internships") == "about the internships: are they paid?"


def test_within_one_message_only_a_word_that_stands_for_another_leans() -> None:
    assert leans_on_before("how long is it", same_message=True)
    assert not leans_on_before("and is there online", same_message=True)
    assert not leans_on_before("also who checks you", same_message=True)


@pytest.mark.parametrize(("text", "back"), [("and how much?", True), ("are they paid", True), ("what about fees", True), ("email?", False)])
def test_what_points_back(text: str, back: bool) -> None:
    assert points_back(text) is back


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("and a mix engineer?", True),
        ("within live sound?", True),
        ("and where do they work?", False),
        ("and is it hard?", False),
        ("fees?", False),
    ],
)
def test_what_only_goes_on(text: str, only: bool) -> None:
    assert only_goes_on(text) is only


def test_what_only_goes_on_in_spanish() -> None:
    assert only_goes_on("¿y un ingeniero de mezcla?", "es")
    assert not only_goes_on("¿y cuánto dura?", "es")
