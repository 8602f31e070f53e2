"""``./admissions telegram``: connecting to Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx

from bot.channels import telegram_setup
from bot.settings import Settings


def connect(settings: Settings) -> str:
    """Sets the webhook. Raises :class:`AdmissionsError` with what to do."""
    return asyncio.run(_with_http(telegram_setup.connect, settings))


def status(settings: Settings) -> str:
    """What Telegram knows."""
    return asyncio.run(_with_http(telegram_setup.status, settings))


async def _with_http(action: Callable[[Settings, httpx.AsyncClient], Awaitable[str]], settings: Settings) -> str:
    async with httpx.AsyncClient(timeout=20) as http:
        return await action(settings, http)
