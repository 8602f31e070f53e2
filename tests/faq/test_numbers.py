"""Numbers in figures and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("$9,480 and $7,250", {9480, 7250}),
        ("94.5 %", {94.5}),
        ("100k a year", {100_000}),
        ("twenty-four students", {24}),
        ("nine out of ten", {9, 10}),
        ("fourteen thousand", {14_000}),
        ("three hundred", {300}),
        ("half of them", {0.5}),
        ("a dozen", {12}),
        ("treinta y seis semanas", {36}),
        ("someone, bone, tenor, weight", set()),
    ],
)
def test_numbers_are_read(text: str, values: set[float]) -> None:
    assert numbers_in(text) == values


@given(st.integers(0, 10**9))
def test_figures_are_read_with_and_without_commas(value: int) -> None:
    assert numbers_in(f"about {value:,} or so") == numbers_in(f"about {value} or so") == {float(value)}
