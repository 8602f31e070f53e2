from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.channels.telegram_update import (
    NO_EDITS,
    ONLY_TEXT,
    Ignored,
    InGroup,
    Opened,
    Pressed,
    Said,
    Unreadable,
    Update,
    read,
)

PERSON = {"id": 77, "is_bot": False, "first_name": "Maya", "language_code": "en"}
PRIVATE = {"id": 77, "type": "private", "first_name": "Maya"}


def message(**parts: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_790_000_000, "chat": PRIVATE, "from": PERSON, **parts}


def understood(**update: Any) -> object:
    return read(Update.model_validate({"update_id": 900, **update}))


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"text": "What jobs can I get?"}, "What jobs can I get?"),
        ({"text": "/started it yesterday"}, "/started it yesterday"),
        ({"text": '/inform{"name": "x"}'}, '/inform{"name": "x"}'),
        ({"text": "  "}, "  "),
        ({"photo": [{"file_id": "x"}], "caption": "Is this your campus?"}, "Is this your campus?"),
        ({"contact": {"phone_number": "14075550123", "first_name": "Maya"}}, "+14075550123"),
        ({"contact": {"phone_number": "+14075550123", "first_name": "Maya"}}, "+14075550123"),
    ],
)
def test_text_is_taken_as_it_was_written(parts: dict[str, Any], text: str) -> None:
    assert understood(message=message(**parts)) == Said("77", "update:900", text, "en")


@pytest.mark.parametrize("text", ["/start", "/start poster-7"])
def test_the_start_button_opens_the_chat(text: str) -> None:
    assert understood(message=message(text=text)) == Opened("77", "update:900", "en")


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "location", "video_note", "document", "poll", "dice"])
def test_what_is_not_text_is_named(kind: str) -> None:
    found = understood(message=message(**{kind: {"file_id": "x"}}))
    assert isinstance(found, Unreadable)
    assert (found.delivery_id, found.answer) == ("update:900", ONLY_TEXT)


def test_an_edit_is_marked_by_its_message_so_that_it_is_answered_once() -> None:
    edits = [
        read(Update.model_validate({"update_id": number, "edited_message": message(text=f"version {number}")})) for number in (901, 902)
    ]
    assert edits[0] == edits[1] == Unreadable("77", "edited:5", "(changed an earlier message)", NO_EDITS, "en")


def test_a_press_carries_the_payload_and_where_it_was() -> None:
    query = {"id": "4382", "from": PERSON, "message": message(text="Which?"), "data": "pJ3x", "chat_instance": "1"}
    assert understood(callback_query=query) == Pressed("77", "cb:4382", "pJ3x", "4382", 5, "en")
    far = {"id": "4383", "from": PERSON, "message": {"chat": PRIVATE, "message_id": 2, "date": 0}, "data": "pJ3x"}
    assert understood(callback_query=far) == Pressed("77", "cb:4383", "pJ3x", "4383", 2, "en")
    without = {"id": "4384", "from": PERSON, "data": "pJ3x"}
    assert understood(callback_query=without) == Pressed("77", "cb:4384", "pJ3x", "4384", None, "en")


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_groups_are_left(kind: str) -> None:
    chat = {"id": -100123, "type": kind, "title": "Friends"}
    assert understood(message=message(chat=chat, text="hi bot")) == InGroup("-100123")


@pytest.mark.parametrize(
    "update",
    [
        {"my_chat_member": {"chat": PRIVATE, "from": PERSON}},
        {"channel_post": {"message_id": 1, "chat": {"id": -1, "type": "channel"}, "text": "news"}},
        {"message": message(chat={"id": -1, "type": "channel"}, text="news")},
        {"message": message(**{"from": {**PERSON, "is_bot": True}}, text="I am a bot")},
        {"message": {"message_id": 1, "chat": PRIVATE, "text": "from nobody"}},
        {"message": message(pinned_message={"message_id": 2})},
        {"edited_message": message(location={"latitude": 1, "longitude": 2})},
        {"callback_query": {"id": "1", "from": PERSON, "message": message(), "game_short_name": "chess"}},
        {"callback_query": {"id": "1", "from": PERSON, "message": message(chat={"id": -5, "type": "group"}), "data": "x"}},
        {},
    ],
)
def test_the_rest_is_ignored(update: dict[str, Any]) -> None:
    assert isinstance(understood(**update), Ignored)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": "900", "message": message(text="hi")},
        {"update_id": 900, "message": message(text=["hi"])},
        {"update_id": 900, "message": message(chat={"id": 2**70, "type": "private"}, text="hi")},
        {"update_id": 900, "message": "hi"},
        {"message": message(text="hi")},
        [],
    ],
)
def test_documented_types_are_insisted_on(update: Any) -> None:
    with pytest.raises(ValidationError):
        Update.model_validate(update)
