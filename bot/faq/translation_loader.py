"""Brings the content folder's texts in other languages into the database, by the same rules as the answers themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.db.database import Database
from bot.errors import EncoderUnavailable
from bot.faq.content_file import FaqContent
from bot.faq.models import FaqEntry, FaqTranslation, Phrasing
from bot.faq.translation_file import OTHERS, TranslationItem
from bot.nlu.encoder_of import encoder_of, fingerprint_of
from bot.nlu.language import Language
from bot.nlu.remembered_vectors import encode_remembering
from bot.settings import Settings

log = structlog.get_logger(__name__)
Vectors = Mapping[tuple[Language, str], bytes]


def translation_vectors(database: Database, content: FaqContent) -> Vectors:
    """The vectors of all phrasings that loading will write. Slow: to be called before a transaction opens.

    Where a language's encoder is missing its phrasings have none: its texts are kept for the processes that can read it.
    """
    with database.read() as session:
        known = {
            (row.entry_id, row.language): row.loaded_hash
            for row in session.execute(select(FaqTranslation.entry_id, FaqTranslation.language, FaqTranslation.loaded_hash))
        }
    found: dict[tuple[Language, str], bytes] = {}
    for language, items in content.translations.items():
        changing = [item for entry_id, item in items.items() if known.get((entry_id, language)) != item.fingerprint]
        texts = list(dict.fromkeys(phrasing for item in changing for phrasing in item.phrasings))
        if not texts:
            continue
        try:
            rows = encode_remembering(encoder_of(language), texts, Settings().cache)
        except EncoderUnavailable as fault:
            log.warning("content.no_encoder", language=language, reason=str(fault))
            continue
        found |= {(language, text): row.astype("<f4").tobytes() for text, row in zip(texts, rows, strict=True)}
    return found


def load_translations(session: Session, content: FaqContent, vectors: Vectors, now: datetime) -> tuple[list[str], list[str]]:
    """Writes the texts of entries that the database has; what was loaded and changed, and what staff had edited, as ``es/tuition``."""
    entries = set(session.scalars(select(FaqEntry.id)))
    changed: list[str] = []
    kept: list[str] = []
    for language in OTHERS:
        rows = {row.entry_id: row for row in session.scalars(select(FaqTranslation).where(FaqTranslation.language == language))}
        for entry_id, item in content.translations.get(language, {}).items():
            row = rows.pop(entry_id, None)
            if entry_id not in entries or (row is not None and row.loaded_hash == item.fingerprint):
                continue
            if row is not None and row.edited:
                kept.append(f"{language}/{entry_id}")
                continue
            _take_out(session, entry_id, language, rewritten=item.phrasings)
            _write(session, entry_id, language, item, vectors, now)
            changed.append(f"{language}/{entry_id}")
        for entry_id, row in rows.items():
            if row.loaded_hash is not None and not row.edited:
                _take_out(session, entry_id, language)
                changed.append(f"{language}/{entry_id}")
    return changed, kept


def _take_out(session: Session, entry_id: str, language: Language, *, rewritten: Sequence[str] = ()) -> None:
    session.execute(delete(FaqTranslation).where(FaqTranslation.entry_id == entry_id, FaqTranslation.language == language))
    written = (Phrasing.origin == "content") | Phrasing.text.in_(rewritten)
    session.execute(delete(Phrasing).where(Phrasing.entry_id == entry_id, Phrasing.language == language, written))


def _write(session: Session, entry_id: str, language: Language, item: TranslationItem, vectors: Vectors, now: datetime) -> None:
    values = item.model_dump(exclude={"phrasings"}) | {"loaded_hash": item.fingerprint, "edited": False, "updated_at": now}
    session.execute(insert(FaqTranslation).values(entry_id=entry_id, language=language, **values))
    encoder = fingerprint_of(language) if vectors else None
    session.execute(
        insert(Phrasing),
        [
            {"entry_id": entry_id, "language": language, "text": text, "vector": vectors.get((language, text)), "encoder": encoder}
            for text in dict.fromkeys(item.phrasings)
        ],
    )
