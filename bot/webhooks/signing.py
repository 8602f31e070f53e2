"""Signatures of outgoing webhooks, as the Standard Webhooks specification has them, so that ready-made libraries check them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

PREFIX = "whsec_"


@dataclass(frozen=True)
class Target:
    """A program that is told of leads."""

    id: str
    """Short, and the same as long as the address is."""
    url: str
    key: bytes
    """Its own: no target can sign for another."""

    @property
    def secret(self) -> str:
        """The key as the receiver enters it."""
        return PREFIX + base64.b64encode(self.key).decode()


def target(url: str, secret: str) -> Target:
    """The target at ``url``, its key derived from the secret of the settings."""
    key = hmac.new(secret.encode(), f"webhook\n{url}".encode(), hashlib.sha256).digest()
    return Target(hashlib.sha256(url.encode()).hexdigest()[:12], url, key)


def signed(to: Target, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that prove who sent ``body``, and when."""
    timestamp = str(int(at.timestamp()))
    content = b".".join((event_id.encode(), timestamp.encode(), body))
    signature = base64.b64encode(hmac.new(to.key, content, hashlib.sha256).digest()).decode()
    return {"webhook-id": event_id, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: datetime, *, tolerance: float = 300) -> bool:
    """What a receiver does: whether ``body`` was signed with this secret, not longer ago than ``tolerance`` seconds."""
    event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(now.timestamp() - int(timestamp)) > tolerance:
        return False
    key = base64.b64decode(secret.removeprefix(PREFIX))
    expected = base64.b64encode(hmac.new(key, b".".join((event_id.encode(), timestamp.encode(), body)), hashlib.sha256).digest()).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(f"v1,{expected}".encode(), one.encode()) for one in given)
