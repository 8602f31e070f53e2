"""Connects the bot to this server, by one command."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.channels.telegram import PATH
from bot.channels.telegram_api import BotApi
from bot.errors import AdmissionsError, DeliveryFailed
from bot.settings import Settings

UPDATES = ["message", "edited_message", "callback_query"]
"""The kinds of update we read."""
_PORTS = (443, 80, 88, 8443)
"""Where Telegram delivers to (Bot API: setWebhook)."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_HOW_TO_START = (
    "To get a token, write to @BotFather in Telegram, send /newbot and answer its questions. Then set "
    "ADMISSIONS_TELEGRAM_TOKEN to the token it gives you."
)


class NotConnected(AdmissionsError):
    """The bot could not be connected; the message says what to do."""


async def connect(settings: Settings, http: httpx.AsyncClient) -> str:
    """Makes Telegram deliver to this server and returns what to tell the user. Raises :class:`NotConnected`."""
    _check_address(settings)
    bot = await _bot(settings, http)
    _check_secret(settings.telegram_secret)
    url = settings.address + PATH
    try:
        await _api(settings, http).call(
            "setWebhook",
            url=url,
            secret_token=settings.telegram_secret,
            allowed_updates=UPDATES,
            drop_pending_updates=False,
        )
    except DeliveryFailed as failure:
        raise NotConnected(f"Telegram did not accept the address {url}. {failure}.") from failure
    return f"@{bot} is connected: Telegram now delivers to {url}. Try it: https://t.me/{bot}"


async def status(settings: Settings, http: httpx.AsyncClient) -> str:
    """How the connection is, in a few lines. Raises :class:`NotConnected` when Telegram cannot be asked."""
    bot = await _bot(settings, http)
    try:
        info = await _api(settings, http).call("getWebhookInfo")
    except DeliveryFailed as failure:
        raise NotConnected(f"Telegram does not say how the connection is. {failure}.") from failure
    return "\n".join([f"Bot: @{bot}", *_describe(info, settings.address + PATH)])


def _describe(info: dict[str, Any], wanted: str) -> list[str]:
    url = info.get("url") or ""
    if url == wanted:
        lines = [f"Connected to {url}"]
    elif url:
        lines = [f"Connected to another address: {url}", "To connect it here: ./admissions telegram connect"]
    else:
        lines = ["Not connected. To connect it: ./admissions telegram connect"]
    lines.append(f"Messages waiting at Telegram: {info.get('pending_update_count', 0)}")
    if info.get("last_error_message"):
        when = datetime.fromtimestamp(info.get("last_error_date", 0), UTC)
        lines.append(f"Last error, {when:%Y-%m-%d %H:%M} UTC: {info['last_error_message']}")
    return lines


def _check_address(settings: Settings) -> None:
    address = urlsplit(settings.address)
    if not settings.is_https:
        raise NotConnected(
            f"Telegram delivers to https addresses only, and this server's is {settings.address}. Put it behind a "
            "reverse proxy with a certificate and set ADMISSIONS_PUBLIC_URL, for example to https://chat.school.edu."
        )
    if not settings.is_production:
        raise NotConnected(f"Telegram cannot reach {settings.address}, which is an address of this machine alone.")
    if (address.port or 443) not in _PORTS:
        raise NotConnected(f"Telegram delivers to the ports {', '.join(map(str, _PORTS))} only, not to {address.port}.")


def takes(secret: str) -> bool:
    """True for a secret that Telegram accepts and that is long enough."""
    return _SECRET.fullmatch(secret) is not None


def _check_secret(secret: str) -> None:
    if not secret:
        raise NotConnected(
            "The secret is missing by which this server knows that updates come from Telegram. Set this one, restart "
            f"the server and run the command again:\n\nADMISSIONS_TELEGRAM_SECRET={secrets.token_urlsafe(32)}"
        )
    if not takes(secret):
        raise NotConnected("ADMISSIONS_TELEGRAM_SECRET must be 16 to 256 of the characters A-Z a-z 0-9 _ -.")


async def _bot(settings: Settings, http: httpx.AsyncClient) -> str:
    if not settings.telegram_token:
        raise NotConnected(f"There is no bot token. {_HOW_TO_START}")
    try:
        me = await _api(settings, http).call("getMe")
    except DeliveryFailed as failure:
        hint = f" {_HOW_TO_START}" if "answered 401" in str(failure) or "answered 404" in str(failure) else ""
        raise NotConnected(f"The bot token could not be checked. {failure}.{hint}") from failure
    return str(me["username"])


def _api(settings: Settings, http: httpx.AsyncClient) -> BotApi:
    return BotApi(http, settings.telegram_api, settings.telegram_token)
