"""Where a visitor was: bounded, only web pages, nothing that a database refuses; the first page stays, the last one follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from bot import web_errors
from bot.assistant import Assistant
from bot.conversations.models import Conversation
from bot.conversations.pages import LONGEST, campaign, page_address
from bot.conversations.routes import routes
from tests.conftest import Talk


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://school.edu/apply?a=1&b=2#top", "https://school.edu/apply?a=1&b=2"),
        ("https://ana:secret@school.edu/", "https://school.edu/"),
        ("HTTP://School.edu", "http://School.edu"),
        ("https://school.edu/\x00a\ud800b", "https://school.edu/ab"),
        ("javascript:alert(1)", None),
        ("https:///nowhere", None),
        ("http://[", None),
        ("http://school.edu:99999/", None),
        ("", None),
        (None, None),
        ("https://school.edu/?utm_source=news&x=" + "y" * LONGEST, "https://school.edu/?utm_source=news"),
        ("https://school.edu/?x=" + "y" * LONGEST, "https://school.edu/"),
        ("https://school.edu/" + "y" * LONGEST, None),
    ],
)
def test_a_page_is_kept_as_far_as_it_is_one(given: str | None, kept: str | None) -> None:
    assert page_address(given) == kept


@given(st.text(max_size=60) | st.text(max_size=40).map(lambda text: f"https://a.b/{text}") | st.text(max_size=40).map("https://{}/".format))
def test_whatever_comes_what_is_kept_is_a_short_visible_address(given: str) -> None:
    kept = page_address(given)
    if kept is not None:
        assert kept.startswith(("http://", "https://")) and len(kept) <= LONGEST
        assert kept.isprintable() and "#" not in kept
        assert page_address(kept) == kept


def test_campaign_parameters_are_read_without_what_no_database_takes() -> None:
    assert campaign("https://school.edu/?utm_source=a%00b&x=1&utm_campaign=fall%0Aopen") == "utm_source=ab utm_campaign=fallopen"
    assert campaign("https://school.edu/?utm_source=" + "n" * 1900) == ("utm_source=" + "n" * 1900)[:500]
    assert campaign("https://school.edu/?fbclid=1") is None
    assert campaign(None) is None


@pytest.fixture
def site(assistant: Assistant) -> Iterator[TestClient]:
    app = FastAPI()
    web_errors.install(app)
    app.state.assistant = assistant
    app.include_router(routes(assistant))
    assistant._engine = _NoEngine()  # type: ignore[assignment]
    with TestClient(app) as client:
        yield client


class _NoEngine:
    is_alive = has_room = True

    def submit(self, _conversation_id: str) -> None:
        """Nothing is answered here."""


def test_the_last_page_follows_the_visitor_and_the_first_stays(site: TestClient, assistant: Assistant) -> None:
    first = "https://school.edu/?utm_source=news"
    made = site.post("/chat/sessions", json={"page_url": first, "referrer": "https://search.example/?q=" + "x" * 9000}).json()
    headers = {"authorization": f"Bearer {made['token']}"}

    def row() -> Conversation:
        with assistant.database.read() as session:
            return session.get_one(Conversation, made["conversation_id"])

    def send(number: int, **more: Any) -> int:
        return site.post("/chat/messages", headers=headers, json={"client_id": f"message-{number}", "text": "Hello"} | more).status_code

    assert (row().page_url, row().last_page_url, row().referrer) == (first, first, "https://search.example/")
    assert send(1) == 202
    assert row().last_page_url == first
    assert send(2, page_url="https://school.edu/programs/recording#fees") == 202
    assert (row().page_url, row().last_page_url) == (first, "https://school.edu/programs/recording")
    assert send(3, page_url="data:text/html,hello") == 202, "an odd page keeps nobody from writing"
    assert row().last_page_url == "https://school.edu/programs/recording"


def test_a_booking_brings_both_pages_and_the_campaign_of_the_first(talk: Talk) -> None:
    from bot.leads.capture import Interest, capture

    def asked() -> Any:
        with talk.assistant.database.write() as session:
            return capture(
                session, talk.conversation_id, Interest("Ana", "ana@example.com", None, None, "call_back"), now=talk.assistant.clock()
            )

    lead = asked()
    assert (lead.page_url, lead.last_page_url, lead.campaign) == (*["https://school.example/apply?utm_source=news"] * 2, "utm_source=news")
    later = "https://school.example/fees?utm_source=mail"
    talk.assistant.inbox.receive_with_token(talk.token, "later-1", "Hello", page_url=later, admit=lambda _id: None)
    lead = asked()
    assert (lead.page_url, lead.last_page_url, lead.campaign) == ("https://school.example/apply?utm_source=news", later, "utm_source=news")
