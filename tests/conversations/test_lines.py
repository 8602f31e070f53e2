"""The assistant's own lines stand in every language, and fill in and show the same."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.conversations import greeting
from bot.conversations.language import speaking
from bot.conversations.lines import line, lines_in, person_button
from bot.faq.statements import statements
from bot.school.content import load_school
from bot.settings import PROJECT_DIR

ENGLISH, SPANISH = lines_in("en"), lines_in("es")


def test_every_line_stands_in_both_languages() -> None:
    assert list(SPANISH) == list(ENGLISH)


@pytest.mark.parametrize("name", ENGLISH)
def test_a_line_is_filled_in_alike(name: str) -> None:
    english, spanish = ENGLISH[name], SPANISH[name]

    assert sorted(re.findall(r"\{\w*\}", spanish["text"])) == sorted(re.findall(r"\{\w*\}", english["text"]))
    assert spanish["text"] != english["text"]
    assert _shape(spanish.get("custom")) == _shape(english.get("custom"))


@pytest.mark.parametrize("name", ENGLISH)
def test_a_line_states_nothing_that_needs_a_claim(name: str) -> None:
    for lines in (ENGLISH, SPANISH):
        assert [found.marked for found in statements(lines[name]["text"])] == []


def test_a_line_comes_in_the_language_that_is_spoken() -> None:
    assert line("past_date")[0] == "That date has passed."
    with speaking("es"):
        assert line("past_date")[0] == "Esa fecha ya pasó."
        assert person_button() == {"title": "Hablar con una persona", "meaning": {"intent": "human_handoff"}}
    assert line("past_date")[0] == "That date has passed."


def test_the_greeting_comes_in_the_language_that_is_spoken() -> None:
    school = load_school(PROJECT_DIR / "content")
    with speaking("es"):
        assert greeting.text(school).startswith("¡Hola! Soy el asistente automático de admisiones de F.I.R.S.T. Institute.")
        spanish = greeting.custom()["quick_replies"]
    english = greeting.custom()["quick_replies"]

    assert [one["meaning"] for one in spanish] == [one["meaning"] for one in english]
    assert [one["title"] for one in spanish][-1] == "Hablar con una persona"


_WORDS = {"label", "hint", "submit"}


def _shape(custom: Any) -> Any:
    """What is shown, without the words of it."""
    if isinstance(custom, dict):
        return {key: ... if key in _WORDS else _shape(value) for key, value in custom.items()}
    return [_shape(one) for one in custom] if isinstance(custom, list) else custom
