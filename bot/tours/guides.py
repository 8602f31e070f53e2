"""Who can show visitors round at a time, so that nobody is in two places. Pure.

A guide is busy from the buffer before a tour that has people to the buffer after it. A kind that names no guides but has
buffers keeps its own times apart in the same way: it is led by ``kind:ID``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.school.content import School
from bot.school.school_file import TourKind


@dataclass(frozen=True)
class Engagement:
    """A stretch of time in which a guide is busy."""

    guide: str
    starts_at: datetime
    ends_at: datetime


def engagement(kind: TourKind | None, guide: str, starts_at: datetime, ends_at: datetime) -> Engagement:
    """What leading a tour takes of a guide's time. ``kind`` is None where the school no longer gives it."""
    before = timedelta(minutes=kind.buffer_before_minutes if kind else 0)
    after = timedelta(minutes=kind.buffer_after_minutes if kind else 0)
    return Engagement(guide, starts_at - before, ends_at + after)


def free_guide(school: School, kind: TourKind, starts_at: datetime, ends_at: datetime, busy: Iterable[Engagement]) -> str | None:
    """The first who can lead a tour of ``kind`` at that time; None when nobody can."""
    day = starts_at.astimezone(school.campus_of(kind).zone).date()
    candidates = [guide.id for guide in school.guides_of(kind) if day not in guide.away]
    if not kind.guides:
        candidates = [f"kind:{kind.id}"]
    taken = list(busy)
    for candidate in candidates:
        wanted = engagement(kind, candidate, starts_at, ends_at)
        if not any(_clash(wanted, one) for one in taken):
            return candidate
    return None


def _clash(one: Engagement, other: Engagement) -> bool:
    return one.guide == other.guide and one.starts_at < other.ends_at and other.starts_at < one.ends_at
