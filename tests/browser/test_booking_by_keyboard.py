"""A tour is booked on the real server with nothing but the keyboard: an error and its correction, a question in between, a reload."""

from __future__ import annotations

import re

from browsing import LiveServer
from chat_page import ChatPage
from playwright.sync_api import Locator, Page, expect


class Keys:
    """A visitor without a mouse. The focus is never lost on the way."""

    def __init__(self, chat: ChatPage) -> None:
        self.chat = chat
        self.keyboard = chat.page.keyboard

    def press(self, key: str) -> None:
        self.keyboard.press(key)
        assert self.chat.focused() != "body", f"{key} lost the focus"

    def go_to(self, wanted: Locator, key: str = "Shift+Tab") -> None:
        """Walks until the element has the focus."""
        expect(wanted).to_be_visible()
        for _ in range(60):
            if wanted.evaluate("(node) => node.getRootNode().activeElement === node"):
                return
            self.press(key)
        raise AssertionError(f"{wanted} is not reached with {key}")

    def choose(self, title: str | re.Pattern[str]) -> None:
        """Presses the newest button of that title, from the line one types in."""
        before = self.chat.bot_lines().count()
        self.go_to(self.chat.page.locator("admissions-chat li button:not([aria-disabled])").filter(has_text=title).last)
        self.press("Enter")
        expect(self.chat.input).to_be_focused()
        expect(self.chat.bot_lines().nth(before)).to_be_visible()

    def write(self, text: str) -> None:
        before = self.chat.bot_lines().count()
        self.keyboard.type(text)
        self.press("Enter")
        expect(self.chat.bot_lines().nth(before)).to_be_visible()


def test_a_tour_is_booked_by_keyboard(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    chat = ChatPage(page)
    keys = Keys(chat)
    page.keyboard.press("Tab")
    expect(chat.launcher).to_be_focused()
    keys.press("Enter")
    expect(chat.input).to_be_focused()
    expect(chat.bot_lines().first).to_be_visible()

    keys.choose("What jobs can I get?")
    keys.go_to(page.get_by_role("button", name="Helpful", exact=True).last)
    keys.press("Enter")
    expect(page.get_by_role("button", name="Helpful", exact=True).last).to_have_attribute("aria-pressed", "true")
    keys.go_to(chat.input, "Tab")
    keys.write("I would like to book a campus tour")

    # The name, typed into its field.
    keys.go_to(page.get_by_label("Your name").last)
    page.keyboard.type("Sam Rivera")
    keys.press("Enter")
    expect(chat.input).to_be_focused()

    # An address with a mistake: the widget says what is wrong beside the field, which is where the visitor is then.
    address = page.get_by_label("E-mail").last
    keys.go_to(address)
    page.keyboard.type("sam.rivera@")
    keys.press("Enter")
    expect(address).to_be_focused()
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_have_accessible_description(re.compile("@"))
    # One that only the server can refuse.
    keys.press("End")
    page.keyboard.type("nowhere")
    before = chat.bot_lines().count()
    keys.press("Enter")
    expect(chat.bot_lines().nth(before)).to_be_visible()
    expect(chat.input).to_be_focused()
    corrected = page.locator("admissions-chat li input[type=email]:not([aria-disabled])").last
    keys.go_to(corrected)
    expect(corrected).to_have_value("sam.rivera@nowhere")
    expect(corrected).to_have_attribute("aria-invalid", "true")
    expect(corrected).to_have_accessible_description(re.compile("complete e-mail address"))
    assert "complete e-mail address" not in chat.bot_lines().nth(before).locator(".bubble").inner_text()
    keys.press("Control+A")
    page.keyboard.type("sam.rivera@example.org")
    keys.press("Enter")
    expect(chat.input).to_be_focused()
    expect(chat.bot_lines().filter(has_text="program").last).to_be_visible()

    # A question in between is answered, and the booking goes on.
    keys.write("where do people usually work afterwards?")
    expect(chat.bot_lines().filter(has_text="studios").last).to_be_visible()
    keys.choose("Not decided yet")
    page.reload()
    expect(chat.dialog).to_be_visible()
    page.keyboard.press("Tab")
    keys.go_to(chat.input, "Tab")

    time_button = page.locator("admissions-chat li .slot:not([aria-disabled])").first
    keys.go_to(time_button)
    keys.press("Enter")
    expect(chat.input).to_be_focused()
    expect(page.locator("admissions-chat .wording").last).to_be_visible()
    keys.choose("Yes, I agree")
    review = page.locator("admissions-chat li dl").last
    expect(review).to_contain_text("Sam Rivera")
    expect(review).to_contain_text("sam.rivera@example.org")
    keys.choose("Yes, book it")
    expect(chat.bot_lines().filter(has_text="booked").last).to_be_visible()

    # What the guide should know is asked once, and told in a field.
    keys.go_to(page.get_by_label("A question for your guide").last)
    page.keyboard.type("How loud is it in there?")
    keys.press("Enter")
    expect(chat.bot_lines().filter(has_text="I noted with your booking: your question for the guide").last).to_be_visible()
    expect(chat.input).to_be_focused()

    # And the tour goes into the visitor's own calendar.
    keys.go_to(page.get_by_role("button", name="Add to calendar"))
    with page.expect_download() as download:
        keys.press("Enter")
    file = download.value.path().read_bytes()
    assert file.startswith(b"BEGIN:VCALENDAR\r\n") and b"\r\nDTSTART;TZID=America/New_York:" in file
    assert re.fullmatch(r"campus-tour-\d{4}-\d\d-\d\d\.ics", download.value.suggested_filename)

    keys.press("Escape")
    expect(chat.dialog).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    assert not chat.complaints()
