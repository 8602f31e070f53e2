"""The thread on the real server: kept over a reload, shared by tabs, each message once and in order whatever happens to the line."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from browsing import LiveServer, NewContext
from chat_page import ChatPage, watch
from cuttable_line import CuttableLine
from playwright.sync_api import APIRequestContext, Page, expect

HELLO = "Hello there"
MARKUP = "<img src=x onerror=complaints.push('ran')> [x](javascript:alert(1)) **bold**"


def until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Asks until the condition holds; fails when the time is over."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def session_of(page: Page) -> dict[str, Any]:
    """The session that the widget keeps for all tabs."""
    found: dict[str, Any] = page.evaluate(
        "JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith('admissions-chat') && key.endsWith('session'))[1])"
    )
    return found


def thread_of(request: APIRequestContext, server: LiveServer, token: str) -> list[dict[str, Any]]:
    """The thread as the server has it."""
    answer = request.get(f"{server.url}/chat/messages?after=0", headers={"Authorization": f"Bearer {token}"})
    assert answer.ok, answer.status
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return messages


def test_the_page_names_the_school_and_the_chat_is_closed(chat: ChatPage, live_server: LiveServer) -> None:
    assert live_server.school_name in chat.page.title()
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")
    expect(chat.dialog).to_be_hidden()


def test_a_conversation_begins_when_the_chat_is_opened_and_not_before(page: Page, live_server: LiveServer) -> None:
    calls: list[str] = []
    page.on("request", lambda request: calls.append(f"{request.method} {request.url.removeprefix(live_server.url)}"))
    page.goto(live_server.url)
    chat = ChatPage(page)
    expect(chat.launcher).to_be_visible()
    assert not [call for call in calls if "/chat/" in call]
    chat.open()
    assert calls.count("POST /chat/sessions") == 1
    assert chat.bot_lines().count() >= 1


def test_an_answer_comes_and_the_message_counts_as_sent(chat: ChatPage) -> None:
    chat.open()
    assert chat.ask(HELLO)
    own = chat.page.locator("admissions-chat li.visitor")
    expect(own).to_have_count(1)
    expect(own.locator(".state")).to_have_text("Sent")


def test_nothing_is_asked_of_any_other_host_and_no_policy_is_broken(chat: ChatPage, live_server: LiveServer) -> None:
    elsewhere: list[str] = []
    chat.page.on(
        "request", lambda request: None if request.url.startswith((live_server.url, "blob:", "data:")) else elsewhere.append(request.url)
    )
    response = chat.page.reload()
    assert response
    policy = response.headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    chat.open()
    chat.ask(HELLO)
    assert not elsewhere
    assert not chat.complaints()


def test_a_reload_keeps_the_thread(chat: ChatPage) -> None:
    chat.open()
    chat.ask(HELLO)
    before = chat.texts()
    chat.page.reload()
    expect(chat.dialog).to_be_visible()
    expect(chat.lines).to_have_count(len(before))
    assert chat.texts() == before


def test_a_draft_survives_a_reload(chat: ChatPage) -> None:
    chat.open()
    chat.input.fill("I was about to ask")
    chat.page.reload()
    expect(chat.input).to_have_value("I was about to ask")


def test_two_tabs_show_the_same_thread(new_context: NewContext, live_server: LiveServer) -> None:
    context = new_context()
    one, two = ChatPage(watch(context.new_page())), ChatPage(watch(context.new_page()))
    for chat in (one, two):
        chat.page.goto(live_server.url)
    one.open()
    one.ask(HELLO)
    two.open()
    expect(two.lines).to_have_count(one.lines.count())
    two.ask("And another question, from the second tab")
    expect(one.lines).to_have_count(two.lines.count())
    assert one.texts() == two.texts()


def test_an_answer_that_came_while_the_chat_was_closed_is_counted(new_context: NewContext, live_server: LiveServer) -> None:
    context = new_context()
    one, two = ChatPage(watch(context.new_page())), ChatPage(watch(context.new_page()))
    one.page.goto(live_server.url)
    one.open()
    one.page.keyboard.press("Escape")
    two.page.goto(live_server.url)
    expect(two.launcher).to_have_accessible_name("Chat")
    # The second tab never opened the chat: it follows all the same, and counts what neither tab has shown.
    token = session_of(one.page)["token"]
    body = {"client_id": "11111111-1111-4111-8111-111111111111", "text": HELLO}
    posted = one.page.request.post(f"{live_server.url}/chat/messages", data=body, headers={"Authorization": f"Bearer {token}"})
    assert posted.status == 202
    for chat in (one, two):
        expect(chat.launcher).to_have_accessible_name("Chat, new messages: 1")
    one.open()
    expect(one.launcher).to_have_accessible_name("Chat")


def test_the_same_message_posted_five_times_is_there_once(chat: ChatPage, live_server: LiveServer) -> None:
    chat.open()
    token = session_of(chat.page)["token"]
    body = {"client_id": "22222222-2222-4222-8222-222222222222", "text": "Only once, please"}
    answers = [
        chat.page.request.post(f"{live_server.url}/chat/messages", data=body, headers={"Authorization": f"Bearer {token}"})
        for _ in range(5)
    ]
    assert len({answer.json()["seq"] for answer in answers}) == 1
    expect(chat.page.locator("admissions-chat li.visitor")).to_have_count(1)
    until(lambda: thread_of(chat.page.request, live_server, token)[-1]["role"] == "bot", "no answer")
    expect(chat.lines).to_have_count(len(thread_of(chat.page.request, live_server, token)))


def test_markup_stays_text(chat: ChatPage) -> None:
    chat.open()
    chat.ask(MARKUP)
    assert MARKUP in chat.texts()
    assert chat.page.locator("admissions-chat li img").count() == 0
    assert chat.page.locator("admissions-chat li a[href^=javascript]").count() == 0
    assert not chat.complaints()


@pytest.mark.parametrize("answered", [True, False], ids=["answer lost on the way", "message lost on the way"])
def test_a_line_cut_in_the_middle_loses_and_doubles_nothing(answered: bool, page: Page, live_server: LiveServer) -> None:
    with CuttableLine(live_server.url) as line:
        page.goto(line.url)
        chat = ChatPage(page).open()
        chat.ask(HELLO)
        token = session_of(page)["token"]
        before = len(thread_of(page.request, live_server, token))
        if answered:
            # The server has the message and its answer is on the wire; neither it nor the acknowledgement arrives.
            line.hold()
            chat.send("The first one")
            until(
                lambda: (
                    thread_of(page.request, live_server, token)[-1]["role"] == "bot"
                    and len(thread_of(page.request, live_server, token)) > before
                ),
                "no answer",
            )
            line.cut()
        else:
            line.cut()
            chat.send("The first one")
        expect(chat.status).to_contain_text("No connection")
        chat.send("The second one, typed without a line")
        waiting = chat.page.locator("admissions-chat li.visitor", has_text="typed without a line")
        expect(waiting).not_to_contain_text("Sent")
        line.mend()
        expect(waiting.locator(".state")).to_have_text("Sent", timeout=40_000)

        def settled() -> bool:
            thread = thread_of(page.request, live_server, token)
            return thread[-1]["role"] == "bot" and sum(message["role"] == "visitor" for message in thread) == 3

        until(settled, "the second message was not answered")
        thread = thread_of(page.request, live_server, token)
        expect(chat.lines).to_have_count(len(thread))
        assert [text for text in chat.texts() if text] == [message["text"].strip() for message in thread if message["text"]]
        assert [message["text"] for message in thread if message["role"] == "visitor"] == [
            HELLO,
            "The first one",
            "The second one, typed without a line",
        ]
        assert not chat.complaints()


def test_what_was_typed_without_a_line_is_sent_after_a_reload_too(page: Page, live_server: LiveServer) -> None:
    with CuttableLine(live_server.url) as line:
        page.goto(line.url)
        chat = ChatPage(page).open()
        line.cut()
        chat.send("Do not forget this")
        expect(chat.lines.last).to_contain_text("Not sent yet")
        line.mend()
        page.reload()
        own = page.locator("admissions-chat li.visitor", has_text="Do not forget this")
        expect(own.locator(".state")).to_have_text("Sent")
        expect(own).to_have_count(1)


def test_the_transcript_can_be_taken_home(chat: ChatPage) -> None:
    chat.open()
    chat.ask("A sentence to find again")
    chat.page.get_by_role("button", name="More").click()
    with chat.page.expect_download() as download:
        chat.page.get_by_role("button", name="Download transcript").click()
    assert download.value.suggested_filename == "conversation.txt"
    assert "A sentence to find again" in download.value.path().read_text()


def test_delete_my_data_leaves_nothing_that_the_old_token_can_read(new_context: NewContext, live_server: LiveServer) -> None:
    context = new_context()
    one, two = ChatPage(watch(context.new_page())), ChatPage(watch(context.new_page()))
    for chat in (one, two):
        chat.page.goto(live_server.url)
        chat.open()
    one.ask(HELLO)
    expect(two.lines).to_have_count(one.lines.count())
    token = session_of(one.page)["token"]
    one.page.get_by_role("button", name="More").click()
    one.page.get_by_role("button", name="Delete my data").click()
    one.page.get_by_role("button", name="Delete", exact=True).click()
    for chat in (one, two):
        expect(chat.page.get_by_text("Your data has been deleted.")).to_be_visible()
        expect(chat.lines).to_have_count(0)
    gone = one.page.request.get(f"{live_server.url}/chat/messages?after=0", headers={"Authorization": f"Bearer {token}"})
    assert gone.status == 401
    one.page.get_by_role("button", name="Start a new conversation").click()
    expect(one.lines.first).to_be_visible()
    assert HELLO not in one.texts()
    # The other tab joins the new conversation.
    expect(two.lines).to_have_count(one.lines.count())
    assert session_of(one.page)["token"] != token


def test_without_scripts_the_page_says_how_else_to_get_in_touch(new_context: NewContext, live_server: LiveServer) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url)
    assert "The chat needs JavaScript" in page.locator("body").inner_text()
