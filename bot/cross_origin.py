"""What pages of other websites may ask of this server: those on the list only, and only what the chat needs."""

from __future__ import annotations

from typing import Any

from bot.settings import Settings


def cross_origin(settings: Settings) -> dict[str, Any]:
    """The options of Starlette's ``CORSMiddleware``."""
    return {
        "allow_origins": settings.allowed_origins,
        "allow_methods": ["GET", "POST", "DELETE"],
        "allow_headers": ["Authorization", "Content-Type", "Last-Event-ID"],
        "expose_headers": ["Retry-After"],
        "max_age": 3600,
    }
