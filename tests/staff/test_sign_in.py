from __future__ import annotations

import threading
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import Busy, NotSignedIn, TooMany
from bot.staff import sessions
from bot.staff.models import SignInFailure, StaffUser
from bot.staff.passwords import Passwords
from bot.staff.sign_in import FREE_PER_CLIENT, FREE_PER_LOGIN, SignIn
from tests.staff.fixtures import both_databases
from tests.staff.planting import CHEAP, PASSWORD, FakeClock, Plant

pytestmark = both_databases
HERE = "192.0.2.1"


class Counting(Passwords):
    """Counts how often real work was done."""

    def __init__(self) -> None:
        super().__init__(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.worked = 0

    def verify(self, stored: str | None, password: str) -> bool:
        self.worked += 1
        return super().verify(stored, password)


@pytest.fixture
def door(database: Database, clock: FakeClock) -> SignIn:
    return SignIn(database, clock, CHEAP)


def fail(door: SignIn, login: str = "sam", client: str = HERE) -> None:
    with pytest.raises(NotSignedIn):
        door.start(login, "wrong password", client)


def count(database: Database, table: Any) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_right_password_opens_a_session(database: Database, clock: FakeClock, plant: Plant, door: SignIn) -> None:
    sam = plant.staff(login="sam")
    token = door.start(" SAM ", PASSWORD, HERE)
    with database.read() as session:
        opened = sessions.find(session, clock(), token)
        assert opened is not None
        assert opened.member == sam
        (row,) = session.scalars(select(AuditRow))
        assert (row.actor, row.action) == (sam.actor, "signed in")
    assert count(database, SignInFailure) == 0


def test_wrong_unknown_and_disabled_are_told_alike_and_cost_alike(database: Database, clock: FakeClock, plant: Plant) -> None:
    plant.staff(login="sam")
    plant.staff(login="gone", disabled_at=clock())
    passwords = Counting()
    door = SignIn(database, clock, passwords)
    told = set()
    for login, password in (("sam", "wrong password"), ("nobody", PASSWORD), ("gone", PASSWORD), ("", "")):
        with pytest.raises(NotSignedIn) as refused:
            door.start(login, password, HERE)
        told.add(str(refused.value))
    assert len(told) == 1
    assert passwords.worked == 4
    assert count(database, sessions.StaffSession) == 0
    with database.read() as session:
        assert set(session.scalars(select(AuditRow.action))) == {"sign-in failed"}


def test_signing_in_replaces_the_old_session(database: Database, clock: FakeClock, plant: Plant, door: SignIn) -> None:
    plant.staff(login="sam")
    old = door.start("sam", PASSWORD, HERE)
    new = door.start("sam", PASSWORD, HERE, replaces=old)
    assert new != old
    with database.read() as session:
        assert sessions.find(session, clock(), old) is None
        assert sessions.find(session, clock(), new) is not None


def test_an_old_hash_is_renewed_at_sign_in(database: Database, clock: FakeClock, plant: Plant) -> None:
    sam = plant.staff(login="sam")
    dearer = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    SignIn(database, clock, dearer).start("sam", PASSWORD, HERE)
    with database.read() as session:
        stored = session.get_one(StaffUser, sam.id).password_hash
    assert "m=16,t=2" in stored
    assert dearer.verify(stored, PASSWORD)


def test_the_wait_of_a_login_grows_and_even_the_right_password_waits(clock: FakeClock, plant: Plant, door: SignIn) -> None:
    plant.staff(login="sam")
    for number in range(FREE_PER_LOGIN):
        fail(door, client=f"192.0.2.{number}")
    waits = []
    for number in range(3):
        with pytest.raises(TooMany) as refused:
            door.start("sam", PASSWORD, f"198.51.100.{number}")
        assert refused.value.retry_after is not None
        waits.append(refused.value.retry_after)
        clock.move(seconds=refused.value.retry_after - 1)
        with pytest.raises(TooMany) as nearly:
            door.start("sam", PASSWORD, HERE)
        assert nearly.value.retry_after == 1
        clock.move(seconds=1)
        fail(door, client=f"198.51.100.{number}")
    assert waits == [15, 30, 60]
    clock.move(seconds=120)
    assert door.start("sam", PASSWORD, HERE)


def test_after_a_success_the_login_begins_anew(plant: Plant, door: SignIn) -> None:
    plant.staff(login="sam")
    for _ in range(FREE_PER_LOGIN - 1):
        fail(door)
    door.start("sam", PASSWORD, HERE)
    for _ in range(FREE_PER_LOGIN):
        fail(door)
    with pytest.raises(TooMany):
        door.start("sam", PASSWORD, HERE)


def test_unknown_logins_are_slowed_down_like_known_ones(door: SignIn) -> None:
    for _ in range(FREE_PER_LOGIN):
        fail(door, "nobody")
    with pytest.raises(TooMany):
        door.start("nobody", "wrong password", HERE)


def test_an_address_that_tries_many_logins_waits_whatever_it_got_right(plant: Plant, door: SignIn) -> None:
    plant.staff(login="own")
    for number in range(FREE_PER_CLIENT):
        fail(door, f"login{number}")
        if number % 5 == 0:
            door.start("own", PASSWORD, HERE)  # must not wipe the count out
    with pytest.raises(TooMany):
        door.start("own", PASSWORD, HERE)
    assert door.start("own", PASSWORD, "203.0.113.9")


def test_addresses_of_one_ipv6_network_count_together(plant: Plant, door: SignIn) -> None:
    for number in range(FREE_PER_CLIENT):
        fail(door, f"login{number}", f"2001:db8:1:2::{number:x}")
    with pytest.raises(TooMany):
        door.start("other", "x", "2001:db8:1:2:ffff::1")
    fail(door, "other", "2001:db8:1:3::1")


def test_failures_are_forgotten_after_an_hour(database: Database, clock: FakeClock, plant: Plant, door: SignIn) -> None:
    plant.staff(login="sam")
    for _ in range(FREE_PER_LOGIN):
        fail(door)
    clock.move(hours=1)
    assert door.start("sam", PASSWORD, HERE)
    assert count(database, SignInFailure) == 0


def test_what_was_typed_as_login_is_not_kept_readable(database: Database, door: SignIn) -> None:
    fail(door, "my secret password by mistake")
    with database.read() as session:
        kept = " ".join(session.scalars(select(SignInFailure.key)))
        kept += " ".join(session.scalars(select(AuditRow.object_id)))
    assert "secret" not in kept


def test_guesses_in_parallel_gain_nothing(database: Database, clock: FakeClock, plant: Plant) -> None:
    """Twenty guesses at once: no more than the free ones are even checked."""
    plant.staff(login="sam")
    passwords = Counting()
    door = SignIn(database, clock, passwords)
    start = threading.Barrier(20)
    results: list[type[Exception]] = []

    def guess(number: int) -> None:
        start.wait()
        try:
            door.start("sam", "wrong password", f"192.0.2.{number}")
        except (NotSignedIn, TooMany) as error:
            results.append(type(error))

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(NotSignedIn) == passwords.worked == FREE_PER_LOGIN
    assert results.count(TooMany) == 20 - FREE_PER_LOGIN


def test_confirming_ones_own_password_is_limited_too(plant: Plant, door: SignIn) -> None:
    sam = plant.staff(login="sam")
    door.confirm(sam, PASSWORD, HERE)
    for _ in range(FREE_PER_LOGIN):
        with pytest.raises(NotSignedIn):
            door.confirm(sam, "wrong password", HERE)
    with pytest.raises(TooMany):
        door.confirm(sam, PASSWORD, HERE)


def test_an_attempt_that_nobody_had_time_to_check_is_not_held_against_anybody(database: Database, clock: FakeClock, plant: Plant) -> None:
    class Overrun(Passwords):
        def verify(self, stored: str | None, password: str) -> bool:
            raise Busy("Many people are signing in just now.")

    plant.staff(login="sam")
    door = SignIn(database, clock, Overrun())
    for _ in range(FREE_PER_LOGIN + 1):
        with pytest.raises(Busy):
            door.start("sam", PASSWORD, HERE)
    assert count(database, SignInFailure) == 0
