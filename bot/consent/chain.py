"""The chain of receipts: each holds the hash of the one before, so that none can be changed, left out or moved unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.consent.models import Consent, ConsentChain

START = bytes(32)
"""What stands before the first receipt."""
SEALED = ("number", "identity_hash", "purpose", "granted", "wording", "wording_version", "channel", "source", "at")
"""What a receipt's hash covers. The links to contact and conversation are left out: they are cut when a person is erased."""

_BATCH = 1000


@dataclass(frozen=True)
class Verdict:
    """What became of looking at every receipt."""

    length: int
    head: bytes
    fault: str | None
    """The first thing that is wrong, in words; None: the chain holds."""


def seal(previous: bytes, receipt: Mapping[str, Any]) -> bytes:
    """The hash of a receipt that follows ``previous``."""
    values = [_plain(receipt[name]) for name in SEALED]
    return hashlib.sha256(previous + json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return value.astimezone(UTC).isoformat(timespec="microseconds") if hasattr(value, "astimezone") else value


def append(session: Session, receipts: Sequence[Mapping[str, Any]]) -> None:
    """Adds receipts to the end of the chain. Until the caller's transaction ends nobody else can add any."""
    if not receipts:
        return
    length, previous = _take(session, len(receipts))
    rows = []
    for number, receipt in enumerate(receipts, length - len(receipts) + 1):
        row = {**receipt, "number": number, "previous_hash": previous}
        previous = row["hash"] = seal(previous, row)
        rows.append(row)
    session.execute(insert(Consent), rows)
    session.execute(update(ConsentChain).values(hash=previous).execution_options(synchronize_session=False))


def _take(session: Session, count: int) -> tuple[int, bytes]:
    """Locks the end of the chain and moves it on by ``count`` receipts: the new length and the hash so far."""
    take = (
        update(ConsentChain)
        .values(length=ConsentChain.length + count)
        .returning(ConsentChain.length, ConsentChain.hash)
        .execution_options(synchronize_session=False)
    )
    end = session.execute(take).one_or_none()
    if end is None:
        upsert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
        session.execute(upsert(ConsentChain).values(id=1, length=0, hash=START).on_conflict_do_nothing())
        end = session.execute(take).one()
    return end.length, end.hash


def verify(session: Session) -> Verdict:
    """Looks at every receipt in order, in one consistent view."""
    columns = [getattr(Consent, name) for name in (*SEALED, "previous_hash", "hash")]
    rows = session.execute(select(*columns).order_by(Consent.number).execution_options(yield_per=_BATCH))
    end = session.execute(select(ConsentChain.length, ConsentChain.hash)).one_or_none()
    return check((row._asdict() for row in rows), *(end or (0, START)))


def check(receipts: Iterable[Mapping[str, Any]], length: int, head: bytes) -> Verdict:
    """Whether ``receipts``, in order, are the whole chain that ends in ``head`` after ``length`` of them."""
    previous, expected = START, 1
    for receipt in receipts:
        if receipt["number"] != expected:
            return Verdict(length, head, f"receipt {expected} is missing")
        if receipt["previous_hash"] != previous:
            return Verdict(length, head, f"receipt {expected} does not follow the one before it")
        if receipt["hash"] != seal(previous, receipt):
            return Verdict(length, head, f"receipt {expected} was changed")
        previous, expected = receipt["hash"], expected + 1
    if expected - 1 != length:
        return Verdict(
            length, head, f"receipt {expected} is missing" if expected <= length else f"receipt {length + 1} is not accounted for"
        )
    return Verdict(length, head, None if previous == head else "the end of the chain is another")
