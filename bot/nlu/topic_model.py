"""Which topic a sentence vector is about: multinomial logistic regression, kept as two plain arrays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_ARRAYS_FILE = "topic_model.npz"
_TOPICS_FILE = "topic_model.json"


@dataclass(frozen=True)
class TopicModel:
    """Topics with one weight row (topics, dimension) and one bias (topics,) each, float32. Vectors are expected L2-normalised."""

    topics: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @classmethod
    def fit(cls, vectors: npt.NDArray[np.float32], topics: Sequence[str], *, inverse_regularisation: float = 20.0) -> TopicModel:
        """Learns from vectors (examples, dimension) and the topic of each.

        Deterministic: neither chance nor the order of the examples plays a part beyond rounding. Raises ``ValueError`` with fewer than
        two topics.
        """
        from sklearn.linear_model import LogisticRegression  # needed for training only, and slow to import

        if len(set(topics)) < 2:
            raise ValueError("There is nothing to tell apart: examples of at least two topics are needed.")
        learned = LogisticRegression(C=inverse_regularisation, max_iter=1000).fit(vectors, list(topics))
        weights, bias = learned.coef_, learned.intercept_
        if len(weights) == 1:  # of two topics scikit-learn keeps the second alone
            weights, bias = np.vstack([np.zeros_like(weights), weights]), np.concatenate([np.zeros_like(bias), bias])
        return cls(tuple(str(topic) for topic in learned.classes_), weights.astype(np.float32), bias.astype(np.float32))

    def predict_proba(self, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Probabilities (examples, topics), in the order of ``topics``; each row adds up to 1."""
        scores = vectors @ self.weights.T + self.bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True))

    def rank(self, vector: npt.NDArray[np.float32], length: int) -> list[tuple[str, float]]:
        """The likeliest topics for one vector (dimension,) with their probabilities, best first, at most ``length``."""
        probabilities = self.predict_proba(vector[np.newaxis])[0]
        best = np.argsort(-probabilities, kind="stable")[:length]
        return [(self.topics[index], float(probabilities[index])) for index in best]

    def save(self, folder: Path) -> None:
        """Writes the model into ``folder``, as arrays and JSON: loading it runs no code."""
        np.savez(folder / _ARRAYS_FILE, weights=self.weights, bias=self.bias)
        (folder / _TOPICS_FILE).write_text(json.dumps(self.topics), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TopicModel | None:
        """The model saved in ``folder``, or ``None`` if none was saved there."""
        if not (folder / _ARRAYS_FILE).exists():
            return None
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as arrays:
            weights, bias = arrays["weights"], arrays["bias"]
        return cls(tuple(json.loads((folder / _TOPICS_FILE).read_text(encoding="utf-8"))), weights, bias)
