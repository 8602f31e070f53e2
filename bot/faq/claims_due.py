"""Claims that staff have to look at again: expired ones, and those about to expire, with the answers that lean on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session

from bot.faq.models import Claim, FaqEntry

SOON = timedelta(days=30)


@dataclass(frozen=True)
class DueClaim:
    """A claim that has expired or is about to, and the answers that change their words with it."""

    id: str
    statement: str
    expires: date
    answers: tuple[str, ...]
    is_expired: bool

    def __str__(self) -> str:
        when = f"expired on {self.expires}" if self.is_expired else f"expires on {self.expires}"
        said = "say their hedged wording" if self.is_expired else "will then say their hedged wording"
        return f"{self.id} {when}; {', '.join(self.answers)} {said}"


def due(claims: Iterable[tuple[str, str, date | None]], entries: Iterable[tuple[str, Sequence[str]]], today: date) -> list[DueClaim]:
    """Those of ``claims`` (id, statement, expiry) that some entry (id, claims it names) leans on, the most urgent first."""
    leaning: dict[str, list[str]] = {}
    for entry_id, named in entries:
        for claim_id in named:
            leaning.setdefault(claim_id, []).append(entry_id)
    found = [
        DueClaim(claim_id, statement, expires, tuple(sorted(leaning[claim_id])), expires < today)
        for claim_id, statement, expires in claims
        if expires is not None and expires <= today + SOON and claim_id in leaning
    ]
    return sorted(found, key=lambda one: (one.expires, one.id))


def due_claims(session: Session, today: date) -> list[DueClaim]:
    """The same of what is published."""
    claims = session.execute(select(Claim.id, Claim.statement, Claim.expires).where(Claim.expires.is_not(None))).all()
    if not claims:
        return []
    entries = session.execute(select(FaqEntry.id, FaqEntry.claims).where(FaqEntry.state == "published"))
    return due([(row.id, row.statement, row.expires) for row in claims], [(row.id, row.claims) for row in entries], today)


def count_expired(today: date) -> Select[Any]:
    """The statement that counts the expired ones of :func:`due_claims`, to be part of another."""
    named = cast(FaqEntry.claims, Text).like('%"' + Claim.id + '"%')
    leans = select(FaqEntry.id).where(FaqEntry.state == "published", named).exists()
    return select(func.count()).select_from(Claim).where(Claim.expires < today, leans)
