"""What states something that needs a claim, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.statements import KINDS, sentences, statements
from tests.faq.statement_samples import NOTHING_STATED, STATING

_ALL = [(kind, sentence) for kind, several in STATING.items() for sentence in several]


def test_the_samples_cover_every_kind_and_are_many() -> None:
    assert set(STATING) == set(KINDS)
    assert len(_ALL) >= 80
    assert len(NOTHING_STATED) >= 80


@pytest.mark.parametrize(("kind", "sentence"), _ALL)
def test_a_hard_statement_is_found_with_its_kind(kind: str, sentence: str) -> None:
    assert kind in {found.kind for found in statements(sentence)}


@pytest.mark.parametrize("sentence", NOTHING_STATED)
def test_what_states_nothing_is_left_alone(sentence: str) -> None:
    assert [found.marked for found in statements(sentence)] == []


def test_the_words_are_marked_where_they_stand() -> None:
    (found,) = statements("I'm glad you ask. Nearly all of it happens here, and it takes 40 weeks.")

    assert found.marked == "Nearly all of it happens here, and it takes >>40 weeks<<."


def test_an_initial_ends_no_sentence() -> None:
    assert sentences("F.I.R.S.T. Institute is at 5 St. Mary Rd. today. Come by! OK?") == [
        "F.I.R.S.T. Institute is at 5 St. Mary Rd. today.",
        "Come by!",
        "OK?",
    ]


@settings(deadline=None)
@given(st.sampled_from(_ALL), st.sampled_from(NOTHING_STATED), st.booleans())
def test_a_statement_is_found_among_other_sentences(stating: tuple[str, str], other: str, first: bool) -> None:
    kind, sentence = stating
    text = f"{sentence} {other}" if first else f"{other} {sentence}"

    assert kind in {found.kind for found in statements(text)}


@given(st.sampled_from(_ALL), st.sampled_from((str.upper, str.lower, lambda text: text.replace("'", "’"))))
def test_letter_case_and_apostrophes_hide_nothing(stating: tuple[str, str], change: object) -> None:
    kind, sentence = stating

    assert kind in {found.kind for found in statements(change(sentence))}, sentence  # type: ignore[operator]


@given(
    st.integers(2, 100),
    st.sampled_from(("%", " %", " percent", " per cent")),
    st.sampled_from(("students", "graduates", "alumni", "people who apply")),
)
def test_every_percentage_is_found(value: int, sign: str, group: str) -> None:
    assert "percentage" in {found.kind for found in statements(f"About {value}{sign} of {group} like the place.")}


@given(st.integers(1, 10**7), st.sampled_from(("${:,}", "{} dollars", "USD {}", "$ {}")))
def test_every_sum_of_money_is_found(value: int, form: str) -> None:
    assert "money" in {found.kind for found in statements(f"It comes to {form.format(value)} in all.")}


@given(st.integers(2, 400), st.sampled_from(("weeks", "months", "years", "semesters")))
def test_every_length_of_a_program_is_found(value: int, unit: str) -> None:
    assert "duration" in {found.kind for found in statements(f"The program takes {value} {unit}.")}


@given(st.text(max_size=400))
def test_any_text_is_read_and_every_mark_lies_inside_its_sentence(text: str) -> None:
    for found in statements(text):
        assert 0 <= found.start < found.end <= len(found.sentence)
        assert found.sentence in text
        assert found.marked.replace(">>", "", 1).replace("<<", "", 1) == found.sentence or ">>" in found.sentence or "<<" in found.sentence


@settings(deadline=None)
@given(st.sampled_from(("a", "no ", "graduates ", "1,", "$", "of the ", "not only ", "in 10 ", "x@", "12 to ")), st.integers(200, 900))
def test_long_repetitive_text_is_read_in_no_time(piece: str, times: int) -> None:
    import time

    started = time.process_time()
    statements(piece * times)

    assert time.process_time() - started < 1.0
