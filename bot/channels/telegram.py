"""Telegram's way in: verify, store, answer 200, work the turn after."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from pydantic_core import from_json
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from bot.channels.telegram_update import Ignored, Inbound, InGroup, Opened, Pressed, Said, Unreadable, Update, read
from bot.consent.sending import REPLY, Address
from bot.conversations import choices, greeting
from bot.conversations.language import speaking
from bot.conversations.models import Message
from bot.conversations.thread import Line, add_lines, hold_open
from bot.errors import Busy, InvalidInput, NotSignedIn, TooMany
from bot.nlu.language import language_of_locale
from bot.settings import Settings
from bot.web_errors import problem

if TYPE_CHECKING:
    from bot.assistant import Assistant

log = structlog.get_logger(__name__)

PATH = "/channels/telegram/webhook"
_LONGEST_BODY = 1_000_000
_NOT_IN_GROUPS = "I only answer in private chats. Please open a chat with me and write to me there."

_known = select(Message.id).where(Message.conversation_id == bindparam("conversation"), Message.delivery_id == bindparam("delivery"))


def is_configured(settings: Settings) -> bool:
    """True when there is a bot and the secret that proves that updates come from Telegram."""
    return bool(settings.telegram_token and settings.telegram_secret)


def routes(assistant: Assistant, *, wake: Callable[[], None] = lambda: None) -> APIRouter:
    """The webhook. ``wake`` tells the outbox worker that there is something to deliver besides what turns write."""
    router = APIRouter()
    intake = TelegramIntake(assistant, wake)

    @router.post(PATH, include_in_schema=False)
    async def webhook(request: Request) -> Response:
        if not is_configured(assistant.settings):
            return problem(404, "Telegram is not set up here.")
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), assistant.settings.telegram_secret.encode()):
            return problem(401, "Not allowed.")
        body = await _body(request)
        if body is None:
            return problem(413, "The update is too large.")
        try:
            content = from_json(body)
        except ValueError:
            log.warning("telegram.malformed", bytes=len(body))
            return problem(400, "The body is not valid JSON.")
        try:
            update = Update.model_validate(content)
        except ValidationError as error:
            # Telegram repeats whatever is not answered with 200, and this would not get any better.
            places = [(".".join(map(str, fault["loc"])), fault["type"]) for fault in error.errors(include_input=False)]
            log.warning("telegram.not_understood", places=places[:5])
            return Response()
        await asyncio.to_thread(intake.take, read(update))
        return Response()

    return router


async def _body(request: Request) -> bytes | None:
    """The raw body; None when it is longer than any update."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            return None
    return bytes(body)


class TelegramIntake:
    """Stores what came in, so that every delivery of an update after the first changes nothing."""

    def __init__(self, assistant: Assistant, wake: Callable[[], None] = lambda: None) -> None:
        self._assistant = assistant
        self._database = assistant.database
        self._clock = assistant.clock
        self._inbox = assistant.inbox
        self._wake = wake

    def take(self, inbound: Inbound) -> None:
        """Takes in one update. Raises :class:`DatabaseUnavailable` or :class:`Busy` when it should come again."""
        try:
            self._take(inbound)
        except (IntegrityError, NotSignedIn):
            # Another delivery of the same update was stored in the same moment: this time it is found. Or the conversation
            # was erased in it: this time a new one is opened.
            self._take(inbound)

    def _take(self, inbound: Inbound) -> None:
        match inbound:
            case Ignored(why):
                log.debug("telegram.ignored", why=why)
            case InGroup(chat_id):
                self._leave(chat_id)
            case Opened() | Unreadable():
                self._answer_at_once(inbound)
            case Said() | Pressed():
                self._take_message(inbound)

    def _take_message(self, inbound: Said | Pressed) -> None:
        if not self._assistant.engine.has_room:
            raise Busy("The assistant is very busy. Please try again in a moment.", retry_after=5)
        conversation_id = self._inbox.open_thread("telegram", inbound.chat_id, locale=inbound.locale)
        known = self._is_known(conversation_id, inbound.delivery_id)
        within_limits = known or self._is_within_limits(conversation_id, inbound.chat_id)
        taken = known or (within_limits and self._store(conversation_id, inbound))
        if isinstance(inbound, Pressed):
            # The buttons stay for a press that was not counted.
            self._acknowledge(conversation_id, inbound, clear=within_limits)
        if taken:
            with suppress(Busy):  # it is stored: the engine's sweep finds it
                self._assistant.engine.submit(conversation_id)
            self._database.settle()

    def _answer_at_once(self, inbound: Opened | Unreadable) -> None:
        conversation_id = self._inbox.open_thread("telegram", inbound.chat_id, locale=inbound.locale)
        if self._is_known(conversation_id, inbound.delivery_id) or not self._is_within_limits(conversation_id, inbound.chat_id):
            return
        if isinstance(inbound, Opened):
            heard = "(opened the chat)"
            with speaking(language_of_locale(inbound.locale)):
                public, meanings = choices.publish(greeting.custom())
                answer = Line("bot", greeting.text(self._assistant.school), public, meanings)
        else:
            heard, answer = inbound.what, Line("bot", inbound.answer)
        self._tell(conversation_id, inbound.chat_id, Line("system", heard, delivery_id=inbound.delivery_id), answer)

    def _store(self, conversation_id: str, inbound: Said | Pressed) -> bool:
        """False when the person was told that it could not be taken."""
        text, payload = ("", inbound.payload) if isinstance(inbound, Pressed) else (inbound.text, None)
        try:
            self._inbox.receive(conversation_id, inbound.delivery_id, text, payload=payload)
        except InvalidInput as refusal:
            heard = Line("system", "(sent something that could not be taken)", delivery_id=inbound.delivery_id)
            self._tell(conversation_id, inbound.chat_id, heard, Line("bot", str(refusal)))
            return False
        return True

    def _is_known(self, conversation_id: str, delivery_id: str) -> bool:
        """True for a repeated delivery, which must not count towards any limit."""
        with self._database.read() as session:
            return session.scalar(_known, {"conversation": conversation_id, "delivery": delivery_id}) is not None

    def _is_within_limits(self, conversation_id: str, chat_id: str) -> bool:
        """False when the person was told to write more slowly."""
        try:
            self._assistant.limits.check("message", conversation_id)
        except TooMany as refusal:
            # Said once a minute at most, or the answer to a flood would be a flood.
            mark = f"limit:{int(self._clock().timestamp()) // 60}"
            heard = Line("system", "(wrote too much at once to be read)", delivery_id=mark)
            self._tell(conversation_id, chat_id, heard, Line("bot", str(refusal), {"version": 1, "notice": "limit"}))
            return False
        return True

    def _tell(self, conversation_id: str, chat_id: str, heard: Line, answer: Line) -> None:
        """Answers without a turn. Both lines show in the conversation; the delivery id of ``heard`` makes it happen once."""
        with self._database.write() as session:
            hold_open(session, conversation_id)
            if session.scalar(_known, {"conversation": conversation_id, "delivery": heard.delivery_id}) is not None:
                return
            now = self._clock()
            heard_as, _answered_as = add_lines(session, conversation_id, [heard, answer], now)
            self._assistant.sender.send(
                session,
                to=Address("telegram", chat_id),
                purpose=REPLY,
                channel="telegram",
                payload={"chat_id": chat_id, "text": answer.text, "custom": answer.custom},
                key=f"told:{conversation_id}:{heard.delivery_id}",
                lane=f"telegram:{chat_id}",
                now=now,
                conversation_id=conversation_id,
                answers=heard_as,
            )
        self._wake()

    def _acknowledge(self, conversation_id: str, pressed: Pressed, *, clear: bool) -> None:
        """Stops the button's spinner and takes used buttons away; in a lane of its own, to wait for nothing else."""
        calls: list[dict[str, Any]] = [{"method": "answerCallbackQuery", "callback_query_id": pressed.query_id}]
        if clear and pressed.message_id is not None:
            nothing: dict[str, Any] = {"inline_keyboard": []}
            where = {"chat_id": pressed.chat_id, "message_id": pressed.message_id}
            calls.append({"method": "editMessageReplyMarkup", **where, "reply_markup": nothing})
        with suppress(NotSignedIn):  # what was pressed is erased already
            self._queue_courtesy(pressed.chat_id, pressed.delivery_id, f"telegram:{pressed.chat_id}:buttons", calls, conversation_id)

    def _leave(self, chat_id: str) -> None:
        lane, today = f"telegram:{chat_id}", f"{self._clock():%Y-%m-%d}"
        # Once a day: after having been added again, it leaves again. Two rows, because it may not be allowed to speak.
        speak = {"method": "sendMessage", "chat_id": chat_id, "text": _NOT_IN_GROUPS}
        self._queue_courtesy(chat_id, f"group:{chat_id}:{today}", lane, [speak], None)
        self._queue_courtesy(chat_id, f"leave:{chat_id}:{today}", lane, [{"method": "leaveChat", "chat_id": chat_id}], None)

    def _queue_courtesy(self, chat_id: str, key: str, lane: str, calls: list[dict[str, Any]], conversation_id: str | None) -> None:
        with self._database.write() as session:
            if conversation_id is not None:
                hold_open(session, conversation_id)
            self._assistant.sender.send(
                session,
                to=Address("telegram", chat_id),
                purpose=REPLY,
                channel="telegram",
                payload={"optional": True, "calls": calls},
                key=f"telegram:{key}",
                lane=lane,
                now=self._clock(),
                conversation_id=conversation_id,
                answers=key,
            )
        self._wake()
