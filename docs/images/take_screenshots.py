"""Takes the README's pictures from a running server with a fresh database: ``python docs/images/take_screenshots.py``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
CHROMIUM = os.environ.get("ADMISSIONS_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> None:
    """Starts the server, holds a conversation that books a tour, and photographs chat and lead."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ADMISSIONS_DATA_DIR": folder, "ADMISSIONS_CACHE_DIR": str(HERE.parents[1] / "var" / "cache")}
        command = [sys.executable, "-W", "ignore", "-m", "bot", "serve", "--port", "0"]
        server = subprocess.Popen(command, cwd=HERE.parents[1], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            said = ""
            assert server.stdout is not None
            for line in server.stdout:
                said += line
                if "Stop with" in line:
                    break
            chat, login, password = (
                re.search(pattern, said)[1]  # type: ignore[index]
                for pattern in (r"Chat\s+(\S+)", r"login (\S+)", r"password (\S+)")
            )
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                page = browser.new_page(viewport={"width": 900, "height": 840}, device_scale_factor=1.5)
                converse(page, chat)
                page.set_viewport_size({"width": 1240, "height": 1180})
                open_lead(page, chat + "staff", login, password)
                browser.close()
        finally:
            server.terminate()
            server.wait(20)


def converse(page: Page, url: str) -> None:
    """Asks, books, and takes ``chat.png`` at the review."""
    page.goto(url)
    page.get_by_role("button").first.click()
    say(page, "what jobs can I get after graduating?")
    say(page, "Can I come and see it? I'm Maya Torres, maya@example.org")
    press(page, "Recording Arts and Show Production")
    page.get_by_role("button", name=re.compile(r"10:00 AM")).first.click()
    press(page, "Yes, I agree")
    page.get_by_role("button", name="Yes, book it").wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=HERE / "chat.png")
    press(page, "Yes, book it")
    page.get_by_text("You're booked").first.wait_for()


def say(page: Page, text: str) -> None:
    """Types a message and waits for the answer."""
    before = page.locator("admissions-chat li").count()
    page.get_by_role("textbox", name=re.compile("message", re.I)).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_function("n => document.querySelector('admissions-chat').shadowRoot.querySelectorAll('li').length >= n + 2", arg=before)
    page.wait_for_timeout(400)


def press(page: Page, title: str) -> None:
    """Presses the last button with this title."""
    page.get_by_role("button", name=title).last.click()
    page.wait_for_timeout(400)


def open_lead(page: Page, url: str, login: str, password: str) -> None:
    """Signs in, opens the lead, and takes ``lead.png``."""
    page.goto(url)
    page.get_by_label(re.compile("sign-in name|login", re.I)).first.fill(login)
    page.get_by_label(re.compile("password", re.I)).first.fill(password)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Maya Torres").first.click()
    page.wait_for_timeout(300)
    page.screenshot(path=HERE / "lead.png")


if __name__ == "__main__":
    main()
