"""The web contract over real HTTP."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.server.harness import Server, Stream, Visitor


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return Visitor(server.url).open()


def test_the_greeting_says_that_an_automated_assistant_speaks(visitor: Visitor) -> None:
    greeting = visitor.lines()[0]

    assert greeting["seq"] == 1
    assert "automated" in greeting["text"]
    assert [button["title"] for button in greeting["custom"]["quick_replies"]][-1] == "Talk to a person"


def test_a_question_is_answered_on_the_stream(visitor: Visitor) -> None:
    stream = Stream(visitor)
    stream.lines_until(1)

    seq = visitor.post("what jobs can I get after graduating?")

    lines = stream.lines_until(seq + 1)
    assert [(line["role"], line["seq"]) for line in lines] == [("visitor", 2), ("bot", 3)]
    assert stream.until("state")[-1][1] == {"status": "bot", "waiting": False}


def test_the_same_message_posted_five_times_is_one_message_and_one_answer(visitor: Visitor) -> None:
    client_id = uuid.uuid4().hex
    with ThreadPoolExecutor(5) as pool:
        numbers = set(pool.map(lambda _: visitor.post("how much is tuition?", client_id=client_id), range(5)))
    visitor.answers(max(numbers))

    assert numbers == {2}
    assert [line["role"] for line in visitor.lines()] == ["bot", "visitor", "bot"]


def test_a_stream_with_a_cursor_misses_and_repeats_nothing(visitor: Visitor) -> None:
    for text in ("hello", "what jobs can I get?", "how much is tuition?"):
        visitor.say(text)
    everything = visitor.lines()

    for cursor in (0, 2, 5):
        lines = Stream(visitor, cursor).lines_until(everything[-1]["seq"])
        assert [line["seq"] for line in lines] == [line["seq"] for line in everything if line["seq"] > cursor]


def test_pages_before_and_last(visitor: Visitor, server: Server) -> None:
    for _ in range(3):
        visitor.say("hello")

    def get(**params: int) -> list[int]:
        found = httpx.get(f"{server.url}/chat/messages", headers=visitor.headers, params=params).json()["messages"]
        return [line["seq"] for line in found]

    assert get(last=3) == [5, 6, 7]
    assert get(before=5, limit=2) == [3, 4]


@pytest.mark.parametrize("token", ["-", "made-up", "a" * 300])
def test_an_unknown_token_opens_nothing(server: Server, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    for method, path in (("GET", "/chat/messages"), ("GET", "/chat/stream"), ("GET", "/chat/transcript"), ("DELETE", "/chat/session")):
        answer = httpx.request(method, server.url + path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


def test_another_visitor_sees_nothing_of_it(server: Server) -> None:
    first, second = Visitor(server.url).open(), Visitor(server.url).open()
    first.say("hello")
    payload = first.lines()[0]["custom"]["quick_replies"][0]["payload"]

    answer = httpx.post(f"{server.url}/chat/messages", headers=second.headers, json={"client_id": "press-not-mine", "payload": payload})

    assert answer.status_code == 422
    assert len(second.lines()) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "hello"}, 422),
        ({"client_id": "short", "text": "hello"}, 422),
        ({"client_id": "client-1234", "text": "   \n\t "}, 422),
        ({"client_id": "client-1234", "text": "\x00\x07"}, 422),
        ({"client_id": "client-1234", "text": "\u200c\u200d \u2060\u00ad\ufe0f\u3164"}, 422),
        ({"client_id": "client-1234", "text": "a" * 10_000}, 422),
        ({"client_id": "client-1234"}, 422),
        ({"client_id": "client-1234", "text": "a", "payload": "b"}, 422),
        ({"client_id": "client-1234", "payload": "never-issued"}, 422),
        ({"client_id": "client-1234", "text": 7}, 422),
        ([1, 2], 422),
    ],
)
def test_what_cannot_be_taken_is_refused_in_plain_words(visitor: Visitor, server: Server, body: object, status: int) -> None:
    answer = httpx.post(f"{server.url}/chat/messages", headers=visitor.headers, json=body)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert len(visitor.lines()) == 1


def test_malformed_json_and_huge_bodies_are_refused(visitor: Visitor, server: Server) -> None:
    headers = {**visitor.headers, "Content-Type": "application/json"}

    assert httpx.post(f"{server.url}/chat/messages", headers=headers, content=b"{oops").status_code == 400
    assert httpx.post(f"{server.url}/chat/messages", headers=headers, content=b"x" * 2_000_000).status_code == 413
    chunked = httpx.post(f"{server.url}/chat/messages", headers=headers, content=(b"x" * 65_536 for _ in range(32)))
    assert chunked.status_code == 413
    assert chunked.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("origin", ["https://evil.example", "http://[", "null"])
def test_a_foreign_website_may_not_open_conversations(server: Server, origin: str) -> None:
    answer = httpx.post(f"{server.url}/chat/sessions", json={}, headers={"Origin": origin})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "where", ["messages?after=9223372036854775808", "messages?before=99999999999999999999", "stream?after=99999999999", "messages?after=-1"]
)
def test_a_number_that_no_line_can_have_is_refused(visitor: Visitor, server: Server, where: str) -> None:
    answer = httpx.get(f"{server.url}/chat/{where}", headers=visitor.headers)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_feedback_is_kept_and_may_change(visitor: Visitor, server: Server) -> None:
    seq = visitor.say("how much is tuition?")[0]["seq"]
    for value in ("up", "down"):
        answer = httpx.post(f"{server.url}/chat/feedback", headers=visitor.headers, json={"seq": seq, "value": value})
        assert answer.status_code == 204
    for other in (seq - 1, 999):  # the visitor's own line, and none
        refused = httpx.post(f"{server.url}/chat/feedback", headers=visitor.headers, json={"seq": other, "value": "up"})
        assert refused.status_code == 422


def test_the_transcript_is_plain_text(visitor: Visitor, server: Server) -> None:
    visitor.say("how much is tuition?")

    answer = httpx.get(f"{server.url}/chat/transcript", headers=visitor.headers)

    assert answer.headers["content-type"].startswith("text/plain")
    assert "You: how much is tuition?" in answer.text
    assert "Assistant: " in answer.text


def test_delete_my_data_ends_token_and_stream(visitor: Visitor, server: Server) -> None:
    visitor.say("hello")
    stream = Stream(visitor)
    stream.lines_until(3)

    assert httpx.delete(f"{server.url}/chat/session", headers=visitor.headers).status_code == 204

    assert stream.until("ended")
    assert httpx.get(f"{server.url}/chat/messages", headers=visitor.headers).status_code == 401


def test_health_readiness_metrics_and_contract(server: Server) -> None:
    assert httpx.get(f"{server.url}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{server.url}/readyz").json() == {"status": "ready"}
    assert "admissions_turns_total" in httpx.get(f"{server.url}/metrics").text
    assert "/chat/messages" in httpx.get(f"{server.url}/openapi.json").json()["paths"]


def test_pages_carry_a_strict_policy(server: Server) -> None:
    page = httpx.get(server.url)

    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"


def test_the_widget_has_only_its_own_files(server: Server) -> None:
    assert httpx.get(f"{server.url}/widget/admissions-chat.js").headers["content-type"].startswith("text/javascript")
    for path in ("/widget/../routes.py", "/widget/%2e%2e/routes.py", "/widget/nothing.js"):
        assert httpx.get(server.url + path).status_code == 404


def test_the_last_eight_places_go_to_exactly_eight_of_fifty(server: Server) -> None:
    visitors = [Visitor(server.url).open() for _ in range(50)]

    def prepare(visitor: Visitor) -> None:
        for text in ("I want to book a tour", "Ana Lopez", "ana@example.org"):
            visitor.say(text)
        visitor.press("Not decided yet")

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(prepare, visitors))
    wanted = visitors[0].lines()[-1]["custom"]["slots"]["options"][0]["title"]
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda visitor: visitor.press(wanted), visitors))

    kept = [visitor for visitor, answer in zip(visitors, answers, strict=True) if "consent" in (answer[-1].get("custom") or {})]
    refused = [answer for answer in answers if "just taken" in answer[0]["text"]]
    assert (len(kept), len(refused)) == (8, 42)
    assert all(answer[-1]["custom"]["slots"]["options"] for answer in refused)
    assert all(wanted not in [option["title"] for option in answer[-1]["custom"]["slots"]["options"]] for answer in refused)
    for visitor in kept:
        assert "I keep this time for you" in visitor.press("Yes, I agree")[-1]["text"]
    with ThreadPoolExecutor(8) as pool:
        booked = list(pool.map(lambda visitor: visitor.press("Yes, book it"), kept))
    assert all(answer[0]["text"].startswith("You're booked") for answer in booked)
