"""The chat on somebody else's page, answered by the real server: allowed origins only."""

from __future__ import annotations

import re

from browsing import LiveServer
from chat_page import ChatPage
from playwright.sync_api import Page, expect
from scripted_school import ScriptedSchool, host_page


def put_the_chat_on(site: ScriptedSchool, server: LiveServer) -> str:
    """The address of a page of the site that embeds the server's chat with the two lines of docs/widget.md."""
    site.pages["/apply"] = host_page(body="<h1>Apply</h1>").replace("/widget/", f"{server.url}/widget/")
    site.policy = f"default-src 'none'; script-src {server.url}; connect-src {server.url}; img-src data:"
    return f"{site.url}/apply"


def test_a_question_is_answered_on_a_page_of_an_allowed_origin(page: Page, live_server: LiveServer, allowed_site: ScriptedSchool) -> None:
    page.goto(put_the_chat_on(allowed_site, live_server))
    chat = ChatPage(page).open()
    expect(chat.bot_lines().first).to_contain_text(live_server.school_name)

    assert "studios" in chat.ask("where do people usually work afterwards?")

    # A booking's form, a button and the return to the page work from there as well.
    chat.page.get_by_role("button", name="Helpful", exact=True).last.click()
    expect(chat.page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()
    chat.ask("I would like to book a campus tour")
    page.get_by_label("Your name").last.fill("Sam Rivera")
    page.get_by_label("Your name").last.press("Enter")
    expect(chat.bot_lines().filter(has_text=re.compile("reach you"))).to_be_visible()
    said = chat.texts()
    page.reload()
    expect(chat.lines).to_have_count(len(said))
    assert chat.texts() == said
    assert not chat.complaints()
    assert not [call for call in allowed_site.requests if "/chat/" in call or "/widget/" in call]


def test_a_page_of_any_other_origin_is_told_so(page: Page, live_server: LiveServer) -> None:
    with ScriptedSchool() as stranger:
        page.goto(put_the_chat_on(stranger, live_server))
        page.evaluate(
            "() => { window.statuses = []; document.querySelector('admissions-chat').addEventListener('error', ({ detail }) => statuses.push(detail.status)) }"
        )
        console: list[str] = []
        page.on("console", lambda message: console.append(message.text))
        tries: list[str] = []
        page.on("request", lambda request: tries.append(request.url) if request.url.endswith("/chat/sessions") else None)
        chat = ChatPage(page)
        chat.launcher.click()
        expect(chat.dialog.get_by_role("status").filter(has_text="The chat is not available here.")).to_be_visible()
        expect(chat.lines).to_have_count(0)
        assert page.evaluate("statuses") == [403]
        # Nobody types into a chat that takes nothing, and whoever put it there reads what to set.
        expect(chat.input).to_be_hidden()
        assert any("ADMISSIONS_ALLOWED_ORIGINS" in said and stranger.url in said for said in console), console
        page.wait_for_timeout(2_500)
        assert len(tries) == 2, "once more, in case the connection was gone for a moment"
        chat.dialog.get_by_role("button", name="Try again").click()
        for _look in range(200):  # not by wait_for_function: where it has to look twice, the page's policy refuses its eval
            if page.evaluate("statuses.length") == 2:
                break
            page.wait_for_timeout(50)
        else:
            raise AssertionError("it was not tried again")
        expect(chat.input).to_be_hidden()
        # The page itself goes on as before.
        expect(page.get_by_role("heading", name="Apply")).to_be_visible()
        chat.launcher.click()
        expect(chat.dialog).to_be_hidden()
        assert not chat.complaints()


def test_a_connection_that_was_gone_for_a_moment_is_no_refusal(page: Page, live_server: LiveServer, allowed_site: ScriptedSchool) -> None:
    page.goto(put_the_chat_on(allowed_site, live_server))
    failing = iter([True])
    page.route("**/chat/sessions", lambda route: route.abort() if next(failing, False) else route.continue_())
    chat = ChatPage(page)
    chat.launcher.click()
    expect(chat.bot_lines().first).to_be_visible()
    expect(chat.input).to_be_visible()


def test_a_server_that_is_gone_is_no_refusal(page: Page, live_server: LiveServer, allowed_site: ScriptedSchool) -> None:
    page.goto(put_the_chat_on(allowed_site, live_server))
    page.context.set_offline(True)
    chat = ChatPage(page)
    chat.launcher.click()
    expect(chat.status).to_have_text("No connection. Trying again…")
    page.context.set_offline(False)
    expect(chat.bot_lines().first).to_be_visible()
