from __future__ import annotations

from datetime import time

import pytest

from .conftest import Find

TIMES = [
    ("friday at 3", "15:00"),
    ("friday 4", "16:00"),
    ("tomorrow @ 1", "13:00"),
    ("at 7", "19:00"),
    ("at 8", "08:00"),
    ("at 11", "11:00"),
    ("at 12", "12:00"),
    ("at eleven", "11:00"),
    ("3pm", "15:00"),
    ("3 p.m.", "15:00"),
    ("3p", "15:00"),
    ("10 AM", "10:00"),
    ("12am", "00:00"),
    ("12 pm", "12:00"),
    ("2:30", "14:30"),
    ("2.30pm", "14:30"),
    ("8:30", "08:30"),
    ("7:30", "19:30"),
    ("15:30", "15:30"),
    ("14h30", "14:30"),
    ("9h tomorrow", "09:00"),
    ("noon", "12:00"),
    ("12 noon friday", "12:00"),
    ("around lunchtime", "12:00"),
    ("half past two", "14:30"),
    ("half 4", "16:30"),
    ("quarter to 4", "15:45"),
    ("quarter past ten", "10:15"),
    ("ten to four", "15:50"),
    ("3ish", "15:00"),
    ("like 5-ish", "17:00"),
    ("3 o'clock", "15:00"),
    ("10 o clock", "10:00"),
    ("two thirty", "14:30"),
    ("ten forty five", "10:45"),
    ("monday 0930", "09:30"),
    ("1400 hours", "14:00"),
    ("hour 14", "14:00"),
    ("monday 12 30", "12:30"),
    ("3-4pm", "15:00"),
    ("11-1pm", "11:00"),
    ("free thursday 4-5", "16:00"),
    ("from 2pm until 5pm", "14:00"),
    ("friday 3 or 4", "15:00"),
    ("saturday morning at 7", "07:00"),
    ("7 in the morning", "07:00"),
    ("3 in the afternoon", "15:00"),
    ("8 in the evening", "20:00"),
    ("a las 3", "15:00"),
    ("a las 3 y media", "15:30"),
    ("a la una", "13:00"),
    ("a las 10 de la mañana", "10:00"),
    ("a las 4 menos cuarto", "15:45"),
    ("is 3 ok?", "15:00"),
    ("3 works", "15:00"),
    ("how about 3", "15:00"),
    ("make it 3pm instead of 2", "15:00"),
    ("no i said 3:45 not 2:45", "15:45"),
    ("put me down for 2", "14:00"),
    ("class at 9 so maybe 1:15", "13:15"),
    ("i work til 5 so like 6ish", "18:00"),
    ("come by at 4", "16:00"),
]
NO_TIMES = [
    "friday morning",
    "tomorrow afternoon",
    "good morning",
    "after 3",
    "4 or later",
    "before noon",
    "by 5",
    "between 1 and 3",
    "i get off work at 5",
    "class at 9",
    "140 bpm",
    "at 140 with 808s",
    "im 17",
    "at 17 i started",
    "at 3 schools",
    "like 20 people",
    "around 5 people",
    "for 2 hours",
    "for 2 people",
    "25:00",
    "3.5 gpa",
    "mine is 3:45 long",
    "in 2019",
    "from 2008 to 2016",
    "2 weeks",
    "16:9 video",
    "i have 3 questions",
    "evening classes",
]


@pytest.mark.parametrize(("text", "at"), TIMES)
def test_wished_time(find: Find, text: str, at: str) -> None:
    assert find(text).time == time.fromisoformat(at)


@pytest.mark.parametrize("text", NO_TIMES)
def test_no_wish_for_a_time(find: Find, text: str) -> None:
    assert find(text).time is None


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("after 3", "15:00", None),
        ("monday after 3pm", "15:00", None),
        ("4 or later", "16:00", None),
        ("not before 10", "10:00", None),
        ("before noon", None, "12:00"),
        ("by 5", None, "17:00"),
        ("between 1 and 3", "13:00", "15:00"),
    ],
)
def test_window_of_times(find: Find, text: str, earliest: str | None, latest: str | None) -> None:
    fields = find(text)
    assert (fields.earliest_time and f"{fields.earliest_time:%H:%M}", fields.latest_time and f"{fields.latest_time:%H:%M}") == (
        earliest,
        latest,
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("friday morning", "morning"),
        ("next tuesday afternoon", "afternoon"),
        ("tonight", "evening"),
        ("por la tarde", "afternoon"),
        ("Good evening, is friday ok?", None),
        ("any night classes?", None),
    ],
)
def test_part_of_the_day(find: Find, text: str, part: str | None) -> None:
    assert find(text).day_part == part
    assert "time" not in find(text).as_json()
