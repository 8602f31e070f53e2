"""Signed links of e-mails about a tour: whoever has one may do that one thing, until it expires or the booking changes. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from bot.errors import LinkExpired, LinkForged

Purpose = Literal["cancel", "move", "accept", "decline", "rebook", "stop"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_MAC = 20


@dataclass(frozen=True)
class Link:
    """What a link is for. ``number`` tells states of its subject apart: the link of an earlier one opens nothing any more."""

    purpose: Purpose
    subject: str
    """The id of a booking or of an entry of the waitlist."""
    number: int
    expires_at: datetime


def token(secret_key: bytes, link: Link) -> str:
    """The link as it stands in an address."""
    body = f"{link.purpose}\n{link.subject}\n{link.number}\n{int(link.expires_at.timestamp())}".encode()
    return base64.urlsafe_b64encode(_mac(secret_key, body) + body).rstrip(b"=").decode()


def opened(secret_key: bytes, purpose: str, given: str, now: datetime) -> Link:
    """The link of a token. Raises :class:`LinkForged` for one that was not made here for this purpose, :class:`LinkExpired`."""
    try:
        raw = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise LinkForged from None
    mac, body = raw[:_MAC], raw[_MAC:]
    if not hmac.compare_digest(mac, _mac(secret_key, body)):
        raise LinkForged
    named, subject, number, expires = body.decode().split("\n")
    if named != purpose:
        raise LinkForged
    link = Link(next(one for one in PURPOSES if one == named), subject, int(number), datetime.fromtimestamp(int(expires), UTC))
    if link.expires_at <= now:
        raise LinkExpired
    return link


def _mac(secret_key: bytes, body: bytes) -> bytes:
    own_key = hmac.new(secret_key, b"links about tours, 1", hashlib.sha256).digest()
    return hmac.new(own_key, body, hashlib.sha256).digest()[:_MAC]
