"""The web contract: sessions, messages, the stream, feedback, transcript, delete my data."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.assistant import Assistant
from bot.conversations.feedback import keep_feedback
from bot.conversations.inbox import OpenConversation
from bot.conversations.pages import page_address
from bot.conversations.replay import transcript
from bot.conversations.stream import stream
from bot.conversations.thread import lines_after, lines_before, state
from bot.errors import Busy, NotAllowed, NotSignedIn
from bot.privacy.service import Privacy

_LARGEST = 2**31 - 1
"""The largest number that a line can have."""
Page = Annotated[str | None, AfterValidator(page_address)]
"""A page's address; what is none counts as not given."""


class NewSession(BaseModel):
    """Where the visitor is."""

    model_config = ConfigDict(extra="ignore")

    page_url: Page = None
    referrer: Page = None
    locale: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z0-9-]*$")


class SentForm(BaseModel):
    """A form that the visitor filled in."""

    id: str = Field(max_length=40)
    values: dict[str, str | bool | None] = Field(max_length=20)


class NewMessage(BaseModel):
    """One message: typed text, a pressed button's payload, or a sent form; and the page it was sent from."""

    client_id: str = Field(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_:.-]+$")
    text: str | None = Field(None, max_length=20_000)
    payload: str | None = Field(None, min_length=1, max_length=100)
    form: SentForm | None = None
    page_url: Page = None

    @model_validator(mode="after")
    def _exactly_one(self) -> NewMessage:
        if sum(part is not None for part in (self.text, self.payload, self.form)) != 1:
            raise ValueError("send exactly one of text, payload and form")
        return self


class NewFeedback(BaseModel):
    """A thumb for one bot line."""

    seq: int = Field(ge=1, le=_LARGEST)
    value: str = Field(pattern="^(up|down)$")
    reason: str | None = Field(None, max_length=1000)


class SessionMade(BaseModel):
    """The new conversation and the only copy of its token."""

    conversation_id: str
    token: str


class MessageTaken(BaseModel):
    """The number of the stored message."""

    seq: int


def token_of(request: Request) -> str:
    """The bearer token of a request. Raises :class:`NotSignedIn`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > 200:
        raise NotSignedIn("Send the conversation's token as: Authorization: Bearer TOKEN.")
    return token


async def opened(request: Request) -> OpenConversation:
    """The conversation that the request's token opens."""
    assistant: Assistant = request.app.state.assistant
    return await to_thread.run_sync(assistant.inbox.identify, token_of(request))


Open = Annotated[OpenConversation, Depends(opened)]


def routes(assistant: Assistant) -> APIRouter:
    """The router under ``/chat``."""
    router = APIRouter(prefix="/chat", tags=["chat"])
    inbox = assistant.inbox
    database = assistant.database
    limits = assistant.limits

    def check_origin(request: Request) -> None:
        origin = request.headers.get("origin")
        if origin is None:
            return
        try:
            own = urlsplit(origin).netloc == request.headers.get("host")
        except ValueError:
            own = False  # not an address at all
        if not own and origin != assistant.settings.address and origin not in assistant.settings.allowed_origins:
            raise NotAllowed("This website is not on the list of sites that may embed the chat (ADMISSIONS_ALLOWED_ORIGINS).")

    @router.post("/sessions", status_code=201)
    async def open_session(new: NewSession, request: Request) -> SessionMade:
        """Opens a conversation; the greeting is its first line."""
        check_origin(request)
        limits.check("new_session", assistant.client_address(request))
        made = await to_thread.run_sync(lambda: inbox.open_web(page_url=new.page_url, referrer=new.referrer, locale=new.locale))
        return SessionMade(conversation_id=made[0], token=made[1])

    @router.post("/messages", status_code=202)
    async def send(new: NewMessage, request: Request) -> MessageTaken:
        """Stores a message; the answer follows on the stream. Repeating a ``client_id`` changes nothing."""
        token = token_of(request)
        limits.check("address", assistant.client_address(request))
        if not assistant.engine.has_room:
            raise Busy("The assistant is very busy. Please try again in a moment.", retry_after=5)

        def take() -> int:
            form = new.form.values if new.form else None
            admit = partial(limits.check, "message")
            taken = inbox.receive_with_token(
                token, new.client_id, new.text or "", payload=new.payload, form=form, page_url=new.page_url, admit=admit
            )
            conversation_id, seq = taken
            with suppress(Busy):  # it is stored: the sweep finds it
                assistant.engine.submit(conversation_id)
            database.settle()  # while it is being answered
            return seq

        return MessageTaken(seq=await to_thread.run_sync(take))

    @router.get("/messages")
    async def read(
        conversation: Open,
        after: Annotated[int | None, Query(ge=0, le=_LARGEST)] = None,
        before: Annotated[int | None, Query(ge=1, le=_LARGEST)] = None,
        last: Annotated[int | None, Query(ge=1, le=200)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> JSONResponse:
        """A page of lines: after or before a number, or the last ones; with the conversation's state."""

        def look() -> dict[str, Any]:
            with database.read() as session:
                if before is not None:
                    lines = lines_before(session, conversation.id, before, limit)
                elif last is not None:
                    lines = lines_before(session, conversation.id, _LARGEST, last)
                else:
                    lines = lines_after(session, conversation.id, after or 0)
                return {"messages": lines, "state": state(session, conversation.id)}

        return JSONResponse(await to_thread.run_sync(look), headers={"Cache-Control": "no-store"})

    @router.get("/stream")
    async def follow(conversation: Open, request: Request, after: Annotated[int, Query(ge=0, le=_LARGEST)] = 0) -> StreamingResponse:
        """Server-sent events: every line after a number, then each new one. ``Last-Event-ID`` counts as ``after``."""
        if assistant.feed.open_streams >= assistant.settings.max_streams:
            raise Busy("Too many people are connected right now. Please try again in a moment.", retry_after=10)
        last_event = request.headers.get("last-event-id", "")
        cursor = max(after, int(last_event)) if last_event.isdecimal() and len(last_event) < 12 else after
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        events = stream(database, assistant.feed, conversation.id, cursor)
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    @router.post("/feedback", status_code=204)
    async def rate(feedback: NewFeedback, conversation: Open) -> Response:
        """Keeps a thumb; a second one replaces the first."""
        limits.check("message", conversation.id)

        def keep() -> None:
            now = assistant.clock()
            keep_feedback(database, conversation.id, seq=feedback.seq, value=feedback.value, reason=feedback.reason, now=now)

        await to_thread.run_sync(keep)
        return Response(status_code=204)

    @router.get("/transcript", response_class=PlainTextResponse)
    async def download(conversation: Open) -> PlainTextResponse:
        """The whole conversation as plain text."""
        text = await to_thread.run_sync(transcript, database, assistant.school, conversation.id)
        headers = {"Content-Disposition": 'attachment; filename="conversation.txt"', "Cache-Control": "no-store"}
        return PlainTextResponse(text, headers=headers)

    @router.delete("/session", status_code=204)
    async def delete_my_data(conversation: Open, request: Request) -> Response:
        """Deletes the visitor's data: the token ends, and with it every stream."""
        limits.check("deletion", assistant.client_address(request))
        erased = await to_thread.run_sync(Privacy(assistant).erase_conversation, conversation.id)
        for one in erased.conversations:
            assistant.feed.look(one)
        return Response(status_code=204)

    return router
