"""Signing in and out, slowed down for guessers across all processes."""

from __future__ import annotations

import hashlib
import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from bot.audit import service as audit
from bot.clock import Clock
from bot.db.database import Database
from bot.errors import Busy, NotSignedIn, TooMany
from bot.staff import sessions
from bot.staff.accounts import normal_login
from bot.staff.locks import hold
from bot.staff.models import SignInFailure, StaffUser
from bot.staff.passwords import Passwords
from bot.staff.roles import Member

REMEMBERED = timedelta(hours=1)
FREE_PER_LOGIN = 5
FREE_PER_CLIENT = 20
FIRST_WAIT = 15
LONGEST_WAIT = 900
"""Seconds. After the free failures of an hour the wait doubles with each further one, from the first to the longest."""


@dataclass(frozen=True)
class Attempt:
    """A sign-in under way. It counts as failed until it turns out right, so that guesses in parallel gain nothing."""

    login_key: str
    rows: tuple[int, int]
    """Where it is written down as failed: for the login and for the client."""
    user: StaffUser | None


class SignIn:
    """Lets staff in. ``client`` is the network address of the browser."""

    def __init__(self, database: Database, clock: Clock, passwords: Passwords | None = None) -> None:
        self._database = database
        self._clock = clock
        self.passwords = passwords or Passwords()

    def start(self, login: str, password: str, client: str, *, replaces: str | None = None) -> str:
        """Returns a new session's cookie value; ``replaces`` is the cookie that it takes the place of.

        Raises :class:`NotSignedIn` for a wrong login or password alike, :class:`TooMany`, and :class:`Busy`.
        """
        attempt = self._attempt(login, client)
        user = attempt.user
        if not self._is_right(attempt, password) or user is None:
            raise NotSignedIn("That login and password do not match an account.")
        fresh = self.passwords.hash(password) if self.passwords.is_outdated(user.password_hash) else None
        now = self._clock()
        with self._database.write() as session:
            self._forgive(session, attempt)
            if fresh:
                session.get_one(StaffUser, user.id).password_hash = fresh
            if replaces:
                sessions.end(session, replaces)
            token = sessions.start(session, now, user.id)
            audit.record(session, at=now, actor=f"staff:{user.id}", action="signed in", on="staff", object_id=user.id)
        return token

    def confirm(self, member: Member, password: str, client: str) -> None:
        """Checks a signed-in member's own password again. Raises :class:`NotSignedIn`, :class:`TooMany`."""
        attempt = self._attempt(member.login, client)
        if not self._is_right(attempt, password):
            raise NotSignedIn("The current password is not right.")
        with self._database.write() as session:
            self._forgive(session, attempt)

    def end(self, member: Member, token: str) -> None:
        """Signs out."""
        with self._database.write() as session:
            sessions.end(session, token)
            audit.record(session, at=self._clock(), actor=member.actor, action="signed out", on="staff", object_id=member.id)

    def _attempt(self, login: str, client: str) -> Attempt:
        now = self._clock()
        # What was typed may be a password in the wrong field, so that only its hash is kept.
        login_key = f"login:{hashlib.sha256(normal_login(login).encode('utf-8', 'replace')).hexdigest()}"
        client_key = f"client:{_network(client)}"
        with self._database.write() as session:
            for key in sorted((login_key, client_key)):
                hold(session, key)
            session.execute(delete(SignInFailure).where(SignInFailure.at <= now - REMEMBERED))
            wait = max(_wait(session, login_key, FREE_PER_LOGIN, now), _wait(session, client_key, FREE_PER_CLIENT, now))
            if wait:
                raise TooMany(f"Too many attempts. Please wait {_plain(wait)} and try again.", retry_after=wait)
            failures = SignInFailure(key=login_key, at=now), SignInFailure(key=client_key, at=now)
            session.add_all(failures)
            session.flush()
            user = session.scalar(select(StaffUser).where(StaffUser.login == normal_login(login)))
        return Attempt(login_key, (failures[0].id, failures[1].id), user)

    def _is_right(self, attempt: Attempt, password: str) -> bool:
        """Checks the password outside any transaction, and writes down a failure whether or not the login exists."""
        user = attempt.user
        try:
            right = self.passwords.verify(user.password_hash if user else None, password)
        except Busy:
            with self._database.write() as session:
                session.execute(delete(SignInFailure).where(SignInFailure.id.in_(attempt.rows)))
            raise
        if right and user is not None and user.disabled_at is None:
            return True
        with self._database.write() as session:
            audit.record(
                session,
                at=self._clock(),
                actor="system",
                action="sign-in failed",
                on="staff",
                object_id=user.id if user else "unknown",
            )
        return False

    def _forgive(self, session: Session, attempt: Attempt) -> None:
        # Only this attempt is forgiven to the client: an account of one's own must not reset the count of guesses.
        mine = or_(SignInFailure.key == attempt.login_key, SignInFailure.id.in_(attempt.rows))
        session.execute(delete(SignInFailure).where(mine))


def _wait(session: Session, key: str, free: int, now: datetime) -> int:
    count, latest = session.execute(select(func.count(), func.max(SignInFailure.at)).where(SignInFailure.key == key)).one()
    if count < free:
        return 0
    seconds = min(FIRST_WAIT * 2 ** min(count - free, 20), LONGEST_WAIT)
    left: float = (latest + timedelta(seconds=seconds) - now).total_seconds()
    return max(0, math.ceil(left))


def _network(client: str) -> str:
    """The address, or for IPv6 the /64 that one household or office gets."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client[:100]
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _plain(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} seconds"
    minutes = math.ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
