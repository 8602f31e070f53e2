"""Hands events to other programs over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx

from bot.clock import Clock
from bot.db.database import Database
from bot.errors import DatabaseUnavailable, DeliveryFailed, NotFound
from bot.leads.handing_over import one_lead
from bot.outbox.deliverer import Step
from bot.webhooks.signing import Target, signed

TIMEOUT = 10.0
"""Seconds for one call, the answer included."""
_LONGEST_WAIT = 3600.0


class WebhookDeliverer:
    """Posts ``{"id", "type", "timestamp", "data": {"lead"}}``, signed. The answer's status counts; its body is never read."""

    def __init__(self, http: httpx.AsyncClient, database: Database, clock: Clock, targets: Sequence[Target]) -> None:
        http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))  # what a receiver sets is not kept, nor sent anywhere
        self._http = http
        self._database = database
        self._clock = clock
        self._targets = {one.id: one for one in targets}

    def steps(self, payload: dict[str, Any]) -> list[Step]:
        """One call."""
        return [{name: payload[name] for name in ("target", "event", "type", "lead", "at")}]

    async def send(self, step: Step) -> None:
        """Posts the event with the lead as it is now. Raises :class:`DeliveryFailed`."""
        target = self._targets.get(step["target"])
        if target is None:
            raise DeliveryFailed("this address is no longer among the webhooks in the settings", permanent=True)
        body = await asyncio.to_thread(self._body, step)
        headers = {"content-type": "application/json", "user-agent": "admissions-assistant"}
        headers |= signed(target, step["event"], self._clock(), body)
        trouble = wait = None
        status = 0
        try:
            async with asyncio.timeout(TIMEOUT):
                async with self._http.stream("POST", target.url, content=body, headers=headers, follow_redirects=False) as response:
                    status, wait = response.status_code, response.headers.get("retry-after")
        except (TimeoutError, httpx.TimeoutException):
            trouble = "the receiver did not answer in time"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            trouble = f"the receiver cannot be reached ({type(error).__name__})"
        # Raised out here: the errors above carry the request, and with it the lead.
        if trouble is not None:
            raise DeliveryFailed(trouble)
        if not 200 <= status < 300:
            gone = status == httpx.codes.GONE  # for good, says the receiver; anything else may be mended on its side
            raise DeliveryFailed(f"the receiver answered {status}", permanent=gone, retry_after=_seconds(status, wait))

    def _body(self, step: Step) -> bytes:
        try:
            lead = one_lead(self._database, step["lead"], self._clock()).model_dump(mode="json")
        except NotFound as error:
            raise DeliveryFailed("the lead is no longer there", permanent=True) from error
        except DatabaseUnavailable as error:
            raise DeliveryFailed("the lead could not be read: the database was away") from error
        event = {"id": step["event"], "type": step["type"], "timestamp": step["at"], "data": {"lead": lead}}
        return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _seconds(status: int, wait: str | None) -> float | None:
    if status not in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE) or not (wait or "").isdigit():
        return None
    return min(float(wait or 0), _LONGEST_WAIT)
