"""Publishes one answer at a time, within the caller's transaction. Every process serves it within a second of the commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.errors import Conflict, InvalidInput
from bot.faq.content_file import EntryItem
from bot.faq.loader import _write_entry, bump_version
from bot.faq.models import Claim, FaqEntry, Phrasing
from bot.faq.topics import TOPICS
from bot.nlu.encoder import load_encoder
from bot.school.content import School


def check_entry(session: Session, entry: EntryItem, school: School) -> None:
    """Refuses an answer that could not be served. Raises :class:`InvalidInput` with the reason, :class:`Conflict` if its id is taken."""
    if entry.topic not in TOPICS:
        raise InvalidInput(f"{entry.id}: {entry.topic} is not a known topic.")
    if session.get(FaqEntry, entry.id) is not None:
        raise Conflict(f"There is already an answer with the id {entry.id}. Choose another id, or add to that answer.")
    known_claims = set(session.scalars(select(Claim.id).where(Claim.id.in_(entry.claims))))
    for claim_id in entry.claims:
        if claim_id not in known_claims:
            raise InvalidInput(f"{entry.id}: there is no claim {claim_id}.")
    if entry.claims and not entry.hedged:
        raise InvalidInput(f"{entry.id}: leans on a claim, so it needs a hedged wording.")
    for need in entry.needs:
        if need not in school.fields:
            raise InvalidInput(f"{entry.id}: {need} is not a field of school.yml.")
    if entry.needs and not entry.without:
        raise InvalidInput(f"{entry.id}: needs a field that may be empty, so it needs a 'without' wording.")
    known = set(session.scalars(select(FaqEntry.id).where(FaqEntry.id.in_(entry.follow_ups))))
    for follow_up in entry.follow_ups:
        if follow_up not in known:
            raise InvalidInput(f"{entry.id}: the follow-up {follow_up} is not an answer.")


def publish_entry(session: Session, entry: EntryItem, now: datetime) -> None:
    """Adds a new answer that belongs to staff: no content file changes or withdraws it."""
    _write_entry(session, entry, is_new=True, vectors=_vectors(entry.phrasings), now=now)
    session.execute(update(FaqEntry).where(FaqEntry.id == entry.id).values(loaded_hash=None, edited=True))
    bump_version(session)


def add_phrasings(session: Session, entry_id: str, texts: Sequence[str], *, origin: str) -> None:
    """Adds ways of asking for an answer that is there already; those it has are left as they are."""
    known = set(session.scalars(select(Phrasing.text).where(Phrasing.entry_id == entry_id)))
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if not new:
        return
    vectors, fingerprint = _vectors(new), load_encoder().fingerprint
    session.execute(
        insert(Phrasing),
        [{"entry_id": entry_id, "text": text, "vector": vectors[text], "encoder": fingerprint, "origin": origin} for text in new],
    )
    bump_version(session)


def _vectors(texts: Sequence[str]) -> dict[str, bytes]:
    # One by one, because the encoder remembers these: who checked the answer before has had them made outside the transaction.
    return {text: load_encoder().encode_one(text).astype("<f4").tobytes() for text in texts}
