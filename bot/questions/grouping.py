"""Puts questions that mean the same into one group. Pure, and steady: what comes later never moves what came before."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ALIKE = 0.50
"""Average cosine to a group's wordings from which a question belongs to it.

Of several ways (nearest member, first member, centre, average) and values, the average at 0.5 parted the FAQ's own phrasings best
where a wrong pairing weighs twice as much as a missed one: two different questions under one answer are worse than one question twice.
"""
_ROWS = 512


def plain(text: str) -> str:
    """A text without capitals, punctuation and doubled spaces: the same for wordings that differ in nothing else."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def grouped(texts: Sequence[str], vectors: NDArray[np.float32], alike: float = ALIKE) -> list[list[int]]:
    """The positions of each group's questions. Groups and positions stand in the order in which the questions came.

    ``vectors`` has one row of length 1 for each text. Each question joins the group to whose wordings it is most alike on average,
    or begins one. Wordings that are the same but for capitals and punctuation are one wording.
    """
    first_seen: dict[str, int] = {}
    wording = [first_seen.setdefault(plain(text), len(first_seen)) for text in texts]
    rows: list[int] = []
    for position, number in enumerate(wording):
        if number == len(rows):
            rows.append(position)
    labels = _labels(vectors[rows], alike) if rows else np.zeros(0, np.intp)
    groups: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    for position, number in enumerate(wording):
        groups[labels[number]].append(position)
    return groups


def most_typical(vectors: NDArray[np.float32]) -> int:
    """The row that is most like all the others; of equals the first."""
    return int(np.argmax(np.round(vectors @ vectors.sum(axis=0), 4)))


def _labels(vectors: NDArray[np.float32], alike: float) -> NDArray[np.intp]:
    labels = np.zeros(len(vectors), np.intp)
    sizes = np.zeros(len(vectors))
    count = 0
    for start in range(0, len(vectors), _ROWS):
        block = vectors[start : start + _ROWS]
        likeness = block @ vectors[: start + len(block)].T
        for i in range(start, start + len(block)):
            chosen = count
            if count:
                average = np.bincount(labels[:i], weights=likeness[i - start, :i], minlength=count) / sizes[:count]
                best = int(average.argmax())
                chosen = best if average[best] >= alike else count
            labels[i] = chosen
            sizes[chosen] += 1
            count = max(count, chosen + 1)
    return labels
