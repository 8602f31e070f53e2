"""A page of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
PAGE_SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, the page's number (from 1) and how many rows there are in all."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return page_count(self.total, self.size)

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return (self.number - 1) * self.size + len(self.rows)


def page_count(total: int, size: int = PAGE_SIZE) -> int:
    """How many pages ``total`` rows fill; at least one."""
    return max(1, -(-total // size))


def within(number: int, total: int, size: int = PAGE_SIZE) -> int:
    """``number`` moved to the nearest page that exists."""
    return min(max(1, number), page_count(total, size))
