"""Consent is taken back up by clear words only."""

from __future__ import annotations

import pytest

from bot.consent.own_words import wants_messages_again


@pytest.mark.parametrize(
    "text",
    [
        "UNSTOP",
        "opt me back in please",
        "You can text me again.",
        "please start sending me messages again",
        "ok, you may email me again",
        "send me your reminders again",
        "resume messages",
        "Pueden escribirme de nuevo",
        "ya me pueden mandar mensajes otra vez",
        "quiero recibir los mensajes de nuevo, por favor",
    ],
)
def test_clear_words(text: str) -> None:
    assert wants_messages_again(text)


@pytest.mark.parametrize(
    "text",
    [
        "start",
        "don't text me again",
        "never send me messages again",
        "stop sending me messages",
        "why do you text me again and again?",
        "can you send me messages again?",
        "when do classes start again",
        "no me escriban de nuevo",
        "quiero recibir información",
        "you can text me again if you must, but I'd rather not",
    ],
)
def test_everything_else(text: str) -> None:
    assert not wants_messages_again(text)
