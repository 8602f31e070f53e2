"""Which words of an entry are said today: its answer, its hedged form, or the honest line that the fact is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.faq.claims import ClaimState, unbacked
from bot.school.content import School


@dataclass(frozen=True)
class Entry:
    """A published answer as it is served."""

    id: str
    topic: str
    title: str
    answer: str
    hedged: str | None
    without: str | None
    needs: tuple[str, ...]
    claims: tuple[str, ...]
    starts: str | None
    """A form that asking for this entry starts."""
    follow_ups: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None

    def is_valid(self, today: date) -> bool:
        """True within the entry's validity dates."""
        return (self.valid_from is None or self.valid_from <= today) and (self.valid_until is None or today <= self.valid_until)


def served(row: Any) -> Entry:
    """An answer as it is served, from a row of the store or an item of the content file: both name its parts alike."""
    return Entry(
        id=row.id,
        topic=row.topic,
        title=row.title,
        answer=row.answer,
        hedged=row.hedged,
        without=row.without,
        needs=tuple(row.needs),
        claims=tuple(row.claims),
        starts=row.starts,
        follow_ups=tuple(row.follow_ups),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def wording(entry: Entry, claims: Mapping[str, ClaimState], school: School, today: date) -> str:
    """The text to say for ``entry``. An unknown claim counts as not approved."""
    return school.fill(_chosen(entry, claims, school, today)[1])


def is_backed(entry: Entry, claims: Mapping[str, ClaimState], school: School, today: date) -> bool:
    """True when all that ``wording`` states today is backed by the claims that the entry names."""
    part, text = _chosen(entry, claims, school, today)
    return next(unbacked(part, text, entry.claims, claims, programs=len(school.programs)), None) is None


def _chosen(entry: Entry, claims: Mapping[str, ClaimState], school: School, today: date) -> tuple[str, str]:
    if entry.without and any(not school.fields.get(need) for need in entry.needs):
        return "without", entry.without
    if entry.hedged and not _all_good(entry.claims, claims, today):
        return "hedged", entry.hedged
    return "answer", entry.answer


def _all_good(needed: Sequence[str], claims: Mapping[str, ClaimState], today: date) -> bool:
    return all(claim_id in claims and claims[claim_id].is_good(today) for claim_id in needed)
