"""The words of the forms stand in both languages alike."""

from __future__ import annotations

import re

from bot.conversations.language import speaking
from bot.forms.wording import people, texts, worded

ONLY_SPANISH = {"asked_in_english"}


def test_every_text_stands_in_both_languages_with_the_same_values() -> None:
    english, spanish = texts("en"), texts("es")

    assert spanish.keys() - ONLY_SPANISH == english.keys()
    for name, text in english.items():
        assert sorted(re.findall(r"{(\w+)}", spanish[name])) == sorted(re.findall(r"{(\w+)}", text)), name
        assert spanish[name] != text or name == "decline"


def test_the_language_spoken_decides() -> None:
    assert (worded("when_label"), people(1), people(3)) == ("When", "1 person", "3 people")
    with speaking("es"):
        assert (worded("when_label"), people(1), people(3)) == ("Cuándo", "1 persona", "3 personas")
