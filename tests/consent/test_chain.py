"""No receipt can be changed, left out, moved or cut off unseen; any number of processes append to one chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from bot.consent import chain
from bot.consent.models import Consent, ConsentChain
from bot.consent.service import ALL, MARKETING, TOUR_MESSAGES, give_receipt, identity_hash, refusal
from bot.db.database import Database

AT = datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=UTC)
KEY = b"k" * 32


class Stop(Exception):
    """Ends a turn."""


def give(database: Database, *who: str, **changes: Any) -> None:
    values: dict[str, Any] = {
        "contact_id": None,
        "purpose": TOUR_MESSAGES,
        "granted": True,
        "wording": "Sí: you may write to me “about this tour”.",
        "wording_version": "1",
        "channel": "web",
        "source": "form:tour_form",
        "conversation_id": None,
        "message_seq": 3,
        "at": AT,
    }
    with database.write() as session:
        give_receipt(session, hashes=[identity_hash(KEY, one) for one in who], **(values | changes))


def verdict(database: Database) -> chain.Verdict:
    with database.read() as session:
        return chain.verify(session)


def test_receipts_follow_each_other(database: Database) -> None:
    assert verdict(database) == chain.Verdict(0, chain.START, None)
    give(database, "ana@example.com", "+14075550123")
    give(database, "ana@example.com", granted=False, at=AT.astimezone(timezone(timedelta(hours=-5))))
    found = verdict(database)
    assert (found.length, found.fault) == (3, None)
    with database.read() as session:
        rows = session.scalars(select(Consent).order_by(Consent.number)).all()
        assert session.scalars(select(ConsentChain.hash)).one() == rows[-1].hash
    assert [row.previous_hash for row in rows] == [chain.START, rows[0].hash, rows[1].hash]


def test_a_receipt_of_a_rolled_back_turn_leaves_no_trace(database: Database) -> None:
    give(database, "a")
    with suppress(Stop), database.write() as session, database.sharing(session):
        give(database, "b")
        raise Stop
    give(database, "b")
    assert (verdict(database).length, verdict(database).fault) == (2, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"identity_hash": b"y" * 32},
        {"purpose": "marketing"},
        {"granted": False},
        {"wording": "You may write to me about anything."},
        {"wording_version": "2"},
        {"channel": "telegram"},
        {"source": "own words"},
        {"at": AT - timedelta(microseconds=1)},
    ],
)
def test_a_changed_receipt_is_found(database: Database, changes: dict[str, Any]) -> None:
    give(database, "a", "b", "c")
    with database.write() as session:
        session.execute(update(Consent).where(Consent.number == 2).values(**changes))
    assert verdict(database).fault == "receipt 2 was changed"


def test_a_changed_receipt_with_a_hash_to_match_breaks_what_follows(database: Database) -> None:
    give(database, "a", "b", "c")
    with database.write() as session:
        row = session.scalars(select(Consent).where(Consent.number == 2)).one()
        row.granted = False
        row.hash = chain.seal(row.previous_hash, {name: getattr(row, name) for name in chain.SEALED})
    assert verdict(database).fault == "receipt 3 does not follow the one before it"


@pytest.mark.parametrize(("gone", "fault"), [(1, "receipt 1 is missing"), (2, "receipt 2 is missing"), (3, "receipt 3 is missing")])
def test_a_missing_receipt_is_found(database: Database, gone: int, fault: str) -> None:
    give(database, "a", "b", "c")
    with database.write() as session:
        session.execute(delete(Consent).where(Consent.number == gone))
    assert verdict(database).fault == fault


def test_a_receipt_put_in_beside_the_program_is_found(database: Database) -> None:
    give(database, "a")
    with database.write() as session:
        row = session.scalars(select(Consent)).one()
        sealed = {name: getattr(row, name) for name in chain.SEALED} | {"number": 2}
        session.execute(insert(Consent).values(**sealed, previous_hash=row.hash, hash=chain.seal(row.hash, sealed)))
    assert verdict(database).fault == "receipt 2 is not accounted for"


def test_cutting_the_link_to_a_person_leaves_the_chain_whole(database: Database) -> None:
    give(database, "a")
    with database.write() as session:
        session.execute(update(Consent).values(contact_id=None, conversation_id=None, message_seq=None))
    assert verdict(database).fault is None


def test_many_at_once_make_one_chain(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: give(database, f"a{number}", f"b{number}"), range(24)))
    assert (verdict(database).length, verdict(database).fault) == (48, None)


def test_the_newest_receipt_counts_for_its_purpose_only(database: Database) -> None:
    def why_not(who: str, purpose: str = TOUR_MESSAGES) -> str | None:
        with database.read() as session:
            return refusal(session, identity_hash(KEY, who), purpose, AT)

    assert why_not("Ana@Example.com") == "no_consent"
    give(database, "ana@example.com")
    assert why_not(" Ana@Example.com") is None
    assert why_not("ana@example.com", MARKETING) == "no_consent"
    assert why_not("bob@example.com") == "no_consent"
    give(database, "ana@example.com", granted=False, purpose=ALL)
    assert why_not("ana@example.com") == "no_consent"


def test_receipts_from_before_the_chain_are_chained(tmp_path: Any) -> None:
    from alembic import command

    from bot.db.migrate import alembic_config, migrate

    database = Database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    with database.write() as session:
        config = alembic_config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0003")
        for number, (purpose, granted) in enumerate([("answer", 1), ("all", 0)]):
            session.execute(
                text(
                    "INSERT INTO consents (identity_hash, purpose, granted, wording, wording_version, channel, message_seq, at) "
                    "VALUES (:who, :purpose, :granted, 'Sí.', '1', 'web', 4, :at)"
                ),
                {"who": b"x" * 32, "purpose": purpose, "granted": granted, "at": f"2026-11-2{number} 10:00:00.000000"},
            )
    migrate(database)
    assert (verdict(database).length, verdict(database).fault) == (2, None)
    with database.read() as session:
        assert refusal(session, b"x" * 32, "answer", AT) == "opted_out"
        indexes = session.execute(text("SELECT sql FROM sqlite_master WHERE name = 'ix_outbox_waiting'")).scalar()
    assert "state = 'waiting'" in str(indexes)
    database.close()
