"""The published answers in memory, following the database within a second of any change, made by any process."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import itemgetter

import numpy as np
import structlog
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db.base import as_table
from bot.db.database import Database
from bot.errors import DatabaseUnavailable
from bot.faq.claims import ClaimState
from bot.faq.models import Claim, ContentVersion, FaqEntry, Phrasing
from bot.faq.wording import Entry, is_backed, served, wording
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
    """One row for each phrasing, each of length 1; the rows of an entry stand together."""
    owners: tuple[str, ...]
    """The entry id of each row."""
    texts: tuple[str, ...] = ()
    """The phrasing of each row."""
    encoder: str = ""
    """Fingerprint of the encoder that made the rows."""

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """A row of each phrasing."""
        return {text: row for row, text in enumerate(self.texts)}

    @cached_property
    def _groups(self) -> tuple[list[str], NDArray[np.intp]]:
        starts = [index for index, owner in enumerate(self.owners) if index == 0 or owner != self.owners[index - 1]]
        return [self.owners[start] for start in starts], np.array(starts, dtype=np.intp)

    def nearest(self, vector: Vector, *, top: int = 5) -> list[Match]:
        """The nearest entries, nearest first, each once, by the best of its phrasings."""
        if not self.owners:
            return []
        ids, starts = self._groups
        best = np.maximum.reduceat(self.matrix @ vector, starts)
        order = np.argsort(-best)[:top]
        return [Match(self.entries[ids[i]], float(best[i])) for i in order]


class LiveAnswers:
    """Holds the current :class:`Snapshot` and replaces it when the database's version moves."""

    def __init__(self, database: Database, school: School, clock: Clock) -> None:
        self._database = database
        self._school = school
        self._clock = clock
        self._snapshot: Snapshot | None = None
        self._served: tuple[Snapshot, date, frozenset[str]] | None = None
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

    def served(self) -> frozenset[str]:
        """Every paragraph that some entry may say today, as far as the claims it names back what it states."""
        snapshot, today = self.snapshot, self._today()
        if self._served is None or self._served[0] is not snapshot or self._served[1] != today:
            self._served = (snapshot, today, self._paragraphs(snapshot, today))
        return self._served[2]

    def _paragraphs(self, snapshot: Snapshot, today: date) -> frozenset[str]:
        return frozenset(
            paragraph
            for entry in snapshot.entries.values()
            if is_backed(entry, snapshot.claims, self._school, today)
            for paragraph in wording(entry, snapshot.claims, self._school, today).split("\n\n")
        )

    def refresh(self) -> bool:
        """Looks once; true when a newer version was taken over.

        Everything is read and made beside the present snapshot, which then is replaced in one step: nobody waits.
        """
        today, before = self._today(), self._snapshot
        encoder = load_encoder()
        with self._database.read() as session:
            version = session.scalar(select(ContentVersion.version).where(ContentVersion.name == "faq")) or 0
            if before is not None and (before.version, before.day) == (version, today):
                return False
            made = [served(row) for row in session.execute(select(_entries).where(_entries.c.state == "published"))]
            entries = {entry.id: entry for entry in made if entry.is_valid(today)}
            claims = {
                row.id: ClaimState(row.kind, row.statement, bool(row.approver), row.expires) for row in session.execute(select(_claims))
            }
            asked = sorted((one for one in session.execute(_asked) if one[0] in entries), key=itemgetter(0))
            # Vectors are the bulk of it: only those of phrasings that are new are read.
            known = before.row_of if before is not None and before.encoder == encoder.fingerprint else {}
            new = [(text, key, maker) for _entry_id, text, key, maker in asked if text not in known]
            found = _read_vectors(session, {key: text for text, key, maker in new if maker == encoder.fingerprint})
        missing = list(dict.fromkeys(text for text, _key, _maker in new if text not in found))
        found |= zip(missing, encoder.encode(missing), strict=True) if missing else ()
        matrix = _matrix([text for _entry_id, text, _key, _maker in asked], known, before, found, encoder.dimension)
        owners, texts = tuple(one[0] for one in asked), tuple(one[1] for one in asked)
        snapshot = Snapshot(version, today, entries, claims, matrix, owners, texts, encoder.fingerprint)
        self._served = (snapshot, today, self._paragraphs(snapshot, today))
        self._snapshot = snapshot
        return True

    def follow(self, every: float = 0.25) -> None:
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


_entries, _claims, _phrasings = as_table(FaqEntry), as_table(Claim), as_table(Phrasing)
_asked = select(_phrasings.c.entry_id, _phrasings.c.text, _phrasings.c.id, _phrasings.c.encoder).order_by(_phrasings.c.id)
_AT_ONCE = 500
"""Rows named in one statement: SQLite takes a limited number of values."""


def _read_vectors(session: Session, wanted: Mapping[int, str]) -> dict[str, Vector]:
    """The stored vectors of phrasings, by text. ``wanted`` are texts by row id; those without a vector are left out."""
    found: dict[str, Vector] = {}
    ids = list(wanted)
    for start in range(0, len(ids), _AT_ONCE):
        these = _phrasings.c.id.in_(ids[start : start + _AT_ONCE])
        for key, vector in session.execute(select(_phrasings.c.id, _phrasings.c.vector).where(these, _phrasings.c.vector.is_not(None))):
            found[wanted[key]] = np.frombuffer(vector, dtype="<f4")
    return found


def _matrix(texts: Sequence[str], known: Mapping[str, int], before: Snapshot | None, found: Mapping[str, Vector], dimension: int) -> Vector:
    """A row for each text: from the matrix before where it has one, otherwise from ``found``."""
    matrix = np.empty((len(texts), dimension), np.float32)
    rows = np.array([known.get(text, -1) for text in texts], dtype=np.intp)
    if before is not None and known:
        old = np.flatnonzero(rows >= 0)
        matrix[old] = before.matrix[rows[old]]
    for index in np.flatnonzero(rows < 0):
        matrix[index] = found[texts[index]]
    return matrix
