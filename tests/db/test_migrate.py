"""A database of an earlier version is brought up to date with what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

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


def test_leads_from_before_keep_what_refers_to_them_and_a_conversation_may_have_several(database: Database) -> None:
    _at(database, "0003")
    lead = "INSERT INTO leads (id, contact_id, conversation_id, stage, wants, channel, version, created_at, updated_at) VALUES (:id, 'a', 'c', 'new', 'tour', 'web', 1, :now, :now)"
    now = {"now": "2026-11-26 12:00:00"}
    with database.write() as session:
        session.execute(text("INSERT INTO contacts (id, name, created_at) VALUES ('a', 'Ana', :now)"), now)
        session.execute(
            text(
                "INSERT INTO conversations (id, channel, last_seq, status, created_at, last_active_at) VALUES ('c', 'web', 0, 'bot', :now, :now)"
            ),
            now,
        )
        session.execute(text(lead), {"id": "l"} | now)
        session.execute(text("INSERT INTO stage_changes (lead_id, to_stage, actor, at) VALUES ('l', 'new', 'system', :now)"), now)

    assert migrate(database) is True

    with database.write() as session:
        session.execute(text(lead), {"id": "m"} | now)
        assert session.execute(text("SELECT lead_id FROM stage_changes")).scalars().all() == ["l"]
    with pytest.raises(IntegrityError), database.write() as session:  # references are looked after again
        session.execute(text("INSERT INTO stage_changes (lead_id, to_stage, actor, at) VALUES ('nobody', 'new', 'system', :now)"), now)


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


def test_bookings_from_before_holds_keep_their_places_and_the_new_constraint_holds(database: Database) -> None:
    _at(database, "0003")
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO slots (id, tour, starts_at, ends_at, time_zone, capacity, booked, example) VALUES "
                "(1, 'tour', '2026-12-01 15:00:00', '2026-12-01 16:00:00', 'America/New_York', 4, 3, false)"
            )
        )
        session.execute(
            text(
                "INSERT INTO bookings (id, slot_id, submission, party_size, reference, state, created_at, updated_at) VALUES "
                "('b', 1, 's', 3, 'ABCDEF', 'booked', '2026-11-26 12:00:00', '2026-11-26 12:00:00')"
            )
        )

    assert migrate(database) is True

    with database.write() as session:
        assert session.execute(text("SELECT booked, held, capacity, planned FROM slots")).one() == (3, 0, 4, None)
        assert session.execute(text("SELECT state, sequence FROM bookings")).one() == ("booked", 0)
        session.execute(text("UPDATE slots SET held = 1"))
    for wrong in ("held = 2", "booked = 4", "held = -1", "booked = 5, held = 0"):
        with pytest.raises(IntegrityError):
            with database.write() as session:
                session.execute(text(f"UPDATE slots SET {wrong}"))


def test_messages_forgotten_before_give_up_the_id_of_their_chat_and_others_keep_their_lane(database: Database) -> None:
    _at(database, "0012")
    row = text(
        "INSERT INTO outbox (key, channel, lane, payload, state, attempts, due_at, created_at, conversation_id) "
        "VALUES (:key, :channel, :lane, '{}', :state, 1, :now, :now, :conversation)"
    )
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO conversations (id, channel, last_seq, status, created_at, last_active_at) VALUES ('c', 'telegram', 0, 'bot', :now, :now)"
            ),
            {"now": "2026-11-26 12:00:00"},
        )
        for key, channel, lane, state, conversation in (
            ("forgotten", "telegram", "telegram:77", "sent", None),
            ("unwanted", "telegram", "telegram:77", "withheld", None),
            ("known", "telegram", "telegram:77", "sent", "c"),
            ("waiting", "telegram", "telegram:-5", "waiting", None),
            ("event", "webhook", "webhook:1", "sent", None),
        ):
            values = {"key": key, "channel": channel, "lane": lane, "state": state, "conversation": conversation}
            session.execute(row, values | {"now": "2026-11-26 12:00:00"})

    assert migrate(database) is True

    with database.read() as session:
        lanes = dict(session.execute(text("SELECT key, lane FROM outbox")).tuples().all())
    assert lanes == {"forgotten": "-", "unwanted": "-", "known": "telegram:77", "waiting": "telegram:-5", "event": "webhook:1"}
