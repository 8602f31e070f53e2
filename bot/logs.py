"""Logging: events with ids and numbers, never what people write or who they are."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from typing import Any

import structlog

from bot.settings import PROJECT_DIR


def configure_logs(level: str) -> None:
    """Sends everything at ``level`` or above to standard error, one line an event."""
    number = getattr(logging, level.upper())
    logging.basicConfig(level=number, format="%(asctime)s [%(levelname)s] %(name)s: %(message)s", stream=sys.stderr, force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_local_values,
            _without_words_of_others,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=_logger,
        cache_logger_on_first_use=True,
    )
    # Rasa logs what visitors write at debug and info, addresses of providers carry tokens, and uvicorn says that the
    # application has started when it is only getting ready.
    for name in ("rasa", "rasa_sdk", "sanic", "apscheduler", "httpx", "httpcore", "uvicorn", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    # An action's error is logged by the turn, without its words; Rasa would print them.
    logging.getLogger("rasa.core.processor").setLevel(logging.CRITICAL)


def _is_news(record: logging.LogRecord) -> bool:
    """False for uvicorn's account of a failed request: ours (web_errors) stands above it, and it repeats the error's words."""
    return "Exception in ASGI application" not in record.getMessage()


def _without_local_values(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keeps only the kind of an error and where it happened: its words may repeat what a visitor wrote."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error and not isinstance(error, BaseException):
        error = sys.exc_info()[1]  # log.exception() says no more than that there is one
    if isinstance(error, BaseException):
        place = error.__traceback__
        where = []
        while place is not None:
            where.append(f"{place.tb_frame.f_globals.get('__name__', '?')}:{place.tb_lineno}")
            place = place.tb_next
        event["error"] = type(error).__name__
        event["at"] = " < ".join(reversed(where[-6:]))
    return event


class _Others(structlog.PrintLogger):
    """The logger of other people's modules, above all Rasa's: below warnings they tell what visitors write."""

    def debug(self, message: str) -> None:
        """Says nothing."""

    info = debug


def _logger(*names: str) -> structlog.PrintLogger:
    # Ours give their module's name; Rasa's give none.
    return (structlog.PrintLogger if names else _Others)(sys.stderr)


def _without_words_of_others(logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keeps of other people's warnings what happened, not with what."""
    return {key: event[key] for key in _TOLD if key in event} if isinstance(logger, _Others) else event


_TOLD = ("timestamp", "level", "event", "error", "at")


def quiet_warnings() -> None:
    """Hides warnings of other people's modules; ours stay visible."""
    show, ours = warnings.showwarning, tuple(f"{PROJECT_DIR / package}{os.sep}" for package in ("bot", "actions", "benchmarks"))

    # Not a filter: some modules put filters of their own in front of it while they are imported.
    def show_ours(message: Warning | str, category: type[Warning], filename: str, *place: Any, **more: Any) -> None:
        if filename.startswith(ours):
            show(message, category, filename, *place, **more)

    warnings.showwarning = show_ours
