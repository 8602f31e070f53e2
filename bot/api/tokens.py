"""Tokens of programs that read leads: made once, stored as hashes, compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.api.models import ApiToken
from bot.audit.service import record
from bot.clock import Clock
from bot.db.database import Database
from bot.errors import InvalidInput, NotFound, NotSignedIn

_FORM = re.compile(r"adm_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_NOTED_EVERY = timedelta(minutes=10)
"""How exact "last used" is: a program that asks all the time causes no write each time."""


@dataclass(frozen=True)
class NewToken:
    """A token just made; ``secret`` is shown this once."""

    id: str
    secret: str


class ApiTokens:
    """Makes, lists, revokes and checks tokens. ``random`` returns as many unguessable bytes as it is asked for."""

    def __init__(self, database: Database, clock: Clock, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._database = database
        self._clock = clock
        self._random = random

    def add(self, name: str) -> NewToken:
        """Makes a token for a program called ``name``."""
        name = name.strip()
        if not name or len(name) > 80 or not name.isprintable():
            raise InvalidInput("Please give a name of 1 to 80 characters that says which program uses the token.")
        token_id, secret = self._random(6).hex(), _letters(self._random(32))
        now = self._clock()
        with self._database.write() as session:
            session.add(ApiToken(id=token_id, name=name, secret_hash=_hash(secret), created_at=now))
            record(session, at=now, actor="command", action="API token added", on="api_token", object_id=token_id)
        return NewToken(token_id, f"adm_{token_id}_{secret}")

    def all(self) -> Sequence[ApiToken]:
        """Every token, revoked ones too, oldest first."""
        with self._database.read() as session:
            return session.scalars(select(ApiToken).order_by(ApiToken.created_at, ApiToken.id)).all()

    def revoke(self, token_id: str) -> bool:
        """Ends a token at once; false if it had ended before. Raises :class:`NotFound`."""
        now = self._clock()
        with self._database.write() as session:
            token = session.get(ApiToken, token_id, with_for_update=True)
            if token is None:
                raise NotFound(f"There is no token {token_id}. See ./admissions api-token list.")
            if token.revoked_at is not None:
                return False
            token.revoked_at = now
            record(session, at=now, actor="command", action="API token revoked", on="api_token", object_id=token_id)
        return True

    def check(self, given: str) -> str:
        """The id of a token that is good. Raises :class:`NotSignedIn` for any other, without saying why."""
        found = _FORM.fullmatch(given)
        token_id, secret = found.groups() if found else ("", "")
        with self._database.read() as session:
            token = session.get(ApiToken, token_id)
        # Compared in any case: an unknown id takes as long as a wrong secret.
        fits = hmac.compare_digest(_hash(secret), token.secret_hash if token else b"\0" * 32)
        if token is None or not fits or token.revoked_at is not None:
            raise NotSignedIn("This needs a token: send the header Authorization: Bearer adm_…")
        now = self._clock()
        if token.last_used_at is None or now - token.last_used_at >= _NOTED_EVERY:
            self._note_use(token.id, now)
        return token.id

    def _note_use(self, token_id: str, now: datetime) -> None:
        with self._database.write(durable=False) as session:
            session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now))


def _letters(random: bytes) -> str:
    """Random bytes as the letters of a token."""
    return base64.urlsafe_b64encode(random).rstrip(b"=").decode()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
