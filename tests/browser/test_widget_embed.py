"""Two lines put the chat on any page, of any origin that the server allows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import NewContext
from chat_page import ChatPage, watch
from playwright.sync_api import Page, expect
from samples import CONSENT
from scripted_school import ScriptedSchool, host_page

EVENTS = """
() => {
  window.told = [];
  const chat = document.querySelector('admissions-chat');
  for (const name of ['open', 'close', 'error']) chat.addEventListener(name, () => told.push(name));
}
"""


@pytest.fixture
def elsewhere(school: ScriptedSchool) -> Iterator[ScriptedSchool]:
    """Another origin, whose page embeds the school's chat."""
    with ScriptedSchool() as host:
        school.allowed_origin = host.url
        yield host


def embed(school: ScriptedSchool, attributes: str = "") -> str:
    return host_page(body="<h1>Elsewhere</h1>", attributes=attributes).replace("/widget/", f"{school.url}/widget/")


def test_two_lines_on_another_origin(page: Page, school: ScriptedSchool, elsewhere: ScriptedSchool) -> None:
    elsewhere.pages["/two-lines"] = embed(school)
    elsewhere.policy = f"default-src 'none'; script-src {school.url}; connect-src {school.url}; img-src data:"
    page.goto(f"{elsewhere.url}/two-lines")
    chat = ChatPage(page).open()
    chat.send("From elsewhere")
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    assert school.posts[-1]["text"] == "From elsewhere"
    assert not [call for call in elsewhere.requests if "/chat/" in call or "/widget/" in call]
    school.say("Welcome.")
    expect(chat.lines).to_have_count(3)
    chat.page.get_by_role("button", name="More").click()
    chat.page.get_by_role("button", name="Delete my data").click()
    chat.page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("Your data has been deleted.")).to_be_visible()
    assert not chat.complaints()


def test_the_server_attribute_names_another_server_than_the_scripts(page: Page, school: ScriptedSchool, elsewhere: ScriptedSchool) -> None:
    elsewhere.pages["/other"] = embed(elsewhere, f' server="{school.url}/"')
    elsewhere.policy = f"default-src 'none'; script-src 'self'; connect-src {school.url}; img-src data:"
    page.goto(f"{elsewhere.url}/other")
    ChatPage(page).open()
    assert len(school.sessions) == 1
    assert not elsewhere.sessions


def test_the_page_hears_of_open_close_and_error(page: Page, school: ScriptedSchool) -> None:
    page.goto(school.url)
    page.evaluate(EVENTS)
    chat = ChatPage(page).open()
    school.refuse("POST /chat/messages", 503)
    chat.send("x")
    expect(chat.lines.last.locator(".state")).to_have_text("Sent")
    page.evaluate("document.querySelector('admissions-chat').close()")
    page.evaluate("document.querySelector('admissions-chat').open()")
    assert page.evaluate("told") == ["open", "error", "close", "open"]
    expect(chat.input).to_be_focused()


def test_open_on_shows_the_panel_and_takes_nothing(page: Page, school: ScriptedSchool) -> None:
    school.pages["/host"] = host_page(attributes=' open-on="0"')
    page.goto(f"{school.url}/host")
    chat = ChatPage(page)
    expect(chat.dialog).to_be_visible()
    assert chat.focused() == "body"
    expect(chat.dialog.get_by_text("Hello! Ask about programs")).to_be_visible()
    assert not school.sessions
    chat.input.focus()
    expect(chat.lines.first).to_be_visible()
    assert len(school.sessions) == 1
    expect(chat.dialog.get_by_text("Hello! Ask about programs")).to_be_hidden()


def test_open_on_leaves_alone_who_closed_the_chat_and_who_has_a_small_screen(new_context: NewContext, school: ScriptedSchool) -> None:
    school.pages["/host"] = host_page(attributes=' open-on="0"')
    page = watch(new_context().new_page())
    page.goto(f"{school.url}/host")
    chat = ChatPage(page)
    expect(chat.dialog).to_be_visible()
    chat.launcher.click()
    phone = watch(new_context(viewport={"width": 375, "height": 667}).new_page())
    phone.goto(f"{school.url}/host")
    page.reload()
    for seen in (page, phone):
        expect(ChatPage(seen).launcher).to_be_visible()
        seen.evaluate("new Promise((resolve) => setTimeout(resolve, 50))")
        expect(ChatPage(seen).dialog).to_be_hidden()


def test_the_privacy_link_stands_in_the_menu_and_beside_the_consent(page: Page, school: ScriptedSchool) -> None:
    school.pages["/host"] = host_page(attributes=' consent-url="https://school.example/privacy"')
    page.goto(f"{school.url}/host")
    chat = ChatPage(page).open()
    school.say("", CONSENT)
    link = chat.lines.nth(1).get_by_role("link", name="Privacy")
    expect(link).to_have_attribute("href", "https://school.example/privacy")
    chat.page.get_by_role("button", name="More").click()
    expect(page.locator("admissions-chat .menu").get_by_role("link", name="Privacy")).to_be_visible()


def test_an_element_taken_out_lets_go_and_one_put_back_goes_on(page: Page, school: ScriptedSchool) -> None:
    page.goto(school.url)
    chat = ChatPage(page).open()
    school.say("Before")
    expect(chat.lines).to_have_count(2)
    page.evaluate("() => { window.kept = document.querySelector('admissions-chat'); kept.remove() }")
    school.say("Meanwhile")
    school.wait_for_streams(0)
    page.evaluate("document.body.append(kept)")
    expect(chat.lines).to_have_count(3)
    assert not chat.complaints()
