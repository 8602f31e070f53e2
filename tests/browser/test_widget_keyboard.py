"""Where the focus goes: with the visitor's own keys, never with a message, and never nowhere."""

from __future__ import annotations

import pytest
from browsing import NewContext
from chat_page import ChatPage, watch
from playwright.sync_api import expect
from samples import CONSENT, FORM, RATED, REPLIES
from scripted_school import ScriptedSchool

PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(new_context: NewContext, school: ScriptedSchool) -> ChatPage:
    page = watch(new_context(**PHONE).new_page())
    page.goto(school.url)
    return ChatPage(page)


def test_the_launcher_is_reached_and_opened_by_keyboard(scripted: ChatPage) -> None:
    keyboard = scripted.page.keyboard
    keyboard.press("Tab")
    expect(scripted.launcher).to_be_focused()
    assert scripted.focused() == "Chat"
    keyboard.press("Enter")
    expect(scripted.launcher).to_have_attribute("aria-expanded", "true")
    expect(scripted.input).to_be_focused()
    expect(scripted.dialog).to_have_accessible_name("Admissions assistant")
    assert scripted.dialog.get_attribute("aria-modal") is None
    controlled = scripted.launcher.get_attribute("aria-controls")
    assert scripted.dialog.get_attribute("id") == controlled
    keyboard.press("Escape")
    expect(scripted.dialog).to_be_hidden()
    expect(scripted.launcher).to_be_focused()


def test_no_two_buttons_beside_each_other_have_one_name(scripted: ChatPage) -> None:
    scripted.open()
    names = [
        button.get_attribute("aria-label") or button.inner_text()
        for button in scripted.page.locator("admissions-chat button:visible").all()
    ]
    assert len(names) >= 4
    assert len(set(names)) == len(names), names


def test_the_panel_is_no_trap_beside_the_page(scripted: ChatPage) -> None:
    scripted.open()
    reached = set()
    for _ in range(20):
        scripted.page.keyboard.press("Tab")
        reached.add(scripted.focused())
    assert {"Your message", "Send", "More", "Close chat", "Conversation"} <= reached
    # Past the last control the focus leaves the widget for the page and its surroundings.
    assert scripted.page.evaluate("document.hasFocus()")
    scripted.page.get_by_role("heading", level=1).click()
    expect(scripted.dialog).to_be_visible()


def test_escape_closes_the_menu_first(scripted: ChatPage) -> None:
    scripted.open()
    more = scripted.page.get_by_role("button", name="More")
    more.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    scripted.page.keyboard.press("Tab")
    assert scripted.focused() == "Talk to a person"
    scripted.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(scripted.dialog).to_be_visible()
    scripted.page.keyboard.press("Escape")
    expect(scripted.dialog).to_be_hidden()


def test_the_menu_closes_when_the_focus_leaves_it(scripted: ChatPage) -> None:
    scripted.open()
    more = scripted.page.get_by_role("button", name="More")
    more.click()
    scripted.input.focus()
    expect(more).to_have_attribute("aria-expanded", "false")


def test_a_person_is_two_keys_away(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    scripted.page.get_by_role("button", name="More").press("Enter")
    scripted.page.keyboard.press("Tab")
    scripted.page.keyboard.press("Enter")
    expect(scripted.lines.last).to_contain_text("Talk to a person")
    expect(scripted.input).to_be_focused()
    expect(scripted.lines.last.locator(".state")).to_have_text("Sent")
    assert school.posts[-1]["text"] == "Talk to a person"


def test_deleting_asks_first_and_keeping_is_the_first_answer(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    scripted.page.get_by_role("button", name="More").press("Enter")
    scripted.page.get_by_role("button", name="Delete my data").press("Enter")
    asked = scripted.page.get_by_role("alertdialog")
    expect(asked).to_be_visible()
    assert scripted.focused() == "Keep"
    scripted.page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(scripted.page.get_by_role("button", name="More")).to_be_focused()
    expect(scripted.dialog).to_be_visible()
    assert school.token
    scripted.page.get_by_role("button", name="More").press("Enter")
    scripted.page.get_by_role("button", name="Delete my data").press("Enter")
    scripted.page.keyboard.press("Tab")
    scripted.page.keyboard.press("Enter")
    expect(scripted.page.get_by_text("Your data has been deleted.")).to_be_visible()
    assert scripted.focused() != "body"
    assert not school.token


def test_no_message_moves_the_focus(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    for number, custom in enumerate([FORM, CONSENT, REPLIES, RATED], start=2):
        school.say("Something new.", custom)
        expect(scripted.lines).to_have_count(number)
        expect(scripted.input).to_be_focused()


def test_no_message_pulls_a_reader_down_who_scrolled_up(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    for number in range(40):
        school.say(f"Line {number}")
    expect(scripted.lines).to_have_count(41)
    expect(scripted.lines.last).to_be_in_viewport()
    scripted.log.evaluate("(log) => { log.scrollTop = 0 }")
    school.say("And one more.")
    button = scripted.page.get_by_role("button", name="New messages")
    expect(button).to_be_visible()
    assert scripted.log.evaluate("(log) => log.scrollTop") == 0
    button.press("Enter")
    expect(scripted.lines.last).to_be_in_viewport()
    expect(button).to_be_hidden()
    assert scripted.focused() != "body"


def test_a_message_taller_than_the_log_is_shown_from_its_beginning(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    school.say("\n".join(f"Line {number}" for number in range(80)))
    expect(scripted.lines).to_have_count(2)
    top, shown = scripted.lines.last.bounding_box(), scripted.log.bounding_box()
    assert top
    assert shown
    assert 0 <= top["y"] - shown["y"] < 20


def test_the_panel_comes_back_after_a_reload_without_taking_the_focus(scripted: ChatPage) -> None:
    scripted.open()
    scripted.page.reload()
    expect(scripted.dialog).to_be_visible()
    assert scripted.focused() == "body"
    scripted.page.keyboard.press("Tab")
    assert scripted.focused() != "body"


def test_a_consent_that_waits_is_read_before_the_answer_is_typed(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    school.say("", CONSENT)
    expect(scripted.lines).to_have_count(2)
    scripted.page.keyboard.press("Escape")
    scripted.page.keyboard.press("Enter")
    assert scripted.focused() == CONSENT["consent"]["wording"]


def test_on_a_phone_the_chat_is_modal_and_escape_gives_the_page_back(phone: ChatPage) -> None:
    phone.launcher.tap()
    expect(phone.lines.first).to_be_visible()
    assert phone.dialog.evaluate("(dialog) => dialog.matches(':modal')")
    box = phone.dialog.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 375, "height": 667}
    inside = "document.activeElement === document.body || document.activeElement.matches('admissions-chat')"
    for _ in range(15):
        phone.page.keyboard.press("Tab")
        assert phone.page.evaluate(inside)
    phone.input.focus()
    phone.page.keyboard.press("Escape")
    expect(phone.dialog).to_be_hidden()
    expect(phone.launcher).to_be_focused()
    phone.launcher.tap()
    phone.dialog.get_by_role("button", name="Close chat").tap()
    expect(phone.launcher).to_be_focused()


def test_on_a_phone_a_choice_leaves_the_keyboard_down(phone: ChatPage, school: ScriptedSchool) -> None:
    phone.launcher.tap()
    expect(phone.lines.first).to_be_visible()
    school.say("What would you like?", REPLIES)
    phone.page.get_by_role("button", name="Book a tour").tap()
    expect(phone.input).to_be_focused()
    expect(phone.input).to_have_attribute("inputmode", "none")
    phone.input.tap()
    assert phone.input.get_attribute("inputmode") is None


def test_turning_the_phone_keeps_the_panel_and_the_focus(scripted: ChatPage) -> None:
    scripted.open()
    scripted.input.fill("Half a sentence")
    for width, modal in [(400, True), (1280, False)]:
        scripted.page.set_viewport_size({"width": width, "height": 800})
        scripted.page.wait_for_function(
            "(modal) => document.querySelector('admissions-chat').shadowRoot.querySelector('.panel').matches(':modal') === modal", arg=modal
        )
        expect(scripted.input).to_be_focused()
        expect(scripted.input).to_have_value("Half a sentence")


def test_enter_sends_and_shift_enter_begins_a_line(scripted: ChatPage, school: ScriptedSchool) -> None:
    scripted.open()
    scripted.input.press("Enter")
    scripted.page.keyboard.type("   ")
    scripted.page.keyboard.press("Enter")
    scripted.input.fill("")
    scripted.page.keyboard.type("one")
    scripted.page.keyboard.press("Shift+Enter")
    scripted.page.keyboard.type("two")
    scripted.page.keyboard.press("Enter")
    expect(scripted.lines.last.locator(".state")).to_have_text("Sent")
    assert [post["text"] for post in school.posts] == ["one\ntwo"]
    expect(scripted.input).to_have_value("")
    expect(scripted.input).to_be_focused()
