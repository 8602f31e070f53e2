"""``faq.yml`` and ``claims.yml``: approved answers and the claims they lean on, checked against each other."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from bot.faq.topics import TOPICS
from bot.school.content import School, Strict
from bot.school.yaml_file import YamlFile


class ClaimItem(Strict):
    """A dated, sourced fact."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$")
    statement: str = Field(min_length=1)
    kind: str = Field(max_length=20)
    source: str = Field(min_length=1)
    as_of: str
    received: date
    approver: str = ""
    expires: date | None = None


class EntryItem(Strict):
    """An approved answer with the ways to ask for it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$")
    topic: str
    title: str = Field(min_length=1, max_length=80)
    answer: str = Field(min_length=1)
    hedged: str | None = None
    claims: list[str] = Field(default_factory=list)
    needs: list[str] = Field(default_factory=list)
    without: str | None = None
    phrasings: list[str] = Field(min_length=1)
    starts: Literal["tour_form", "contact_form"] | None = None
    follow_ups: list[str] = Field(default_factory=list, max_length=3)
    source: str = Field(min_length=1)
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def fingerprint(self) -> str:
        """Changes whenever the entry's content changes."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


class _ClaimsFile(Strict):
    claims: list[ClaimItem] = Field(default_factory=list)


class _FaqFile(Strict):
    entries: list[EntryItem] = Field(min_length=1)


@dataclass(frozen=True)
class FaqContent:
    """The answers and claims of a content folder."""

    entries: tuple[EntryItem, ...]
    claims: tuple[ClaimItem, ...]


def read_faq(folder: Path, school: School) -> FaqContent:
    """Reads both files. Raises :class:`ContentError` with file, line and reason at the first fault."""
    claims_file = YamlFile(folder / "claims.yml")
    claims = claims_file.as_model(_ClaimsFile).claims
    known_claims: set[str] = set()
    for index, claim in enumerate(claims):
        if claim.id in known_claims:
            raise claims_file.fault(f"the claim id {claim.id} is used twice.", "claims", index)
        known_claims.add(claim.id)

    file = YamlFile(folder / "faq.yml")
    entries = file.as_model(_FaqFile).entries
    ids = {entry.id for entry in entries}
    seen_ids: set[str] = set()
    seen_phrasings: dict[str, str] = {}
    for index, entry in enumerate(entries):
        here = ("entries", index)
        if entry.id in seen_ids:
            raise file.fault(f"the entry id {entry.id} is used twice.", *here, "id")
        seen_ids.add(entry.id)
        if entry.topic not in TOPICS:
            raise file.fault(f"{entry.id}: {entry.topic} is not a known topic.", *here, "topic")
        for claim_id in entry.claims:
            if claim_id not in known_claims:
                raise file.fault(f"{entry.id}: the claim {claim_id} is not in claims.yml.", *here, "claims")
        if entry.claims and not entry.hedged:
            raise file.fault(f"{entry.id}: leans on a claim, so it needs a hedged wording.", *here)
        for need in entry.needs:
            if need not in school.fields:
                raise file.fault(f"{entry.id}: {need} is not a field of school.yml.", *here, "needs")
        if entry.needs and not entry.without:
            raise file.fault(f"{entry.id}: needs a field that may be empty, so it needs a 'without' wording.", *here)
        for follow_up in entry.follow_ups:
            if follow_up not in ids:
                raise file.fault(f"{entry.id}: the follow-up {follow_up} is not an entry.", *here, "follow_ups")
        for number, phrasing in enumerate(entry.phrasings):
            key = " ".join(phrasing.casefold().split())
            if key in seen_phrasings:
                raise file.fault(
                    f"{entry.id}: the phrasing {phrasing!r} already belongs to {seen_phrasings[key]}.", *here, "phrasings", number
                )
            seen_phrasings[key] = entry.id
    return FaqContent(tuple(entries), tuple(claims))
