"""A real browser for the tests of the widget, the real server, and a scripted one for states that no conversation brings about at will."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from browsing import ARGUMENTS, CHROMIUM, LiveServer, NewContext, missing
from chat_page import ChatPage, watch
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from scripted_school import ScriptedSchool

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 15_000
"""How long something may take to show up on a busy machine; what has to be quick is timed by its own test."""
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def allowed_site() -> Iterator[ScriptedSchool]:
    """Another origin, with pages of its own, that the real server lets embed the chat."""
    with ScriptedSchool() as site:
        yield site


@pytest.fixture(scope="session")
def live_server(trained_model: Path, tmp_path_factory: pytest.TempPathFactory, allowed_site: ScriptedSchool) -> Iterator[LiveServer]:
    """The program itself on a database of its own, as ``./admissions serve`` starts it."""
    folder = tmp_path_factory.mktemp("live")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ADMISSIONS_")}
    # The tests open many conversations from one address in a minute, which the limits are there to stop.
    environment |= {"ADMISSIONS_PORT": str(port), "ADMISSIONS_DATA_DIR": str(folder), "ADMISSIONS_RATE_LIMITS": "off"}
    environment["ADMISSIONS_ALLOWED_ORIGINS"] = allowed_site.url
    environment["ADMISSIONS_CACHE_DIR"] = os.environ.get("ADMISSIONS_CACHE_DIR") or str(PROJECT / "var" / "cache")
    url = f"http://127.0.0.1:{port}"
    log = folder / "serve.log"
    with log.open("w") as out:
        server = subprocess.Popen([sys.executable, "-P", "-m", "bot", "serve"], cwd=PROJECT, env=environment, stdout=out, stderr=out)
    try:
        end = time.monotonic() + 240
        while not _answers(f"{url}/readyz"):
            assert server.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < end, log.read_text()[-3000:]
            time.sleep(0.1)
        with urlopen(url) as page:
            title = re.search(r"<title>(.*?)</title>", page.read().decode())
        assert title
        yield LiveServer(url, title[1])
    finally:
        server.terminate()
        server.wait(30)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


# One browser for each file: a running Playwright keeps an event loop, which must not outlive the tests that want it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not os.access(CHROMIUM, os.X_OK):
        missing(f"no Chromium at {CHROMIUM}: install the package chromium, or set ADMISSIONS_CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """A visitor with a browser of their own; takes what `Browser.new_context` takes."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("locale", "en-US")
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page that keeps a list of what the browser complained about."""
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
