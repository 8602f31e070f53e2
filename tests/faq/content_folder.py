"""A content folder that a test may spoil, and answers published past it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from bot.assistant import Assistant
from bot.faq.content_file import EntryItem
from bot.faq.loader import make_vectors
from bot.faq.publishing import publish_entry
from bot.faq.translation import words_fingerprint
from bot.settings import PROJECT_DIR

SECOND = PROJECT_DIR / "tests" / "second_school" / "content"


def copy_of_content(folder: Path, source: Path = SECOND) -> Path:
    """A copy of a school's content at ``folder``."""
    shutil.copytree(source, folder)
    return folder


def entry(**changes: Any) -> dict[str, Any]:
    """An entry as faq.yml has it."""
    return {
        "id": "planted",
        "topic": "alumni",
        "title": "Planted by a test",
        "answer": "I don't have that.",
        "source": "A test",
        "phrasings": ["is this planted by a test"],
        **changes,
    }


def spanish(of: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The Spanish text of an entry, as es/faq.yml has it."""
    return {
        "of": words_fingerprint(EntryItem(**of)),
        "title": "Puesto por una prueba",
        "answer": "No tengo eso.",
        "phrasings": ["esto es una prueba"],
        **changes,
    }


def claim(**changes: Any) -> dict[str, Any]:
    """A claim as claims.yml has it."""
    return {
        "id": "planted-claim",
        "statement": "88 percent of the 2025 graduates found work in a kitchen.",
        "kind": "placement",
        "source": "A test",
        "as_of": "2026-01-01",
        "received": "2026-02-01",
        "approver": "A test",
        "expires": "2036-01-01",
        **changes,
    }


def add(folder: Path, entries: list[dict[str, Any]] = [], claims: list[dict[str, Any]] = []) -> None:  # noqa: B006
    """Writes entries and claims behind those that are there."""
    for name, key, more in (("faq.yml", "entries", entries), ("claims.yml", "claims", claims)):
        if more:
            path = folder / name
            text = yaml.safe_dump(more, sort_keys=False, allow_unicode=True)
            path.write_text(path.read_text().rstrip() + "\n" + "".join(f"  {line}\n" for line in text.splitlines()))
            assert yaml.safe_load(path.read_text())[key][-1] is not None


def publish(assistant: Assistant, item: EntryItem, *, actor: str = "staff:1") -> None:
    """Publishes an answer as staff do, in a transaction of its own."""
    vectors = make_vectors(item.phrasings)
    with assistant.database.write() as session:
        publish_entry(session, assistant.school, item, vectors, now=assistant.clock(), actor=actor)


def write_spanish(folder: Path, items: dict[str, Any]) -> None:
    """Writes these texts, and no others, as the Spanish ones."""
    (folder / "es").mkdir(exist_ok=True)
    (folder / "es" / "faq.yml").write_text(yaml.safe_dump({"entries": items}, sort_keys=False, allow_unicode=True))
