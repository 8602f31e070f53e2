"""Who books for somebody else, and who only speaks of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.nlu.extraction import Vocabulary, extract
from bot.nlu.extraction.family import Family
from bot.nlu.language import Language

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
NOBODY = Vocabulary()

FOR_SOMEBODY: list[tuple[str, Language, Family]] = [
    ("my daughter Ana wants to come", "en", Family("Ana", "parent")),
    ("My son Marcus would like a tour on friday at 2", "en", Family("Marcus", "parent")),
    ("I'd like to book a tour for my daughter Sofia", "en", Family("Sofia", "parent")),
    ("I am Dana Quill and my daughter Ana wants to visit", "en", Family("Ana", "parent")),
    ("this is Leo's dad, can we book a tour?", "en", Family("Leo", "parent")),
    ("my nephew Leo would love to see the studios", "en", Family("Leo", "guest")),
    ("book a tour for my 16 year old son", "en", Family(None, "parent")),
    ("my daughter wants to see the school", "en", Family(None, "parent")),
    ("my sister is interested in a tour", "en", Family(None, "guest")),
    ("quiero reservar una visita para mi hija Ana", "es", Family("Ana", "parent")),
    ("mi hijo Luis quiere conocer la escuela", "es", Family("Luis", "parent")),
    ("soy la mamá de Leo, queremos una visita", "es", Family("Leo", "parent")),
    ("quiero llevar a mi hijo a conocer el campus", "es", Family(None, "parent")),
]
FOR_ONESELF: list[tuple[str, Language]] = [
    ("I want to book a tour", "en"),
    ("my daughter told me about you, can I visit?", "en"),
    ("my kids are at school then", "en"),
    ("I'm Dana Quill", "en"),
    ("book a tour for Marcus Reed", "en"),
    ("my brother works there", "en"),
    ("quiero una visita", "es"),
    ("mi hermana me recomendó la escuela", "es"),
]


@pytest.mark.parametrize(("text", "language", "expected"), FOR_SOMEBODY, ids=[text for text, *_ in FOR_SOMEBODY])
def test_whom_is_booked_for(text: str, language: Language, expected: Family) -> None:
    assert extract(text, NOW, NOBODY, language=language).family == expected


@pytest.mark.parametrize(("text", "language"), FOR_ONESELF, ids=[text for text, _ in FOR_ONESELF])
def test_who_is_only_spoken_of(text: str, language: Language) -> None:
    assert extract(text, NOW, NOBODY, language=language).family is None


@pytest.mark.parametrize(
    ("text", "name"), [("my daughter Ana wants to come", "Ana"), ("I am Dana Quill and my daughter Ana comes", "Dana Quill")]
)
def test_the_name_stays_what_it_was(text: str, name: str) -> None:
    assert extract(text, NOW, NOBODY).name == name
