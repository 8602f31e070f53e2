"""Collects what Rasa wants to say during a turn, so that nothing leaves before the commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.faq.guard import Reply
from bot.faq.statement_rule import StatementKind


class TurnOutput(OutputChannel):
    """The output channel of one turn. Every line passes the guard on its way in; there is no other way in."""

    def __init__(self, channel: str, look: Callable[[Reply], tuple[Reply, tuple[StatementKind, ...]]]) -> None:
        self._channel = channel
        self._look = look
        self._replies: list[Reply] = []
        self.held: list[StatementKind] = []
        """What the guard did not let out."""

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What is said."""
        return tuple(self._replies)

    def name(self) -> str:
        """The channel's name, so that ``channel:`` in domain.yml works."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps the message whole: blank lines split nothing, buttons stay with their text."""
        text = message.get("text") or ""
        custom = dict(message.get("custom") or {}) or None
        buttons = [
            {"title": button["title"], "meaning": button["payload"]}
            for button in message.get("buttons") or []
            if isinstance(button.get("payload"), dict)
        ]
        if buttons:
            custom = {**(custom or {}), "quick_replies": [*(custom or {}).get("quick_replies", []), *buttons]}
        if text or custom:
            reply, held = self._look(Reply(text, custom))
            self._replies.append(reply)
            self.held += held
