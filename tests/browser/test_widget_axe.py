"""The automatic accessibility rules find nothing, in every state that the chat can be in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from accessibility import check
from browsing import LiveServer, NewContext
from chat_page import ChatPage, watch
from playwright.sync_api import expect
from samples import BOOKED, CONSENT, RATED, REPLIES, REVIEW, SLOTS, STAFF, TROUBLE, form_with_error
from scripted_school import ScriptedSchool, host_page

State = Callable[[ChatPage, ScriptedSchool], None]


def shown(chat: ChatPage, school: ScriptedSchool, custom: dict[str, Any] | None, role: str = "bot") -> None:
    before = chat.lines.count()
    school.say("Something to look at, https://school.example/", custom, role)
    expect(chat.lines).to_have_count(before + 1)


def closed(chat: ChatPage, school: ScriptedSchool) -> None:
    expect(chat.launcher).to_be_visible()


def unread(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    chat.page.keyboard.press("Escape")
    school.say("News")
    expect(chat.launcher).to_have_accessible_name("Chat, new messages: 1")


def opened(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()


def replies(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    shown(chat, school, REPLIES)
    chat.page.get_by_role("button", name="Book a tour").click()
    shown(chat, school, REPLIES)


def form_error(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    shown(chat, school, form_with_error())
    chat.page.get_by_role("button", name="Continue").click()


def times_and_review(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    shown(chat, school, SLOTS)
    shown(chat, school, REVIEW)


def consent(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    shown(chat, school, CONSENT)


def feedback(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    shown(chat, school, BOOKED)
    shown(chat, school, RATED)
    chat.page.get_by_role("button", name="Not helpful").last.click()
    expect(chat.page.get_by_label("What was missing?").last).to_be_visible()


def staff_and_trouble(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    shown(chat, school, None, "system")
    shown(chat, school, STAFF, "staff")
    shown(chat, school, TROUBLE)
    school.set_state("bot", waiting=True)
    expect(chat.status).to_have_text("The assistant is typing")


def offline(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    for call in ("GET /chat/messages", "GET /chat/stream", "POST /chat/messages"):
        school.refuse(call, 502, times=999)
    chat.page.evaluate("dispatchEvent(new Event('online'))")
    expect(chat.status).to_have_text("No connection. Trying again…")
    chat.send("Typed without a line")
    expect(chat.lines.last).to_contain_text("Not sent yet")


def refused(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    school.refuse("POST /chat/messages", 413, detail="The message is too long.")
    chat.send("Too long")
    expect(chat.lines.last.get_by_role("alert")).to_be_visible()


def menu(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    chat.page.get_by_role("button", name="More").click()


def confirming(chat: ChatPage, school: ScriptedSchool) -> None:
    menu(chat, school)
    chat.page.get_by_role("button", name="Delete my data").click()


def ended(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    school.forget()
    expect(chat.page.get_by_text("Your data has been deleted.")).to_be_visible()


def superseded(chat: ChatPage, school: ScriptedSchool) -> None:
    chat.open()
    for custom in (form_with_error(), SLOTS, CONSENT):
        shown(chat, school, custom)
    shown(chat, school, None, "visitor")
    shown(chat, school, None)


STATES: list[State] = [
    closed,
    unread,
    opened,
    replies,
    form_error,
    times_and_review,
    consent,
    feedback,
    staff_and_trouble,
    offline,
    refused,
    menu,
    confirming,
    ended,
    superseded,
]
KINDS: dict[str, dict[str, Any]] = {"desktop": {}, "320px": {"viewport": {"width": 320, "height": 568}}}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_no_rule_is_broken_by_day_and_in_the_dark(state: State, kind: str, new_context: NewContext, school: ScriptedSchool) -> None:
    page = watch(new_context(**KINDS[kind]).new_page())
    page.goto(school.url)
    state(ChatPage(page), school)
    check(page)
    if kind == "desktop":
        # In the dark the colours are all that differs, and they come from the style sheet alone.
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        page.wait_for_function("document.getAnimations().length === 0")
        check(page)


@pytest.mark.parametrize("theme", ["gold", "#777", "black"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_is_broken_from_right_to_left_in_any_colour(
    scheme: str, theme: str, new_context: NewContext, school: ScriptedSchool
) -> None:
    body = "<main><h1>Welcome</h1></main>"
    school.pages["/host"] = host_page(
        body=body, html=' dir="rtl"', attributes=f' theme-color="{theme}"', head='<link rel="stylesheet" href="/widget/page.css">'
    )
    page = watch(new_context(color_scheme=scheme).new_page())
    page.goto(f"{school.url}/host")
    times_and_review(ChatPage(page), school)
    check(page)


@pytest.mark.parametrize("state", [closed, opened], ids=lambda state: state.__name__)
def test_no_rule_is_broken_on_the_real_page(state: State, chat: ChatPage, live_server: LiveServer, school: ScriptedSchool) -> None:
    state(chat, school)
    check(chat.page)
