"""The widget as a visitor meets it, and what the browser complained about meanwhile."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

WATCH = """
window.complaints = [];
addEventListener('error', (event) => complaints.push('error: ' + event.message));
addEventListener('unhandledrejection', (event) => complaints.push('rejection: ' + event.reason));
document.addEventListener('securitypolicyviolation', (event) => complaints.push('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
"""


def watch(page: Page) -> Page:
    """Keeps a list of uncaught errors and policy violations from the first line of the page on."""
    page.add_init_script(WATCH)
    return page


class ChatPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.host = page.locator("admissions-chat")
        self.launcher = page.locator("admissions-chat .launcher")
        self.dialog = page.locator("admissions-chat dialog.panel")
        self.log = page.get_by_role("log")
        self.lines = page.locator("admissions-chat li")
        self.input = page.get_by_role("textbox", name=re.compile("Your message|Tu mensaje"))
        self.status = page.locator("admissions-chat .status")

    def open(self) -> ChatPage:
        self.launcher.click()
        expect(self.dialog).to_be_visible()
        expect(self.lines.first).to_be_visible()
        return self

    def send(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def bot_lines(self) -> Locator:
        return self.page.locator("admissions-chat li.bot")

    def ask(self, text: str) -> str:
        """Sends the text and returns the first answer to it."""
        before = self.bot_lines().count()
        self.send(text)
        answer = self.bot_lines().nth(before)
        expect(answer).to_be_visible()
        return answer.locator(".bubble").inner_text()

    def texts(self) -> list[str]:
        """What was said, in the order of the page."""
        return [text.strip() for text in self.page.locator("admissions-chat li .bubble").all_inner_texts()]

    def focused(self) -> Any:
        """The focused element's accessible name or text, looked for inside the widget too; "body" if nothing has the focus."""
        return self.page.evaluate(
            """() => {
              let at = document.activeElement;
              while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
              if (!at || at === document.body) return 'body';
              const label = at.labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent;
              return label.trim();
            }"""
        )

    def complaints(self) -> list[str]:
        return list(self.page.evaluate("window.complaints"))
