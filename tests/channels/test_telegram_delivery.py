"""The outbox worker against the local Bot API, over real HTTP."""

from __future__ import annotations

import asyncio
import logging
import traceback
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fake_bot_api import FakeBotApi, Fault
from telegram_world import START, Delivery

from bot.assistant import Assistant
from bot.channels.telegram_api import BotApi
from bot.errors import DeliveryFailed
from bot.outbox.worker import Pace


@pytest.fixture
def delivery(assistant: Assistant, bot_api: FakeBotApi) -> Delivery:
    return Delivery(assistant, bot_api)


def test_lines_arrive_in_order_with_their_buttons(delivery: Delivery) -> None:
    custom = {"version": 1, "quick_replies": [{"title": "Yes", "payload": "p1"}]}
    delivery.put("one")
    delivery.put("two", payload={"chat_id": "77", "text": "two", "custom": custom})
    delivery.put("other", chat="88")
    delivery.run()
    assert delivery.api.texts("77") == ["one", "two"]
    assert delivery.api.texts("88") == ["other"]
    markup = [parameters.get("reply_markup") for _method, parameters in delivery.api.accepted if parameters["text"] == "two"]
    assert markup == [{"inline_keyboard": [[{"text": "Yes", "callback_data": "p1"}]]}]


@pytest.mark.parametrize("kind", ["error", "cut_before", "garbage"])
def test_passing_trouble_is_overcome_in_order_and_without_doubles(delivery: Delivery, kind: Any) -> None:
    delivery.put("one")
    delivery.put("two")
    delivery.run(Fault(kind), Fault(kind), Fault(kind))
    assert delivery.api.texts() == ["one", "two"]
    assert len(delivery.api.requests) == 5
    assert delivery.row("one").sent_at == START + timedelta(seconds=1 + 2 + 4)
    assert delivery.problems() == []


def test_a_server_that_does_not_answer_holds_up_its_lane_only(delivery: Delivery) -> None:
    delivery.put("one")
    delivery.put("other", chat="88")
    delivery.run(Fault("slow"), pace=Pace(step=0.3))
    assert delivery.api.texts() == ["other", "one"] or delivery.api.texts() == ["one", "other"]
    assert sorted(delivery.api.requests) == ["sendMessage"] * 3


def test_the_client_itself_does_not_wait_for_ever(bot_api: FakeBotApi) -> None:
    async def scenario() -> None:
        bot_api.faults.append(Fault("slow"))
        async with httpx.AsyncClient() as http:
            with pytest.raises(DeliveryFailed, match="did not answer in time"):
                await BotApi(http, bot_api.url, bot_api.token, httpx.Timeout(0.2)).call("getMe")

    asyncio.run(scenario())


def test_a_rate_limit_is_waited_out_and_parks_that_chat_only(delivery: Delivery) -> None:
    delivery.put("one")
    delivery.run(Fault("rate_limit", retry_after=40))
    sent_at = delivery.row("one").sent_at
    assert sent_at is not None
    assert START + timedelta(seconds=40) <= sent_at <= START + timedelta(seconds=43)
    assert delivery.row("one").attempts == 1

    begun = delivery.now
    delivery.put("two")
    delivery.put("three")
    delivery.put("other", chat="88")
    delivery.run(Fault("rate_limit", retry_after=60), pace=Pace(parallel=1))
    assert delivery.api.texts("77") == ["one", "two", "three"]
    assert delivery.row("other").sent_at == begun


def test_an_answer_that_is_lost_may_repeat_the_line(delivery: Delivery) -> None:
    """The window of at-least-once, as documented: Telegram has no key by which it could tell a repeat."""
    delivery.put("one")
    delivery.put("two")
    delivery.run(Fault("cut_after"))
    assert delivery.api.texts() == ["one", "one", "two"]


def test_a_person_who_blocked_the_bot_is_let_go(delivery: Delivery) -> None:
    delivery.api.blocked_chats.add("77")
    delivery.put("one")
    delivery.put("two")
    delivery.put("other", chat="88")
    delivery.run()
    assert delivery.api.texts() == ["other"]
    assert (delivery.row("one").state, delivery.row("two").state) == ("dead", "dead")
    assert len(delivery.api.requests) == 3
    assert delivery.problems() == ["telegram: Telegram answered 403: Forbidden: bot was blocked by the user"]


def test_a_refused_line_does_not_hold_up_the_next(delivery: Delivery) -> None:
    delivery.put("one")
    delivery.put("two")
    delivery.run(Fault("bad_request"))
    assert delivery.row("one").state == "dead"
    assert delivery.api.texts() == ["two"]
    assert "chat not found" in delivery.problems()[0]


def test_the_parts_of_a_long_line_arrive_once_each(delivery: Delivery) -> None:
    text = "\n\n".join(f"Part {number} " + "word " * 700 for number in range(3))
    delivery.put("long", payload={"chat_id": "77", "text": text, "custom": None})
    delivery.put("next")
    delivery.run(None, Fault("error"), Fault("cut_before"), None, Fault("rate_limit", retry_after=5))
    delivered = delivery.api.texts()
    assert [line[:6] for line in delivered] == ["Part 0", "Part 1", "Part 2", "next"]


def test_a_courtesy_that_is_refused_is_no_trouble(delivery: Delivery) -> None:
    calls = [
        {"method": "answerCallbackQuery", "callback_query_id": "old-1"},
        {"method": "editMessageReplyMarkup", "chat_id": "77", "message_id": 9, "reply_markup": {"inline_keyboard": []}},
    ]
    delivery.put("press", payload={"optional": True, "calls": calls})
    delivery.run()
    assert [method for method, _parameters in delivery.api.accepted] == ["editMessageReplyMarkup"]
    assert delivery.row("press").state == "sent"
    assert delivery.problems() == []


def test_a_wrong_token_does_not_condemn_what_waits(delivery: Delivery) -> None:
    right, delivery.api.token = delivery.api.token, "12345:another"
    delivery.put("one")

    async def attempt() -> None:
        async with httpx.AsyncClient() as http:
            with pytest.raises(DeliveryFailed) as caught:
                await BotApi(http, delivery.api.url, right).call("sendMessage", chat_id="77", text="one")
            assert not caught.value.permanent

    asyncio.run(attempt())
    delivery.run()
    assert delivery.api.texts() == ["one"]


@pytest.mark.parametrize("kind", ["error", "cut_before", "blocked", "garbage", "rate_limit", "unreachable", "served"])
def test_the_token_is_in_no_log_and_no_error(bot_api: FakeBotApi, caplog: pytest.LogCaptureFixture, kind: Any) -> None:
    async def scenario() -> DeliveryFailed | None:
        url = "http://127.0.0.1:9" if kind == "unreachable" else bot_api.url
        async with httpx.AsyncClient() as http:
            try:
                await BotApi(http, url, bot_api.token).call("getMe")
            except DeliveryFailed as failure:
                return failure
        return None

    if kind not in ("unreachable", "served"):
        bot_api.faults.append(Fault(kind))
    with caplog.at_level(logging.DEBUG):
        failure = asyncio.run(scenario())
    assert (failure is None) == (kind == "served")
    assert bot_api.token not in caplog.text
    if failure is not None:
        assert bot_api.token not in "".join(traceback.format_exception(failure))
        # The client's own error carries the request, and with it the token.
        assert failure.__context__ is None
