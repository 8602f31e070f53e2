"""Chooses which of the visitors' wordings become ways of asking for an answer. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.questions.grouping import plain

NEARLY_SAME = 0.95
"""From here (cosine) a wording adds nothing to one that is there."""
MOST_NEW = 40
"""New phrasings of one publication; a thousand alike would only make answering slower."""
LONGEST = 300
"""A longer wording is a story; its words would match anything."""


def choose(texts: Sequence[str], vectors: NDArray[np.float32], had: Sequence[str], had_vectors: NDArray[np.float32]) -> list[int]:
    """The positions of the wordings that differ from what an answer ``had`` and from each other; at most :data:`MOST_NEW`."""
    seen = {plain(text) for text in had}
    kept = list(had_vectors)
    chosen: list[int] = []
    for position, text in enumerate(texts):
        if len(chosen) == MOST_NEW:
            break
        if plain(text) in seen or (kept and float((np.stack(kept) @ vectors[position]).max()) >= NEARLY_SAME):
            continue
        seen.add(plain(text))
        kept.append(vectors[position])
        chosen.append(position)
    return chosen
