"""The published answers in memory, following the database within a second of any change, made by any process."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db.base import as_table
from bot.db.database import Database
from bot.errors import DatabaseUnavailable, EncoderUnavailable
from bot.faq.claims import ClaimState
from bot.faq.models import Claim, ContentVersion, FaqEntry, FaqTranslation, Phrasing
from bot.faq.translation import translated
from bot.faq.translation_file import OTHERS
from bot.faq.wording import Entry, is_backed, served, wording
from bot.nlu.encoder import load_encoder
from bot.nlu.encoder_of import Encoder, encoder_of
from bot.nlu.language import Language
from bot.school.content import School

log = structlog.get_logger(__name__)
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Match:
    """An entry and how near its nearest phrasing is (cosine, at most 1)."""

    entry: Entry
    score: float


@dataclass(frozen=True)
class Rows:
    """The phrasings of one language with their vectors. Immutable."""

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

    def nearest(self, vector: Vector, top: int) -> list[tuple[str, float]]:
        """The ids of the nearest entries, nearest first, each once, with the cosine of the best of its phrasings."""
        if not self.owners:
            return []
        ids, starts = self._groups
        best = np.maximum.reduceat(self.matrix @ vector, starts)
        order = np.argsort(-best)[:top]
        return [(ids[i], float(best[i])) for i in order]


@dataclass(frozen=True)
class Translated:
    """The answers in another language."""

    entries: Mapping[str, Entry]
    """Those that are said in it today, by id: an entry without reviewed words, or with words that the English ones left behind, is none."""
    rows: Rows
    """The ways to ask, also for entries that cannot be said: they are recognised all the same."""


@dataclass(frozen=True)
class Snapshot:
    """All published answers at one version. Immutable, so that a reader never sees half a change."""

    version: int
    day: date
    """Answers have validity dates, so a new day is a new snapshot."""
    entries: Mapping[str, Entry]
    claims: Mapping[str, ClaimState]
    matrix: Vector
    """One row for each English phrasing, each of length 1; the rows of an entry stand together."""
    owners: tuple[str, ...]
    """The entry id of each row."""
    texts: tuple[str, ...] = ()
    """The phrasing of each row."""
    encoder: str = ""
    """Fingerprint of the encoder that made the rows."""
    translations: Mapping[Language, Translated] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Rows:
        """The English phrasings."""
        return Rows(self.matrix, self.owners, self.texts, self.encoder)

    def nearest(self, vector: Vector, *, top: int = 5, language: Language = "en") -> list[Match]:
        """The nearest entries, nearest first, each once, by the best of its phrasings in this language."""
        if language == "en":
            found = self.rows.nearest(vector, top)
        else:
            found = self.translations[language].rows.nearest(vector, top) if language in self.translations else []
        return [Match(self.entries[entry_id], score) for entry_id, score in found]

    def worded(self, entry: Entry, language: Language) -> Entry | None:
        """``entry`` with its words in this language; None when it has none that still say what the English ones do."""
        if language == "en":
            return entry
        return self.translations[language].entries.get(entry.id) if language in self.translations else None


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

    def text(self, entry: Entry, language: Language = "en") -> str:
        """What is said for ``entry`` today. Raises :class:`KeyError` when it has no words in this language."""
        words = self.snapshot.worded(entry, language)
        if words is None:
            raise KeyError(f"{language}/{entry.id}")
        return wording(words, self.snapshot.claims, self._school, self._today())

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
            for entry in chain(snapshot.entries.values(), *(one.entries.values() for one in snapshot.translations.values()))
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
            made = [served(row) for row in session.execute(select(_entries).where(_entries.c.state == "published")).all()]
            entries = {entry.id: entry for entry in made if entry.is_valid(today)}
            claims = {
                row.id: ClaimState(row.kind, row.statement, bool(row.approver), row.expires) for row in session.execute(select(_claims))
            }
            asked = [one for one in session.execute(_asked).all() if one.entry_id in entries]
            reading = _Reading.begin(session, asked, "en", encoder, before.rows if before is not None else None)
            translations = {language: _read_translation(session, language, asked, entries, before) for language in OTHERS}
        rows = reading.rows()
        spoken = {language: Translated(words, _rows_of(more)) for language, (words, more) in translations.items()}
        snapshot = Snapshot(version, today, entries, claims, rows.matrix, rows.owners, rows.texts, rows.encoder, spoken)
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


_entries, _claims, _phrasings, _translations = (as_table(one) for one in (FaqEntry, Claim, Phrasing, FaqTranslation))
_asked = select(_phrasings.c.entry_id, _phrasings.c.text, _phrasings.c.id, _phrasings.c.encoder, _phrasings.c.language).order_by(
    _phrasings.c.id
)
_NO_ROWS = Rows(np.empty((0, 0), np.float32), ())


@dataclass(frozen=True)
class _Reading:
    """The rows of one language half-way: what only the database knows has been read, the rest can be made without it."""

    asked: Sequence[Any]
    encoder: Encoder
    before: Rows | None
    found: Mapping[str, Vector]

    @classmethod
    def begin(cls, session: Session, asked: Sequence[Any], language: Language, encoder: Encoder, before: Rows | None) -> _Reading:
        """Reads the vectors of phrasings that are new: vectors are the bulk of it."""
        these = sorted((one for one in asked if one.language == language), key=attrgetter("entry_id"))
        if before is not None and before.encoder != encoder.fingerprint:
            before = None
        known = before.row_of if before is not None else {}
        wanted = {one.id: one.text for one in these if one.text not in known and one.encoder == encoder.fingerprint}
        return cls(these, encoder, before, _read_vectors(session, wanted))

    def rows(self) -> Rows:
        """Makes the rows; phrasings whose vector is not stored are read by the encoder."""
        owners, texts = tuple(one.entry_id for one in self.asked), tuple(one.text for one in self.asked)
        known = self.before.row_of if self.before is not None else {}
        missing = list(dict.fromkeys(text for text in texts if text not in known and text not in self.found))
        found = dict(self.found) | (dict(zip(missing, self.encoder.encode(missing), strict=True)) if missing else {})
        return Rows(_matrix(texts, self.before, found, self.encoder.dimension), owners, texts, self.encoder.fingerprint)


def _read_translation(
    session: Session, language: Language, asked: Sequence[Any], entries: Mapping[str, Entry], before: Snapshot | None
) -> tuple[dict[str, Entry], _Reading | None]:
    """The entries that are said in this language, and its rows; no rows where its encoder is missing."""
    stored = session.execute(select(_translations).where(_translations.c.language == language)).all()
    words = {row.entry_id: translated(entries[row.entry_id], row) for row in stored if row.entry_id in entries}
    rows = before.translations[language].rows if before is not None and language in before.translations else None
    try:
        reading = _Reading.begin(session, asked, language, encoder_of(language), rows)
    except EncoderUnavailable:
        reading = None
    return {entry_id: entry for entry_id, entry in words.items() if entry is not None}, reading


_AT_ONCE = 500
"""Rows named in one statement: SQLite takes a limited number of values."""


def _rows_of(reading: _Reading | None) -> Rows:
    try:
        return _NO_ROWS if reading is None else reading.rows()
    except EncoderUnavailable:
        return _NO_ROWS


def _read_vectors(session: Session, wanted: Mapping[int, str]) -> dict[str, Vector]:
    """The stored vectors of phrasings, by text. ``wanted`` are texts by row id; those without a vector are left out."""
    found: dict[str, Vector] = {}
    ids = list(wanted)
    for start in range(0, len(ids), _AT_ONCE):
        these = _phrasings.c.id.in_(ids[start : start + _AT_ONCE])
        stored = select(_phrasings.c.id, _phrasings.c.vector).where(these, _phrasings.c.vector.is_not(None))
        for key, vector in session.execute(stored).all():
            found[wanted[key]] = np.frombuffer(vector, dtype="<f4")
    return found


def _matrix(texts: Sequence[str], before: Rows | None, found: Mapping[str, Vector], dimension: int) -> Vector:
    """A row for each text: from the matrix before where it has one, otherwise from ``found``."""
    matrix = np.empty((len(texts), dimension), np.float32)
    known = before.row_of if before is not None else {}
    rows = np.array([known.get(text, -1) for text in texts], dtype=np.intp)
    if before is not None and known:
        old = np.flatnonzero(rows >= 0)
        matrix[old] = before.matrix[rows[old]]
    for index in np.flatnonzero(rows < 0):
        matrix[index] = found[texts[index]]
    return matrix
