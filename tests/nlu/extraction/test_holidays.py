"""Holidays as days of a visit, and holidays that are merely named."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.extraction.weekdays import easter

from .conftest import Find


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("could we tour on christmas eve", date(2026, 12, 24)),
        ("can i visit the day after thanksgiving", date(2026, 11, 27)),
        ("id come by the monday after new years day", date(2027, 1, 4)),
        ("would the friday before easter suit for a visit", date(2027, 3, 26)),
        ("Presidents' Day tour?", date(2027, 2, 15)),
        ("is the fourth of july ok for a tour", date(2027, 7, 4)),
        ("mlk day?", date(2027, 1, 18)),
        ("i can stop by on halloween (sunday the 31st)", date(2027, 10, 31)),
    ],
)
def test_a_holiday_is_a_day(find: Find, text: str, day: date) -> None:
    assert find(text).date == day


@pytest.mark.parametrize(
    "text",
    [
        "do you play christmas songs in class",
        "my album drops on halloween, can i tour your studio",
        "is there a black friday discount on tuition",
        "we visited on thanksgiving",
        "valentine is my favorite record",
    ],
)
def test_a_holiday_is_no_wish(find: Find, text: str) -> None:
    assert find(text).date is None


def test_easter() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2027, 2038)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25),
    ]  # fmt: skip
