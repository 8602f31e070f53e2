"""Vectors of training examples, kept between trainings: only new wordings have to be computed."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.nlu.encoder_of import Encoder
from bot.nlu.encoder_weights import Floats

MOST = 30_000
"""Rows that are kept; the oldest go first."""
_KEY_BYTES = 16


def encode_remembering(encoder: Encoder, texts: Sequence[str], cache: Path) -> Floats:
    """What ``encoder.encode(texts)`` gives, with the vectors of earlier calls taken from a file in ``cache``.

    The file is of this encoder alone. One that is missing, broken or cannot be written costs time, no more.
    """
    file = cache / f"vectors-{encoder.fingerprint[:16]}.npz"
    known = _read(file, encoder.dimension)
    keys = [hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest() for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known |= zip(new, encoder.encode(list(new.values())), strict=True)
        _write(file, dict(list(known.items())[-MOST:]))
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, encoder.dimension), np.float32)


def _read(file: Path, dimension: int) -> dict[bytes, Floats]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            keys, vectors = arrays["keys"], arrays["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if vectors.dtype != np.float32 or vectors.shape != (len(keys), dimension) or keys.shape != (len(keys), _KEY_BYTES):
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def _write(file: Path, known: dict[bytes, Floats]) -> None:
    keys = np.frombuffer(b"".join(known), np.uint8).reshape(-1, _KEY_BYTES)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".vectors-")
        with os.fdopen(handle, "wb") as out:
            np.savez(out, keys=keys, vectors=np.stack(list(known.values())))
        os.replace(name, file)
    except OSError:
        return  # a full or read-only disk: the next training computes them again
