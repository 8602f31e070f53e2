"""How old the speaker says to be, and when it is a parent who speaks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.extraction.age import grown_up_speaks, stated_age

OWN = [
    ("I'm 12", 12),
    ("im 12", 12),
    ("I m 11", 11),
    ("I’m 12.", 12),
    ("im twelve", 12),
    ("i am eleven", 11),
    ("12 years old", 12),
    ("I'm 11 years old, can i book a tour", 11),
    ("my age is 12", 12),
    ("im only 12 can i still come", 12),
    ("hi im Mia and im 12", 12),
    ("i'm 12 and a half", 12),
    ("I'm 12, is that too young?", 12),
    ("what if i'm 12?", 12),
    ("im a 10 year old girl who loves music", 10),
    ("as an 11 year old can i visit", 11),
    ("11 yo here", 11),
    ("11yo, wanna be a dj", 11),
    ("im 9yrs old", 9),
    ("im 12 years", 12),
    ("age: 12", 12),
    ("Age 12", 12),
    ("i just turned 12", 12),
    ("Ana Lopez, 12 years old", 12),
    ("12 year old girl here", 12),
    ("i'm 8 and my brother is 14", 8),
    ("im 12 my mom said i can come", 12),
    ("tengo 12 años", 12),
    ("tengo doce años", 12),
    ("I AM 12 YEARS OLD!!", 12),
    ("im 12 lol", 12),
    ("i'm 7 years old", 7),
    ("im 12 am i too young", 12),
    ("im 12 whats the tour like", 12),
    ("im like 12ish", 12),
    ("yeah im 12 so my dad will drive me", 12),
    ("i'm 11\ncan I book a tour?", 11),
    # Not there yet.
    ("i'm almost 13", 12),
    ("im turning 13 next month", 12),
    ("i'll be 13 in may", 12),
    ("i turn 12 on friday", 11),
    ("im not 13 yet", 12),
    ("i'm under 13", 12),
    ("until I'm 13 my mom has to ask", 12),
    # Old enough.
    ("I'm 13", 13),
    ("im thirteen", 13),
    ("i'm 16 can i join", 16),
    ("i am 24 years old", 24),
    ("I'm 34 and my son is 12 years old", 34),
    ("i'm a 45 year old mom of a 12 year old", 45),
]

NOT_OWN = [
    "my son is 12",
    "my 12 year old wants to visit",
    "my daughter, 12 years old, wants to see the studios",
    "she's 12",
    "he is 12 years old and loves music",
    "I have a 12 year old",
    "i'm the mom of a 12 year old",
    "i'm a 12 year old's dad",
    "can my 11 yo come along",
    "is the tour ok for a 12 year old",
    "my son is 12 and typed his name here, please delete it",
    "12 of us",
    "we are 12",
    "we're 12 people",
    "i'm bringing 12 people",
    "i was 12 when i started",
    "i started playing when i was 12",
    "since i was 11",
    "when I was 12 years old I built a studio",
    "i've been producing for 12 years",
    "room 12",
    "12",
    "twelve",
    "12 people",
    "dec 12",
    "12/4",
    "at 12",
    "i'm free at 12",
    "i'm 12 minutes away",
    "im 10 min late",
    "im 5 mins out",
    "I'm 12 hours from orlando",
    "i'm 12 credits short",
    "i'm 6'2",
    "im 6 feet tall",
    "im 5 10",
    "i'm 12th in my class",
    "i'm 12 weeks pregnant",
    "i'm 10 years into my career",
    "i'm a 10 year navy veteran",
    "i'm 12 years older than my brother",
    "i'm 10 years sober",
    "i'm 100% sure",
    "i'm 8/10 sure about this",
    "i'm 10 out of 10 excited",
    "i'm 9 to 5 on weekdays",
    "im 11am to 2pm free",
    "i'm 10 am saturday",
    "im 12:30 good?",
    "i'm 1 of 12",
    "i'm one of the parents",
    "im 2",
    "i'm not 12",
    "im not 12 lol",
    "people think i'm 12",
    "i look like i'm 12",
    "ages 12 and up",
    "age 12 and up?",
    "is it for age 12",
    "is 12 years old too young",
    "what's the minimum age",
    "do you take kids under 13",
    "my brother just turned 12",
    "he'll be 13 in may",
    "i'm in 12th grade",
    "im 7 grade",
    "I'm from 12 Oaks",
    "call me at 407 555 0112",
    "im at 12 main street",
    "i am 5 people",
    "im six two and 180 lbs",
    "i'm 10 min i think",
    "i'm 7 days sober",
    "12 years old and up?",
    "12 year old boys love it",
    "kids from 12 years old",
    "",
]


@pytest.mark.parametrize(("text", "age"), OWN)
def test_the_age_that_the_speaker_states(text: str, age: int) -> None:
    assert stated_age(text) == age


@pytest.mark.parametrize("text", NOT_OWN)
def test_what_is_not_the_speakers_age(text: str) -> None:
    assert stated_age(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hi, I'm her mom",
        "this is Ana's dad",
        "this is anas mother, can we book a tour?",
        "I'm the parent",
        "mom here",
        "my son would like to visit",
        "i want to book a tour for my daughter",
        "I am his legal guardian",
        "im 41 and want to look around",
    ],
)
def test_a_parent_is_recognised(text: str) -> None:
    assert grown_up_speaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "my mom said yes",
        "im asking my mom",
        "i'm with my dad",
        "can my mom come",
        "this is my mom",
        "book a tour",
        "i'm 12",
        "i'm 14",
        "I'm Ana",
    ],
)
def test_speaking_of_a_parent_makes_nobody_one(text: str) -> None:
    assert not grown_up_speaks(text)


@given(st.text(alphabet="i'm 12 years old,.\nyo age", max_size=300))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    age = stated_age(text)
    assert age is None or 0 <= age <= 99


@pytest.mark.parametrize(
    "text", ["i'm " * 2500, "i am just " * 1000, "12 " * 3000, "1" * 10000, "age " * 2500, " " * 10000, "im a's " * 1400]
)
def test_long_texts_are_read_quickly(text: str) -> None:
    started = time.perf_counter()
    stated_age(text)
    grown_up_speaks(text)
    assert time.perf_counter() - started < 0.2
