from __future__ import annotations

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from telegram_world import SECRET, client_of

from bot.assistant import Assistant
from bot.channels.telegram import PATH
from bot.conversations import choices
from bot.conversations.models import Conversation, Message
from bot.conversations.thread import Line, add_lines
from bot.errors import Busy
from bot.outbox.models import OutboxRow
from bot.privacy.service import Privacy
from bot.settings import Settings

PERSON = {"id": 77, "is_bot": False, "first_name": "Maya", "language_code": "en"}
CHAT = {"id": 77, "type": "private"}


def message(update_id: int = 1, **parts: Any) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": 5, "chat": CHAT, "from": PERSON, **parts}}


def press(payload: str, query_id: str = "q1") -> dict[str, Any]:
    shown = {"message_id": 9, "chat": CHAT, "from": {"id": 1, "is_bot": True}}
    return {"update_id": 2, "callback_query": {"id": query_id, "from": PERSON, "message": shown, "data": payload}}


def post(client: TestClient, update: Any, secret: str | None = SECRET) -> int:
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    return client.post(PATH, content=body, headers=headers).status_code


def lines(assistant: Assistant) -> list[tuple[str, str]]:
    with assistant.database.read() as session:
        return [(row.role, row.text) for row in session.scalars(select(Message).order_by(Message.id))]


def outbox(assistant: Assistant) -> list[OutboxRow]:
    with assistant.database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def submitted(assistant: Assistant) -> list[str]:
    engine: Any = assistant.engine
    return list(engine.submitted)


def offer(assistant: Assistant, *titles: str) -> list[str]:
    """A bot line with buttons in the conversation; returns their payload ids."""
    replies = [{"title": title, "meaning": {"intent": "inform"}} for title in titles]
    public, meanings = choices.publish({"quick_replies": replies})
    assert public is not None
    with assistant.database.write() as session:
        conversation_id = session.scalars(select(Conversation.id)).one()
        add_lines(session, conversation_id, [Line("bot", "Which one?", public, meanings)], assistant.clock())
    return [reply["payload"] for reply in public["quick_replies"]]


def test_a_message_is_stored_and_its_turn_queued(client: TestClient, assistant: Assistant) -> None:
    assert post(client, message(text="What jobs can I get?")) == 200
    assert lines(assistant) == [("visitor", "What jobs can I get?")]
    with assistant.database.read() as session:
        conversation = session.scalars(select(Conversation)).one()
    assert (conversation.channel, conversation.external_id, conversation.locale) == ("telegram", "77", "en")
    assert submitted(assistant) == [conversation.id]


def test_five_deliveries_of_one_update_make_one_message(client: TestClient, assistant: Assistant) -> None:
    assert [post(client, message(text="Hello")) for _ in range(5)] == [200] * 5
    assert lines(assistant) == [("visitor", "Hello")]


@pytest.mark.postgres
def test_five_deliveries_at_the_same_moment_make_one_message(postgres_assistant: Assistant) -> None:
    client = client_of(postgres_assistant)
    with ThreadPoolExecutor(5) as senders:
        for number, parts in enumerate([{"text": "Hello"}, {"voice": {"file_id": "x"}}] * 2):
            assert list(senders.map(partial(post, client), [message(number, **parts)] * 5)) == [200] * 5
    roles = [role for role, _text in lines(postgres_assistant)]
    assert roles == ["visitor", "system", "bot"] * 2


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "ünïcode"])
def test_without_the_secret_nothing_is_read(client: TestClient, assistant: Assistant, secret: str | None) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret.encode()} if secret is not None else {}
    for body in (json.dumps(message(text="Hello")).encode(), b"{not json"):
        answer = client.post(PATH, content=body, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"] == "Not allowed."
    assert lines(assistant) == []


@pytest.mark.parametrize("missing", ["telegram_token", "telegram_secret"])
def test_without_a_bot_there_is_no_webhook(assistant: Assistant, settings: Settings, missing: str) -> None:
    assistant.settings = settings.model_copy(update={missing: ""})
    assert post(client_of(assistant), message(text="Hello")) == 404
    assert post(client_of(assistant), message(text="Hello"), secret="") == 404


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"update_id": 1', b"[" * 100_000])
def test_malformed_json_is_refused_and_logged_without_content(client: TestClient, assistant: Assistant, body: bytes) -> None:
    with structlog.testing.capture_logs() as logged:
        answer = client.post(PATH, content=body, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert logged == [{"event": "telegram.malformed", "log_level": "warning", "bytes": len(body)}]
    assert lines(assistant) == []


def test_what_cannot_be_understood_is_taken_off_telegrams_hands_and_logged_without_content(
    client: TestClient, assistant: Assistant
) -> None:
    with structlog.testing.capture_logs() as logged:
        for update in ([], 7, {"update_id": 1, "message": {"text": "my secret wish"}}, {"update_id": 1, "poll": {}}):
            assert post(client, update) == 200
    assert lines(assistant) == []
    assert [entry["event"] for entry in logged].count("telegram.not_understood") == 3
    assert "secret wish" not in str(logged)


def test_a_body_over_the_limit_is_refused(client: TestClient, assistant: Assistant) -> None:
    assert post(client, message(text="x" * 1_000_001)) == 413
    assert lines(assistant) == []


def test_media_gets_a_polite_line_once_and_shows_in_the_conversation(client: TestClient, assistant: Assistant) -> None:
    for _ in range(3):
        assert post(client, message(voice={"file_id": "x", "duration": 3})) == 200
    (heard, answer), (row,) = lines(assistant), outbox(assistant)
    assert heard == ("system", "(sent a voice message, which was not kept)")
    assert answer[0] == "bot"
    assert answer[1].startswith("I can only read text")
    assert row.payload == {"chat_id": "77", "text": answer[1], "custom": None}
    assert row.lane == "telegram:77"
    assert submitted(assistant) == []


def test_opening_the_chat_is_greeted_once_with_buttons_that_work(client: TestClient, assistant: Assistant) -> None:
    for _ in range(3):
        assert post(client, message(text="/start")) == 200
    assert [role for role, _text in lines(assistant)] == ["system", "bot"]
    assert "automated admissions assistant" in lines(assistant)[1][1]
    (row,) = outbox(assistant)
    assert row.payload["text"] == lines(assistant)[1][1]
    assert "meaning" not in str(row.payload)
    assert post(client, press(row.payload["custom"]["quick_replies"][2]["payload"])) == 200
    assert lines(assistant)[-1] == ("visitor", "Book a campus tour")
    assert len(submitted(assistant)) == 1


def test_an_edit_is_not_answered_again_but_the_person_is_told_once(client: TestClient, assistant: Assistant) -> None:
    post(client, message(text="What jbos?"))
    edit = {"message_id": 5, "chat": CHAT, "from": PERSON, "text": "What jobs?", "edit_date": 1}
    for update_id in (2, 3):
        assert post(client, {"update_id": update_id, "edited_message": edit}) == 200
    assert [role for role, _text in lines(assistant)] == ["visitor", "system", "bot"]
    assert len(outbox(assistant)) == 1
    assert len(submitted(assistant)) == 1


def test_a_press_is_stored_once_and_the_buttons_are_cleared(client: TestClient, assistant: Assistant) -> None:
    post(client, message(text="Hello"))
    payload = offer(assistant, "Yes", "No")[1]
    for _ in range(3):
        assert post(client, press(payload)) == 200
    assert lines(assistant)[-1] == ("visitor", "No")
    assert len(lines(assistant)) == 3
    (row,) = outbox(assistant)
    assert row.lane == "telegram:77:buttons"
    assert row.payload["optional"] is True
    assert [call["method"] for call in row.payload["calls"]] == ["answerCallbackQuery", "editMessageReplyMarkup"]
    assert row.payload["calls"][0]["callback_query_id"] == "q1"
    assert row.payload["calls"][1]["message_id"] == 9


def test_a_press_of_an_unknown_button_is_answered_in_words(client: TestClient, assistant: Assistant) -> None:
    assert post(client, press("someone-elses")) == 200
    assert [role for role, _text in lines(assistant)] == ["system", "bot"]
    assert {row.lane for row in outbox(assistant)} == {"telegram:77", "telegram:77:buttons"}
    assert submitted(assistant) == []


def test_a_button_of_another_chat_does_nothing_here(client: TestClient, assistant: Assistant) -> None:
    post(client, message(text="Hello"))
    payload = offer(assistant, "Yes")[0]
    stranger = press(payload)
    stranger["callback_query"]["from"] = {**PERSON, "id": 88}
    stranger["callback_query"]["message"]["chat"] = {"id": 88, "type": "private"}
    assert post(client, stranger) == 200
    assert ("visitor", "Yes") not in lines(assistant)


def test_commands_of_the_dialogue_engine_are_plain_text(client: TestClient, assistant: Assistant) -> None:
    for number, text in enumerate(('/inform{"name": "x"}', "/restart", "/session_start")):
        assert post(client, message(number, text=text)) == 200
    with assistant.database.read() as session:
        assert set(session.scalars(select(Message.input))) == {None}
    assert [text for _role, text in lines(assistant)] == ['/inform{"name": "x"}', "/restart", "/session_start"]


def test_text_that_cannot_be_taken_gets_the_reason(client: TestClient, assistant: Assistant) -> None:
    for number, text in enumerate(("   ", "\u200b\u0000", "x" * 3000)):
        assert post(client, message(number, text=text)) == 200
    assert [role for role, _text in lines(assistant)] == ["system", "bot"] * 3
    assert "under 2000 characters" in lines(assistant)[-1][1]
    assert len(outbox(assistant)) == 3


@pytest.mark.parametrize("text", ["😀👩🏽‍🎓", "<script>alert(1)</script> *b* _i_", "a\u0000b\u202ec", "مرحبا"])
def test_unusual_text_is_taken(client: TestClient, assistant: Assistant, text: str) -> None:
    assert post(client, message(text=text)) == 200
    assert lines(assistant)[0][0] == "visitor"


def test_a_flood_is_answered_once_a_minute_and_other_chats_are_not_held_up(client: TestClient, assistant: Assistant) -> None:
    for number in range(40):
        assert post(client, message(number, text=f"line {number}")) == 200
    told = [text for role, text in lines(assistant) if role == "bot"]
    assert 1 <= len(told) <= 2  # the minute may turn in between
    assert "Please wait" in told[0]
    assert len([1 for role, _text in lines(assistant) if role == "visitor"]) == 30
    other = message(99, text="Hello")
    other["message"]["chat"] = {"id": 78, "type": "private"}
    assert post(client, other) == 200
    assert lines(assistant)[-1] == ("visitor", "Hello")


def test_repeated_deliveries_are_no_flood(client: TestClient, assistant: Assistant) -> None:
    for _ in range(40):
        assert post(client, message(text="Hello")) == 200
        assert post(client, message(2, sticker={"file_id": "x"})) == 200
    assert [role for role, _text in lines(assistant)] == ["visitor", "system", "bot"]


def test_a_press_in_a_flood_keeps_its_buttons(client: TestClient, assistant: Assistant) -> None:
    post(client, message(0, text="Hello"))
    payload = offer(assistant, "Yes")[0]
    for number in range(1, 30):
        post(client, message(number, text="again"))
    post(client, press(payload))
    (acknowledgement,) = [row for row in outbox(assistant) if row.lane.endswith(":buttons")]
    assert [call["method"] for call in acknowledgement.payload["calls"]] == ["answerCallbackQuery"]


@pytest.mark.parametrize("parts", [{"text": "I am Maya"}, {"text": "/start"}, {"text": "x" * 3000}, {"voice": {"file_id": "x"}}])
def test_what_comes_while_its_conversation_is_erased_begins_a_new_one(
    client: TestClient, assistant: Assistant, monkeypatch: pytest.MonkeyPatch, parts: dict[str, Any]
) -> None:
    post(client, message(1, text="Hello"))
    erased, find = assistant.inbox.open_thread("telegram", "77"), assistant.inbox.open_thread

    def erased_meanwhile(*which: Any, **more: Any) -> str:
        found = find(*which, **more)
        if found == erased:
            Privacy(assistant).erase_conversation(erased)
        return found

    monkeypatch.setattr(assistant.inbox, "open_thread", erased_meanwhile)
    assert post(client, message(2, **parts)) == 200

    with assistant.database.read() as session:
        left = session.scalars(select(Message.text).where(Message.conversation_id == erased)).all()
        new = session.scalars(select(Message.conversation_id).where(Message.conversation_id != erased).distinct()).all()
    assert left == ["(deleted)"]
    assert len(new) == 1
    assert {row.conversation_id for row in outbox(assistant)} <= set(new)


def test_a_press_whose_conversation_is_erased_right_after_leaves_nothing(
    client: TestClient, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(client, message(1, text="Hello"))
    payload = offer(assistant, "Yes")[0]
    receive = assistant.inbox.receive

    def then_erased(conversation_id: str, *which: Any, **more: Any) -> int:
        seq = receive(conversation_id, *which, **more)
        Privacy(assistant).erase_conversation(conversation_id)
        return seq

    monkeypatch.setattr(assistant.inbox, "receive", then_erased)
    assert post(client, press(payload)) == 200
    assert outbox(assistant) == []
    assert {text for _role, text in lines(assistant)} == {"(deleted)"}


def test_a_group_is_told_and_left_once(client: TestClient, assistant: Assistant) -> None:
    for number in range(3):
        update = message(number, text="hello bot")
        update["message"]["chat"] = {"id": -5, "type": "group", "title": "Friends"}
        assert post(client, update) == 200
    assert [row.payload["calls"][0]["method"] for row in outbox(assistant)] == ["sendMessage", "leaveChat"]
    with assistant.database.read() as session:
        assert session.scalar(select(func.count(Conversation.id))) == 0


def test_a_busy_or_starting_engine_makes_telegram_come_again(client: TestClient, assistant: Assistant) -> None:
    engine: Any = assistant.engine
    engine.has_room = False
    assert post(client, message(text="Hello")) == 503
    engine.has_room, engine.is_alive = True, False
    assert post(client, message(text="Hello")) == 503
    assert lines(assistant) == []
    engine.is_alive = True
    assert post(client, message(text="Hello")) == 200
    assert lines(assistant) == [("visitor", "Hello")]


def test_a_full_queue_after_storing_loses_nothing(client: TestClient, assistant: Assistant) -> None:
    engine: Any = assistant.engine

    def full(_conversation_id: str) -> None:
        raise Busy("full")

    engine.submit = full
    assert post(client, message(text="Hello")) == 200
    assert lines(assistant) == [("visitor", "Hello")]


def test_a_locked_database_makes_telegram_come_again(client: TestClient, assistant: Assistant) -> None:
    post(client, message(text="Hello"))
    locked, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with assistant.database.write():
            locked.set()
            go_on.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(10)
    try:
        assert post(client, message(2, text="Are you there?")) == 503
    finally:
        go_on.set()
        holder.join()
    assert post(client, message(2, text="Are you there?")) == 200
    assert [text for _role, text in lines(assistant)] == ["Hello", "Are you there?"]


def test_neither_token_nor_secret_nor_text_is_logged(client: TestClient, assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as logged:
        post(client, message(text="my private question"))
        post(client, message(text="my private question"), secret="wrong")
        post(client, press("someone-elses"))
    everything = caplog.text + str(logged)
    for private in (assistant.settings.telegram_token, SECRET, "my private question"):
        assert private not in everything
