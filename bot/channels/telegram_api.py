"""The Telegram Bot API over HTTP. The token is part of every address, so no address may reach a log or an error."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import structlog

from bot.channels.telegram_render import render
from bot.errors import DeliveryFailed
from bot.outbox.deliverer import Step

log = structlog.get_logger(__name__)

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
_LONGEST_WAIT = 24 * 3600.0
_COURTESIES = frozenset({"answerCallbackQuery", "editMessageReplyMarkup", "leaveChat"})
"""Calls whose refusal ("query is too old", "message is not modified") leaves nothing to mend."""


class _WithoutAddresses(logging.Filter):
    """Keeps httpx, which logs the address of every request, silent below warnings."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING


for _chatty in ("httpx", "httpcore.http11", "httpcore.http2", "httpcore.connection"):
    logging.getLogger(_chatty).addFilter(_WithoutAddresses())


class BotApi:
    """Calls methods of the Bot API for one bot."""

    def __init__(self, http: httpx.AsyncClient, base: str, token: str, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._http = http
        self._timeout = timeout
        self._address = f"{base.rstrip('/')}/bot{token}"

    async def call(self, method: str, **parameters: Any) -> Any:
        """The ``result`` of a method. Raises :class:`DeliveryFailed` with Telegram's reason, never with the address."""
        response = None
        try:
            response = await self._http.post(f"{self._address}/{method}", json=parameters, timeout=self._timeout)
        except httpx.TimeoutException:
            trouble = "Telegram did not answer in time"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            trouble = f"Telegram cannot be reached ({type(error).__name__})"
        # Raised out here because the error above carries the request, and with it the token.
        if response is None:
            raise DeliveryFailed(trouble)
        return _result(response)


def _result(response: httpx.Response) -> Any:
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise DeliveryFailed(f"Telegram answered {response.status_code} without a reason")
    if response.status_code == httpx.codes.OK and answer.get("ok") is True:
        return answer.get("result")
    code = answer.get("error_code", response.status_code)
    reason = f"Telegram answered {code}: {str(answer.get('description', 'no reason given'))[:200]}"
    if code == httpx.codes.TOO_MANY_REQUESTS:
        raise DeliveryFailed(reason, retry_after=_wait(answer))
    # 401 and 404 mean a wrong token: once that is mended, what waited can still be delivered.
    raise DeliveryFailed(reason, permanent=code in (400, 403, 413))


def _wait(answer: dict[str, Any]) -> float | None:
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if isinstance(seconds, int | float) and seconds >= 0:
        return min(float(seconds), _LONGEST_WAIT)
    return None


class TelegramDeliverer:
    """Delivers two kinds of payload: ``{"chat_id", "text", "custom"}`` and ``{"calls": [{"method", …parameters}]}``."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    def steps(self, payload: dict[str, Any]) -> list[Step]:
        """The Bot API calls of a payload."""
        if "calls" in payload:
            return list(payload["calls"])
        return render(payload["chat_id"], payload["text"], payload.get("custom"))

    async def send(self, step: Step) -> None:
        """Makes one call. Raises :class:`DeliveryFailed`."""
        parameters = dict(step)
        method = parameters.pop("method")
        try:
            await self._api.call(method, **parameters)
        except DeliveryFailed as failure:
            if not (failure.permanent and method in _COURTESIES):
                raise
            log.info("telegram.courtesy_refused", method=method, reason=str(failure))
