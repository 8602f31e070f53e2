"""The published answers in memory, following the database within a second of any change, made by any process."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import structlog
from numpy.typing import NDArray
from sqlalchemy import select

from bot.clock import Clock
from bot.db.database import Database
from bot.errors import DatabaseUnavailable
from bot.faq.models import Claim, ContentVersion, FaqEntry, Phrasing
from bot.faq.wording import ClaimState, Entry, wording
from bot.nlu.encoder import load_encoder
from bot.school.content import School

log = structlog.get_logger(__name__)
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Match:
    """An entry and how near its nearest phrasing is (cosine, at most 1)."""

    entry: Entry
    score: float


@dataclass(frozen=True)
class Snapshot:
    """All published answers at one version. Immutable, so that a reader never sees half a change."""

    version: int
    day: date
    """Answers have validity dates, so a new day is a new snapshot."""
    entries: Mapping[str, Entry]
    claims: Mapping[str, ClaimState]
    matrix: Vector
    """One row for each phrasing, each of length 1."""
    owners: tuple[str, ...]
    """The entry id of each row."""

    @cached_property
    def _owner_numbers(self) -> tuple[list[str], NDArray[np.intp]]:
        ids = sorted(set(self.owners))
        number = {entry_id: index for index, entry_id in enumerate(ids)}
        return ids, np.array([number[owner] for owner in self.owners], dtype=np.intp)

    def nearest(self, vector: Vector, *, top: int = 5) -> list[Match]:
        """The nearest entries, nearest first, each once, by the best of its phrasings."""
        if not self.owners:
            return []
        ids, numbers = self._owner_numbers
        best = np.full(len(ids), -1.0, dtype=np.float32)
        np.maximum.at(best, numbers, self.matrix @ vector)
        order = np.argsort(-best)[:top]
        return [Match(self.entries[ids[i]], float(best[i])) for i in order]


class LiveAnswers:
    """Holds the current :class:`Snapshot` and replaces it when the database's version moves."""

    def __init__(self, database: Database, school: School, clock: Clock) -> None:
        self._database = database
        self._school = school
        self._clock = clock
        self._snapshot: Snapshot | None = None
        self._stopping = threading.Event()
        self._follower: threading.Thread | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The answers as of the last look; the first use reads them."""
        if self._snapshot is None:
            self.refresh()
        assert self._snapshot is not None
        return self._snapshot

    def text(self, entry: Entry) -> str:
        """What is said for ``entry`` today."""
        return wording(entry, self.snapshot.claims, self._school, self._today())

    def _today(self) -> date:
        return self._clock().astimezone(self._school.zone).date()

    def refresh(self) -> bool:
        """Looks once; true when a newer version was taken over."""
        today = self._today()
        with self._database.read() as session:
            version = session.scalar(select(ContentVersion.version).where(ContentVersion.name == "faq")) or 0
            if self._snapshot is not None and (self._snapshot.version, self._snapshot.day) == (version, today):
                return False
            entries = {
                row.id: _entry(row)
                for row in session.scalars(select(FaqEntry).where(FaqEntry.state == "published"))
                if _entry(row).is_valid(today)
            }
            claims = {row.id: ClaimState(bool(row.approver), row.expires) for row in session.scalars(select(Claim))}
            phrasings = [
                row
                for row in session.execute(
                    select(Phrasing.entry_id, Phrasing.text, Phrasing.vector, Phrasing.encoder).order_by(Phrasing.id)
                )
                if row.entry_id in entries
            ]
        encoder = load_encoder()
        missing = [row.text for row in phrasings if row.encoder != encoder.fingerprint or row.vector is None]
        made = dict(zip(missing, encoder.encode(missing), strict=True)) if missing else {}
        rows = [made[row.text] if row.text in made else np.frombuffer(row.vector, dtype="<f4") for row in phrasings]
        matrix = np.ascontiguousarray(np.vstack(rows), dtype=np.float32) if rows else np.zeros((0, encoder.dimension), np.float32)
        self._snapshot = Snapshot(version, today, entries, claims, matrix, tuple(row.entry_id for row in phrasings))
        return True

    def follow(self, every: float = 0.5) -> None:
        """Starts looking for changes in the background, until :meth:`stop`."""
        if self._follower is None:
            self._follower = threading.Thread(target=self._look, args=(every,), name="answers", daemon=True)
            self._follower.start()

    def stop(self) -> None:
        """Ends the background look-out."""
        self._stopping.set()
        if self._follower is not None:
            self._follower.join(timeout=5)

    def _look(self, every: float) -> None:
        while not self._stopping.wait(every):
            try:
                if self.refresh():
                    log.info("answers.changed", version=self.snapshot.version, entries=len(self.snapshot.entries))
            except DatabaseUnavailable:
                log.warning("answers.database_unavailable")


def _entry(row: FaqEntry) -> Entry:
    return Entry(
        id=row.id,
        topic=row.topic,
        title=row.title,
        answer=row.answer,
        hedged=row.hedged,
        without=row.without,
        needs=tuple(row.needs),
        claims=tuple(row.claims),
        starts=row.starts,
        follow_ups=tuple(row.follow_ups),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
