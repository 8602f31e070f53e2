"""Which wordings become phrasings."""

from __future__ import annotations

import numpy as np

from bot.questions.wordings import MOST_NEW, choose


def test_what_differs_is_taken_once() -> None:
    texts = ["Is there a gym", "is there a gym?", "any gym here", "where can I work out", "Got a gym?"]
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0.99, 0.1, 0], [0, 0, 1], [0.6, 0.8, 0]], np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    assert choose(texts, vectors, ["Got a gym"], np.array([[-1, 0, 0]], np.float32)) == [0, 3]


def test_there_is_a_limit() -> None:
    vectors = np.eye(100, dtype=np.float32)

    assert choose([f"question {number}" for number in range(100)], vectors, [], vectors[:0]) == list(range(MOST_NEW))
