"""While the program is being made the port already answers: a page for people, the truth for programs."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.getting_ready.answers import AGAIN_SECONDS, getting_ready
from tests.conftest import settings_for

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en-US,en;q=0.9"}


@pytest.fixture
def port(tmp_path: Path) -> TestClient:
    return TestClient(getting_ready(settings_for(tmp_path, allowed_origins=["https://www.school.example"]), "A <School>"))


@pytest.mark.parametrize("path", ["/", "/staff/leads", "/tours/cancel/key"])
def test_a_person_sees_that_it_is_about_to_start_and_the_page_looks_again_without_script(port: TestClient, path: str) -> None:
    shown = port.get(path, headers=BROWSER)

    assert shown.status_code == 503
    assert shown.headers["retry-after"] == shown.headers["refresh"] == str(AGAIN_SECONDS)
    assert shown.headers["cache-control"] == "no-store"
    assert "<h1>Getting ready</h1>" in shown.text
    assert '<html lang="en">' in shown.text
    assert "<title>Getting ready · A &lt;School&gt;</title>" in shown.text
    assert "<script" not in shown.text


def test_the_policy_allows_the_pages_own_style_and_no_script(port: TestClient) -> None:
    shown = port.get("/", headers=BROWSER)

    style = re.search(r"<style>(.*?)</style>", shown.text, re.S)
    assert style is not None
    allowed = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = shown.headers["content-security-policy"].split("; ")
    assert policy == [
        "default-src 'none'",
        f"style-src 'sha256-{allowed}'",
        "img-src data:",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
    assert shown.headers["x-content-type-options"] == "nosniff"


def test_a_spanish_browser_is_told_in_spanish(port: TestClient) -> None:
    shown = port.get("/", headers=BROWSER | {"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"})

    assert '<html lang="es">' in shown.text
    assert "<h1>Un momento</h1>" in shown.text
    assert "Getting ready" not in shown.text


def test_what_a_form_sent_is_not_asked_for_again_as_a_page_and_not_repeated(port: TestClient) -> None:
    shown = port.post("/staff/sign-in?next=dana@example.com", headers=BROWSER, data={"login": "dana@example.com"})

    assert shown.status_code == 503
    assert "refresh" not in shown.headers
    assert "What you sent was not stored" in shown.text
    assert "dana" not in shown.text + str(shown.headers)


@pytest.mark.parametrize("path", ["/chat/sessions", "/chat/messages?after=3", "/channels/telegram/webhook", "/metrics", "/nothing"])
def test_a_program_gets_a_problem_that_says_when_to_try_again(port: TestClient, path: str) -> None:
    refused = port.post(path, json={"text": "hello"})

    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == str(AGAIN_SECONDS)
    assert refused.json()["retry_after"] == AGAIN_SECONDS


def test_a_page_of_an_allowed_website_may_read_that(port: TestClient) -> None:
    refused = port.post("/chat/sessions", json={}, headers={"Origin": "https://www.school.example"})
    assert refused.headers["access-control-allow-origin"] == "https://www.school.example"
    assert refused.headers["access-control-expose-headers"] == "Retry-After"

    stranger = port.post("/chat/sessions", json={}, headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in stranger.headers


def test_supervisors_hear_that_it_lives_and_is_not_ready(port: TestClient) -> None:
    assert port.get("/healthz").json() == {"status": "ok"}
    ready = port.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["status"] == "not ready"
