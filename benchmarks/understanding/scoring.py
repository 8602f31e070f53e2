"""Shares with their 95 % intervals, and what counts as right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Share:
    """``right`` out of ``of``."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 for an empty sample."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 %."""
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.96, self.of, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return middle - half, middle + half

    def __str__(self) -> str:
        low, high = self.interval
        return f"{100 * self.value:.1f} % ({self.right}/{self.of}; {100 * low:.1f}-{100 * high:.1f})"


def share(hits: Iterable[bool]) -> Share:
    """How many are true."""
    seen = list(hits)
    return Share(sum(seen), len(seen))


def topics_of(turn: Mapping[str, Any]) -> list[str]:
    """The topics of an ``ask`` turn, in the order given."""
    return [one["topic"] for one in turn["topics"]]


def first_topic(turn: Mapping[str, Any]) -> str:
    """The topic of a single question; out of scope when none was recognised."""
    return next(iter(topics_of(turn)), "out_of_scope")


def field_counts(wanted: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> tuple[int, int, int]:
    """Fields exactly right, fields found, fields wanted, over all messages."""
    right = sum(key in have and have[key] == value for want, have in zip(wanted, found, strict=True) for key, value in want.items())
    return right, sum(map(len, found)), sum(map(len, wanted))


def f1(right: int, found: int, wanted: int) -> float:
    """The micro-averaged F1 of :func:`field_counts`; 1 when there was nothing to find and nothing was found."""
    return 2 * right / (found + wanted) if found + wanted else 1.0
