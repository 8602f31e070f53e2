"""What words and letters a text has, as numbers: it catches what a sentence vector blurs, such as names of things and typos."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_FILE = "word_features.json"
_WORD = re.compile(r"\w\w+")
_LETTERS = range(2, 6)
_FEWEST_TEXTS = 2
"""Groups that occur in fewer texts say nothing of others."""


@dataclass(frozen=True)
class WordFeatures:
    """Words, pairs of words, and groups of two to five letters within a word, weighted by TF-IDF (sublinear, smoothed), length 1."""

    numbers: dict[str, int]
    rarity: npt.NDArray[np.float32]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> WordFeatures:
        """Learns which groups there are, from at least two texts each, and how rare they are."""
        seen = Counter(group for text in texts for group in set(_groups(text)))
        kept = sorted(group for group, count in seen.items() if count >= _FEWEST_TEXTS)
        rarity = [math.log((1 + len(texts)) / (1 + seen[group])) + 1 for group in kept]
        return cls({group: number for number, group in enumerate(kept)}, np.asarray(rarity, np.float32))

    def of(self, text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """The columns that a text has and their values; together of length 1, or none."""
        counts = Counter(number for group in _groups(text) if (number := self.numbers.get(group)) is not None)
        columns = np.fromiter(counts, np.intp, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.rarity[columns]
        length = float(np.linalg.norm(values))
        return columns, values / length if length else values

    def matrix(self, texts: Sequence[str]) -> Any:
        """One row per text, as a scipy CSR matrix (texts, columns); for training."""
        from scipy.sparse import csr_matrix

        rows = [self.of(text) for text in texts]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns, values = (np.concatenate(part) if part else np.zeros(0) for part in zip(*rows, strict=True))
        return csr_matrix((np.asarray(values, np.float32), columns, starts), shape=(len(texts), len(self.numbers)))

    def save(self, folder: Path) -> None:
        """Writes them into ``folder``, as JSON."""
        document = {"groups": list(self.numbers), "rarity": [round(float(one), 5) for one in self.rarity]}
        (folder / _FILE).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> WordFeatures:
        """The features saved in ``folder``."""
        document = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls({group: number for number, group in enumerate(document["groups"])}, np.asarray(document["rarity"], np.float32))


def _groups(text: str) -> Iterator[str]:
    folded = text.casefold()
    words = _WORD.findall(folded)
    yield from (f"w:{word}" for word in words)
    yield from (f"w:{first} {second}" for first, second in pairwise(words))
    for word in folded.split():
        padded = f" {word[:40]} "
        for length in _LETTERS:
            yield from (padded[start : start + length] for start in range(max(1, len(padded) - length + 1)))
