"""E-mails through a real mail server, which may refuse, fail, or hang up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.errors import DeliveryFailed
from bot.mail.deliverer import SmtpDeliverer
from bot.settings import Settings
from tests.mail.mail_server import MailServer, mail_server
from tests.mail.test_mail_message import payload


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as listening:
        yield listening


def deliver(port: int) -> None:
    deliverer = SmtpDeliverer(Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", mail_from="visits@school.example"))
    asyncio.run(deliverer.send(deliverer.steps(payload())[0]))


def test_an_email_arrives(server: MailServer) -> None:
    deliver(server.port)

    assert server.recipients == ["ana@example.com"]
    assert server.got[0]["Subject"] == "You are booked"


@pytest.mark.parametrize(
    ("recipient", "content", "permanent"),
    [
        (["550 no such mailbox ana@example.com"], [], True),
        (["451 greylisted ana@example.com"], [], False),
        ([], ["554 spam"], True),
        ([], ["452 disk full"], False),
        ([], ["cut"], False),
    ],
)
def test_refused_for_good_or_for_now(server: MailServer, recipient: list[str], content: list[str], permanent: bool) -> None:
    server.recipient, server.content = recipient, content

    with pytest.raises(DeliveryFailed) as failed:
        deliver(server.port)

    assert failed.value.permanent is permanent
    assert "ana" not in str(failed.value)
    assert not server.got
    deliver(server.port)
    assert len(server.got) == 1


def test_a_server_that_is_away_may_come_back() -> None:
    with mail_server() as server:
        port = server.port

    with pytest.raises(DeliveryFailed) as failed:
        deliver(port)

    assert not failed.value.permanent


def test_a_server_that_never_greets_is_given_up_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr("bot.mail.deliverer.TIMEOUT", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(DeliveryFailed) as failed:
            deliver(silent.getsockname()[1])

    assert not failed.value.permanent
