"""Passwords: Argon2id hashes, rules for chosen ones, and generated ones."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import Busy, InvalidInput

SHORTEST = 12
LONGEST = 200
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike when read from paper


class Passwords:
    """Hashes and checks passwords.

    At most ``at_once`` are worked on together and a few more wait, so that guessing fills neither the memory nor the
    threads that serve everybody else; beyond that :class:`Busy` is raised.
    """

    def __init__(self, hasher: PasswordHasher | None = None, *, at_once: int = 2, waiting: int = 8) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)

    def hash(self, password: str) -> str:
        """The hash to store, with its salt and cost inside."""
        with self._turn():
            return self._hasher.hash(_normal(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether ``password`` made ``stored``. None takes the same work, so that timing tells nothing about logins."""
        with self._turn():
            if stored is None:
                self._hasher.hash(_normal(password))
                return False
            try:
                return self._hasher.verify(stored, _normal(password))
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, stored: str) -> bool:
        """Whether ``stored`` was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Busy("Many people are signing in just now. Please try again in a few seconds.", retry_after=5)
        try:
            with self._turns:
                yield
        finally:
            self._places.release()


def check_chosen(password: str, login: str) -> None:
    """Raises :class:`InvalidInput` if a chosen password is too short, too long, or the login itself."""
    if len(password) < SHORTEST:
        raise InvalidInput(f"The password needs at least {SHORTEST} characters. Three or four unrelated words are fine.")
    if len(password) > LONGEST:
        raise InvalidInput(f"The password may have at most {LONGEST} characters.")
    if len(set(password)) < 5:
        raise InvalidInput("The password repeats the same few characters. Please choose another.")
    if login.casefold() in password.casefold():
        raise InvalidInput("The password contains the login. Please choose another.")


def generate() -> str:
    """A random password of four groups of five, close to 99 bits, that can be read out on the phone."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def _normal(password: str) -> bytes:
    # The same characters can reach us composed or decomposed, depending on the keyboard.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
