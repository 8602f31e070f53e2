"""The classifier's mathematics, on vectors and words made up for the purpose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.linear_model import LogisticRegression

from bot.nlu.topic_model import WORDS_WEIGHT, TopicModel

TOPICS = ("apply", "careers", "tuition")
Taught = tuple[list[str], npt.NDArray[np.float32], list[str]]


def examples(topics: tuple[str, ...], each: int = 12, seed: int = 0) -> Taught:
    """Texts with a word of their topic, and unit vectors scattered round one direction per topic."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(size=(len(topics), 16))
    vectors = np.concatenate([centre + rng.normal(scale=0.8, size=(each, 16)) for centre in centres])
    normalised = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    labels = [topic for topic in topics for _ in range(each)]
    texts = [f"about {topic} number {number % each}" for number, topic in enumerate(labels)]
    return texts, normalised, labels


def readings(taught: Taught) -> list[tuple[str, npt.NDArray[np.float32]]]:
    return list(zip(taught[0], taught[1], strict=True))


@pytest.mark.parametrize("topics", [TOPICS, TOPICS[:2]])
def test_the_linear_part_is_that_of_scikit_learn(topics: tuple[str, ...]) -> None:
    texts, vectors, labels = examples(topics)
    model = TopicModel.fit(texts, vectors, labels, inverse_regularisation=5.0)
    words = model.words.matrix(texts).toarray() * WORDS_WEIGHT
    # Of two classes scikit-learn learns one row of weights, which weighs twice as much as two rows of half its size.
    strength = 5.0 if len(topics) > 2 else 10.0
    original = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(np.hstack([vectors, words]), labels)
    unseen = examples(topics, seed=1)
    found = np.stack([model.linear(text, vector) for text, vector in readings(unseen)])
    expected = original.predict_proba(np.hstack([unseen[1], model.words.matrix(unseen[0]).toarray() * WORDS_WEIGHT]))
    assert model.topics == tuple(original.classes_)
    assert found == pytest.approx(expected, abs=0.02)


def test_tells_unseen_examples_apart() -> None:
    model = TopicModel.fit(*examples(TOPICS))
    unseen = examples(TOPICS, seed=1)
    found = [model.rank([reading], 1)[0][0] for reading in readings(unseen)]
    assert sum(a == b for a, b in zip(found, unseen[2], strict=True)) > 0.8 * len(found)


def test_neighbours_vote_and_add_up() -> None:
    texts, vectors, labels = examples(TOPICS)
    votes = TopicModel.fit(texts, vectors, labels).votes(vectors[0])
    assert votes.sum() == pytest.approx(1.0, abs=1e-5)
    assert TOPICS[int(votes.argmax())] == labels[0]


def test_a_second_reading_counts_as_much_as_the_first() -> None:
    taught = examples(TOPICS)
    model = TopicModel.fit(*taught)
    first, last = readings(taught)[0], readings(taught)[-1]
    assert model.predict([first, last]) == pytest.approx(model.predict([last, first]), abs=1e-5)
    assert model.predict([first, first]) == pytest.approx(model.predict([first]), abs=1e-4)


def test_what_was_taught_is_familiar_and_other_directions_are_not() -> None:
    taught = examples(TOPICS)
    model = TopicModel.fit(*taught)
    known = [model.familiarity([reading]) for reading in readings(examples(TOPICS, seed=1))]
    directions = np.random.default_rng(5).normal(size=(30, 16))
    strange = [model.familiarity([("zzz", (one / np.linalg.norm(one)).astype(np.float32))]) for one in directions]
    assert np.median(known) > 3 * np.median(strange)
    assert all(0 <= one <= 1 for one in (*known, *strange))


def test_few_examples_leave_more_to_the_linear_model() -> None:
    few, many = (TopicModel.fit(*examples(TOPICS, each=each)) for each in (4, 120))
    assert few.experience < 0.1 < 0.7 < many.experience < 1


def test_same_examples_give_the_same_model() -> None:
    first, again = TopicModel.fit(*examples(TOPICS)), TopicModel.fit(*examples(TOPICS))
    assert np.array_equal(first.weights, again.weights)
    assert np.array_equal(first.word_weights, again.word_weights)


def test_stronger_regularisation_is_less_sure() -> None:
    taught = examples(TOPICS)
    sure, unsure = (
        np.mean([model.linear(*reading).max() for reading in readings(taught)])
        for model in (TopicModel.fit(*taught, inverse_regularisation=c) for c in (20, 0.1))
    )
    assert sure > unsure + 0.2


def test_ranking_is_best_first_and_as_long_as_asked() -> None:
    taught = examples(TOPICS)
    model = TopicModel.fit(*taught)
    ranking = model.rank(readings(taught)[:1], 2)
    assert len(ranking) == 2
    assert ranking[0][1] > ranking[1][1]
    assert sum(confidence for _, confidence in model.rank(readings(taught)[:1], 99)) == pytest.approx(1.0, abs=1e-5)
    assert all(type(topic) is str and type(confidence) is float for topic, confidence in ranking)


def test_words_that_nobody_taught_leave_the_decision_to_the_meaning() -> None:
    texts, vectors, labels = examples(TOPICS)
    model = TopicModel.fit(texts, vectors, labels)
    assert model.words.of("zzz")[0].size == 0
    assert model.rank([("zzz", vectors[0])], 1)[0][0] == labels[0]


def test_one_topic_is_nothing_to_learn() -> None:
    texts, vectors, _ = examples(TOPICS)
    with pytest.raises(ValueError, match="two topics"):
        TopicModel.fit(texts, vectors, ["apply"] * len(vectors))


def test_saved_model_is_the_same_model_and_holds_no_code(tmp_path: Path) -> None:
    taught = examples(TOPICS)
    model = TopicModel.fit(*taught)
    model.save(tmp_path)
    loaded = TopicModel.load(tmp_path)
    assert loaded is not None
    assert loaded.topics == model.topics
    assert np.array_equal(loaded.weights, model.weights)
    for reading in readings(taught):
        assert loaded.predict([reading]) == pytest.approx(model.predict([reading]), abs=0.01)  # stored in half precision
    assert sorted({path.suffix for path in tmp_path.iterdir()}) == [".json", ".npz"]
    assert b"pickle" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_empty_folder_holds_no_model(tmp_path: Path) -> None:
    assert TopicModel.load(tmp_path) is None


def test_of_many_examples_the_same_ones_vote_as_if_all_were_compared() -> None:
    chance = np.random.default_rng(7)
    middles = chance.normal(size=(12, 64))
    vectors = np.repeat(middles, 100, axis=0) + 0.4 * chance.normal(size=(1200, 64))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    topics = [f"topic{number // 100:02}" for number in range(1200)]
    model = TopicModel.fit([f"word{number}" for number in range(1200)], vectors, topics)
    for vector in vectors[::97]:
        likeness = vectors @ vector
        nearest = np.argsort(-likeness)[:20]
        weight = np.exp((likeness[nearest] - likeness[nearest].max()) / 0.05)
        expected = np.bincount([int(topics[one][5:]) for one in nearest], weight / weight.sum(), 12)
        assert np.abs(model.votes(vector) - expected).max() < 0.02
