"""A database of an earlier version is brought up to date with what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from bot.db.database import Database
from bot.db.migrate import alembic_config, migrate


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    made = Database(url)
    yield made
    made.close()


def _at(database: Database, version: str) -> None:
    with database.write() as session:
        config = alembic_config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, version)


_ENTRY = text(
    "INSERT INTO faq_entries (id, topic, title, answer, needs, claims, follow_ups, source, state, edited, updated_at) "
    "VALUES ('a', 'tuition', 'A', 'A.', '[]', '[]', '[]', 'test', 'published', false, '2026-11-26 12:00:00')"
)


def test_phrasings_from_before_there_were_languages_are_english_and_keep_their_vectors(database: Database) -> None:
    _at(database, "0002")
    with database.write() as session:
        session.execute(_ENTRY)
        session.execute(
            text("INSERT INTO phrasings (entry_id, text, vector) VALUES ('a', 'Pell grant?', :vector)"), {"vector": b"\x01\x02"}
        )

    assert migrate(database) is True

    with database.write() as session:
        assert session.execute(text("SELECT text, language, vector FROM phrasings")).one() == ("Pell grant?", "en", b"\x01\x02")
        # What is asked alike in both languages stands once in each.
        session.execute(text("INSERT INTO phrasings (entry_id, text, language) VALUES ('a', 'Pell grant?', 'es')"))
