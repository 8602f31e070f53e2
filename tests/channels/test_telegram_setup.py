from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

import httpx
import pytest
from fake_bot_api import FakeBotApi, Fault
from telegram_world import SECRET

from bot.channels.telegram_setup import NotConnected, connect, status
from bot.settings import Settings


def run(command: Callable[[Settings, httpx.AsyncClient], Awaitable[str]], settings: Settings) -> str:
    async def scenario() -> str:
        async with httpx.AsyncClient() as http:
            return await command(settings, http)

    return asyncio.run(scenario())


def refusal(settings: Settings, **changes: object) -> str:
    # A fresh object: the address in force is kept by the old one.
    changed = Settings(**{**settings.model_dump(exclude={"database", "cache"}), **changes})
    with pytest.raises(NotConnected) as caught:
        run(connect, changed)
    return str(caught.value)


def test_connect_sets_the_webhook(settings: Settings, bot_api: FakeBotApi) -> None:
    said = run(connect, settings)
    assert bot_api.webhook == {
        "url": "https://chat.school.example/channels/telegram/webhook",
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query"],
        "drop_pending_updates": False,
    }
    assert "@admissions_bot is connected" in said
    assert bot_api.token not in said
    assert SECRET not in said


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"public_url": "http://chat.school.example"}, "https addresses only"),
        ({"public_url": ""}, "https addresses only"),
        ({"public_url": "https://localhost"}, "this machine alone"),
        ({"public_url": "https://chat.school.example:9000"}, "ports 443, 80, 88, 8443"),
        ({"telegram_secret": "too short"}, "16 to 256"),
        ({"telegram_secret": "sixteen letters!!"}, "16 to 256"),
        ({"telegram_token": ""}, "@BotFather"),
        ({"telegram_token": "12345:wrong"}, "@BotFather"),
    ],
)
def test_what_cannot_work_is_refused_with_the_reason(settings: Settings, bot_api: FakeBotApi, changes: dict[str, str], reason: str) -> None:
    assert reason in refusal(settings, **changes)
    assert bot_api.webhook == {}


def test_a_missing_secret_is_made_up_and_handed_over(settings: Settings, bot_api: FakeBotApi) -> None:
    said = refusal(settings, telegram_secret="")
    made = re.search(r"ADMISSIONS_TELEGRAM_SECRET=(\S+)", said)
    assert made is not None
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,256}", made[1])
    assert made[1] not in refusal(settings, telegram_secret="")
    assert bot_api.webhook == {}


def test_trouble_at_telegram_is_told_without_the_token(settings: Settings, bot_api: FakeBotApi) -> None:
    bot_api.faults.append(Fault("error"))
    assert "500" in refusal(settings)
    bot_api.faults.append(Fault("cut_before"))
    said = refusal(settings)
    assert "cannot be reached" in said
    assert bot_api.token not in said


def test_status_says_where_the_bot_delivers(settings: Settings, bot_api: FakeBotApi) -> None:
    assert "Not connected" in run(status, settings)
    run(connect, settings)
    said = run(status, settings)
    assert "Connected to https://chat.school.example/channels/telegram/webhook" in said
    assert "waiting at Telegram: 3" in said
    bot_api.webhook["url"] = "https://elsewhere.example/hook"
    bot_api.webhook["errors"] = {"last_error_message": "Connection refused", "last_error_date": 1_790_000_000}
    said = run(status, settings)
    assert "another address: https://elsewhere.example/hook" in said
    assert "Connection refused" in said
