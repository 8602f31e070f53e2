"""One-time codes: making them, hashing them, and reading them in what somebody typed. Pure but for chance."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from bot.nlu.extraction.text import fold

DIGITS = 6
_GAP = r"[ .\-]?"
_CODE = re.compile(rf"(?<![\w+.-])(?<!\d )\d(?:{_GAP}\d){{{DIGITS - 1}}}(?![\w-])(?!{_GAP}\d)")


def new_code() -> str:
    """Six digits that nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def code_in(text: str) -> str | None:
    """The code in a message ("it's 482 913"), whatever digits it is typed in; None when there is none, or more digits than that."""
    found = _CODE.findall(fold(text))
    return re.sub(r"\D", "", found[0]) if len(found) == 1 else None


def code_hash(secret_key: bytes, key: str, code: str) -> bytes:
    """What is stored of a code. Without the secret key nobody can try all codes out."""
    own_key = hmac.new(secret_key, b"codes by e-mail, 1", hashlib.sha256).digest()
    return hmac.new(own_key, f"{key}\n{code}".encode(), hashlib.sha256).digest()


def masked(address: str) -> str:
    """An address that its owner knows again, and nobody else learns: ``a***@example.com``, or of a number its end: ``***88``."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***@{domain}" if at else f"***{address[-2:]}"
