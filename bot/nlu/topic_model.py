"""Which topic a message is about: a linear model on its meaning and its words, blended with the examples nearest to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.language import Language
from bot.nlu.several_questions import question_in
from bot.nlu.softmax_regression import Floats, fit_softmax, main_directions
from bot.nlu.word_features import WordFeatures

_ARRAYS_FILE = "topic_model.npz"
_TOPICS_FILE = "topic_model.json"

NEIGHBOURS = 20
NEARNESS = 0.05
"""How fast a neighbour's vote falls with its distance (cosine) from the nearest."""
_CANDIDATES = 256
_ROUGH_DIRECTIONS = 96
WORDS_WEIGHT = 0.7
"""How much words count beside the sentence vector."""
WORD_DIRECTIONS = 256
"""Words are learnt from along so many directions: enough to tell topics apart, and much faster than word by word."""
_ALIKE = 5
"""How many of the nearest examples say how familiar a message is."""
_NO_VOTE = 0.01
"""What the votes leave to a topic without any: the linear model can still choose it."""

Reading = tuple[str, Floats]
"""A text and its sentence vector."""


def readings(text: str, encode: Callable[[str], Floats], language: Language = "en") -> list[Reading]:
    """The message as a whole and, if it tells a story before it asks, its question."""
    question = question_in(text, language)
    return [(one, encode(one)) for one in ((text,) if question == text else (text, question))]


@dataclass(frozen=True)
class TopicModel:
    """Topics with the linear model's weights, and the vectors of all examples with their topics.

    ``weights`` is (dimension, topics), ``word_weights`` (word features, topics), ``bias`` (topics,), ``examples`` (examples,
    dimension), all float32; ``example_topics`` (examples,) numbers topics. Vectors are expected L2-normalised.

    How far the votes count, and how sure the whole is, depends on how many examples a topic has: with ten each the votes are few and the
    linear model is far too unsure of itself, with a hundred each both say what they mean. The figures are from cross-validation.
    """

    topics: tuple[str, ...]
    weights: Floats
    word_weights: Floats
    bias: Floats
    words: WordFeatures
    examples: Floats
    example_topics: npt.NDArray[np.intp]

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: Floats, topics: Sequence[str], *, inverse_regularisation: float = 20.0) -> TopicModel:
        """Learns from texts, their vectors (examples, dimension) and the topic of each.

        Deterministic: neither chance nor the order of the examples plays a part beyond rounding. Raises ``ValueError`` with fewer than
        two topics.
        """
        named = tuple(sorted(set(topics)))
        if len(named) < 2:
            raise ValueError("There is nothing to tell apart: examples of at least two topics are needed.")
        numbers = {topic: number for number, topic in enumerate(named)}
        example_topics = np.asarray([numbers[topic] for topic in topics], np.intp)
        vectors = np.ascontiguousarray(vectors, np.float32)
        words = WordFeatures.fit(texts)
        found = words.matrix(texts)
        directions = WORDS_WEIGHT * main_directions(found, WORD_DIRECTIONS)
        weights, bias = fit_softmax(
            np.hstack([vectors, found @ directions]), example_topics, len(named), inverse_regularisation=inverse_regularisation
        )
        dimension = vectors.shape[1]
        word_weights = directions @ weights[dimension:]
        return cls(named, np.ascontiguousarray(weights[:dimension]), word_weights, bias, words, vectors, example_topics)

    @property
    def experience(self) -> float:
        """How much there was to learn from, between 0 and 1: half at 40 examples a topic."""
        each = len(self.examples) / len(self.topics)
        return each / (each + 40)

    def linear(self, text: str, vector: Floats) -> Floats:
        """The linear model's probabilities (topics,) for one text and its vector (dimension,)."""
        columns, values = self.words.of(text)
        scores = vector @ self.weights + values @ self.word_weights[columns] + self.bias
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum(), dtype=np.float32)

    def votes(self, vector: Floats) -> Floats:
        """The nearest examples' votes (topics,), adding up to 1."""
        near = self._near(vector)
        likeness = self.examples[near] @ vector
        count = min(NEIGHBOURS, len(near))
        nearest = np.argpartition(-likeness, count - 1)[:count]
        weight = np.exp((likeness[nearest] - likeness[nearest].max()) / NEARNESS)
        return np.bincount(self.example_topics[near[nearest]], weight / weight.sum(), len(self.topics)).astype(np.float32)

    def _near(self, vector: Floats) -> npt.NDArray[np.intp]:
        """The examples among which the nearest are: those that are likest along the few directions in which examples differ most."""
        if len(self.examples) <= _CANDIDATES:
            return np.arange(len(self.examples))
        rough = self._rough @ (self._directions @ vector)
        return np.argpartition(-rough, _CANDIDATES - 1)[:_CANDIDATES]

    @cached_property
    def _directions(self) -> Floats:
        """(few, dimension): the examples' main directions."""
        spread = self.examples.T @ self.examples
        return np.ascontiguousarray(np.linalg.eigh(spread)[1][:, ::-1][:, :_ROUGH_DIRECTIONS].T, np.float32)

    @cached_property
    def _rough(self) -> Floats:
        """(examples, few): the examples along those directions; a quarter of the memory to walk through for each message."""
        return np.ascontiguousarray(self.examples @ self._directions.T)

    def predict(self, readings: Sequence[Reading]) -> Floats:
        """Probabilities (topics,) from one or more readings of a message: the whole of it, and the question in it."""
        linear = np.mean([np.log(self.linear(text, vector) + 1e-9) for text, vector in readings], axis=0)
        votes = np.mean([self.votes(vector) for _text, vector in readings], axis=0)
        scores = linear + 0.85 * self.experience * np.log(votes + _NO_VOTE)
        scores /= 0.45 + 0.8 * self.experience
        blended = np.exp(scores - scores.max())
        return np.asarray(blended / blended.sum(), dtype=np.float32)

    def familiarity(self, readings: Sequence[Reading]) -> float:
        """How much a message is like what was taught, from 0 to 1: low for what is about none of the topics.

        The linear model's confidence times the squared likeness of the nearest examples; with no unlike material to learn from, this
        tells the two apart better than the confidence of the whole.
        """
        sure = np.exp(np.mean([np.log(self.linear(text, vector) + 1e-9) for text, vector in readings], axis=0))
        likeness = np.mean([np.sort(self.examples @ vector)[-_ALIKE:].mean() for _text, vector in readings])
        return float(sure.max() * max(float(likeness), 0.0) ** 2)

    def rank(self, readings: Sequence[Reading], length: int) -> list[tuple[str, float]]:
        """The likeliest topics of a message with their probabilities, best first, at most ``length``."""
        probabilities = self.predict(readings)
        best = np.argsort(-probabilities, kind="stable")[:length]
        return [(self.topics[index], float(probabilities[index])) for index in best]

    def save(self, folder: Path) -> None:
        """Writes the model into ``folder``, as arrays and JSON: loading it runs no code."""
        half = {"examples": self.examples.astype(np.float16), "word_weights": self.word_weights.astype(np.float16)}
        np.savez(folder / _ARRAYS_FILE, weights=self.weights, bias=self.bias, example_topics=self.example_topics, **half)
        (folder / _TOPICS_FILE).write_text(json.dumps(self.topics), encoding="utf-8")
        self.words.save(folder)

    @classmethod
    def load(cls, folder: Path) -> TopicModel | None:
        """The model saved in ``folder``, or ``None`` if none was saved there."""
        if not (folder / _ARRAYS_FILE).exists():
            return None
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in ("weights", "word_weights", "bias", "examples", "example_topics")}
        topics = tuple(json.loads((folder / _TOPICS_FILE).read_text(encoding="utf-8")))
        model = cls(
            topics,
            found["weights"],
            found["word_weights"].astype(np.float32),
            found["bias"],
            WordFeatures.load(folder),
            found["examples"].astype(np.float32),
            found["example_topics"],
        )
        _ = model._rough  # made now, so that no message waits for it
        return model
