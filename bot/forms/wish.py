"""When somebody would like to come, as far as they said, and which open times fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

_PARTS_OF_DAY = {"morning": (time(0), time(12)), "afternoon": (time(12), time(17)), "evening": (time(17), time(23, 59))}


@dataclass(frozen=True)
class Wish:
    """A wished date, time of day or part of the day, all in campus time; ``after`` skips times already shown."""

    day: date | None = None
    at: time | None = None
    part: str | None = None
    after: datetime | None = None

    @classmethod
    def from_slot(cls, value: Mapping[str, Any] | None) -> Wish:
        """Reads the slot ``wish``."""
        value = value or {}
        return cls(
            day=date.fromisoformat(value["day"]) if value.get("day") else None,
            at=time.fromisoformat(value["at"]) if value.get("at") else None,
            part=value.get("part"),
            after=datetime.fromisoformat(value["after"]) if value.get("after") else None,
        )

    def to_slot(self) -> dict[str, str] | None:
        """The value to keep in the slot; None when nothing is wished."""
        found = {
            "day": self.day.isoformat() if self.day else None,
            "at": self.at.isoformat(timespec="minutes") if self.at else None,
            "part": self.part,
            "after": self.after.isoformat() if self.after else None,
        }
        return {key: value for key, value in found.items() if value} or None

    def joined_with(self, newer: Wish) -> Wish:
        """The newer wish, with what it leaves open taken from this one."""
        return replace(newer, day=newer.day or self.day, at=newer.at or (self.at if not newer.part else None))

    def fits(self, start: datetime) -> bool:
        """True when a start (in campus time) is what was wished."""
        if self.day is not None and start.date() != self.day:
            return False
        if self.at is not None and start.time().replace(second=0) != self.at:
            return False
        if self.part in _PARTS_OF_DAY and self.at is None:
            first, last = _PARTS_OF_DAY[self.part]
            return first <= start.time() < last
        return True

    def is_from_here_on(self, start: datetime) -> bool:
        """True when a start (in campus time) is not before the wished day and after what was shown already."""
        if self.after is not None and start <= self.after:
            return False
        return self.day is None or start.date() >= self.day

    @property
    def is_open(self) -> bool:
        """True when nothing particular is wished."""
        return self.day is None and self.at is None and self.part is None
