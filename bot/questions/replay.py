"""Decides every known wording twice, before and after a change of the answers, and tells which would be answered worse. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.conversations.understanding import Understanding
from bot.faq import thresholds
from bot.faq.answering import decide, is_tour_question
from bot.faq.live import Snapshot, Vector
from bot.faq.wording import Entry


@dataclass(frozen=True)
class Reading:
    """One wording as the message path understands it, whatever the answers are."""

    text: str
    questions: tuple[Understanding, ...]
    """Each question in it, in order."""
    vectors: tuple[Vector, ...]
    """One for each question."""
    vector: Vector
    """Of the whole text."""


@dataclass(frozen=True)
class Known:
    """A wording and the answer that it is meant to reach."""

    entry_id: str
    reading: Reading
    is_phrasing: bool
    """True when it is one of the answer's own phrasings; otherwise it is a regression case."""


@dataclass(frozen=True)
class Addition:
    """An answer with phrasings that are to be added; the answer may be there already."""

    entry: Entry
    phrasings: tuple[str, ...]
    matrix: Vector
    """One row for each phrasing."""

    def nearest(self, reading: Reading) -> tuple[str, float]:
        """Which of the new phrasings is most like a wording, and how much."""
        if not self.phrasings:
            return "", 0.0
        likeness = (self.matrix @ np.stack([reading.vector, *reading.vectors]).T).max(axis=1)
        best = int(likeness.argmax())
        return self.phrasings[best], float(likeness[best])

    def after(self, before: Snapshot) -> Snapshot:
        """The answers with this added."""
        return replace(
            before,
            entries={**before.entries, self.entry.id: self.entry},
            matrix=np.ascontiguousarray(np.vstack([before.matrix, self.matrix])),
            owners=(*before.owners, *[self.entry.id] * len(self.phrasings)),
        )


@dataclass(frozen=True)
class Change:
    """A wording that would no longer reach its answer."""

    entry_id: str
    text: str
    becomes: str
    """The id of the answer it would reach instead, or the outcome (clarify, unknown, tour form)."""
    because_of: str
    """The new phrasing that is most like it."""
    score: float
    """How much (cosine)."""


@dataclass(frozen=True)
class Replay:
    """What an addition would do to the other answers."""

    replayed: int
    blocking: tuple[Change, ...]
    close: tuple[Change, ...]
    """Wordings that still reach their answer, but of which slightly different ones might not."""


@dataclass(frozen=True)
class _Verdict:
    """What the assistant does with a wording."""

    answers: tuple[str, ...]
    starts_tour: bool
    instead: str

    def reaches(self, entry_id: str) -> bool:
        return entry_id in self.answers


def reached(reading: Reading, answers: Snapshot) -> tuple[str, ...]:
    """The answers that a wording gets, in order."""
    return _verdict(reading, answers).answers


def replay(known: Iterable[Known], before: Snapshot, addition: Addition) -> Replay:
    """Replays wordings of other answers with the addition in place.

    A wording that reached its answer and no longer does blocks. A phrasing always reaches its own answer while it stands in the store
    word for word, so each is also decided with itself left out, as if somebody asked nearly the same: it blocks when a new phrasing is so
    near that it would decide alone, and is reported as close when the new answer would win for other reasons.
    """
    after = addition.after(before)
    rows: dict[str, list[int]] = {}
    for row, owner in enumerate(before.owners):
        rows.setdefault(owner, []).append(row)
    blocking: list[Change] = []
    close: list[Change] = []
    count = 0
    for one in known:
        if one.is_phrasing and one.entry_id == addition.entry.id:
            continue
        count += 1
        changed = _changed(one, before, after)
        if changed is not None:
            blocking.append(_change(one, addition, changed))
        elif one.is_phrasing and one.entry_id in rows:
            own = rows[one.entry_id]
            row = own[int((before.matrix[own] @ one.reading.vector).argmax())]
            changed = _changed(one, _without(before, row), _without(after, row))
            if changed is not None and addition.entry.id in changed.answers:
                change = _change(one, addition, changed)
                (blocking if change.score >= thresholds.SURE_MATCH else close).append(change)
    return Replay(count, _worst_first(blocking), _worst_first(close))


def _changed(one: Known, before: Snapshot, after: Snapshot) -> _Verdict | None:
    """What happens now, if the wording was answered rightly and is not any more."""
    was = _verdict(one.reading, before)
    if not was.reaches(one.entry_id):
        return None
    now = _verdict(one.reading, after)
    return None if now.reaches(one.entry_id) and now.starts_tour == was.starts_tour else now


def _verdict(reading: Reading, answers: Snapshot) -> _Verdict:
    decisions = [decide(heard, vector, answers) for heard, vector in zip(reading.questions, reading.vectors, strict=True)]
    found = tuple(decision.entry.id for decision in decisions if decision.entry is not None)
    # A wish to come for a tour starts the form; only a question about tours is answered.
    starts_tour = any(
        heard.intent in ("campus_tour", "tour_question") and not is_tour_question(heard, vector, answers)
        for heard, vector in zip(reading.questions, reading.vectors, strict=True)
    )
    return _Verdict(found, starts_tour, decisions[0].outcome)


def _change(one: Known, addition: Addition, now: _Verdict) -> Change:
    because_of, score = addition.nearest(one.reading)
    others = [answer for answer in now.answers if answer != one.entry_id]
    becomes = addition.entry.id if addition.entry.id in others else others[0] if others else "tour form" if now.starts_tour else now.instead
    return Change(one.entry_id, one.reading.text, becomes, because_of, score)


def _without(answers: Snapshot, row: int) -> Snapshot:
    return replace(answers, matrix=np.delete(answers.matrix, row, axis=0), owners=answers.owners[:row] + answers.owners[row + 1 :])


def _worst_first(changes: Sequence[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: (-change.score, change.entry_id, change.text)))
