"""A real browser for the tests of the widget, the real server, and a scripted one for states that no conversation brings about at will."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import pytest
from chat_page import ChatPage, watch
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from scripted_school import ScriptedSchool

CHROMIUM = os.environ.get("ADMISSIONS_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class LiveServer:
    """Where the real server listens and which school it speaks for."""

    url: str
    school_name: str


def missing(what: str) -> NoReturn:
    """Skips, or fails where the run has promised to bring everything along."""
    if os.environ.get("ADMISSIONS_REQUIRE_BROWSER"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def live_server() -> LiveServer:
    url = os.environ.get("ADMISSIONS_BROWSER_URL")
    if not url:
        missing("no server to test: set ADMISSIONS_BROWSER_URL (and ADMISSIONS_BROWSER_SCHOOL)")
    return LiveServer(url.rstrip("/"), os.environ.get("ADMISSIONS_BROWSER_SCHOOL", ""))


# One browser for each file: a running Playwright keeps an event loop, which must not outlive the tests that want it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not os.access(CHROMIUM, os.X_OK):
        missing(f"no Chromium at {CHROMIUM}: install the package chromium, or set ADMISSIONS_CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """A visitor with a browser of their own; takes what `Browser.new_context` takes."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("locale", "en-US")
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page whose uncaught errors and policy violations fail the test that asks `ChatPage` for them."""
    return watch(new_context().new_page())


@pytest.fixture
def chat(page: Page, live_server: LiveServer) -> ChatPage:
    """The school's own page on the real server, the chat still closed."""
    page.goto(live_server.url)
    return ChatPage(page)


@pytest.fixture
def school() -> Iterator[ScriptedSchool]:
    with ScriptedSchool() as running:
        yield running


@pytest.fixture
def scripted(page: Page, school: ScriptedSchool) -> ChatPage:
    """The same page, its conversation written by the test."""
    page.goto(school.url)
    return ChatPage(page)
