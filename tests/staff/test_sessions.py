from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.db.database import Database
from bot.settings import Settings
from bot.staff import sessions
from bot.staff.models import StaffSession
from tests.staff.planting import FakeClock, Plant


def start(database: Database, clock: FakeClock, user_id: str) -> str:
    with database.write() as session:
        return sessions.start(session, clock(), user_id)


def found(database: Database, clock: FakeClock, token: str) -> sessions.Found | None:
    with database.read() as session:
        return sessions.find(session, clock(), token)


def test_only_the_hash_of_256_random_bits_is_kept(database: Database, clock: FakeClock, plant: Plant) -> None:
    sam = plant.staff()
    tokens = {start(database, clock, sam.id) for _ in range(5)}
    assert len(tokens) == 5
    assert min(map(len, tokens)) >= 43  # 32 bytes in base64
    with database.read() as session:
        kept = set(session.scalars(select(StaffSession.id_hash)))
    assert kept == {hashlib.sha256(token.encode()).digest() for token in tokens}


def test_a_session_opens_its_account_only(database: Database, clock: FakeClock, plant: Plant) -> None:
    sam = plant.staff("counselor")
    token = start(database, clock, sam.id)
    opened = found(database, clock, token)
    assert opened is not None
    assert opened.member == sam
    assert found(database, clock, token[:-1]) is None
    assert found(database, clock, "") is None


def test_idle_for_twelve_hours_is_the_end(database: Database, clock: FakeClock, plant: Plant) -> None:
    token = start(database, clock, plant.staff().id)
    clock.move(hours=11, minutes=59)
    assert found(database, clock, token) is not None
    clock.move(minutes=1)
    assert found(database, clock, token) is None


def test_use_keeps_it_open_but_never_beyond_seven_days(database: Database, clock: FakeClock, plant: Plant) -> None:
    token = start(database, clock, plant.staff().id)
    for _ in range(16):
        clock.move(hours=10)
        assert found(database, clock, token) is not None
        with database.write() as session:
            sessions.notice(session, clock(), token)
    clock.move(hours=7, minutes=59)
    assert found(database, clock, token) is not None
    clock.move(minutes=1)
    assert found(database, clock, token) is None


def test_a_visit_is_worth_writing_down_every_five_minutes(database: Database, clock: FakeClock, plant: Plant) -> None:
    token = start(database, clock, plant.staff().id)
    clock.move(minutes=4, seconds=59)
    first = found(database, clock, token)
    clock.move(seconds=1)
    second = found(database, clock, token)
    assert first is not None
    assert second is not None
    assert (first.notice, second.notice) == (False, True)


def test_ended_is_ended(database: Database, clock: FakeClock, plant: Plant) -> None:
    sam = plant.staff()
    one, two = start(database, clock, sam.id), start(database, clock, sam.id)
    with database.write() as session:
        sessions.end(session, one)
    assert found(database, clock, one) is None
    assert found(database, clock, two) is not None


def test_starting_sweeps_out_what_has_expired(database: Database, clock: FakeClock, plant: Plant) -> None:
    sam = plant.staff()
    start(database, clock, sam.id)
    clock.now += sessions.IDLE + timedelta(seconds=1)
    start(database, clock, sam.id)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(StaffSession)) == 1


@pytest.mark.parametrize(
    ("public_url", "host", "cookie", "secure", "allowed"),
    [
        ("https://chat.school.edu", "chat.school.edu", "__Host-staff", True, True),
        ("https://localhost:8443", "localhost", "__Host-staff", True, True),
        ("", "localhost", "staff-trial", False, True),
        ("", "127.0.0.1", "staff-trial", False, True),
        ("", "::1", "staff-trial", False, True),
        ("", "192.168.1.20", "staff-trial", False, False),
        ("", "localhost.evil.example", "staff-trial", False, False),
        ("", None, "staff-trial", False, False),
        ("http://chat.school.edu", "chat.school.edu", "staff-trial", False, False),
        ("http://chat.school.edu", "localhost", "staff-trial", False, False),
    ],
)
def test_cookie_and_refusal_follow_the_address(public_url: str, host: str | None, cookie: str, secure: bool, allowed: bool) -> None:
    settings = Settings(public_url=public_url)
    assert sessions.cookie_rules(settings) == sessions.CookieRules(cookie, secure)
    why = sessions.why_refused(settings, host)
    assert (why is None) == allowed
    assert allowed or "https://" in str(why)
