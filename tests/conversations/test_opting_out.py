"""Stop in the person's own words, one confirmation with two offers, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.assistant import Assistant
from bot.consent import chain
from bot.consent.models import Consent, Suppression
from bot.consent.sending import Address, Queued, Refused
from bot.conversations.lines import line
from bot.leads.capture import Interest, capture
from bot.outbox.models import OutboxRow
from tests.conftest import Talk, buttons
from tests.consent.agreeing import agree_in_chat

EMAIL = "marcus.reed@example.com"
PAUSE = "Pause until Monday, December 7"


def _known(talk: Talk) -> None:
    """Makes whoever speaks a contact who agreed to tour messages."""
    from bot.consent.service import identity_hash

    now = talk.assistant.clock()
    with talk.assistant.database.write() as session:
        lead = capture(session, talk.conversation_id, Interest("Marcus Reed", EMAIL, None, None, "tour"), now=now)
        agree_in_chat(
            session,
            [identity_hash(talk.assistant.secret_key, EMAIL)],
            at=now,
            contact_id=lead.contact_id,
            conversation_id=talk.conversation_id,
        )


def _sent(assistant: Assistant) -> Queued | Refused:
    with assistant.database.write() as session:
        return assistant.sender.send(
            session,
            to=Address("email", EMAIL),
            purpose="tour_messages",
            channel="email",
            payload={"text": "Your tour is tomorrow."},
            key="reminder:1",
            lane="email:1",
            now=assistant.clock(),
        )


def _shown(lines: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    return [one["text"] for one in lines], [button["title"] for one in lines for button in buttons(one)]


def test_stop_and_messages_again(talk: Talk) -> None:
    _known(talk)
    assert _shown(talk.say("please stop texting me")) == ([line("opted_out")[0]], ["Only tour messages", PAUSE])
    assert talk.outcome == "opt_out"
    assert _sent(talk.assistant) == Refused("opted_out")
    assert _shown(talk.say("you can text me again")) == ([line("messages_again")[0]], [])
    assert isinstance(_sent(talk.assistant), Queued)
    with talk.assistant.database.read() as session:
        assert chain.verify(session).fault is None
        receipts = session.execute(select(Consent.purpose, Consent.granted).order_by(Consent.number)).tuples().all()
    assert list(receipts) == [("tour_messages", True), ("all", False), ("tour_messages", True)]


@pytest.mark.parametrize("press", [True, False], ids=["pressed", "typed"])
def test_the_offers(talk: Talk, press: bool) -> None:
    _known(talk)
    choose = talk.press if press else talk.say
    talk.say("stop messaging me")
    (text,), _buttons = _shown(choose(PAUSE))
    assert "until Monday, December 7, 2026 at 12:00 PM (EST)" in text
    assert _sent(talk.assistant) == Refused("paused")
    talk.say("stop messaging me")
    assert _shown(choose("Only tour messages"))[0] == [line("only_tour_messages")[0]]
    assert isinstance(_sent(talk.assistant), Queued)


def test_somebody_who_left_no_address_is_offered_nothing(talk: Talk) -> None:
    assert _shown(talk.say("please stop texting me")) == ([line("opted_out")[0]], [])
    assert _shown(talk.say("unstop")) == ([line("nothing_stopped")[0]], [])
    with talk.assistant.database.read() as session:
        assert session.scalars(select(Consent)).all() == session.scalars(select(Suppression)).all() == []


def test_in_a_messaging_app_the_confirmation_and_every_answer_still_leave(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk(channel="telegram")
    talk.say("please stop texting me")
    talk.say("what programs do you offer?")
    with talk.assistant.database.read() as session:
        rows = session.scalars(select(OutboxRow)).all()
    assert len(rows) == 2
    assert {(row.state, row.purpose, row.identity_hash) for row in rows} == {("waiting", None, None)}
