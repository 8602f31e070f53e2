"""The web server: one process, one port, all pages and channels."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import httpx
import structlog
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from sqlalchemy.orm import Session
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import web_errors
from bot.api import routes as api
from bot.assistant import Assistant, use
from bot.channels import telegram
from bot.channels.telegram_api import BotApi, TelegramDeliverer
from bot.conversations import routes as chat
from bot.conversations.listener import Listener
from bot.cross_origin import cross_origin
from bot.engine.agent import load_agent
from bot.engine.engine import Engine
from bot.engine.model import ensure_model
from bot.engine.turn import TurnResult, TurnRunner
from bot.health import routes as health
from bot.leads.models import Lead, Promise
from bot.leads.promise_notices import PromiseNotices
from bot.leads.promise_watch import PromiseWatch, Step, Tell
from bot.mail.deliverer import CHANNEL as EMAIL
from bot.mail.deliverer import SmtpDeliverer
from bot.outbox.deliverer import Deliverer
from bot.outbox.worker import OutboxWorker
from bot.privacy.nights import Nights
from bot.proofs.post import CodePost
from bot.reminders.round import Round
from bot.staff import routes as staff
from bot.tours.look_out import look_out
from bot.tours.pages import routes as tour_pages
from bot.webhooks.deliverer import WebhookDeliverer
from bot.webhooks.events import CHANNEL
from bot.widget import routes as widget

log = structlog.get_logger(__name__)

MAX_BODY = 1024 * 1024


def create_app(assistant: Assistant, say: Callable[[str], None] = lambda line: None, ready: Callable[[], None] = lambda: None) -> FastAPI:
    """The application. Its lifespan starts the engine, the outbox and the look-outs, and ends them in order.

    ``say`` hears of progress, ``ready`` is called when messages are answered.
    """
    http = httpx.AsyncClient(timeout=httpx.Timeout(20, connect=5))
    outbox = OutboxWorker(assistant, _deliverers(assistant, http))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        use(assistant)
        model = await asyncio.to_thread(ensure_model, assistant.settings, say)
        agent = await asyncio.to_thread(load_agent, assistant, model)

        def answered(result: TurnResult) -> None:
            assistant.metrics.turns.labels(result.outcome).inc()
            assistant.metrics.turn_seconds.observe(result.took)
            if result.news is not None:
                assistant.feed.publish(result.conversation_id, result.news)
            else:
                assistant.feed.look(result.conversation_id)
            if result.sends:
                outbox.wake()

        def fatal(_error: BaseException) -> None:
            # A server that cannot answer must not look alive: the supervisor starts it anew, and nothing is lost.
            os.kill(os.getpid(), signal.SIGTERM)

        engine = Engine(assistant, TurnRunner(assistant, agent), on_answered=answered, on_fatal=fatal)
        await asyncio.to_thread(assistant.answers.refresh)
        assistant.answers.follow()
        listener = None if assistant.database.is_sqlite else Listener(assistant.database.url, assistant.feed)
        if listener is not None:
            listener.start()
        engine.start()
        assistant.engine = engine
        stop = asyncio.Event()
        delivering = asyncio.create_task(outbox.run(stop))
        looking_out = asyncio.create_task(look_out(assistant.tours, assistant.clock, stop))
        nights = asyncio.create_task(Nights(assistant).run(stop))
        reminding = asyncio.create_task(Round(assistant, outbox.wake).run(stop)) if assistant.settings.sends_mail else None
        watching = asyncio.create_task(PromiseWatch(assistant.database, assistant.clock, _tells(assistant)).run(stop))
        posting = asyncio.create_task(CodePost(assistant, outbox.wake).run(stop)) if assistant.settings.sends_mail else None
        ready()
        try:
            yield
        finally:
            stop.set()
            await asyncio.to_thread(engine.stop)
            await asyncio.gather(delivering, looking_out, nights, watching, *(task for task in (reminding, posting) if task))
            await http.aclose()
            if listener is not None:
                await asyncio.to_thread(listener.stop)
            await asyncio.to_thread(assistant.close)

    app = FastAPI(title="Admissions assistant", version="1", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    app.state.assistant = assistant
    web_errors.install(app)
    app.add_middleware(CORSMiddleware, **cross_origin(assistant.settings))
    app.add_middleware(BodyLimit, limit=MAX_BODY)
    app.include_router(chat.routes(assistant))
    app.include_router(health(assistant))
    app.include_router(telegram.routes(assistant, wake=outbox.wake))
    app.include_router(staff.routes(assistant))
    app.include_router(api.routes(assistant))
    app.include_router(tour_pages.routes(assistant))
    app.include_router(widget.routes(assistant))
    return app


def _deliverers(assistant: Assistant, http: httpx.AsyncClient) -> dict[str, Deliverer]:
    settings = assistant.settings
    found: dict[str, Deliverer] = {CHANNEL: WebhookDeliverer(http, assistant.database, assistant.clock, settings.webhooks)}
    if telegram.is_configured(settings):
        found["telegram"] = TelegramDeliverer(BotApi(http, settings.telegram_api, settings.telegram_token))
    if settings.sends_mail:
        found[EMAIL] = SmtpDeliverer(settings)
    return found


def _tells(assistant: Assistant) -> list[Tell]:
    """Who hears of promises: other programs, and staff where e-mails can be sent."""

    def tell_programs(session: Session, step: Step, promise: Promise, lead: Lead, now: datetime) -> None:
        if step == "late":
            assistant.events.tell(session, "promise.late", lead.id, now)

    settings = assistant.settings
    return [tell_programs, *([PromiseNotices(settings.address, assistant.school.zone)] if settings.sends_mail else [])]


class BodyLimit:
    """Turns away requests with a body over ``limit`` bytes, counted as they arrive, and sets headers for every page."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not length.isdigit() or int(length) > self._limit:
            await web_errors.problem(413, "That is too large.")(scope, receive, send)
            return
        taken = 0
        answered = False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise BodyTooLarge
            return message

        async def guarded(message: Message) -> None:
            nonlocal answered
            if taken > self._limit and not answered:
                return  # what the program makes of half a body is no answer
            answered = True
            if message["type"] == "http.response.start":
                present = {name for name, _value in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in _HEADERS if pair[0] not in present)]
            await send(message)

        with suppress(BodyTooLarge):
            await self._app(scope, counted, guarded)
        if taken > self._limit and not answered:
            await web_errors.problem(413, "That is too large.")(scope, receive, send)


class BodyTooLarge(Exception):
    """More came than was announced or allowed."""


_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]
