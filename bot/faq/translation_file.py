"""``es/faq.yml``: the answers' reviewed words in another language, checked against the English ones."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field

from bot.faq.claims import ClaimState, entry_faults
from bot.faq.phrasing_key import phrasing_key
from bot.faq.translation import translated
from bot.faq.wording import Entry
from bot.nlu.language import Language
from bot.school.content import School
from bot.school.school_file import Strict
from bot.school.yaml_file import YamlFile

OTHERS: tuple[Language, ...] = ("es",)
"""The languages beside English that a content folder may hold, each in a folder of its name."""


class TranslationItem(Strict):
    """An answer's words in another language, with the ways to ask for it."""

    title: str = Field(min_length=1, max_length=80)
    answer: str = Field(min_length=1)
    hedged: str | None = None
    without: str | None = None
    phrasings: list[str] = Field(min_length=1)
    of: str = Field(pattern=r"^[0-9a-f]{8}$")

    @property
    def fingerprint(self) -> str:
        """Changes whenever these words change."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


class _TranslationFile(Strict):
    entries: dict[str, TranslationItem] = Field(min_length=1)


def read_translations(
    folder: Path, language: Language, entries: Mapping[str, Entry], claims: Mapping[str, ClaimState], school: School
) -> dict[str, TranslationItem]:
    """The words in ``language`` by entry id; none without a folder for it. Raises :class:`ContentError` with file, line and reason."""
    if not (folder / language).is_dir():
        return {}
    file = YamlFile(folder / language / "faq.yml", name=f"{language}/faq.yml")
    items = file.as_model(_TranslationFile).entries
    seen: dict[str, str] = {}
    for entry_id, item in items.items():
        here = ("entries", entry_id)
        if entry_id not in entries:
            raise file.fault(f"{entry_id} is not an entry of faq.yml.", *here)
        for part, reason in _faults(entries[entry_id], item, claims, school):
            raise file.fault(f"{entry_id}: {reason}", *here, part)
        for number, phrasing in enumerate(item.phrasings):
            key = phrasing_key(phrasing)
            if key in seen:
                raise file.fault(f"{entry_id}: the phrasing {phrasing!r} already belongs to {seen[key]}.", *here, "phrasings", number)
            seen[key] = entry_id
    return items


def _faults(entry: Entry, item: TranslationItem, claims: Mapping[str, ClaimState], school: School) -> Iterator[tuple[str, str]]:
    words = translated(entry, item)
    if words is None:
        return  # It is not said until somebody has looked at it again, so an English correction never waits for it.
    for part in ("hedged", "without"):
        if bool(getattr(words, part)) != bool(getattr(entry, part)):
            has = "has a" if getattr(entry, part) else "has no"
            yield part, f"the English entry {has} '{part}' wording, so this one must be alike."
    for part in ("answer", "hedged", "without"):
        strange = _variables(getattr(words, part)) ^ _variables(getattr(entry, part))
        if strange:
            yield part, f"the {part} does not fill in the same as the English one: {', '.join(sorted(strange))}."
    for fault in entry_faults(words, claims, programs=len(school.programs)):
        yield fault.part, fault.reason


def _variables(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\{[a-z_.]+\}", text or ""))
