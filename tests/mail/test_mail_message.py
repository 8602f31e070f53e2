"""What is typed anywhere can't become a header, and one cause has one Message-ID."""

from __future__ import annotations

from typing import Any

import pytest
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
