"""Sentence vectors kept on disk by the text's hash: a set is encoded once, and a second run starts at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bot.nlu.encoder_of import Encoder
from bot.nlu.encoder_weights import Floats


class SentenceVectors:
    """What an encoder gives for texts; each is computed once and kept in ``folder`` under the encoder's fingerprint."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._file = folder / f"vectors-{encoder.fingerprint}.npz"
        self._kept: dict[bytes, Floats] = {}
        if self._file.exists():
            with np.load(self._file, allow_pickle=False) as arrays:
                self._kept = dict(zip((bytes(row) for row in arrays["hashes"]), arrays["vectors"], strict=True))

    def learn(self, texts: Iterable[str]) -> None:
        """Computes and keeps what is missing."""
        missing = [text for text in dict.fromkeys(texts) if _hash(text) not in self._kept]
        if not missing:
            return
        self._kept.update(zip(map(_hash, missing), self._encoder.encode(missing), strict=True))
        self._file.parent.mkdir(parents=True, exist_ok=True)
        hashes = np.frombuffer(b"".join(self._kept), np.uint8).reshape(len(self._kept), -1)
        part = self._file.with_suffix(".part.npz")
        np.savez(part, hashes=hashes, vectors=np.stack(list(self._kept.values())))
        part.replace(self._file)

    def one(self, text: str) -> Floats:
        """The vector of a text that was learnt, else computed now: float32 (dimension,)."""
        kept = self._kept.get(_hash(text))
        return self._encoder.encode([text])[0] if kept is None else kept

    def rows(self, texts: Sequence[str]) -> Floats:
        """One row per text: float32 (texts, dimension)."""
        self.learn(texts)
        return np.stack([self.one(text) for text in texts])


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
