from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_render import LONGEST_TEXT, render, split

SCHEMA = json.loads((Path(__file__).parents[2] / "bot/conversations/custom.schema.json").read_text())
PLAIN = {"method": "sendMessage", "chat_id": "77", "link_preview_options": {"is_disabled": True}}


def choice(title: str, payload: str = "p1") -> dict[str, str]:
    return {"title": title, "payload": payload}


def slot(title: str, payload: str) -> dict[str, Any]:
    times = {"starts_at": "2026-12-01T10:00:00-05:00", "ends_at": "2026-12-01T11:00:00-05:00"}
    return {"title": title, "payload": payload, **times, "places_left": 8}


LONG = "Digital media, film, sound and everything that belongs to the creative industry"

SNAPSHOTS: list[tuple[str, str, dict[str, Any] | None, list[str], list[list[tuple[str, str]]]]] = [
    ("text alone", "Hello *there* _you_ [x](y)", None, ["Hello *there* _you_ [x](y)"], []),
    (
        "short quick replies share a row, long ones do not",
        "What next?",
        {
            "quick_replies": [
                choice("Yes", "p1"),
                choice("No", "p2"),
                choice("Book a campus tour", "p3"),
                choice("I would rather talk to a person", "p4"),
                choice("Stop", "p5"),
            ]
        },
        ["What next?"],
        [
            [("Yes", "p1"), ("No", "p2")],
            [("Book a campus tour", "p3")],
            [("I would rather talk to a person", "p4")],
            [("Stop", "p5")],
        ],
    ),
    (
        "a title that does not fit is clipped on the button and given in full above it",
        "Which program?",
        {"quick_replies": [choice(LONG, "p1"), choice("Not decided yet", "p2")]},
        [f"Which program?\n\n• {LONG}"],
        [[("Digital media, film, sound and everything that…", "p1")], [("Not decided yet", "p2")]],
    ),
    (
        "open times, with a note and a way to later ones",
        "Which time suits you? All times are campus time (EST).",
        {
            "slots": {
                "time_zone": "America/New_York",
                "note": "Example times: the school has not set its own yet.",
                "options": [slot("Tue, December 1, 10:00 AM", "s1"), slot("Tue, December 1, 2:00 PM", "s2")],
                "more": choice("Later times", "s3"),
            }
        },
        ["Which time suits you? All times are campus time (EST).\n\nExample times: the school has not set its own yet."],
        [[("Tue, December 1, 10:00 AM", "s1")], [("Tue, December 1, 2:00 PM", "s2")], [("Later times", "s3")]],
    ),
    (
        "a consent whose wording the text does not have",
        "One more thing.",
        {
            "consent": {
                "wording": "We may write to you about your tour.",
                "version": "1",
                "accept": choice("Yes, I agree", "y"),
                "decline": choice("No", "n"),
            }
        },
        ["One more thing.\n\nWe may write to you about your tour."],
        [[("Yes, I agree", "y"), ("No", "n")]],
    ),
    (
        "a consent whose wording the text has",
        "We may write to you. Do you agree?",
        {"consent": {"wording": "We may write to you.", "version": "1", "accept": choice("Yes", "y"), "decline": choice("No", "n")}},
        ["We may write to you. Do you agree?"],
        [[("Yes", "y"), ("No", "n")]],
    ),
    (
        "a review as lines",
        "Shall I book it?",
        {
            "review": {"title": "Campus tour", "rows": [{"label": "Name", "value": "Maya"}, {"label": "People", "value": "2"}]},
            "quick_replies": [choice("Yes, book it", "y"), choice("Stop", "n")],
        },
        ["Shall I book it?\n\nCampus tour\nName: Maya\nPeople: 2"],
        [[("Yes, book it", "y"), ("Stop", "n")]],
    ),
    (
        "a review that the text says already",
        "Please check: Name: Maya; People: 2. Shall I book it?",
        {"review": {"title": "Campus tour", "rows": [{"label": "Name", "value": "Maya"}, {"label": "People", "value": "2"}]}},
        ["Please check: Name: Maya; People: 2. Shall I book it?"],
        [],
    ),
    (
        "a form of several fields is asked for in words",
        "What is your name?",
        {
            "form": {
                "id": "contact",
                "submit": "Send",
                "fields": [
                    {"name": "name", "label": "Name", "type": "text", "required": True},
                    {"name": "email", "label": "E-mail", "type": "email", "required": True},
                ],
            }
        },
        ["What is your name?"],
        [],
    ),
    (
        "a form of one field shows its fault and its options",
        "Which program?",
        {
            "form": {
                "id": "program",
                "submit": "Send",
                "fields": [
                    {
                        "name": "program",
                        "label": "Program",
                        "type": "select",
                        "required": True,
                        "error": "Please choose one of these.",
                        "options": [{"value": "a", "label": "Film"}, {"value": "b", "label": "Sound"}],
                    }
                ],
            }
        },
        ["Which program?\n\nPlease choose one of these.\n\n• Film\n• Sound"],
        [],
    ),
    (
        "what only a browser can show is left out",
        "You're booked.",
        {"rate": True, "notice": "trouble", "ics": {"filename": "tour.ics", "content": "BEGIN:VCALENDAR"}},
        ["You're booked."],
        [],
    ),
    ("buttons without a word get one", "", {"quick_replies": [choice("Yes")]}, ["Please choose:"], [[("Yes", "p1")]]),
    ("nothing to say", "  \u0000 ", {"rate": True}, [], []),
]


@pytest.mark.parametrize(("text", "custom", "texts", "keyboard"), [case[1:] for case in SNAPSHOTS], ids=[case[0] for case in SNAPSHOTS])
def test_snapshots(text: str, custom: dict[str, Any] | None, texts: list[str], keyboard: list[list[tuple[str, str]]]) -> None:
    if custom is not None:
        custom = {"version": 1, **custom}
        jsonschema.validate(custom, SCHEMA)
    expected: list[dict[str, Any]] = [{**PLAIN, "text": chunk} for chunk in texts]
    if keyboard:
        rows = [[{"text": title, "callback_data": payload} for title, payload in row] for row in keyboard]
        expected[-1]["reply_markup"] = {"inline_keyboard": rows}
    assert render("77", text, custom) == expected
    assert json.loads(json.dumps(render("77", text, custom))) == expected


def test_the_buttons_hang_on_the_last_part_of_a_long_text() -> None:
    text = "\n\n".join(f"Paragraph {number}. " + "Words and words. " * 60 for number in range(6))
    calls = render("77", text, {"version": 1, "quick_replies": [choice("Yes")]})
    assert len(calls) == 2
    assert "reply_markup" not in calls[0]
    assert "reply_markup" in calls[1]
    assert calls[1]["text"].startswith("Paragraph")


def test_a_payload_too_long_for_a_button_is_refused() -> None:
    render("77", "x", {"version": 1, "quick_replies": [choice("Yes", "p" * 64)]})
    with pytest.raises(ValueError, match="64 bytes"):
        render("77", "x", {"version": 1, "quick_replies": [choice("Yes", "é" * 33)]})


@pytest.mark.parametrize(
    ("text", "longest", "pieces"),
    [
        ("one two three", 20, ["one two three"]),
        ("", 20, []),
        ("First part.\n\nSecond part. More.", 20, ["First part.", "Second part. More."]),
        ("A first line here\nand a second", 20, ["A first line here", "and a second"]),
        ("It is so. It is not. Well then", 22, ["It is so. It is not.", "Well then"]),
        ("alpha beta gamma delta", 12, ["alpha beta", "gamma delta"]),
        ("x" * 25, 10, ["x" * 10, "x" * 10, "x" * 5]),
        ("😀" * 6, 10, ["😀" * 5, "😀"]),
        ("aaaaaaaa👩\u200d🎓bbbb", 12, ["aaaaaaaa", "👩\u200d🎓bbbb"]),
    ],
)
def test_long_texts_are_cut_where_it_hurts_least(text: str, longest: int, pieces: list[str]) -> None:
    assert split(text, longest) == pieces


@given(
    st.text(alphabet=st.one_of(st.sampled_from("ab .!?\n😀\u200d\u0301"), st.characters(exclude_categories=["Cs"])), max_size=400),
    st.integers(8, 60),
)
def test_every_piece_fits_and_no_word_is_lost(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert all(piece.strip() and len(piece.encode("utf-16-le")) // 2 <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_the_limit_counts_utf16_units() -> None:
    assert len(split("😀" * (LONGEST_TEXT // 2))) == 1
    assert len(split("😀" * (LONGEST_TEXT // 2 + 1))) == 2
