"""The e-mail of a payload: text, HTML and, where there is one, the calendar file. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from typing import Any

from bot.errors import DeliveryFailed

_ENCODED: dict[str, Any] = {"charset": "utf-8", "cte": "quoted-printable"}


class _OneLine(UnstructuredHeader, BaseHeader):
    """A header that programs read as it stands: encoded as words (RFC 2047), as long ones would be, it says nothing to them."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}" if self.isascii() else super().fold(policy=policy)


def _policy() -> Policy[EmailMessage]:
    headers = HeaderRegistry()
    for name in ("List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID"):
        headers.map_to_type(name, _OneLine)
    return SMTP.clone(header_factory=headers)


_POLICY = _policy()


def message_id(key: str, domain: str) -> str:
    """The Message-ID of an idempotency key: the same for each repetition, so that a receiver can tell them."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def sender(mail_from: str) -> Address:
    """The address of ``ADMISSIONS_MAIL_FROM``, which may carry a name. Raises :class:`ValueError`."""
    name, address = parseaddr(mail_from)
    if mail_from.splitlines() != [mail_from] or address.count("@") != 1:
        raise ValueError("ADMISSIONS_MAIL_FROM is no e-mail address.")
    return Address(display_name=name, addr_spec=address)


def built(payload: dict[str, Any], mail_from: str) -> EmailMessage:
    """The message of ``{"key", "to", "subject", "text", "html", "date", "language", "ics", "stop_url"}``; the last two may be missing.

    Raises :class:`DeliveryFailed`, for good, where the address or a header cannot be one: nothing is ever added to the headers.
    """
    office = sender(mail_from)
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = office
        message["To"] = Address(addr_spec=payload["to"])
        message["Subject"] = payload["subject"]
        message["Date"] = format_datetime(datetime.fromisoformat(payload["date"]))
        message["Message-ID"] = message_id(payload["key"], office.domain)
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = payload["language"]
        if payload.get("stop_url"):
            message["List-Unsubscribe"] = f"<{payload['stop_url']}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except (ValueError, IndexError, MessageError):
        raise DeliveryFailed("the address or the subject cannot stand in an e-mail", permanent=True) from None
    message.set_content(payload["text"], **_ENCODED)
    message.add_alternative(payload["html"], subtype="html", **_ENCODED)
    ics = payload.get("ics")
    if ics:
        message.add_alternative(ics["content"], subtype="calendar", params={"method": ics["method"]}, **_ENCODED)
        message.add_attachment(ics["content"].encode(), maintype="application", subtype="ics", filename=ics["filename"])
    return message
