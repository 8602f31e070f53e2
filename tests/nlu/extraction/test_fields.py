from __future__ import annotations

from datetime import date, time

import pytest

from bot.nlu.extraction import FIELDS, Fields

from .conftest import Find


def test_one_message_fills_the_whole_form(find: Find) -> None:
    text = "hi im maria lopez, 407 555 0134, can i come friday at 3 for recording arts, me and my mom. maria.l@gmail.com"
    assert find(text).as_json() == {
        "name": "Maria Lopez",
        "email": "maria.l@gmail.com",
        "phone": "+14075550134",
        "program": "Recording Arts and Show Production",
        "date": "2026-11-27",
        "time": "15:00",
        "party_size": 2,
    }


def test_spans_point_at_the_words(find: Find) -> None:
    text = "hi, it's José Núñez — (407) 555‑0134, Friday at 3:30 for recording arts, just me"
    spans = find(text).spans
    assert {field: text[start:end] for field, (start, end) in spans.items()} == {
        "name": "José Núñez",
        "phone": "(407) 555‑0134",
        "program": "recording arts",
        "date": "Friday",
        "time": "3:30",
        "party_size": "just me",
    }


def test_absent_fields_are_left_out(find: Find) -> None:
    assert find("whats the fee").as_json() == {}
    assert find("").as_json() == {}


def test_json_keeps_the_order_of_the_contract() -> None:
    fields = Fields("A", "a@b.co", "+14075550134", "P", date(2026, 1, 2), time(9, 5), 3)
    assert list(fields.as_json()) == list(FIELDS)
    assert fields.as_json()["time"] == "09:05"
    assert fields.as_json()["date"] == "2026-01-02"


def test_parts_of_the_day_and_windows_stay_out_of_the_json(find: Find) -> None:
    fields = find("next week in the afternoon, after 3")
    assert (fields.day_part, fields.earliest_date, fields.earliest_time) == ("afternoon", date(2026, 11, 30), time(15))
    assert fields.as_json() == {}


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("3", "time", {"time": "15:00"}),
        ("eleven works", "time", {"time": "11:00"}),
        ("3", "party_size", {"party_size": 3}),
        ("3", "date", {"date": "2026-12-03"}),
        ("the 28th", "date", {"date": "2026-11-28"}),
        ("3", "name", {}),
        ("marcus reed", "name", {"name": "Marcus Reed"}),
        ("friday at 2 with my dad", "name", {"date": "2026-11-27", "time": "14:00", "party_size": 2}),
        ("4075550134", "phone", {"phone": "+14075550134"}),
        ("me@site.org", "email", {"email": "me@site.org"}),
    ],
)
def test_what_was_asked_decides_on_a_bare_answer(find: Find, text: str, asked: str, found: dict[str, object]) -> None:
    assert find(text, expecting=asked).as_json() == found


def test_bare_number_says_nothing_unasked(find: Find) -> None:
    assert find("3").as_json() == {}


def test_phone_digits_are_no_date_and_no_time(find: Find) -> None:
    assert find("call 407 555 1203 or 321-555-0930").as_json() == {"phone": "+14075551203"}


def test_marks_typed_by_a_visitor_mean_nothing(find: Find) -> None:
    assert find("\x01\x02 3 \x03 im \x04\x05").as_json() == {}
