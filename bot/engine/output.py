"""Collects what Rasa wants to say during a turn, so that nothing leaves before the commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import OutputChannel


@dataclass(frozen=True)
class Reply:
    """One bot line: its text and what is shown besides (with the meanings of its choices still inside)."""

    text: str
    custom: dict[str, Any] | None = None


class TurnOutput(OutputChannel):
    """The output channel of one turn."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.replies: list[Reply] = []

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
            self.replies.append(Reply(text, custom))
