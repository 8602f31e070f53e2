"""When two ways of asking are the same one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.faq.phrasing_key import phrasing_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How much is it?", "how  much is it"),
        ("What's the cost", "whats the cost?!"),
        ("¿Cuánto cuesta?", "cuanto cuesta"),
        ("full-time or part-time", "full time or part time"),
        ("STRASSE", "straße"),
        ("\u33c6", "c kg"),
    ],
)
def test_case_spaces_punctuation_and_accents_make_no_difference(one: str, other: str) -> None:
    assert phrasing_key(one) == phrasing_key(other)


@pytest.mark.parametrize(("one", "other"), [("how much", "how long"), ("9 weeks", "8 weeks"), ("???", "!!!"), ("学校", "学")])
def test_other_words_are_another_phrasing(one: str, other: str) -> None:
    assert phrasing_key(one) != phrasing_key(other)


@given(st.text())
@example("\u33c6")
def test_a_key_is_its_own_key(text: str) -> None:
    assert phrasing_key(phrasing_key(text)) == phrasing_key(text)
