from __future__ import annotations

import re
import threading

import pytest
from argon2 import PasswordHasher

from bot.errors import Busy, InvalidInput
from bot.staff.passwords import Passwords, check_chosen, generate
from tests.staff.planting import CHEAP


def test_a_hash_is_argon2id_and_verifies_only_its_password() -> None:
    stored = Passwords().hash("correct horse battery")
    assert stored.startswith("$argon2id$")
    assert "correct" not in stored
    assert Passwords().verify(stored, "correct horse battery")
    assert not Passwords().verify(stored, "correct horse batterz")
    assert not Passwords().verify(stored, "")


def test_no_stored_hash_costs_a_hash_and_is_never_right() -> None:
    worked = []

    class Watched(PasswordHasher):
        def hash(self, *values: object, **named: object) -> str:
            worked.append("hash")
            return super().hash(*values, **named)  # type: ignore[arg-type]

    passwords = Passwords(Watched(time_cost=1, memory_cost=8, parallelism=1))
    assert not passwords.verify(None, "anything at all")
    assert worked == ["hash"]


def test_a_broken_hash_is_never_right() -> None:
    assert not CHEAP.verify("not a hash", "not a hash")


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    assert CHEAP.verify(CHEAP.hash("Caf\u00e9 am Hafen 12"), "Cafe\u0301 am Hafen 12")


def test_a_hash_of_another_cost_is_outdated() -> None:
    assert Passwords().is_outdated(CHEAP.hash("correct horse battery"))
    assert not CHEAP.is_outdated(CHEAP.hash("correct horse battery"))


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("eleven char", "at least 12"),
        ("x" * 201, "at most 200"),
        ("abababababab", "repeats"),
        ("my-sam.rivera-1", "contains the login"),
    ],
)
def test_weak_choices_are_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        check_chosen(password, "Sam.Rivera")


def test_generated_passwords_differ_and_pass_the_rules() -> None:
    made = {generate() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert re.fullmatch(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", password)
        check_chosen(password, "admin")


def test_more_than_a_few_at_once_are_sent_away_instead_of_queueing_up() -> None:
    working, go_on = threading.Event(), threading.Event()

    class Slow(PasswordHasher):
        def hash(self, *values: object, **named: object) -> str:
            working.set()
            assert go_on.wait(10)
            return super().hash(*values, **named)  # type: ignore[arg-type]

    passwords = Passwords(Slow(time_cost=1, memory_cost=8, parallelism=1), at_once=1, waiting=0)
    first = threading.Thread(target=passwords.hash, args=("correct horse battery",))
    first.start()
    assert working.wait(10)
    with pytest.raises(Busy) as busy:
        passwords.verify(None, "x")
    assert busy.value.retry_after
    go_on.set()
    first.join()
    assert passwords.hash("x")
