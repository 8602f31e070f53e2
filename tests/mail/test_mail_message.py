"""What is typed anywhere can't become a header, and one cause has one Message-ID."""

from __future__ import annotations

import email
import email.policy
from typing import Any

import pytest
from aiosmtplib.email import flatten_message
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.errors import DeliveryFailed
from bot.mail.message import built
from bot.settings import Settings

OFFICE = "Admissions <visits@school.example>"


def payload(**changes: Any) -> dict[str, Any]:
    made = {
        "key": "confirmation:1:0",
        "to": "ana@example.com",
        "subject": "You are booked",
        "text": "Hello,\n.\n",
        "html": "<p>Hello</p>",
        "date": "2026-11-23T17:00:00+00:00",
        "language": "en",
    }
    return made | changes


def test_text_html_and_calendar_stand_side_by_side() -> None:
    message = built(payload(ics={"content": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "method": "REQUEST", "filename": "a.ics"}), OFFICE)

    kinds = [one.get_content_type() for one in message.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"]
    calendar = next(one for one in message.walk() if one.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert message["From"] == OFFICE and message["To"] == "ana@example.com"


def test_the_same_cause_has_the_same_message_id_and_another_another() -> None:
    one, again, other = (built(payload(key=key), OFFICE)["Message-ID"] for key in ("a", "a", "b"))

    assert one == again != other
    assert one.endswith("@school.example>")


def head(given: dict[str, Any], mail_from: str = OFFICE) -> tuple[bytes, list[bytes]]:
    """The headers as they go to the mail server: raw, and each unfolded."""
    raw = flatten_message(built(given, mail_from)).split(b"\r\n\r\n", 1)[0]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    return raw, raw.replace(b"\r\n ", b" ").split(b"\r\n")


STOP = "https://chat.school.example/tours/stop/" + "aB3_-" * 40


@pytest.mark.parametrize("stop_url", [STOP, "https://s.example/tours/stop/x", STOP * 3])
def test_one_click_unsubscribing_is_read_as_it_stands(stop_url: str) -> None:
    raw, lines = head(payload(stop_url=stop_url))

    assert f"List-Unsubscribe: <{stop_url}>".encode() in raw.split(b"\r\n")
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_a_long_address_is_encoded_nowhere() -> None:
    domain = "admissions." + "long-name." * 10 + "example"
    to = f"{'ana.' * 14}ruiz@{domain}"
    raw, lines = head(payload(to=to), f"Admissions <visits@{domain}>")

    assert b"=?" not in raw
    assert f"To: {to}".encode() in lines
    assert f"From: Admissions <visits@{domain}>".encode() in lines
    (message_id,) = [line for line in raw.split(b"\r\n") if line.lower().startswith(b"message-id")]
    assert message_id.endswith(f"@{domain}>".encode())


@pytest.mark.parametrize(
    "subject", ["You are booked: " + "a visit to the campus, " * 12, "Está reservada: " + "visita al campus, mañana, " * 12]
)
def test_a_long_subject_is_folded_as_the_rules_have_it(subject: str) -> None:
    raw, _lines = head(payload(subject=subject.strip(), stop_url=STOP))

    own = raw[raw.index(b"Subject:") :].split(b"\r\nDate:")[0].split(b"\r\n")
    assert len(own) > 1 and all(len(line) <= 78 for line in own) and all(line.startswith(b" ") for line in own[1:])
    assert all(len(word) <= 75 for line in own for word in line.split() if word.startswith(b"=?"))
    assert email.message_from_bytes(raw + b"\r\n\r\n", policy=email.policy.default)["Subject"] == subject.strip()


@pytest.mark.parametrize("to", ["ana@example.com\r\nBcc: eve@example.com", "ana@example.com\nX: y", "nobody", "a@b@c\r\n.c", "", "a b@c.d"])
def test_an_address_that_is_none_is_refused_for_good(to: str) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        built(payload(to=to), OFFICE)

    assert failed.value.permanent
    assert "eve" not in str(failed.value)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["\r\n", "\n", "\r"]), st.text(max_size=20))
def test_no_subject_adds_a_header(before: str, line_end: str, after: str) -> None:
    plain = set(built(payload(), OFFICE).keys())
    for subject in (before + line_end + "Bcc: eve@example.com" + after, before + after):
        try:
            raw = built(payload(subject=subject), OFFICE).as_bytes()
        except DeliveryFailed:
            continue
        head = raw.split(b"\r\n\r\n", 1)[0]
        names = {line.split(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))}
        assert names <= plain


@pytest.mark.parametrize("mail_from", ["nobody", "a@b.example\nBcc: eve@example.com", "a@b@c"])
def test_a_sender_that_is_no_address_is_refused_at_the_start(mail_from: str) -> None:
    with pytest.raises(ValidationError):
        Settings(mail_from=mail_from)
