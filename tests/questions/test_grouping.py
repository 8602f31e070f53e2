"""Groups hold every question once, whatever came when, and later questions move nothing."""

from __future__ import annotations

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.nlu.encoder import load_encoder
from bot.questions.grouping import ALIKE, grouped, most_typical, plain

MEANINGS = 6


def _vectors(kinds: list[int], seed: int, spread: float) -> NDArray[np.float32]:
    random = np.random.default_rng(seed)
    centres = np.eye(MEANINGS, 32)
    made = centres[kinds] + spread * random.normal(size=(len(kinds), 32)) / np.sqrt(32)
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


kinds = st.lists(st.integers(0, MEANINGS - 1), max_size=60)


@given(kinds, st.integers(0, 99), st.floats(0, 2))
@settings(deadline=None)
def test_no_question_is_lost_or_counted_twice(kinds: list[int], seed: int, spread: float) -> None:
    groups = grouped([f"question {number}" for number in range(len(kinds))], _vectors(kinds, seed, spread))

    assert sorted(position for group in groups for position in group) == list(range(len(kinds)))
    assert all(group == sorted(group) for group in groups)
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)


@given(kinds, st.integers(0, 99), st.floats(0, 2), st.integers(0, 60))
@settings(deadline=None)
def test_later_questions_do_not_move_earlier_ones(kinds: list[int], seed: int, spread: float, first: int) -> None:
    texts, vectors = [f"question {number}" for number in range(len(kinds))], _vectors(kinds, seed, spread)

    before = grouped(texts[:first], vectors[:first])
    after = grouped(texts, vectors)

    assert before == [kept for group in after if (kept := [position for position in group if position < first])]


@given(kinds, st.integers(0, 99), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_clearly_different_meanings_are_parted_in_any_order(kinds: list[int], seed: int, random: object) -> None:
    order = list(range(len(kinds)))
    random.shuffle(order)  # type: ignore[attr-defined]
    vectors = _vectors(kinds, seed, 0.3)

    groups = grouped([f"question {number}" for number in order], vectors[order])

    parted = sorted(sorted(order[position] for position in group) for group in groups)
    assert parted == sorted([number for number, kind in enumerate(kinds) if kind == meaning] for meaning in set(kinds))


def test_the_same_words_are_one_wording_whatever_their_vectors_say() -> None:
    texts = ["Is there a gym?", "is there a pool", "IS THERE A GYM"]

    assert grouped(texts, np.eye(3, dtype=np.float32)) == [[0, 2], [1]]


def test_what_people_ask_in_different_words_comes_together() -> None:
    texts = [
        "can I bring my dog to class?",
        "when is the next open house",
        "are dogs allowed in class",
        "is there parking for students",
        "is it ok if my dog comes to class with me",
        "do students have to pay for parking",
    ]

    assert grouped(texts, load_encoder().encode(texts)) == [[0, 2, 4], [1], [3, 5]]


def test_nothing_gives_no_group() -> None:
    assert grouped([], np.zeros((0, 8), np.float32)) == []


def test_five_thousand_take_no_two_seconds() -> None:
    vectors = _vectors([number % MEANINGS for number in range(5000)], 1, 2.0)
    started = time.process_time()

    groups = grouped([f"question {number}" for number in range(5000)], vectors)

    assert sum(map(len, groups)) == 5000
    assert time.process_time() - started < 4  # on all processors together


def test_the_typical_wording_is_the_one_like_all_others() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)

    assert most_typical(vectors) == 1
    assert most_typical(vectors[:1]) == 0


def test_plain_keeps_something_of_every_text() -> None:
    assert plain("  Is THERE a\ngym?! ") == "is there a gym"
    assert plain("???") != plain("!!!")
    assert 0 < ALIKE < 1
