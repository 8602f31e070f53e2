"""Who comes along, as people say it."""

from __future__ import annotations

import pytest

from bot.forms.company import Company, company, with_speaker
from bot.tours.people import Person

CASES = [
    ("my mom Dana and my brother Leo", [("Dana", "parent"), ("Leo", "guest")]),
    ("Dana Reed (mom), Leo", [("Dana Reed", "parent"), ("Leo", "guest")]),
    ("my dad", [("Dad", "parent")]),
    ("it's me and my daughter Ana", [("Ana", "student")]),
    ("Sam Lee & Kim Roe", [("Sam Lee", "guest"), ("Kim Roe", "guest")]),
    ("my mom is called Rosa Maria Lopez", [("Rosa Maria Lopez", "parent")]),
    ("leo and sam", [("Leo", "guest"), ("Sam", "guest")]),
    ("mi mamá Rosa y mi hermano Luis", [("Rosa", "parent"), ("Luis", "guest")]),
    ("mi hija Ana", [("Ana", "student")]),
    ("vengo con mi papá", [("Papá", "parent")]),
    (f"my mom {'A' + 'b' * 120}", [("Mom", "parent")]),
    (f"{'A' + 'b' * 120} and Leo", [("Leo", "guest")]),
    (f"{'A' + 'b' * 118} and Leo", [("A" + "b" * 118, "guest"), ("Leo", "guest")]),
    ("just me", []),
    ("what do they pay there?", []),
    ("We are really looking forward to Nashville style songwriting", []),
    ("", []),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said[:60] or "nothing" for said, _expected in CASES])
def test_who_is_named(said: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.role) for one in company(said)] == expected


@pytest.mark.parametrize("text", ["," * 5000, "my " * 3000, "A" * 20000, "and\n" * 3000, "mom " * 3000, "🎧" * 3000])
def test_hostile_texts_take_no_time(text: str) -> None:
    company(text)


def test_the_speaker_is_the_student_unless_a_child_is() -> None:
    assert with_speaker([Company("Mom", "parent")], "Leo")[0] == Person("Leo", "student")
    assert with_speaker([Company("Leo", "student")], "Dana")[0] == Person("Dana", "parent")
    assert with_speaker([Company("Leo", "student"), Company("Kim", "student")], "Dana")[2] == Person("Kim", "guest")
    assert with_speaker([Company("Leo", "student")], "Dana", "guest")[0] == Person("Dana", "guest")


def test_no_name_is_longer_than_a_booking_keeps() -> None:
    assert with_speaker([], "A" * 200)[0] == Person("A" * 120, "student")
