"""Our topic model on a public set: learnt and asked as the bot does it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.understanding.public_sets import Labelled, PublicSet
from benchmarks.understanding.scoring import Share, share
from benchmarks.understanding.sentence_vectors import SentenceVectors
from bot.nlu.encoder_of import Encoder
from bot.nlu.several_questions import question_in
from bot.nlu.topic_model import TopicModel, readings

TIMED = 300
"""How many test messages are timed."""
KEPT_INSIDE = 0.935
"""In-scope accuracy that the rejecting threshold must leave on the validation texts: half a point above what is promised on the test."""

Answer = tuple[str, float]
"""An intent and how sure the model is, or how familiar the text."""


@dataclass(frozen=True)
class PublicResult:
    """One system on one set with one amount of training data."""

    set_name: str
    examples: str
    """``10`` or ``full``."""
    accuracy: Share
    training_seconds: float
    message_ms: float
    """Median, with computing the sentence vector."""


@dataclass(frozen=True)
class OutsideResult:
    """What is rejected below a threshold that was chosen on the validation texts."""

    threshold: float
    inside: Share
    """In-scope test texts with the right intent, none rejected."""
    outside: Share
    """Out-of-scope test texts rejected."""


def run_public_set(public: PublicSet, vectors: SentenceVectors, encoder: Encoder, examples: str) -> tuple[PublicResult, TopicModel]:
    """Trains on ``examples`` of each intent and answers the test texts."""
    taught = public.few if examples == "10" else public.full
    model, seconds = learn(taught, vectors)
    answers = answer(model, vectors, [text for text, _ in public.test])
    right = share(found == intent for (found, _), (_, intent) in zip(answers, public.test, strict=True))
    took = median_ms(lambda text: model.rank(readings(text, lambda part: encoder.encode([part])[0]), 10), timed(public))
    return PublicResult(public.name, examples, right, seconds, took), model


def learn(taught: Sequence[Labelled], vectors: SentenceVectors) -> tuple[TopicModel, float]:
    """The model and the seconds it took, without computing sentence vectors."""
    texts, intents = [text for text, _ in taught], [intent for _, intent in taught]
    rows = vectors.rows(texts)
    start = time.perf_counter()
    model = TopicModel.fit(texts, rows, intents)
    return model, time.perf_counter() - start


def answer(model: TopicModel, vectors: SentenceVectors, texts: Sequence[str]) -> list[Answer]:
    """The likeliest intent of each text."""
    vectors.learn(part for text in texts for part in (text, question_in(text)))
    return [model.rank(readings(text, vectors.one), 1)[0] for text in texts]


def run_outside(public: PublicSet, model: TopicModel, vectors: SentenceVectors) -> OutsideResult:
    """Rejects what is not familiar enough to the model; the threshold comes from the validation texts alone."""

    def heard(texts: Sequence[str]) -> list[Answer]:
        found = answer(model, vectors, texts)
        return [(intent, model.familiarity(readings(text, vectors.one))) for (intent, _), text in zip(found, texts, strict=True)]

    tried = heard([text for text, _ in public.validation])
    threshold = rejecting_threshold(
        [(alike, found == intent) for (found, alike), (_, intent) in zip(tried, public.validation, strict=True)]
    )
    inside = heard([text for text, _ in public.test])
    outside = heard(public.outside_test)
    return OutsideResult(
        threshold,
        share(found == intent and alike >= threshold for (found, alike), (_, intent) in zip(inside, public.test, strict=True)),
        share(alike < threshold for _, alike in outside),
    )


def rejecting_threshold(validated: Iterable[tuple[float, bool]], keep: float = KEPT_INSIDE) -> float:
    """The highest threshold with which at least ``keep`` of the texts are right and not rejected; 0 if there is none."""
    seen = list(validated)
    sure_and_right = sorted((sure for sure, right in seen if right), reverse=True)
    needed = int(np.ceil(keep * len(seen)))
    return sure_and_right[needed - 1] if 0 < needed <= len(sure_and_right) else 0.0


def timed(public: PublicSet) -> list[str]:
    """Test texts to time, spread over the set."""
    return [text for text, _ in public.test[:: max(1, len(public.test) // TIMED)]][:TIMED]


def median_ms(ask: Callable[[str], object], texts: Sequence[str]) -> float:
    """The median time that a text takes."""
    took = []
    for text in texts:
        start = time.perf_counter()
        ask(text)
        took.append(1000 * (time.perf_counter() - start))
    return float(np.median(took))
