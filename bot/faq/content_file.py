"""``faq.yml`` and ``claims.yml``: approved answers and the claims they lean on, checked against each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from bot.faq.claims import BACKS, ClaimState, entry_faults
from bot.faq.phrasing_key import phrasing_key
from bot.faq.topics import TOPICS
from bot.faq.translation_file import OTHERS, TranslationItem, read_translations
from bot.faq.wording import served
from bot.nlu.language import Language
from bot.school.content import School
from bot.school.school_file import Strict
from bot.school.yaml_file import YamlFile


class ClaimItem(Strict):
    """A dated, sourced fact."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$")
    statement: str = Field(min_length=1)
    kind: str
    source: str = Field(min_length=1)
    as_of: str
    received: date
    approver: str = ""
    expires: date | None = None

    @field_validator("kind")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in BACKS:
            raise ValueError(f"{value} is no kind of claim; the kinds are {', '.join(BACKS)}")
        return value

    @property
    def state(self) -> ClaimState:
        """The claim as far as it decides what may be said."""
        return ClaimState(self.kind, self.statement, bool(self.approver), self.expires)


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
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where in faq.yml each entry stands."""
    translations: Mapping[Language, Mapping[str, TranslationItem]] = field(default_factory=dict)
    """The words in other languages, by entry id; a language without a folder is left out."""


def read_faq(folder: Path, school: School, *, today: date | None = None) -> FaqContent:
    """Reads all of them. Raises :class:`ContentError` with file, line and reason at the first fault.

    With ``today`` an entry that names a claim which has expired by then is a fault too.
    """
    claims_file = YamlFile(folder / "claims.yml")
    claims = claims_file.as_model(_ClaimsFile).claims
    known: dict[str, ClaimState] = {}
    for index, claim in enumerate(claims):
        if claim.id in known:
            raise claims_file.fault(f"the claim id {claim.id} is used twice.", "claims", index)
        known[claim.id] = claim.state

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
        for part, reason in shape_faults(entry, school, ids):
            raise file.fault(f"{entry.id}: {reason}", *here, part)
        for fault in entry_faults(entry, known, programs=len(school.programs), today=today):
            raise file.fault(f"{entry.id}: {fault.reason}", *here, fault.part)
        for number, phrasing in enumerate(entry.phrasings):
            key = phrasing_key(phrasing)
            if key in seen_phrasings:
                raise file.fault(
                    f"{entry.id}: the phrasing {phrasing!r} already belongs to {seen_phrasings[key]}.", *here, "phrasings", number
                )
            seen_phrasings[key] = entry.id
    lines = {entry.id: file.line("entries", index) for index, entry in enumerate(entries)}
    served_entries = {entry.id: served(entry) for entry in entries}
    translations = {language: read_translations(folder, language, served_entries, known, school) for language in OTHERS}
    return FaqContent(tuple(entries), tuple(claims), lines, {language: items for language, items in translations.items() if items})


def shape_faults(entry: EntryItem, school: School, ids: Container[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry's references, as (part, reason). ``ids`` are all entries that a follow-up can name."""
    if entry.topic not in TOPICS:
        yield "topic", f"{entry.topic} is not a known topic."
    for need in entry.needs:
        if need not in school.fields:
            yield "needs", f"{need} is not a field of school.yml."
    if entry.needs and not entry.without:
        yield "needs", "needs a field that may be empty, so it needs a 'without' wording."
    for follow_up in entry.follow_ups:
        if follow_up not in ids:
            yield "follow_ups", f"the follow-up {follow_up} is not an entry."
