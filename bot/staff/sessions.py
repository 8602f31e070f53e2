"""Signed-in browsers: an opaque cookie, kept only as its hash, that ends by itself."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.settings import LOOPBACK, Settings
from bot.staff.models import StaffSession, StaffUser
from bot.staff.roles import Member

IDLE = timedelta(hours=12)
LIFETIME = timedelta(days=7)
NOTICED_EVERY = timedelta(minutes=5)
"""How exactly the last visit is kept: writing it down at each request would make every page a write."""


@dataclass(frozen=True)
class CookieRules:
    """What the session cookie is called and whether it may travel only over TLS."""

    name: str
    secure: bool


def cookie_rules(settings: Settings) -> CookieRules:
    """The cookie for the public address: ``__Host-`` over TLS; on a trial another name, without ``Secure``."""
    return CookieRules("__Host-staff", secure=True) if settings.is_https else CookieRules("staff-trial", secure=False)


def why_refused(settings: Settings, host: str | None) -> str | None:
    """Why nobody can sign in at this address, or None. ``host`` is the host name the browser asked for."""
    if settings.is_https:
        return None
    if settings.is_production:
        return (
            f"Signing in is switched off because {settings.address} is not encrypted: passwords could be read on "
            "the way. Put the assistant behind HTTPS and set ADMISSIONS_PUBLIC_URL to its https:// address."
        )
    if host not in LOOPBACK:
        return (
            "Signing in over plain HTTP works only on the machine itself, at http://localhost: passwords could be "
            "read on the way. For other machines put the assistant behind HTTPS and set ADMISSIONS_PUBLIC_URL to "
            "its https:// address."
        )
    return None


def start(session: Session, now: datetime, user_id: str) -> str:
    """Begins a session and returns the cookie's value, 256 random bits. Sweeps out sessions that have expired."""
    session.execute(delete(StaffSession).where(or_(StaffSession.expires_at <= now, StaffSession.last_seen_at <= now - IDLE)))
    token = secrets.token_urlsafe(32)
    session.add(StaffSession(id_hash=_hash(token), user_id=user_id, created_at=now, last_seen_at=now, expires_at=now + LIFETIME))
    session.flush()
    return token


@dataclass(frozen=True)
class Found:
    """Whose session a cookie opened, and whether the visit is worth writing down."""

    member: Member
    notice: bool


def find(session: Session, now: datetime, token: str) -> Found | None:
    """The live session of a cookie; None if it is unknown, ended, expired, idle too long, or its account disabled."""
    row = session.execute(
        select(StaffSession.last_seen_at, StaffUser.id, StaffUser.login, StaffUser.name, StaffUser.role)
        .join(StaffUser, StaffUser.id == StaffSession.user_id)
        .where(
            StaffSession.id_hash == _hash(token),
            StaffSession.expires_at > now,
            StaffSession.last_seen_at > now - IDLE,
            StaffUser.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    return Found(Member(row.id, row.login, row.name, row.role), notice=now - row.last_seen_at >= NOTICED_EVERY)


def notice(session: Session, now: datetime, token: str) -> None:
    """Writes down that the session was used just now."""
    session.execute(update(StaffSession).where(StaffSession.id_hash == _hash(token)).values(last_seen_at=now))


def end(session: Session, token: str) -> None:
    """Ends one session, if it exists."""
    session.execute(delete(StaffSession).where(StaffSession.id_hash == _hash(token)))


def end_all(session: Session, user_id: str, *, but: str | None = None) -> None:
    """Ends every session of an account, except the one of the cookie ``but``."""
    ending = delete(StaffSession).where(StaffSession.user_id == user_id)
    if but is not None:
        ending = ending.where(StaffSession.id_hash != _hash(but))
    session.execute(ending)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
