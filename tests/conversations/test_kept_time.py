"""A chosen time is kept while the rest of the form is filled, and given back when the form ends without a booking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.audit.models import AuditRow
from bot.engine.turn import TurnRunner
from bot.privacy.service import Privacy
from bot.tours.models import Booking, Hold, Slot
from tests.conftest import StandingClock, Talk, buttons

MONDAY_14 = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
TIME = "Mon, Nov 30, 2:00 PM"


def _rows(talk: Talk, model: Any) -> list[Any]:
    with talk.assistant.database.read() as session:
        return list(session.scalars(select(model)))


def _places(talk: Talk) -> dict[datetime, tuple[int, int]]:
    return {slot.starts_at: (slot.booked, slot.held) for slot in _rows(talk, Slot)}


def _to_time(talk: Talk, start: str = "book a tour") -> Talk:
    for said in (start, "Ana", "ana@example.org"):
        talk.say(said)
    talk.press("Not decided yet")
    return talk


def _take(talk: Talk, party: int, starts_at: datetime = MONDAY_14) -> None:
    now = talk.assistant.clock()
    talk.assistant.tours.book(starts_at=starts_at, party=party, submission=f"other {party}", now=now, conversation_id=None, lead_id=None)


def test_a_chosen_time_is_kept_and_the_review_says_until_when(talk: Talk) -> None:
    _to_time(talk).press(TIME)

    [hold] = _rows(talk, Hold)
    assert (hold.conversation_id, hold.party_size) == (talk.conversation_id, 1)
    assert _places(talk) == {MONDAY_14: (0, 1)}
    assert "I keep this time for you until 12:15 PM (EST)." in talk.press("Yes, I agree")[-1]["text"]
    assert "You're booked" in talk.press("Yes, book it")[0]["text"]
    assert _places(talk) == {MONDAY_14: (1, 0)}
    assert _rows(talk, Hold) == []


@pytest.mark.parametrize("said", ["hi im marcus reed, 407 555 0134, can i come dec 1 at 2pm?", "book a tour dec 1 at 2pm"])
def test_a_time_named_at_once_is_kept_at_once(talk: Talk, said: str) -> None:
    talk.say(said)

    assert _places(talk) == {datetime(2026, 12, 1, 19, 0, tzinfo=UTC): (0, 1)}


def test_another_time_and_another_number_are_kept_instead(talk: Talk) -> None:
    _to_time(talk).press(TIME)
    talk.press("Yes, I agree")

    talk.say("for 3 people")
    assert _places(talk) == {MONDAY_14: (0, 3)}
    talk.say("make it 10am")
    assert _places(talk) == {MONDAY_14: (0, 0), datetime(2026, 11, 30, 15, 0, tzinfo=UTC): (0, 3)}
    assert "until 12:15 PM" in talk.lines()[-1]["text"]


def test_a_time_taken_while_it_was_shown_is_said_at_once(talk: Talk) -> None:
    _to_time(talk)
    _take(talk, 8)

    lines = talk.press(TIME)

    assert lines[0]["text"] == "Sorry, that time was just taken."
    assert "no room left for 1 person on Monday, November 30 at 2:00 PM" in lines[-1]["text"]
    assert TIME not in [button["title"] for button in buttons(lines[-1])]
    assert (_places(talk)[MONDAY_14], _rows(talk, Hold)) == ((8, 0), [])
    talk.press("Mon, Nov 30, 10:00 AM")
    talk.press("Yes, I agree")
    assert "You're booked" in talk.press("Yes, book it")[0]["text"]


def test_a_party_that_outgrows_the_time_is_told_and_keeps_what_it_had_until_it_chooses(talk: Talk) -> None:
    _take(talk, 5)
    _to_time(talk).press(TIME)
    talk.press("Yes, I agree")

    lines = talk.say("for 4 people")

    assert lines[0]["text"] == "There is not enough room for 4 people at the time you chose."
    assert talk.slots()["requested_slot"] == "tour_time"
    assert _places(talk)[MONDAY_14] == (5, 1)


def test_who_holds_the_last_places_can_choose_them_again(talk: Talk) -> None:
    _take(talk, 7)
    _to_time(talk).press(TIME)
    talk.press("Yes, I agree")

    lines = talk.press("Change the time")

    assert TIME in [button["title"] for button in buttons(lines[-1])]
    assert "12:15 PM" in talk.press(TIME)[-1]["text"]


def test_a_second_visitor_sees_the_places_as_taken(new_talk: Callable[..., Talk]) -> None:
    first, second = new_talk(), new_talk()
    _take(first, 7)
    _to_time(first).press(TIME)

    assert TIME not in [button["title"] for button in buttons(_to_time(second).lines()[-1])]


@pytest.mark.parametrize("ends", ["cancel", "please stop texting me", "im 12"])
def test_what_ends_the_form_gives_the_places_back(talk: Talk, ends: str) -> None:
    _to_time(talk).press(TIME)

    talk.say(ends)

    assert (_places(talk), _rows(talk, Hold)) == ({MONDAY_14: (0, 0)}, [])
    assert talk.slots().get("held_until") is None


def test_declining_consent_gives_the_places_back(talk: Talk) -> None:
    _to_time(talk).press(TIME)

    talk.press("No")

    assert (_places(talk), _rows(talk, Hold)) == ({MONDAY_14: (0, 0)}, [])


def test_erasing_gives_the_places_back(talk: Talk) -> None:
    _to_time(talk).press(TIME)

    Privacy(talk.assistant).erase_conversation(talk.conversation_id)

    assert (_places(talk), _rows(talk, Hold)) == ({MONDAY_14: (0, 0)}, [])


def test_a_time_that_is_not_kept_any_more_is_not_said_to_be_and_is_booked_while_there_is_room(talk: Talk, clock: StandingClock) -> None:
    _to_time(talk).press(TIME)
    clock.forward(minutes=16)
    talk.assistant.tours.offers(clock())

    assert "I keep" not in talk.press("Yes, I agree")[-1]["text"]
    assert "You're booked" in talk.press("Yes, book it")[0]["text"]


def test_a_time_that_was_taken_after_it_was_kept_too_long_is_not_booked(talk: Talk, clock: StandingClock) -> None:
    _to_time(talk).press(TIME)
    talk.press("Yes, I agree")
    clock.forward(minutes=16)
    _take(talk, 8)

    lines = talk.press("Yes, book it")

    assert lines[0]["text"] == "Sorry, that time was just taken."
    assert len(_rows(talk, Booking)) == 1


def test_a_time_that_staff_closed_is_not_said_to_be_kept(talk: Talk) -> None:
    _to_time(talk).press(TIME)
    tours, now = talk.assistant.tours, talk.assistant.clock()
    tours.close_slot(tours.slot_id(MONDAY_14, now=now), now=now, actor="staff:a", reason="The guide is ill.")

    assert "I keep" not in talk.press("Yes, I agree")[-1]["text"]
    assert talk.press("Yes, book it")[0]["text"] == "Sorry, that time was just taken."


def test_a_turn_that_fails_keeps_nothing(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    _to_time(talk)

    def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose by a test")

    with monkeypatch.context() as patch:
        patch.setattr(TurnRunner, "_store", broken)
        talk.press(TIME)

    assert (_places(talk), _rows(talk, Hold)) == ({}, [])
    talk.press(TIME)
    assert _places(talk) == {MONDAY_14: (0, 1)}


def test_the_log_of_deeds_names_the_conversation_and_nobody(talk: Talk) -> None:
    _to_time(talk).press(TIME)

    [row] = [one for one in _rows(talk, AuditRow) if one.action == "held"]
    assert (row.actor, row.object_type) == (f"visitor:{talk.conversation_id}", "slot")
    assert set(row.detail) == {"party", "hold"}


def test_only_the_turn_that_chooses_a_time_pays_for_keeping_it(talk: Talk) -> None:
    sent: list[str] = []
    engine = talk.assistant.database._relaxed
    event.listen(engine, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))

    def touches(step: Callable[[], Any]) -> int:
        sent.clear()
        step()
        return sum("holds" in one or "slots" in one for one in sent)

    assert touches(lambda: talk.say("book a tour")) == 0
    assert touches(lambda: talk.say("Ana")) == 0
    assert touches(lambda: talk.say("ana@example.org")) == 0
    talk.press("Not decided yet")
    assert touches(lambda: talk.press(TIME)) <= 8
    assert touches(lambda: talk.press("Yes, I agree")) == 1
