"""What Telegram's updates mean to us. Unknown fields are ignored, known ones must have the documented type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

TelegramId = Annotated[int, Field(ge=-(2**63), lt=2**63)]

_MEDIA = {
    "animation": "an animation",
    "audio": "an audio file",
    "checklist": "a checklist",
    "dice": "a die",
    "document": "a file",
    "game": "a game",
    "location": "a location",
    "paid_media": "a photo or video",
    "photo": "a photo",
    "poll": "a poll",
    "sticker": "a sticker",
    "story": "a story",
    "venue": "a place",
    "video": "a video",
    "video_note": "a video message",
    "voice": "a voice message",
}


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Chat(_Part):
    """Where it was said. A private chat has the person's own id."""

    id: TelegramId
    type: str


class User(_Part):
    """Who said it."""

    id: TelegramId
    is_bot: bool = False
    language_code: str | None = Field(None, max_length=35)


class SharedContact(_Part):
    """A phone number passed on from the address book."""

    phone_number: str


class TelegramMessage(_Part):
    """A line in a chat. What else it carries is kept unread, to tell a photo from a notice of Telegram's."""

    model_config = ConfigDict(extra="allow")

    message_id: TelegramId
    chat: Chat
    sender: User | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    contact: SharedContact | None = None

    @property
    def media(self) -> str | None:
        """In words, what was sent instead of text."""
        return next((name for key, name in _MEDIA.items() if (self.model_extra or {}).get(key) is not None), None)


class CallbackQuery(_Part):
    """A pressed button."""

    id: str = Field(min_length=1, max_length=90)
    sender: User = Field(alias="from")
    message: TelegramMessage | None = None
    data: str | None = None


class Update(_Part):
    """One update; of its many kinds only these are read."""

    update_id: TelegramId
    message: TelegramMessage | None = None
    edited_message: TelegramMessage | None = None
    callback_query: CallbackQuery | None = None


@dataclass(frozen=True)
class Opened:
    """Somebody opened the chat, or asked for its beginning."""

    chat_id: str
    delivery_id: str
    locale: str | None


@dataclass(frozen=True)
class Said:
    """Somebody wrote something."""

    chat_id: str
    delivery_id: str
    text: str
    locale: str | None


@dataclass(frozen=True)
class Pressed:
    """Somebody pressed a button."""

    chat_id: str
    delivery_id: str
    payload: str
    query_id: str
    message_id: int | None
    locale: str | None


@dataclass(frozen=True)
class Unreadable:
    """Somebody sent what we cannot take in: something without text, or a change of what they wrote before."""

    chat_id: str
    delivery_id: str
    what: str
    """In words, for the transcript."""
    answer: str
    locale: str | None


@dataclass(frozen=True)
class InGroup:
    """Somebody spoke to us, or near us, in a group."""

    chat_id: str


@dataclass(frozen=True)
class Ignored:
    """Nothing to answer."""

    why: str


Inbound = Opened | Said | Pressed | Unreadable | InGroup | Ignored

ONLY_TEXT = "I can only read text, so I could not look at that. Please write what you would like to know."
NO_EDITS = "I can't see changes to a message that was sent before. Please write it again as a new message."


def read(update: Update) -> Inbound:
    """What an update means. Pure."""
    if update.callback_query is not None:
        return _read_press(update.callback_query)
    message = update.message or update.edited_message
    if message is None:
        return Ignored("another kind of update")
    if message.sender is None or message.sender.is_bot:
        return Ignored("not from a person")
    if message.chat.type in ("group", "supergroup"):
        return InGroup(str(message.chat.id))
    if message.chat.type != "private":
        return Ignored(f"in a {message.chat.type}"[:40])
    if update.message is None:
        return _read_edit(message)
    return _read_message(message, f"update:{update.update_id}")


def _read_message(message: TelegramMessage, delivery_id: str) -> Inbound:
    chat_id, locale = str(message.chat.id), message.sender.language_code if message.sender else None
    text = message.text or message.caption
    if message.contact is not None:
        number = message.contact.phone_number
        text = number if number.startswith("+") else f"+{number}"  # international, but Telegram may drop the plus
    if text is not None and text.split()[:1] == ["/start"]:  # with a word behind it when a link opened the chat
        return Opened(chat_id, delivery_id, locale)
    if text is not None:
        return Said(chat_id, delivery_id, text, locale)
    if message.media is not None:
        return Unreadable(chat_id, delivery_id, f"(sent {message.media}, which was not kept)", ONLY_TEXT, locale)
    return Ignored("a notice of Telegram's")


def _read_edit(message: TelegramMessage) -> Inbound:
    if message.text is None and message.caption is None:
        return Ignored("an edit without text")  # a live location moves by edits
    locale = message.sender.language_code if message.sender else None
    mark = f"edited:{message.message_id}"
    return Unreadable(str(message.chat.id), mark, "(changed an earlier message)", NO_EDITS, locale)


def _read_press(query: CallbackQuery) -> Inbound:
    chat = query.message.chat if query.message else Chat(id=query.sender.id, type="private")
    if query.data is None or chat.type != "private" or query.sender.is_bot:
        return Ignored("not a button of a private chat")
    message_id = query.message.message_id if query.message else None
    return Pressed(str(chat.id), f"cb:{query.id}", query.data, query.id, message_id, query.sender.language_code)
