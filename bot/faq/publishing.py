"""The one way for staff to publish an answer: checked like the content folder's, and live within a second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.audit import service as audit
from bot.errors import InvalidInput
from bot.faq.claims import ClaimState, entry_faults
from bot.faq.content_file import EntryItem, shape_faults
from bot.faq.loader import bump_version, write_entry
from bot.faq.models import Claim, FaqEntry, Phrasing
from bot.faq.phrasing_key import phrasing_key
from bot.nlu.encoder import load_encoder
from bot.school.content import School


def check_entry(session: Session, school: School, entry: EntryItem, now: datetime) -> None:
    """Refuses an answer that could not be served: the same checks as for the content folder. Raises :class:`InvalidInput`."""
    published = set(session.scalars(select(FaqEntry.id).where(FaqEntry.state == "published"))) | {entry.id}
    claims = {row.id: ClaimState(row.kind, row.statement, bool(row.approver), row.expires) for row in session.scalars(select(Claim))}
    today = now.astimezone(school.zone).date()
    for _part, reason in shape_faults(entry, school, published):
        raise InvalidInput(f"{entry.id}: {reason}")
    for fault in entry_faults(entry, claims, programs=len(school.programs), today=today):
        raise InvalidInput(f"{entry.id}: {fault.reason}")
    refuse_taken(session, entry.id, entry.phrasings)
    seen: set[str] = set()
    for phrasing in entry.phrasings:
        key = phrasing_key(phrasing)
        if key in seen:
            raise InvalidInput(f"{entry.id}: the phrasing {phrasing!r} already belongs to {entry.id}.")
        seen.add(key)


def refuse_taken(session: Session, entry_id: str, phrasings: Iterable[str]) -> None:
    """Refuses ways of asking for ``entry_id`` that another published answer has already. Raises :class:`InvalidInput`."""
    others = {
        phrasing_key(row.text): row.entry_id
        for row in session.execute(
            select(Phrasing.text, Phrasing.entry_id)
            .join(FaqEntry, FaqEntry.id == Phrasing.entry_id)
            .where(FaqEntry.state == "published", FaqEntry.id != entry_id, Phrasing.language == "en")
        )
    }
    for phrasing in phrasings:
        if (owner := others.get(phrasing_key(phrasing))) is not None:
            raise InvalidInput(f"{entry_id}: the phrasing {phrasing!r} already belongs to {owner}.")


def publish_entry(session: Session, school: School, entry: EntryItem, vectors: Mapping[str, bytes], *, now: datetime, actor: str) -> None:
    """Checks and publishes in the caller's transaction; ``vectors`` are those of ``make_vectors(entry.phrasings)``.

    Raises :class:`InvalidInput`; then nothing was written. No content file changes or withdraws what was published so.
    """
    check_entry(session, school, entry, now)
    before = session.execute(select(FaqEntry.loaded_hash).where(FaqEntry.id == entry.id)).one_or_none()
    loaded_hash = before.loaded_hash if before is not None else None
    write_entry(session, entry, is_new=before is None, vectors=vectors, now=now, loaded_hash=loaded_hash, edited=True)
    bump_version(session)
    audit.record(session, at=now, actor=actor, action="answer published", on="faq", object_id=entry.id[:40])


def add_phrasings(session: Session, entry_id: str, vectors: Mapping[str, bytes], *, origin: str) -> None:
    """Adds ways of asking, with their vectors, for an answer that is there already; those it has are left as they are.

    Raises :class:`InvalidInput` when another published answer has one of them.
    """
    refuse_taken(session, entry_id, vectors)
    known = set(session.scalars(select(Phrasing.text).where(Phrasing.entry_id == entry_id, Phrasing.language == "en")))
    new = [text for text in vectors if text not in known]
    if new:
        values = {"entry_id": entry_id, "encoder": load_encoder().fingerprint, "origin": origin}
        session.execute(insert(Phrasing), [{**values, "text": text, "vector": vectors[text]} for text in new])
        bump_version(session)
