"""The classifier's mathematics, on vectors made up for the purpose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.linear_model import LogisticRegression

from bot.nlu.topic_model import TopicModel

TOPICS = ("apply", "careers", "tuition")


def examples(topics: tuple[str, ...], each: int = 12, seed: int = 0) -> tuple[npt.NDArray[np.float32], list[str]]:
    """Unit vectors scattered round one direction per topic."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(size=(len(topics), 16))
    vectors = np.concatenate([centre + rng.normal(scale=0.8, size=(each, 16)) for centre in centres])
    normalised = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised.astype(np.float32), [topic for topic in topics for _ in range(each)]


@pytest.mark.parametrize("topics", [TOPICS, TOPICS[:2]])
def test_probabilities_are_those_of_scikit_learn(topics: tuple[str, ...]) -> None:
    vectors, labels = examples(topics)
    model = TopicModel.fit(vectors, labels, inverse_regularisation=5.0)
    original = LogisticRegression(C=5.0, max_iter=1000).fit(vectors, labels)
    unseen, _ = examples(topics, seed=1)
    assert model.topics == tuple(original.classes_)
    assert model.predict_proba(unseen) == pytest.approx(original.predict_proba(unseen), abs=1e-5)


def test_tells_unseen_examples_apart() -> None:
    model = TopicModel.fit(*examples(TOPICS))
    unseen, labels = examples(TOPICS, seed=1)
    found = [model.rank(vector, 1)[0][0] for vector in unseen]
    assert sum(a == b for a, b in zip(found, labels, strict=True)) > 0.8 * len(labels)


def test_same_examples_give_the_same_model_in_any_order() -> None:
    vectors, labels = examples(TOPICS)
    order = np.random.default_rng(3).permutation(len(labels))
    first, again = TopicModel.fit(vectors, labels), TopicModel.fit(vectors, labels)
    shuffled = TopicModel.fit(vectors[order], [labels[index] for index in order])
    assert np.array_equal(first.weights, again.weights)
    assert first.predict_proba(vectors) == pytest.approx(shuffled.predict_proba(vectors), abs=1e-3)


def test_stronger_regularisation_is_less_sure() -> None:
    vectors, labels = examples(TOPICS)
    sure, unsure = (TopicModel.fit(vectors, labels, inverse_regularisation=c).predict_proba(vectors).max(axis=1).mean() for c in (20, 0.1))
    assert sure > unsure + 0.2


def test_ranking_is_best_first_and_as_long_as_asked() -> None:
    model = TopicModel.fit(*examples(TOPICS))
    ranking = model.rank(examples(TOPICS)[0][0], 2)
    assert len(ranking) == 2
    assert ranking[0][1] > ranking[1][1]
    assert sum(confidence for _, confidence in model.rank(examples(TOPICS)[0][0], 99)) == pytest.approx(1.0, abs=1e-5)
    assert all(type(topic) is str and type(confidence) is float for topic, confidence in ranking)


def test_large_scores_do_not_overflow() -> None:
    model = TopicModel(("a", "b"), np.array([[1e4], [-1e4]], np.float32), np.zeros(2, np.float32))
    assert model.predict_proba(np.ones((1, 1), np.float32)).tolist() == [[1.0, 0.0]]


def test_one_topic_is_nothing_to_learn() -> None:
    vectors, _ = examples(TOPICS)
    with pytest.raises(ValueError, match="two topics"):
        TopicModel.fit(vectors, ["apply"] * len(vectors))


def test_saved_model_is_the_same_model_and_holds_no_code(tmp_path: Path) -> None:
    model = TopicModel.fit(*examples(TOPICS))
    model.save(tmp_path)
    loaded = TopicModel.load(tmp_path)
    assert loaded is not None
    assert loaded.topics == model.topics
    assert np.array_equal(loaded.weights, model.weights)
    assert np.array_equal(loaded.bias, model.bias)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".npz"]
    assert b"pickle" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_empty_folder_holds_no_model(tmp_path: Path) -> None:
    assert TopicModel.load(tmp_path) is None
