"""Doctor says what is wrong by name, and what it says of the port is so."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant, build
from bot.commands.doctor import _port, _promises, _public, _webhooks, _websites
from bot.leads.models import Contact, Lead, Promise
from bot.production import malformed_origins
from bot.settings import Settings
from tests.conftest import StandingClock, settings_for


@pytest.mark.parametrize(
    "origin",
    ["https://www.school.edu", "http://localhost:8080", "https://school.edu:8443", "http://127.0.0.1", "http://[::1]:3000"],
)
def test_an_origin_as_browsers_write_it_is_fine(origin: str) -> None:
    assert malformed_origins(Settings(allowed_origins=[origin])) == []


@pytest.mark.parametrize(
    "origin",
    [
        "www.school.edu",
        "https://www.school.edu/apply",
        "https://WWW.School.edu",
        "https://",
        "*",
        "https://*.school.edu",
        "https://a b",
        "ftp://school.edu",
        "https://school.edu:443",
        "http://school.edu:80",
        "https://me@school.edu",
        "https://school.edu;https://other.edu",
    ],
)
def test_an_entry_that_no_browser_sends_is_named(origin: str, tmp_path: Path) -> None:
    assistant = build(settings_for(tmp_path, allowed_origins=["https://good.edu", origin]))
    [(good, line)] = _websites(assistant)
    assistant.close()

    assert not good
    assert repr(origin) in line
    assert "ADMISSIONS_ALLOWED_ORIGINS" in line


def test_a_trial_is_told_what_is_left_to_settle(tmp_path: Path) -> None:
    assistant = build(settings_for(tmp_path, port=8123))
    [(good, line)] = _public(assistant)
    assistant.close()

    assert good
    assert "http://localhost:8123" in line
    assert "ADMISSIONS_PUBLIC_URL must start with https://" in line


class _Elsewhere(BaseHTTPRequestHandler):
    body = b"<p>Something else</p>"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class _Ours(_Elsewhere):
    body = b'{"status":"ok"}'


@pytest.mark.parametrize(("running", "good", "said"), [(_Ours, True, "the assistant answers"), (_Elsewhere, False, "another program")])
def test_doctor_asks_who_has_the_port(running: type[BaseHTTPRequestHandler], good: bool, said: str, tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), running) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        assistant = build(settings_for(tmp_path, port=server.server_port))
        found = _port(assistant)
        server.shutdown()
    gone = _port(assistant)
    assistant.close()

    assert [one[0] for one in found] == [good]
    assert said in found[0][1]
    assert gone == [(True, f"port: nothing runs at 127.0.0.1:{assistant.settings.port} yet")]


def test_webhooks_that_nothing_can_sign_are_red(tmp_path: Path) -> None:
    for secret, good in (("", False), ("x" * 32, True)):
        assistant = build(settings_for(tmp_path, webhook_urls="https://crm.school.example/hook", webhook_secret=secret))
        assert [found for found, _line in _webhooks(assistant)] == [good]
        assistant.close()


def test_a_late_promise_is_red_and_a_set_time_is_named(assistant: Assistant, clock: StandingClock) -> None:
    [(good, line)] = _promises(assistant)
    assert good and "8 office hours" in line
    with assistant.database.write() as session:
        session.add(Contact(id="a", name="Ana", created_at=clock()))
        session.flush()
        about = {"stage": "new", "wants": "call_back", "channel": "web", "created_at": clock(), "updated_at": clock()}
        session.add(Lead(id="l", contact_id="a", **about))
        session.flush()
        session.add(Promise(lead_id="l", made_at=clock(), due_at=clock()))
    clock.forward(minutes=1)
    [(good, line)] = _promises(assistant)
    assert not good and "1 late" in line
