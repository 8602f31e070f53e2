"""Has the port answered from the first second, and everything handed on once the program behind it is ready."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send


class Front:
    """An ASGI application that makes the real one on a thread, and lets ``meanwhile`` answer until that one has started.

    When making or starting it fails, ``failure`` holds the reason and ``give_up`` is called.
    """

    def __init__(self, make: Callable[[], FastAPI], meanwhile: ASGIApp, give_up: Callable[[], None]) -> None:
        self.failure: Exception | None = None
        self._make = make
        self._answering = meanwhile
        self._is_open = False
        self._give_up = give_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; the server's own call about its life ends when the server does."""
        if scope["type"] != "lifespan":
            await self._answering(scope, receive, send)
            return
        await receive()
        ending = asyncio.Event()
        living = asyncio.create_task(self._live(ending))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        ending.set()
        if not self._is_open:
            living.cancel()
        with suppress(asyncio.CancelledError):
            await living
        await send({"type": "lifespan.shutdown.complete"})

    async def _live(self, ending: asyncio.Event) -> None:
        try:
            app = await asyncio.to_thread(self._make)
            async with app.router.lifespan_context(app):
                self._answering, self._is_open = app, True
                await ending.wait()
        except Exception as failure:
            self.failure = failure
            self._give_up()
