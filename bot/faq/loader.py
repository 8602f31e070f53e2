"""Brings the content folder's answers into the database. Loading twice changes nothing; what staff edited stays theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bot.db.database import Database
from bot.errors import ContentError
from bot.faq.content_file import EntryItem, FaqContent
from bot.faq.models import Claim, ContentVersion, FaqEntry, Phrasing
from bot.faq.phrasing_key import phrasing_key
from bot.faq.translation_loader import load_translations, translation_vectors
from bot.nlu.encoder import load_encoder
from bot.nlu.remembered_vectors import encode_remembering
from bot.settings import Settings


@dataclass
class LoadReport:
    """What loading did, by entry id."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    translated: list[str] = field(default_factory=list)
    """Texts in other languages that were added, changed or taken out, such as ``es/tuition``."""
    kept: list[str] = field(default_factory=list)
    """Entries and texts whose file version changed although staff had edited them: the database won."""

    @property
    def is_empty(self) -> bool:
        """True when the database already held all of it."""
        return not (self.added or self.changed or self.withdrawn or self.translated)


def load_content(database: Database, content: FaqContent, now: datetime) -> LoadReport:
    """Writes entries, phrasings with their vectors, and claims in one transaction.

    Raises :class:`ContentError` when an answer that staff published already has one of the phrasings.
    """
    with database.read() as session:
        known = {row.id: row.loaded_hash for row in session.execute(select(FaqEntry.id, FaqEntry.loaded_hash))}
    # Vectors are made before the transaction opens: encoding is slow, and nobody should wait for a lock meanwhile.
    changing = [entry for entry in content.entries if known.get(entry.id) != entry.fingerprint]
    vectors = make_vectors((phrasing for entry in changing for phrasing in entry.phrasings), Settings().cache)
    translation = translation_vectors(database, content)
    report = LoadReport()
    with database.write() as session:
        _load_claims(session, content, now)
        rows = {row.id: row for row in session.scalars(select(FaqEntry))}
        _refuse_shared_phrasings(session, content, rows)
        for entry in content.entries:
            row = rows.pop(entry.id, None)
            if row is not None and row.loaded_hash == entry.fingerprint:
                continue
            if row is not None and row.edited:
                report.kept.append(entry.id)
                continue
            (report.added if row is None else report.changed).append(entry.id)
            write_entry(session, entry, is_new=row is None, vectors=vectors, now=now, loaded_hash=entry.fingerprint, edited=False)
        for row in rows.values():
            if row.loaded_hash is not None and row.state == "published" and not row.edited:
                row.state, row.updated_at, row.loaded_hash = "withdrawn", now, ""
                report.withdrawn.append(row.id)
        report.translated, kept = load_translations(session, content, translation, now)
        report.kept += kept
        if not report.is_empty:
            bump_version(session)
    return report


def bump_version(session: Session) -> None:
    """Tells every process that the answers changed, as of this transaction's commit."""
    changed = session.execute(update(ContentVersion).where(ContentVersion.name == "faq").values(version=ContentVersion.version + 1))
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        session.execute(insert(ContentVersion).values(name="faq", version=1))


def make_vectors(phrasings: Iterable[str], cache: Path | None = None) -> dict[str, bytes]:
    """The stored vector of each phrasing. Slow: to be called before a transaction opens.

    With ``cache`` they are kept there, where training finds them, too: for the content folder's phrasings, not for what visitors wrote.
    """
    texts = list(dict.fromkeys(phrasings))
    if not texts:
        return {}
    encoder = load_encoder()
    rows = encoder.encode(texts) if cache is None else encode_remembering(encoder, texts, cache)
    return {text: row.astype("<f4").tobytes() for text, row in zip(texts, rows, strict=True)}


def _refuse_shared_phrasings(session: Session, content: FaqContent, rows: Mapping[str, FaqEntry]) -> None:
    by_staff = {entry_id for entry_id, row in rows.items() if row.state == "published" and (row.edited or row.loaded_hash is None)}
    if not by_staff:
        return
    theirs = {
        phrasing_key(row.text): row.entry_id
        for row in session.execute(
            select(Phrasing.text, Phrasing.entry_id).where(Phrasing.entry_id.in_(by_staff), Phrasing.language == "en")
        )
    }
    for entry in content.entries:
        for phrasing in entry.phrasings:
            owner = theirs.get(phrasing_key(phrasing), entry.id)
            if owner != entry.id and entry.id not in by_staff:
                line = content.lines.get(entry.id, 1)
                raise ContentError(
                    f"faq.yml, line {line}: {entry.id}: the phrasing {phrasing!r} already belongs to {owner}, which staff published."
                )


def _load_claims(session: Session, content: FaqContent, now: datetime) -> None:
    rows = {row.id: row for row in session.scalars(select(Claim))}
    over = (now - timedelta(hours=36)).date()  # yesterday or earlier, wherever the campus is
    for gone in rows.keys() - {claim.id for claim in content.claims}:
        # Taken out of the file it counts as expired: what leans on it is hedged, and staff are told as of any other.
        left = rows[gone]
        if left.approver or left.expires is None or left.expires > over:
            left.approver, left.expires = None, over
            bump_version(session)
    for claim in content.claims:
        values = claim.model_dump()
        values["approver"] = claim.approver or None
        row = rows.get(claim.id)
        if row is None:
            session.add(Claim(**values))
        elif any(getattr(row, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(row, key, value)
            bump_version(session)
    session.flush()


def write_entry(
    session: Session,
    entry: EntryItem,
    *,
    is_new: bool,
    vectors: Mapping[str, bytes],
    now: datetime,
    loaded_hash: str | None,
    edited: bool,
) -> None:
    """Writes a checked entry and its phrasings as published. The version is the caller's to raise."""
    values = entry.model_dump(exclude={"phrasings", "id"})
    values |= {"loaded_hash": loaded_hash, "state": "published", "updated_at": now, "edited": edited}
    if is_new:
        session.execute(insert(FaqEntry).values(id=entry.id, **values))
    else:
        session.execute(update(FaqEntry).where(FaqEntry.id == entry.id).values(**values))
        # What staff and visitors' questions added since is not forgotten because of a new file.
        written = (Phrasing.origin == "content") | Phrasing.text.in_(entry.phrasings)
        session.execute(delete(Phrasing).where(Phrasing.entry_id == entry.id, Phrasing.language == "en", written))
    fingerprint = load_encoder().fingerprint
    session.execute(
        insert(Phrasing),
        [
            {"entry_id": entry.id, "text": phrasing, "vector": vectors[phrasing], "encoder": fingerprint}
            for phrasing in dict.fromkeys(entry.phrasings)
        ],
    )
