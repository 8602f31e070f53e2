"""The last look before a tour is booked: it can be changed in words, and says how many are coming."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import Talk, buttons


def _texts(lines: list[dict[str, Any]]) -> list[str]:
    return [str(line["text"]) for line in lines]


def _rows(line: dict[str, Any]) -> dict[str, str]:
    return {row["label"]: row["value"] for row in line["custom"]["review"]["rows"]}


@pytest.fixture
def at_review(talk: Talk) -> Talk:
    talk.say("book a tour")
    talk.say("Ana")
    talk.say("ana@example.org")
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    return talk


@pytest.mark.parametrize("change", ["actually friday dec 4 at 2pm", "friday dec 4 at 2pm please", "could we do dec 4 at 2pm instead?"])
def test_a_time_named_at_the_review_is_taken_at_once(at_review: Talk, change: str) -> None:
    lines = at_review.say(change)

    assert "Friday, December 4, 2026 at 2:00 PM (EST) is open" in lines[0]["text"]
    assert _rows(lines[-1])["When"] == "Friday, December 4, 2026 at 2:00 PM (EST)"


@pytest.mark.parametrize("change", ["actually friday dec 4 at 5pm", "friday dec 4 at 5pm please"])
def test_a_time_that_is_not_open_is_said_so_at_the_review(at_review: Talk, change: str) -> None:
    lines = at_review.say(change)

    assert "no open tour time on Friday, December 4 at 5:00 PM" in lines[0]["text"]
    assert lines[-1]["custom"]["slots"]["options"]


def test_an_hour_alone_is_meant_for_the_chosen_day(at_review: Talk) -> None:
    lines = at_review.say("make it 10am")

    assert _rows(lines[-1])["When"] == "Monday, November 30, 2026 at 10:00 AM (EST)"


def test_a_day_that_does_not_exist_changes_nothing(at_review: Talk) -> None:
    lines = at_review.say("actually november 31")

    assert "does not exist" in lines[0]["text"]
    assert _rows(lines[-1])["When"] == "Monday, November 30, 2026 at 2:00 PM (EST)"


def test_the_review_says_for_how_many_and_how_to_change_it(at_review: Talk) -> None:
    first = at_review.lines()[-1]
    assert 'for 1 person. To change the number, write for example "for 3 people".' in first["text"]

    lines = at_review.say("for 3 people")

    assert _rows(lines[-1])["People"] == "3"
    assert "for 3 people." in lines[-1]["text"]
    assert len(lines) == 1


@pytest.mark.parametrize("words", ["for 0 people", "-1 people", "for 1000 people", "party of 0", "we are a group of 500", "12 people"])
def test_a_party_that_cannot_be_is_told_the_limits(at_review: Talk, words: str) -> None:
    lines = at_review.say(words)

    capacity = at_review.assistant.school.tours[0].capacity
    assert f"from 1 to {capacity} people" in lines[0]["text"]
    assert sum("people. For a larger group" in text for text in _texts(lines)) == 1
    assert not any("did not get that" in text for text in _texts(lines))
    assert _rows(lines[-1])["People"] == "1"


def test_a_time_with_more_places_takes_a_larger_party_and_the_limit_is_told_by_it(talk: Talk) -> None:
    tours, now = talk.assistant.tours, talk.assistant.clock()
    monday_14 = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
    tours.change_capacity(tours.slot_id(monday_14, now=now), 12, now=now, actor="staff:a")

    assert "from 1 to 12 people" in talk.say("book a tour for 13 people")[0]["text"]
    assert "12 people" in talk.say("we are 12 people")[0]["text"]
    assert talk.slots()["party_size"] == 12
    for said in ("Ana Ruiz", "ana@example.org"):
        talk.say(said)
    [shown] = talk.press("Not decided yet")
    assert [one["title"] for one in buttons(shown)] == ["Mon, Nov 30, 2:00 PM"]
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    assert "12 people" in talk.press("Yes, book it")[0]["text"]


def test_a_party_that_cannot_be_is_told_the_limits_before_the_review_too(talk: Talk) -> None:
    lines = talk.say("book a tour for 1000 people")

    assert "people. For a larger group" in lines[0]["text"]
    assert talk.slots().get("party_size") is None


@pytest.mark.parametrize("said", ["I will be in the class of 2028", "book a tour for my class of 2027 son"])
def test_a_year_of_graduation_is_no_party(talk: Talk, said: str) -> None:
    talk.say("book a tour")

    assert not any("larger group" in text for text in _texts(talk.say(said)))


def test_what_was_understood_from_a_sentence_is_said_once(talk: Talk) -> None:
    lines = talk.say("book a tour for 3 people, I am Sam Lee")

    assert _texts(lines) == ["I noted: Sam Lee, 3 people.", "How can we reach you: e-mail or phone?"]
    assert not any("noted" in text for text in _texts(talk.say("sam@example.com")))
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    review = talk.press("Yes, I agree")[-1]
    assert (_rows(review)["Name"], _rows(review)["People"]) == ("Sam Lee", "3")


def test_a_plain_answer_is_not_said_back(talk: Talk) -> None:
    talk.say("book a tour")

    assert _texts(talk.say("Sam Lee")) == ["How can we reach you: e-mail or phone?"]
