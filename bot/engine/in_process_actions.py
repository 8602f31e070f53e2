"""Runs custom actions inside this process instead of over HTTP.

Rasa hands every custom action to an ``EndpointConfig``; this one calls the SDK's executor directly. An exception of an
action is noted in the turn's record before Rasa logs and swallows it, so that the turn can be rolled back.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.engine.record import turn_record


class InProcessActions(EndpointConfig):
    """An action endpoint without a network."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="inproc://actions", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Runs the action named in ``kwargs["json"]``; returns its events and responses."""
        call = kwargs["json"]
        try:
            return await self._executor.run(call)
        except ActionExecutionRejection as error:
            body = json.dumps({"error": error.message, "action_name": error.action_name})
            raise ClientResponseError(400, "rejected", body) from error
        except BaseException as error:
            record = turn_record()
            if record is not None and record.failure is None:
                name = str(call.get("next_action"))
                record.failure, record.failed_in = error, "validator" if name.startswith("validate_") else "action"
            raise
