"""Hears from PostgreSQL what other processes wrote, and wakes this process's streams."""

from __future__ import annotations

import random
import threading

import psycopg
import structlog
from sqlalchemy import URL

from bot.conversations.feed import Feed
from bot.conversations.thread import NOTIFY_CHANNEL

log = structlog.get_logger(__name__)


class Listener:
    """One connection that listens, on a thread of its own. Reconnects by itself and has every stream look afterwards."""

    def __init__(self, url: URL, feed: Feed) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._feed = feed
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="listener", daemon=True)

    def start(self) -> None:
        """Starts listening."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread within about a second."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._address, autocommit=True, connect_timeout=5) as connection:
                    connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
                    self._feed.look()  # something may have been said before the ear was open
                    while not self._stopping.is_set():
                        for notice in connection.notifies(timeout=1):
                            self._feed.look(notice.payload)
            except psycopg.Error:
                log.warning("listener.lost")
                self._stopping.wait(random.uniform(0.5, 3))  # noqa: S311 (jitter)
