"""How actions say the assistant's own lines."""

from __future__ import annotations

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.conversations.lines import line


def say_line(dispatcher: CollectingDispatcher, name: str, *, more: dict[str, Any] | None = None, **values: Any) -> None:
    """Says a line of ``lines.yml``; ``more`` is shown besides, for example buttons."""
    text, custom = line(name, **values)
    dispatcher.utter_message(text=text, json_message=(custom | (more or {})) or None)
