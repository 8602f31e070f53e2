"""For supervisors: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import text

from bot.assistant import Assistant
from bot.errors import AdmissionsError


class Metrics:
    """What is counted, without anything personal."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("admissions_turns", "Answered messages by outcome.", ["outcome"], registry=self.registry)
        self.turn_seconds = Histogram(
            "admissions_turn_seconds",
            "Time from the start of a turn to its commit.",
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
            registry=self.registry,
        )
        self.backlog = Gauge("admissions_backlog", "Conversations waiting for an answer.", registry=self.registry)
        self.streams = Gauge("admissions_open_streams", "Open streams.", registry=self.registry)


def routes(assistant: Assistant) -> APIRouter:
    """/healthz, /readyz and /metrics."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def ready() -> Response:
        """The database answers and the engine runs; 503 otherwise."""

        def look() -> None:
            with assistant.database.read() as session:
                session.execute(text("SELECT 1"))

        try:
            await to_thread.run_sync(look)
            ok = assistant.engine.is_alive
        except AdmissionsError as error:
            return JSONResponse({"status": "not ready", "reason": str(error)}, 503)
        return JSONResponse({"status": "ready" if ok else "not ready"}, 200 if ok else 503)

    @router.get("/metrics", response_class=PlainTextResponse)
    async def metrics() -> Response:
        """Prometheus text format. Counts only, nothing personal."""
        numbers = assistant.metrics
        numbers.streams.set(assistant.feed.open_streams)
        try:
            numbers.backlog.set(assistant.engine.backlog)
        except AdmissionsError:
            numbers.backlog.set(0)
        return Response(generate_latest(numbers.registry), media_type=CONTENT_TYPE_LATEST)

    return router
