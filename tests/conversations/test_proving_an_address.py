"""Before a booked tour is shown in the chat, its address is proven by a code; nobody else learns anything or gets in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.assistant import Assistant
from bot.consent.wishes import MessageWishes
from bot.conversations.lines import line
from bot.leads.models import Identity
from bot.reminders.models import PlannedMessage
from tests.conftest import StandingClock, Talk, buttons
from tests.conversations.changing import EMAIL, SENT, book, post, prove, rows, states, texts, wrong


def test_in_the_conversation_that_booked_the_address_is_offered_masked(office: Assistant, speak: Callable[..., Talk]) -> None:
    talk = book(speak())
    asked = talk.say("I need to cancel my tour")
    assert "Shall I send a code to a***@example.com?" in asked[0]["text"]
    assert EMAIL not in texts(asked)
    assert SENT in texts(talk.press("Yes, send it"))
    (code,) = post(office)
    assert "Shall I cancel it?" in talk.say(f"it's {code}")[0]["text"]
    talk.say("yes")
    assert states(office)[0][0] == "cancelled"
    # The e-mail answers what was written here: no quiet hours hold it up.
    assert [one.answers is not None for one in rows(office, PlannedMessage) if one.kind == "cancellation"] == [True]
    (identity,) = rows(office, Identity)
    assert identity.verified_at is not None


def test_another_conversation_is_offered_no_address(speak: Callable[..., Talk]) -> None:
    book(speak())
    assert "***" not in texts(speak().say("I need to cancel my tour"))


def test_whether_something_is_booked_cannot_be_told(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    out = book(speak(), "out@example.com")
    MessageWishes(office).stop(out.conversation_id, None)
    seen = []
    for address in (EMAIL, "nobody@example.com", "out@example.com"):
        talk = speak()
        said = [talk.say("I need to cancel my tour"), talk.say(address)]
        post(office)
        said += [talk.say(guess) for guess in ("000000", "000001", "resend please", "000002")]
        shown = [[(one["text"], sorted(one.get("custom") or {}), [b["title"] for b in buttons(one)]) for one in lines] for lines in said]
        memory = {key: value for key, value in talk.slots().items() if key not in ("change_email", "email")}
        seen.append((shown, memory, [result.outcome for result in talk.results]))
    assert seen[0] == seen[1] == seen[2]
    (sent, *_), (asked, _shown, ways) = seen[2][0][1]  # what who wants no messages is told
    assert "and we may write to it" in sent
    assert "a person in admissions can change the booking" in asked and "Talk to a person" in ways


def test_a_turn_costs_the_same_whether_something_is_booked_or_not(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        costs = []
        for address in (EMAIL, "nobody@example.com"):
            talk = speak()
            talk.say("I need to cancel my tour")
            said.clear()
            talk.say(address)
            asked = list(said)
            post(office)
            said.clear()
            talk.say("000000")
            costs.append((asked, list(said)))
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert len(costs[0][0]) > 5 < len(costs[0][1])
    assert costs[0] == costs[1]


def test_guessing_ends_after_five_codes(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    talk.say("cancel my tour")
    talk.say(EMAIL)
    (code,) = post(office)
    for _ in range(4):
        assert line("change_wrong_code")[0] in texts(talk.say(wrong(code)))
    assert line("change_code_spent")[0] in texts(talk.say(wrong(code)))
    assert line("change_code_spent")[0] in texts(talk.say(code))
    assert states(office)[0][0] == "booked"

    office.clock.forward(minutes=1)  # type: ignore[attr-defined]
    talk.press("Send a new code")
    (code,) = post(office)
    assert "This is your booking" in talk.say(code)[0]["text"]


def test_a_code_that_is_too_old_or_was_used_opens_nothing(office: Assistant, speak: Callable[..., Talk], clock: StandingClock) -> None:
    book(speak())
    talk = speak()
    talk.say("cancel my tour")
    talk.say(EMAIL)
    (old,) = post(office)
    clock.forward(minutes=10)
    assert line("change_code_over")[0] in texts(talk.say(old))
    talk.press("Send a new code")
    (code,) = post(office)
    talk.say(code)
    talk.press("Leave it as it is")

    clock.forward(minutes=20)
    assert "which address" in texts(talk.say("cancel my tour")).lower()
    talk.say(EMAIL)
    assert line("change_wrong_code")[0] in texts(talk.say(code))
    assert states(office)[0][0] == "booked"


def test_the_code_of_another_conversation_opens_nothing(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    victim, thief = speak(), speak()
    for talk in (victim, thief):
        talk.say("cancel my tour")
        talk.say(EMAIL)
    codes = post(office)
    assert len(codes) == 2
    if codes[0] != codes[1]:
        assert line("change_wrong_code")[0] in texts(thief.say(codes[0]))
    assert "This is your booking" in victim.say(codes[0])[0]["text"]


def test_a_pause_closes_what_the_code_opened(office: Assistant, speak: Callable[..., Talk], clock: StandingClock) -> None:
    book(speak())
    talk = speak()
    prove(talk)
    clock.forward(minutes=16)
    again = talk.press("Cancel the tour")
    assert line("change_check_again")[0] in texts(again)
    assert "which address" in texts(again).lower()
    assert states(office)[0][0] == "booked"


@pytest.mark.parametrize(
    ("said", "outcome"), [("I'm 11 years old", "refused"), ("please stop texting me", "opt_out"), ("never mind", "form")]
)
def test_after_a_pause_it_can_be_ended_all_the_same(
    office: Assistant, speak: Callable[..., Talk], clock: StandingClock, said: str, outcome: str
) -> None:
    book(speak())
    talk = speak()
    prove(talk)
    clock.forward(minutes=16)
    talk.say(said)
    assert talk.outcome == outcome
    assert talk.slots().get("requested_slot") is None
    assert states(office)[0][0] == "booked"


def test_an_old_button_does_nothing_by_itself(office: Assistant, speak: Callable[..., Talk], clock: StandingClock) -> None:
    book(speak())
    talk = speak()
    prove(talk)
    payload = talk.payload("Cancel the tour")
    talk.press("Leave it as it is")
    clock.forward(minutes=20)
    talk.say("", payload=payload)
    assert states(office)[0][0] == "booked"


def test_only_bookings_of_the_proven_address_are_shown_and_changed(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak(), "ben@example.com", "Mon, Nov 30, 10:00 AM")
    book(speak())
    talk = speak()
    shown = prove(talk)
    assert "2:00 PM" in shown[0]["text"] and "10:00 AM" not in texts(shown)
    talk.press("Cancel the tour")
    assert states(office) == [("booked", "2026-11-30T15:00"), ("cancelled", "2026-11-30T19:00")]


def test_what_is_typed_later_in_a_conversation_takes_over_no_booking(
    office: Assistant, speak: Callable[..., Talk], clock: StandingClock
) -> None:
    """Whoever gets hold of somebody's open chat and books with an address of their own does not get at the booking before."""
    talk = book(speak())
    clock.forward(minutes=1)
    talk.say("book another tour")
    talk.press("Mon, Nov 30, 10:00 AM")
    talk.press("Yes, I agree")
    talk.press("Change my details")
    talk.say("Eve Stone")
    talk.say("eve@example.com")
    talk.say("yes, book it")
    assert len(states(office)) == 2
    thief = speak()
    shown = prove(thief, address="eve@example.com")
    assert "10:00 AM" in texts(shown) and "2:00 PM" not in texts(shown)
    owner = speak()
    assert "2:00 PM" in texts(prove(owner))
