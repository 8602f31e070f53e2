"""A mail server on this machine for tests: keeps what it accepts, and refuses or cuts off on request."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """``recipient`` and ``content`` are answers in place of 250; one is taken per e-mail. ``cut`` ends the connection."""

    port: int
    recipient: list[str] = field(default_factory=list)
    content: list[str] = field(default_factory=list)
    got: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.recipient:
            return self.recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.content.pop(0) if self.content else "250 OK"
        if answer == "cut":
            server.transport.abort()
            return "421 cut"
        if answer.startswith("250"):
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            self.got.append(parsed)
            self.recipients += envelope.rcpt_tos
        return answer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that listens until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = MailServer(port)
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def part(message: EmailMessage, kind: str) -> str:
    """The words of the first part of a kind, such as text/html."""
    found = next(one for one in message.walk() if one.get_content_type() == kind)
    content = found.get_content()
    return content if isinstance(content, str) else content.decode()
