"""When the server refuses, is away or has forgotten: nothing typed is lost, and the visitor is told in words."""

from __future__ import annotations

import re

import pytest
from browsing import NewContext
from chat_page import ChatPage, watch
from playwright.sync_api import Page, expect
from samples import FORM
from scripted_school import ScriptedSchool

BLOCKED = """
for (const name of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError') } });
}
"""


@pytest.fixture
def chat(scripted: ChatPage) -> ChatPage:
    scripted.host.evaluate("(host) => { window.errors = []; host.addEventListener('error', (event) => errors.push(event.detail.status)) }")
    return scripted.open()


def test_a_limit_is_told_in_the_thread_and_kept_to(chat: ChatPage, school: ScriptedSchool) -> None:
    school.refuse("POST /chat/messages", 429, detail="Slow down, please.", retry_after=2)
    chat.send("Too fast")
    line = chat.lines.last
    expect(line).to_contain_text("Please wait. Trying again in 2 s.")
    expect(line.get_by_role("button")).to_have_count(0)
    expect(line.locator(".state")).to_have_text("Sent", timeout=10_000)
    assert school.requests.count("POST /chat/messages") == 2
    assert [post["text"] for post in school.posts] == ["Too fast"]
    assert chat.page.evaluate("errors") == [429]


def test_a_server_that_is_away_is_tried_again_with_the_same_id(chat: ChatPage, school: ScriptedSchool) -> None:
    school.refuse("POST /chat/messages", 503, times=3)
    chat.send("Patience")
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    assert school.requests.count("POST /chat/messages") == 4
    assert len(school.posts) == 1


def test_a_message_refused_for_good_says_why_and_can_be_edited(chat: ChatPage, school: ScriptedSchool) -> None:
    school.refuse("POST /chat/messages", 413, times=2, detail="The message is too long.")
    chat.send("Far too long")
    line = chat.lines.last
    expect(line.get_by_role("alert")).to_have_text("Not sent. The message is too long.")
    line.get_by_role("button", name="Try again").click()
    school.wait_until(lambda: school.requests.count("POST /chat/messages") == 2)
    expect(line.get_by_role("alert")).to_have_text("Not sent. The message is too long.")
    chat.input.fill("meanwhile typed")
    line.get_by_role("button", name="Edit").click()
    expect(chat.input).to_have_value("Far too long\nmeanwhile typed")
    expect(chat.input).to_be_focused()
    expect(chat.lines).to_have_count(1)
    chat.send("Short")
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    assert [post["text"] for post in school.posts] == ["Short"]


def test_a_refused_message_does_not_hold_up_the_next(chat: ChatPage, school: ScriptedSchool) -> None:
    school.refuse("POST /chat/messages", 422, detail="No.")
    chat.send("first")
    expect(chat.lines.last.get_by_role("alert")).to_be_visible()
    chat.send("second")
    expect(chat.page.locator("admissions-chat li", has_text="second").locator(".state")).to_have_text("Sent")


def test_a_form_refused_for_good_can_be_sent_again(chat: ChatPage, school: ScriptedSchool) -> None:
    school.say("Who is coming?", FORM)
    form = chat.page.get_by_role("form", name="Your details")
    form.get_by_label("Name").fill("Sam")
    form.get_by_label("E-mail").fill("sam@example.org")
    form.get_by_label("Program").select_option("arts")
    form.get_by_label("I am 13 or older").check()
    school.refuse("POST /chat/messages", 422, detail="Unknown form.")
    form.get_by_role("button", name="Continue").click()
    line = chat.lines.last
    expect(line.get_by_role("alert")).to_have_text("Not sent. Unknown form.")
    line.get_by_role("button", name="Try again").click()
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    assert school.posts[-1]["form"]["values"]["name"] == "Sam"


def test_a_chat_that_cannot_begin_says_so_and_begins_when_it_can(scripted: ChatPage, school: ScriptedSchool) -> None:
    school.refuse("POST /chat/sessions", 503, times=2, retry_after=1)
    scripted.launcher.click()
    expect(scripted.status).to_have_text("Please wait. Trying again in 1 s.")
    scripted.send("Typed before there was a conversation")
    expect(scripted.page.locator("admissions-chat li.visitor .state")).to_have_text("Sent")
    assert [post["text"] for post in school.posts] == ["Typed before there was a conversation"]
    assert scripted.texts()[0] == "Hello! How can I help?"
    expect(scripted.status).not_to_contain_text("Please wait")


def test_a_dead_session_ends_in_words_and_a_fresh_start(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.input.fill("half a thought")
    school.refuse("GET /chat/stream", 401, times=99)
    school.refuse("GET /chat/messages", 401, times=99)
    school.refuse("POST /chat/messages", 401, times=99)
    chat.send("a whole thought")
    expect(chat.page.get_by_text("This conversation has ended.")).to_be_visible()
    expect(chat.input).to_be_hidden()
    again = chat.page.get_by_role("button", name="Start a new conversation")
    expect(again).to_be_focused()
    school.refusals.clear()
    again.press("Enter")
    expect(chat.input).to_be_focused()
    # What could not be sent is back where it was typed.
    expect(chat.input).to_have_value("a whole thought")
    expect(chat.lines).to_have_count(1)
    assert len(school.sessions) == 2


def test_a_session_deleted_elsewhere_takes_the_thread_away(chat: ChatPage, school: ScriptedSchool) -> None:
    school.say("Something personal")
    expect(chat.lines).to_have_count(2)
    school.forget()
    expect(chat.page.get_by_text("Your data has been deleted.")).to_be_visible()
    expect(chat.lines).to_have_count(0)
    assert chat.page.evaluate("Object.keys(localStorage).filter((key) => key.endsWith('session'))") == []


def test_a_conversation_that_the_server_closed_can_be_left(chat: ChatPage, school: ScriptedSchool) -> None:
    school.say("Goodbye.")
    school.set_state("ended")
    expect(chat.page.get_by_text("This conversation has ended.")).to_be_visible()
    expect(chat.lines).to_have_count(2)
    chat.page.get_by_role("button", name="Start a new conversation").click()
    expect(chat.lines).to_have_count(1)
    expect(chat.input).to_be_focused()


def test_deleting_that_fails_says_so_and_deletes_nothing_here(chat: ChatPage, school: ScriptedSchool) -> None:
    school.refuse("DELETE /chat/session", 503)
    chat.page.get_by_role("button", name="More").click()
    chat.page.get_by_role("button", name="Delete my data").click()
    chat.page.get_by_role("button", name="Delete", exact=True).click()
    expect(chat.status).to_have_text("That did not work. Please try again.")
    expect(chat.lines).to_have_count(1)
    expect(chat.input).to_be_visible()


@pytest.mark.parametrize("call", ["GET /chat/stream", "GET /chat/messages"])
def test_the_connection_is_said_to_be_gone_and_to_be_back(call: str, chat: ChatPage, school: ScriptedSchool) -> None:
    school.refuse("GET /chat/stream", 502, times=99)
    school.refuse("GET /chat/messages", 502, times=99)
    chat.page.evaluate("dispatchEvent(new Event('online'))")  # lets go of the stream
    expect(chat.status).to_have_text("No connection. Trying again…")
    del school.refusals[call]
    if call == "GET /chat/stream":
        chat.page.evaluate("dispatchEvent(new Event('online'))")
        expect(chat.status).to_have_text("No connection. Trying again…")
    school.refusals.clear()
    school.say("I am back.")
    expect(chat.lines).to_have_count(2)
    expect(chat.status).to_have_text("")


def test_blocked_storage_leaves_a_chat_for_as_long_as_the_page(new_context: NewContext, school: ScriptedSchool) -> None:
    page = watch(new_context().new_page())
    page.add_init_script(BLOCKED)
    page.goto(school.url)
    chat = ChatPage(page).open()
    chat.send("Still here")
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    page.keyboard.press("Escape")
    chat.open()
    expect(chat.lines).to_have_count(2)
    assert not chat.complaints()


@pytest.mark.parametrize("junk", ["", "{", "7", '"text"', "[]", "true"])
def test_foreign_words_in_the_storage_do_no_harm(junk: str, scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.page.evaluate(
        "(junk) => { for (const name of ['session', 'seen']) localStorage.setItem(`admissions-chat ${location.origin} ${name}`, junk);"
        " for (const name of ['draft', 'open', 'outbox']) sessionStorage.setItem(`admissions-chat ${location.origin} ${name}`, junk) }",
        junk,
    )
    scripted.page.reload()
    expect(scripted.launcher).to_be_visible()
    if scripted.dialog.is_hidden():
        scripted.launcher.click()
    again = scripted.page.get_by_role("button", name="Start a new conversation")
    expect(scripted.lines.first.or_(again)).to_be_visible()
    assert not scripted.complaints()


def test_a_tab_out_of_sight_lets_go_of_the_line_and_makes_up_for_it(chat: ChatPage, school: ScriptedSchool) -> None:
    page: Page = chat.page
    page.clock.install()
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { get: () => window.away, configurable: true }); window.away = true; document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.wait_for_function("true")
    school.wait_for_streams(1)
    page.clock.fast_forward(31_000)
    school.say("Said while nobody looked")
    school.wait_for_streams(0)
    page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(2_000)
    expect(chat.page.get_by_text("Said while nobody looked")).to_be_visible()
    school.wait_for_streams(1)


def test_a_stream_held_back_by_a_proxy_only_delays(chat: ChatPage, school: ScriptedSchool) -> None:
    page = chat.page
    page.route(re.compile("/chat/stream"), lambda route: None)  # neither answered nor refused
    page.evaluate("dispatchEvent(new Event('online'))")
    school.say("Through the side door")
    expect(page.get_by_text("Through the side door")).to_be_visible(timeout=20_000)
    expect(chat.status).to_have_text("")
