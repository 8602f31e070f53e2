"""Buttons: what a visitor sees is a title and an opaque id; what it means stays on the server."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.conversations.models import Message
from bot.db.base import as_table
from bot.errors import InvalidInput

_LOOKED_AT = 40
"""How many of the latest bot lines with buttons a press may belong to."""


_messages = as_table(Message)
_latest_first = (
    select(_messages.c.choices)
    .where(_messages.c.conversation_id == bindparam("conversation"), _messages.c.role == "bot", _messages.c.choices.is_not(None))
    .order_by(_messages.c.seq.desc())
)
_with_choices = _latest_first.limit(bindparam("count"))
OFFERED_LAST = _latest_first.limit(1)
"""The choices of the conversation's last line that had some."""


def publish(
    custom: dict[str, Any] | None, new_id: Callable[[], str] = lambda: secrets.token_urlsafe(9)
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Splits ``custom`` into what is sent out and what each payload id in it means.

    Every ``{"title": …, "meaning": …}`` becomes ``{"title": …, "payload": id}``.
    """
    if custom is None:
        return None, None
    choices: dict[str, Any] = {}

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            out = {key: walk(child) for key, child in value.items() if key != "meaning"}
            if "meaning" in value:
                payload = new_id()
                choices[payload] = {"title": value.get("title", ""), **value["meaning"]}
                out["payload"] = payload
            return out
        return [walk(child) for child in value] if isinstance(value, list) else value

    public = walk(custom)
    public.setdefault("version", 1)
    return public, choices or None


def pressed(session: Session, conversation_id: str, payload: str) -> dict[str, Any]:
    """What a payload id means. Raises :class:`InvalidInput` for an id that this conversation was not given."""
    for choices in _recent(session, conversation_id, _LOOKED_AT):
        if payload in choices:
            return dict(choices[payload])
    raise InvalidInput("That button is no longer available. Please write what you would like.")


def named(offered: dict[str, Any] | None, text: str) -> dict[str, Any] | None:
    """The choice whose title is ``text`` among those ``offered`` last (:data:`OFFERED_LAST`), if any."""
    wanted = " ".join(text.casefold().split()).rstrip(".!")
    for choice in (offered or {}).values():
        if " ".join(str(choice["title"]).casefold().split()).rstrip(".!") == wanted:
            return dict(choice)
    return None


def _recent(session: Session, conversation_id: str, how_many: int) -> list[dict[str, Any]]:
    return list(session.connection().scalars(_with_choices, {"conversation": conversation_id, "count": how_many}))
