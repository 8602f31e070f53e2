"""Polite words around a question are told from the question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.politeness import bare, is_polite_only


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hi there, quick question: is it far, do you know?", "is it far"),
        ("Hey, which programs do you teach? Thanks", "which programs do you teach"),
        ("Good morning, sorry to bother you, can I get a scholarship? I'd love to know", "can I get a scholarship"),
        ("tell me please, what is it like there? thank you so much!", "what is it like there"),
        ("ok so how much pls", "how much"),
        ("are they paid", "are they paid"),
        ("Thanks to whom do I owe this?", "Thanks to whom do I owe this?"),
        ("Good luck to me", "Good luck to me"),
    ],
)
def test_what_is_left_is_the_question(text: str, question: str) -> None:
    assert bare(text) == question


@pytest.mark.parametrize(
    "text", ["do you know?", "I'd love to know", "Thanks", "Hi there!", "please", "Tell me please", "Just wondering..."]
)
def test_polite_words_alone_ask_nothing(text: str) -> None:
    assert is_polite_only(text)


@pytest.mark.parametrize("text", ["do you know the address?", "hi what is this", "no", "tell me about housing", "when then?"])
def test_anything_more_is_something_said(text: str) -> None:
    assert not is_polite_only(text)


@given(st.text(max_size=200))
def test_any_text_gives_a_part_of_itself(text: str) -> None:
    assert bare(text) in text
