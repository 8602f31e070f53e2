"""Open questions as groups: what staff read, with personal data hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from bot.conversations.models import Conversation, Question
from bot.db.base import as_table
from bot.db.database import Database
from bot.leads.models import Contact
from bot.nlu.encoder import load_encoder
from bot.questions.grouping import grouped, most_typical, plain
from bot.questions.privacy import masked, without_name
from bot.school.content import School

EXAMPLES = 5

_open_questions = (
    select(
        *(Question.id, Question.conversation_id, Question.text, Question.topic, Question.created_at, Question.vector, Question.encoder),
        func.coalesce(Conversation.contact_id, Question.conversation_id).label("person"),
        Contact.name.label("known_as"),
    )
    .join(Conversation, Conversation.id == Question.conversation_id)
    .outerjoin(Contact, Contact.id == Conversation.contact_id)
    .where(Question.state == "open")
    .order_by(Question.id)
)


class Asked(NamedTuple):
    """An open question."""

    id: int
    conversation_id: str
    text: str
    topic: str | None
    created_at: datetime
    vector: bytes | None
    encoder: str | None
    person: str
    known_as: str | None
    """The visitor's name, if they gave it in this conversation."""


@dataclass(frozen=True)
class Group:
    """Open questions that mean the same, oldest first."""

    rows: Sequence[Asked]
    vectors: NDArray[np.float32]

    @property
    def key(self) -> int:
        """The number of its first question. That of any other question in it names the group as well."""
        return self.rows[0].id

    @property
    def ids(self) -> list[int]:
        """The numbers of its questions."""
        return [row.id for row in self.rows]

    @property
    def count(self) -> int:
        """How many questions it holds."""
        return len(self.rows)

    @cached_property
    def people(self) -> int:
        """How many people asked."""
        return len({row.person for row in self.rows})

    @property
    def newest(self) -> datetime:
        """When it was asked last."""
        return max(row.created_at for row in self.rows)

    @cached_property
    def topic(self) -> str | None:
        """The topic that most of them were taken for, if any was."""
        found = Counter(row.topic for row in self.rows if row.topic)
        return min(found, key=lambda topic: (-found[topic], topic)) if found else None


@dataclass(frozen=True)
class Summary:
    """A group as lists show it."""

    key: int
    count: int
    people: int
    newest: datetime
    topic: str | None
    wording: str
    """The most typical wording."""
    examples: tuple[str, ...]
    """Up to five others, the most frequent first."""
    last: int
    """The highest question number in it, so that a decision covers only what was seen."""


@dataclass(frozen=True)
class Wording:
    """One question of a group, with personal data hidden."""

    id: int
    text: str
    topic: str | None
    asked_at: datetime


def open_groups(database: Database) -> list[Group]:
    """All open questions in groups, those that most people asked first."""
    with database.read() as session:
        rows = [Asked(*row) for row in session.execute(_open_questions)]
    if not rows:
        return []
    vectors = _vectors(database, rows)
    groups = [
        Group([rows[position] for position in positions], vectors[positions]) for positions in grouped([row.text for row in rows], vectors)
    ]
    return sorted(groups, key=lambda group: (-group.people, -group.count, -group.newest.timestamp(), group.key))


def summary(group: Group, school: School, now: datetime) -> Summary:
    """What a list shows of a group."""
    typical = group.rows[most_typical(group.vectors)]
    wordings: dict[str, list[Asked]] = {}
    for row in group.rows:
        if plain(row.text) != plain(typical.text):
            wordings.setdefault(plain(row.text), []).append(row)
    frequent = sorted(wordings.values(), key=lambda same: (-len(same), same[0].id))[:EXAMPLES]
    return Summary(
        key=group.key,
        count=group.count,
        people=group.people,
        newest=group.newest,
        topic=group.topic,
        wording=shown(typical, school, now),
        examples=tuple(shown(same[0], school, now) for same in frequent),
        last=max(group.ids),
    )


def wording(row: Asked, school: School, now: datetime) -> Wording:
    """One question as staff read it."""
    return Wording(row.id, shown(row, school, now), row.topic, row.created_at)


def shown(row: Asked, school: School, now: datetime) -> str:
    """A question's words, on one line, without what tells who asked."""
    return _hidden(row.text, row.known_as, school, now)


def words(session: Session, ids: Sequence[int], school: School, now: datetime) -> dict[int, str]:
    """What was asked in these questions, open or not, without what tells who asked."""
    found = session.execute(
        select(Question.id, Question.text, Contact.name)
        .join(Conversation, Conversation.id == Question.conversation_id)
        .outerjoin(Contact, Contact.id == Conversation.contact_id)
        .where(Question.id.in_(ids))
    )
    return {number: _hidden(text, name, school, now) for number, text, name in found}


def state_of(session: Session, question_id: int) -> str | None:
    """Whether a question is open or dealt with; None if there is none of this number."""
    return session.scalar(select(Question.state).where(Question.id == question_id))


def _hidden(text: str, name: str | None, school: School, now: datetime) -> str:
    return " ".join(without_name(masked(text, now.astimezone(school.zone), school.vocabulary), name).split())


def _vectors(database: Database, rows: Sequence[Asked]) -> NDArray[np.float32]:
    """A row for each question. Those that were made by another encoder, or never, are made and kept."""
    encoder = load_encoder()
    known = {row.id: np.frombuffer(row.vector, dtype="<f4") for row in rows if row.vector and row.encoder == encoder.fingerprint}
    missing = [row for row in rows if row.id not in known]
    if missing:
        made = dict(zip((row.id for row in missing), encoder.encode([row.text for row in missing]), strict=True))
        known |= made
        table = as_table(Question)
        keep = update(table).where(table.c.id == bindparam("number")).values(vector=bindparam("made"), encoder=encoder.fingerprint)
        with database.write() as session:
            values = [{"number": number, "made": vector.astype("<f4").tobytes()} for number, vector in made.items()]
            session.connection().execute(keep, values)
    return np.stack([known[row.id] for row in rows])
