"""A small school with three answers, and a reader that tells the topic by a word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.conversations.understanding import Understanding
from bot.db.database import Database
from bot.faq.content_file import EntryItem
from bot.faq.loader import make_vectors
from bot.faq.publishing import publish_entry
from bot.nlu.encoder import load_encoder
from bot.questions.desk import QuestionDesk
from bot.questions.publication import AnswerDesk
from bot.questions.replay import Reading
from bot.school.content import School, load_school
from tests.staff.planting import FakeClock, Plant, school_folder

TOPIC_WORDS = {"tuition": "tuition", "cost": "tuition", "dorm": "housing", "live": "housing", "bus": "location"}


def entry(entry_id: str, topic: str, *phrasings: str, **more: object) -> EntryItem:
    values = {"title": entry_id.title(), "answer": f"About {entry_id}.", "source": "Test"} | more
    return EntryItem(id=entry_id, topic=topic, phrasings=list(phrasings), **values)  # type: ignore[arg-type]


def read(texts: Sequence[str]) -> list[Reading]:
    """Reads as the model would: a known word gives a sure topic, and all else is unclear."""
    encode = load_encoder().encode_one
    readings = []
    for text in texts:
        topic = next((topic for word, topic in TOPIC_WORDS.items() if word in text.casefold()), None)
        name, sure = (topic, 0.9) if topic else ("student_life", 0.2)
        heard = Understanding(text, name, sure, ((name, sure),), asked=text)
        readings.append(Reading(text, (heard,), (encode(text),), encode(text)))
    return readings


@pytest.fixture
def harbor(tmp_path: Path) -> School:
    return load_school(school_folder(tmp_path / "content"))


@pytest.fixture
def office(database: Database, plant: Plant, clock: FakeClock, harbor: School) -> Plant:
    """The database with three published answers."""
    answers = (
        entry("tuition", "tuition", "how much is tuition", "what does the program cost"),
        entry("housing", "housing", "do you have a dorm", "where do students live"),
        entry("bus", "location", "which bus goes to the school", "how do I get there by bus"),
    )
    with database.write() as session:
        for one in answers:
            publish_entry(session, harbor, one, make_vectors(one.phrasings), now=clock(), actor="staff:1")
    return plant


@pytest.fixture
def answer_desk(database: Database, clock: FakeClock, harbor: School) -> AnswerDesk:
    return AnswerDesk(database, clock, harbor, read)


@pytest.fixture
def question_desk(database: Database, clock: FakeClock, harbor: School) -> QuestionDesk:
    return QuestionDesk(database, clock, harbor)
