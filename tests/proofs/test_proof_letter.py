"""The e-mail with the code holds nothing that anybody typed, and says the same in both languages."""

from __future__ import annotations

import re
from typing import Any

from bot.proofs.letter import code_letter, texts
from bot.school.content import load_school
from bot.settings import PROJECT_DIR


def test_the_words_stand_in_both_languages() -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shape(one) for key, one in value.items()}
        return [shape(one) for one in value] if isinstance(value, list) else sorted(re.findall(r"\{\w+\}", value))

    assert shape(texts("es")) == shape(texts("en"))
    assert texts("es") != texts("en")


def test_text_and_html_hold_the_code_once_and_the_subject_does_not() -> None:
    school = load_school(PROJECT_DIR / "content")
    for language in ("en", "es"):
        letter = code_letter(school, "482913", address="https://chat.school.example", language=language)  # type: ignore[arg-type]
        assert letter.text.count("482913") == letter.html.count("482913") == 1
        assert "482913" not in letter.subject and "\n" not in letter.subject
        assert "https://chat.school.example" in letter.text
        assert f'lang="{language}"' in letter.html
