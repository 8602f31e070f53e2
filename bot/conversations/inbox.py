"""Takes in what people send: stored first, answered after."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from bot.conversations import choices, greeting
from bot.conversations.feed import News
from bot.conversations.language import speaking
from bot.conversations.models import Conversation
from bot.conversations.thread import Line, add_lines, conversations, hold_open, messages, public_line
from bot.conversations.understanding import plain_text
from bot.db.base import as_table
from bot.engine.models import TrackerRow
from bot.errors import InvalidInput, NotSignedIn
from bot.nlu.encoder_of import begin
from bot.nlu.language import language_of, language_of_locale

if TYPE_CHECKING:
    from bot.assistant import Assistant

_first_delivery = select(messages.c.seq).where(
    messages.c.conversation_id == bindparam("conversation"), messages.c.delivery_id == bindparam("delivery")
)
_before_storing = select(_first_delivery.scalar_subquery().label("known"), choices.OFFERED_LAST.scalar_subquery().label("offered"))
_by_token = select(conversations.c.id, conversations.c.status, conversations.c.last_seq, conversations.c.last_page_url).where(
    conversations.c.token_hash == bindparam("token_hash")
)
_now_on_page = update(conversations).where(conversations.c.id == bindparam("conversation")).values(last_page_url=bindparam("page"))
_create_on_sqlite = sqlite_insert(conversations).on_conflict_do_nothing().returning(conversations.c.id)
_create_on_postgres = postgres_insert(conversations).on_conflict_do_nothing().returning(conversations.c.id)
_begin_memory = insert(as_table(TrackerRow))


@dataclass(frozen=True)
class OpenConversation:
    """A conversation as its token opens it."""

    id: str
    status: str
    last_seq: int


@dataclass(frozen=True)
class _Sent:
    """What was sent, checked as far as that needs no database: typed text, a button's payload, or a form's values."""

    text: str
    payload: str | None = None
    form: dict[str, str | bool] | None = None


class Inbox:
    """Opens conversations and stores inbound messages."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._database = assistant.database

    def open_web(self, *, page_url: str | None, referrer: str | None, locale: str | None) -> tuple[str, str]:
        """A new conversation of a website visitor, greeted: its id and its secret token."""
        token = secrets.token_urlsafe(32)
        now = self._assistant.clock()
        # What a power cut could take of it is a greeting: the first message settles the whole.
        with self._database.write_unsettled() as session:
            conversation_id = self._create(session, "web", now, locale=locale, page_url=page_url, referrer=referrer, token=token)
            assert conversation_id is not None  # nothing to collide with: its id and token are random
            with speaking(language_of_locale(locale)):
                public, meanings = choices.publish(greeting.custom())
                line = Line("bot", greeting.text(self._assistant.school), public, meanings)
            add_lines(session, conversation_id, [line], now)
        return conversation_id, token

    def open_thread(self, channel: str, external_id: str, *, locale: str | None = None) -> str:
        """The conversation of a messaging app's thread, made if it is new."""
        find = select(Conversation.id).where(Conversation.channel == channel, Conversation.external_id == external_id)
        with self._database.read() as session:
            known = session.scalar(find)
        if known is not None:
            return known
        with self._database.write() as session:
            known = session.scalar(find)
            if known is not None:
                return known
            created = self._create(session, channel, self._assistant.clock(), external_id=external_id, locale=locale)
            # Another process may have made it in the meantime; then its row counts.
            return created or session.scalars(find).one()

    def identify(self, token: str) -> OpenConversation:
        """The conversation that ``token`` opens. Raises :class:`NotSignedIn`."""
        with self._database.read() as session:
            row = session.connection().execute(_by_token, {"token_hash": token_hash(token)}).one_or_none()
        if row is None:
            raise NotSignedIn("This conversation has ended.")
        return OpenConversation(row.id, row.status, row.last_seq)

    def receive(
        self,
        conversation_id: str,
        delivery_id: str,
        text: str,
        *,
        payload: str | None = None,
        form: dict[str, Any] | None = None,
    ) -> int:
        """Stores one inbound message and returns its number; a repeated delivery returns the first one's.

        It can be answered from now on; whoever sent it is told only after the database has settled.
        Raises :class:`InvalidInput` for text that cannot be taken or a button that was not offered, and :class:`NotSignedIn`
        when the conversation was erased.
        """
        sent = self._checked(text, payload, form)
        with self._database.write_unsettled() as session:
            # The same delivery may arrive twice at once; in PostgreSQL the second waits here and then sees the first.
            hold_open(session, conversation_id)
            seq, news = self._take(session, conversation_id, delivery_id, sent)
        if news is not None:
            self._assistant.feed.publish(conversation_id, news)
        return seq

    def receive_with_token(
        self,
        token: str,
        delivery_id: str,
        text: str,
        *,
        payload: str | None = None,
        form: dict[str, Any] | None = None,
        page_url: str | None = None,
        admit: Callable[[str], None],
    ) -> tuple[str, int]:
        """As :meth:`receive`, for the conversation that ``token`` opens: its id and the message's number.

        ``page_url``: where on the website the visitor is now.
        ``admit`` is asked with the id before anything is stored and may raise. Raises :class:`NotSignedIn`.
        """
        sent = self._checked(text, payload, form)
        with self._database.write_unsettled() as session:
            opened = _by_token if self._database.is_sqlite else _by_token.with_for_update()
            row = session.connection().execute(opened, {"token_hash": token_hash(token)}).one_or_none()
            if row is None:
                raise NotSignedIn("This conversation has ended.")
            admit(row.id)
            if page_url is not None and page_url != row.last_page_url:
                session.connection().execute(_now_on_page, {"conversation": row.id, "page": page_url})
            seq, news = self._take(session, row.id, delivery_id, sent)
        if news is not None:
            self._assistant.feed.publish(row.id, news)
        return row.id, seq

    def _checked(self, text: str, payload: str | None, form: dict[str, Any] | None) -> _Sent:
        longest = self._assistant.settings.max_text
        if payload is not None:
            return _Sent("", payload=payload)
        if form is not None:
            return _Sent("", form=clean_form(form, longest))
        text = clean_text(text, longest)
        # The turn will ask for the text's vector; it is computed while the message is being stored.
        begin(plain_text(text), language_of(text) or "en")
        return _Sent(text)

    def _take(self, session: Session, conversation_id: str, delivery_id: str, sent: _Sent) -> tuple[int, News | None]:
        """Adds the message in the caller's transaction; no news for a repeated delivery."""
        before = session.connection().execute(_before_storing, {"conversation": conversation_id, "delivery": delivery_id}).one()
        if before.known is not None:
            return int(before.known), None
        text = sent.text
        given: dict[str, Any] | None = None
        if sent.payload is not None:
            given = {"choice": choices.pressed(session, conversation_id, sent.payload)}
            text = given["choice"]["title"]
        elif sent.form is not None:
            given = {"form": sent.form}
            text = ", ".join(value for value in sent.form.values() if isinstance(value, str) and value)
            text = text or "(nothing filled in)"
        else:
            choice = choices.named(before.offered, text)
            given = {"choice": choice} if choice else None
        now = self._assistant.clock()
        line = Line("visitor", text, input=given, delivery_id=delivery_id)
        seq = add_lines(session, conversation_id, [line], now)[0]
        return seq, News((public_line(seq, line, now),), waiting=True)

    def _create(
        self,
        session: Session,
        channel: str,
        now: datetime,
        *,
        external_id: str | None = None,
        locale: str | None = None,
        page_url: str | None = None,
        referrer: str | None = None,
        token: str | None = None,
    ) -> str | None:
        values = {
            "id": uuid.uuid4().hex,
            "channel": channel,
            "external_id": external_id,
            "token_hash": token_hash(token) if token else None,
            "last_seq": 0,
            "status": "bot",
            "locale": locale,
            "page_url": page_url,
            "last_page_url": page_url,
            "referrer": referrer,
            "created_at": now,
            "last_active_at": now,
        }
        connection = session.connection()
        made: str | None = connection.scalar(_create_on_sqlite if self._database.is_sqlite else _create_on_postgres, values)
        if made is None:
            return None
        connection.execute(_begin_memory, {"conversation_id": made, "state": ""})
        return made


def token_hash(token: str) -> bytes:
    """What is stored of a token: its SHA-256. The token has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}
_FILLERS = set("\u115f\u1160\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """True when nothing of ``text`` can be seen: blanks, joiners, marks without a letter."""
    return all(unicodedata.category(character) in _UNSEEN or character in _FILLERS for character in text)


def clean_text(text: str, longest: int) -> str:
    """``text`` in normal form without control characters. Raises :class:`InvalidInput` when empty or too long."""
    if len(text) > longest:
        raise InvalidInput(f"That message is too long. Please keep it under {longest} characters.")
    cleaned = unicodedata.normalize("NFC", _CONTROL.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")))
    cleaned = "\n".join(" ".join(line.split()) for line in cleaned.splitlines()).strip()
    if is_blank(cleaned):
        raise InvalidInput("Please write a message first.")
    return cleaned


def clean_form(form: dict[str, Any], longest: int) -> dict[str, str | bool]:
    """The values of a sent form: text or ticks only, cleaned, at most twenty. Raises :class:`InvalidInput`."""
    if len(form) > 20:
        raise InvalidInput("That form has too many fields.")
    values: dict[str, str | bool] = {}
    for key, value in form.items():
        if isinstance(value, bool):
            values[str(key)[:40]] = value
        elif isinstance(value, str):
            if not is_blank(value):
                values[str(key)[:40]] = clean_text(value, longest)
        elif value is not None:
            raise InvalidInput("A form field holds something other than text.")
    return values
