"""A visitor cancels or moves a booked tour in the chat, after a code by e-mail; and whoever is not that visitor does not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select

from bot.assistant import Assistant
from bot.audit.models import AuditRow
from bot.conversations.lines import line, lines_in
from bot.conversations.models import Message, Question
from bot.engine.models import TrackerRow
from bot.outbox.models import OutboxRow
from bot.proofs.codes import code_in
from bot.proofs.models import EmailProof
from bot.proofs.post import CodePost
from bot.reminders.models import PlannedMessage
from bot.reminders.round import Round
from bot.settings import PROJECT_DIR
from bot.tours.models import Booking, BookingChange
from tests.conftest import Talk, buttons
from tests.conversations.changing import EMAIL, SENT, book, line_in, post, prove, rows, states, texts, wrong

SCHEMA = Draft202012Validator(json.loads((PROJECT_DIR / "bot" / "conversations" / "custom.schema.json").read_text()))


def test_a_tour_is_cancelled_from_another_conversation(office: Assistant, speak: Callable[..., Talk]) -> None:
    here = book(speak())
    Round(office).look()
    talk = speak()

    asked = talk.say("I need to cancel my tour")
    assert "first check that its e-mail address is yours" in texts(asked)
    assert asked[-1]["custom"]["form"]["fields"][0]["name"] == "email"
    sent = talk.say("", form={"email": EMAIL})
    assert SENT in texts(sent)
    assert sent[-1]["custom"]["form"]["fields"][0]["autocomplete"] == "one-time-code"
    (code,) = post(office)
    shown = talk.say("", form={"code": f"{code[:3]} {code[3:]}"})
    assert "Campus tour, Monday, November 30, 2026 at 2:00 PM (EST), 1 person" in shown[0]["text"]
    assert [one["title"] for one in buttons(shown[0])] == ["Choose another time", "Cancel the tour", "Leave it as it is"]
    done = talk.press("Cancel the tour")

    assert done[0]["text"].startswith("The tour is cancelled: Campus tour, Monday, November 30, 2026 at 2:00 PM (EST).")
    assert done[0]["text"].endswith(line("change_mailed")[0])
    assert states(office) == [("cancelled", "2026-11-30T19:00")]
    (change,) = [one for one in rows(office, BookingChange) if one.what == "cancelled"]
    assert change.actor == f"visitor:{talk.conversation_id}"
    assert {row.action for row in rows(office, AuditRow) if row.actor == change.actor} >= {"cancelled", "email proven"}
    assert [one.kind for one in rows(office, PlannedMessage) if one.state == "planned"] == ["cancellation"]
    assert here.slots().get("email") == EMAIL
    for one in talk.lines():
        SCHEMA.validate(one.get("custom") or {"version": 1})
    assert [slot for slot in talk.slots() if slot.startswith("change_") and talk.slots()[slot] is not None] == []


def test_a_tour_is_moved_to_a_time_that_was_named_at_once(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    Round(office).look()
    talk = speak()
    prove(talk, "can I move my tour to tuesday, december 1")

    offered = talk.press("Choose another time")
    assert all(one["starts_at"] >= "2026-12-01" for one in offered[-1]["custom"]["slots"]["options"])
    moved = talk.press("Tue, Dec 1, 10:00 AM")

    assert "Your booking has moved: Campus tour, Tuesday, December 1, 2026 at 10:00 AM (EST), 1 person." in moved[0]["text"]
    assert states(office) == [("booked", "2026-12-01T15:00")]
    assert [one.kind for one in rows(office, PlannedMessage) if one.state == "planned"] == ["change", "reminder"]


def test_the_new_time_may_be_said_in_words_and_the_old_one_is_not_offered(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    prove(talk, "change my booking")
    offered = talk.say("I'd like another time")
    assert "Mon, Nov 30, 2:00 PM" not in [one["title"] for one in buttons(offered[-1])]

    assert "has moved" in talk.say("wednesday december 2 at 2pm")[0]["text"]
    assert states(office) == [("booked", "2026-12-02T19:00")]


def test_several_bookings_are_told_apart(office: Assistant, speak: Callable[..., Talk]) -> None:
    talk = book(speak())
    talk.say("book another tour")
    talk.press("Tue, Dec 1, 10:00 AM")
    talk.press("Yes, I agree")
    talk.press("Yes, book it")
    here = speak()
    shown = prove(here, "I have to cancel a tour i booked")
    assert "1. Campus tour, Monday, November 30" in shown[0]["text"] and "2. Campus tour, Tuesday, December 1" in shown[0]["text"]
    assert line("change_which")[0] in texts(here.say("cancel it please"))
    here.press("Cancel: Tue, Dec 1, 10:00 AM")
    assert [state for state, _ in states(office)] == ["booked", "cancelled"]


def test_a_time_that_was_taken_meanwhile_leaves_the_booking_where_it_is(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    prove(talk, "change my booking")
    talk.press("Choose another time")
    now = office.clock()
    at = next(one.starts_at for one in office.tours.open_times(now) if one.starts_at.isoformat()[:16] == "2026-11-30T15:00")
    office.tours.book(starts_at=at, party=8, submission="x", now=now, conversation_id=None, lead_id=None)

    lines = talk.press("Mon, Nov 30, 10:00 AM")

    assert line("just_taken")[0] in texts(lines)
    assert buttons(lines[-1]) and "Mon, Nov 30, 10:00 AM" not in [one["title"] for one in buttons(lines[-1])]
    assert states(office)[0] == ("booked", "2026-11-30T19:00")
    assert "has moved" in talk.press("Tue, Dec 1, 10:00 AM")[0]["text"]


def test_pressing_twice_cancels_once(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    prove(talk)
    payload = talk.payload("Cancel the tour")
    talk.say("", payload=payload)
    assert line("change_none")[0] in texts(talk.say("", payload=payload))
    assert len([one for one in rows(office, BookingChange) if one.what == "cancelled"]) == 1
    assert len([one for one in rows(office, PlannedMessage) if one.kind == "cancellation"]) == 1


def test_two_conversations_change_one_booking_after_each_other(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    first, second = speak(), speak()
    prove(first)
    prove(second)
    first.press("Cancel the tour")
    assert texts(second.press("Cancel the tour")) == line("change_gone")[0]
    assert [state for state, _ in states(office)] == ["cancelled"]
    assert len([one for one in rows(office, BookingChange) if one.what == "cancelled"]) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "ana@example.com\nBcc: eve@example.com",
        "ana@example.com, eve@example.com",
        "ana@example.com\r\nSubject: hi",
        "<ana@example.com>",
        "ana@",
    ],
)
def test_nothing_is_smuggled_beside_the_address(office: Assistant, speak: Callable[..., Talk], typed: str) -> None:
    book(speak())
    talk = speak()
    talk.say("cancel my tour")
    lines = talk.say("", form={"email": typed})
    assert lines[-1]["custom"]["form"]["fields"][0]["error"] == line("bad_email")[0]
    assert rows(office, EmailProof) == []


def test_a_question_in_the_middle_is_answered_and_it_goes_on(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    talk.say("cancel my tour")
    lines = talk.say("what jobs can I get after graduating?")
    assert talk.outcome == "answered"
    assert lines[1]["text"] == line("back_to_change")[0]
    talk.say(EMAIL)
    (code,) = post(office)
    talk.say("is there parking?")
    assert talk.slots()["change_email"] == EMAIL
    talk.say(code)
    lines = talk.say("what jobs can I get after graduating?")
    assert "This is your booking" in lines[-1]["text"]
    talk.press("Choose another time")
    assert "slots" in talk.say("what jobs can I get after graduating?")[-1]["custom"]


@pytest.mark.parametrize(
    "asked",
    [
        "Is there a cancellation fee?",
        "what happens if I cancel later?",
        "can I cancel later if something comes up?",
        "do you cancel tours?",
    ],
)
def test_a_question_about_cancelling_cancels_nothing(office: Assistant, speak: Callable[..., Talk], asked: str) -> None:
    book(speak())
    talk = speak()
    prove(talk)
    lines = talk.say(asked)
    assert states(office)[0][0] == "booked"
    assert lines[-2]["text"] == line("back_to_change")[0]
    assert "This is your booking" in lines[-1]["text"]
    assert talk.say("can you cancel it?")[0]["text"].startswith("The tour is cancelled")


@pytest.mark.parametrize("word", ["cancel", "stop", "never mind", "forget it"])
def test_it_can_be_left_at_any_time(office: Assistant, speak: Callable[..., Talk], word: str) -> None:
    book(speak())
    talk = speak()
    talk.say("can I move my tour?")
    assert texts(talk.say(word)) == line("change_kept")[0]
    assert talk.slots().get("requested_slot") is None
    talk.say("can I move my tour?")
    talk.say(EMAIL)
    assert texts(talk.say(word)) == line("change_kept")[0]
    assert states(office)[0][0] == "booked"


def test_a_bare_cancel_is_asked_about_before_a_tour_is_lost(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    prove(talk, "can I move my tour?")
    assert line("change_cancel_or_leave")[0] in texts(talk.say("cancel"))
    assert states(office)[0][0] == "booked"
    assert texts(talk.say("don't cancel it")) == line("change_kept")[0]


@pytest.mark.parametrize(
    "said",
    ["call it off", "please cancel it", "actually, call the tour off", "sorry, we can't make it after all", "I can't come on Monday"],
)
def test_right_after_booking_it_is_taken_back_in_a_few_words(office: Assistant, speak: Callable[..., Talk], said: str) -> None:
    talk = book(speak())
    asked = talk.say(said)
    assert "Shall I send a code to a***@example.com?" in asked[0]["text"]
    (booking,) = rows(office, Booking)
    assert (booking.state, booking.guide_question, booking.access_needs) == ("booked", None, None)
    talk.press("Yes, send it")
    (code,) = post(office)
    shown = talk.say(code)
    assert "Cancel the tour" in [one["title"] for one in buttons(shown[0])]


def test_a_bare_cancel_right_after_booking_leaves_the_booking_as_it_is(office: Assistant, speak: Callable[..., Talk]) -> None:
    talk = book(speak())
    assert "booking stands" in talk.say("cancel")[0]["text"]
    assert "Shall I send a code" in talk.say("no, call it off")[0]["text"]
    assert states(office)[0][0] == "booked"


def test_a_person_can_be_asked_for_instead(office: Assistant, speak: Callable[..., Talk]) -> None:
    talk = speak()
    talk.say("cancel my tour")
    talk.say("nobody@example.com")
    assert "What's your name?" in texts(talk.press("Talk to a person"))
    talk.say("Ana Lopez")
    talk.say("(407) 555-0134")
    assert "with our admissions staff" in texts(talk.press("Yes, I agree"))


def test_with_a_phone_number_only_a_person_has_to_help(office: Assistant, speak: Callable[..., Talk]) -> None:
    talk = book(speak(), "(407) 555-0134")
    lines = talk.say("I need to cancel my tour")
    assert texts(lines) == line("change_phone_only")[0]
    assert [one["title"] for one in buttons(lines[0])] == ["Talk to a person"]
    other = speak()
    other.say("I need to cancel my tour")
    assert texts(other.say("I only have a phone number: 407 555 0134")) == line("change_phone_only")[0]


def test_without_a_mail_server_it_says_so(talk: Talk) -> None:
    lines = talk.say("I need to cancel my tour")
    assert texts(lines) == line("change_no_mail")[0]
    assert [one["title"] for one in buttons(lines[0])] == ["Talk to a person"]
    assert "What's your name?" in texts(talk.press("Talk to a person"))


def test_somebody_under_13_is_refused_and_their_code_is_gone(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    talk.say("cancel my tour")
    talk.say(EMAIL)
    post(office)
    talk.say("I'm 11 years old")
    assert talk.outcome == "refused"
    assert rows(office, EmailProof) == []
    assert [one for one in rows(office, OutboxRow) if one.key.startswith("code:")] == []
    with office.database.read() as session:
        state = session.scalar(select(TrackerRow.state).where(TrackerRow.conversation_id == talk.conversation_id)) or ""
        said = session.scalars(select(Message.text).where(Message.conversation_id == talk.conversation_id)).all()
    assert "ana@" not in state and not [one for one in said if "ana@" in one]
    talk.say("cancel my tour")
    assert talk.outcome == "refused"


def test_opting_out_in_the_middle_ends_it(office: Assistant, speak: Callable[..., Talk]) -> None:
    talk = speak()
    talk.say("cancel my tour")
    talk.say(EMAIL)
    assert line("opted_out")[0] in texts(talk.say("please stop texting me"))
    assert talk.slots().get("change_email") is None
    assert talk.slots().get("requested_slot") is None


def test_in_an_open_booking_cancel_means_the_booking_that_is_being_made(office: Assistant, speak: Callable[..., Talk]) -> None:
    talk = speak()
    talk.say("book a tour")
    talk.say("Ana")
    assert line("cancelled")[0] in texts(talk.say("never mind, cancel this"))


def test_a_code_is_noted_nowhere_as_a_question(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    talk.say("cancel my tour")
    talk.say("482913")
    talk.say(EMAIL)
    (code,) = post(office)
    talk.say(wrong(code))
    talk.say(code)
    talk.say(code)
    assert rows(office, Question) == []


def test_in_spanish(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    spanish = {name: one["text"] for name, one in lines_in("es").items()}
    assert spanish["ask_change_email"] in texts(talk.say("tengo que cancelar mi visita"))
    assert "y podemos escribir ahí" in spanish["change_code_sent"]
    assert spanish["change_code_sent"] in texts(talk.say(EMAIL))
    known = {row.id for row in rows(office, OutboxRow)}
    CodePost(office).look()
    (letter,) = [row.payload for row in rows(office, OutboxRow) if row.id not in known and row.channel == "email"]
    assert letter["subject"].startswith("Tu código")
    shown = talk.say(code_in(letter["text"]) or "")
    assert "lunes 30 de noviembre de 2026, 2:00 p. m., hora del campus (EST)" in shown[0]["text"] and "¿La cancelo?" in shown[0]["text"]
    talk.say("mejor otra hora")
    assert "Tu reserva se ha cambiado" in texts(talk.say("el martes 1 de diciembre a las 10 de la mañana"))
    assert states(office) == [("booked", "2026-12-01T15:00")]


@pytest.mark.parametrize(
    ("wish", "said", "told"),
    [
        ("change my booking", "we are three now", "3 people"),
        ("quiero cambiar mi visita", "somos tres", "3 personas"),
        ("quiero cancelar mi visita", "somos tres ahora", "3 personas"),
    ],
)
def test_more_people_come_where_there_is_room(office: Assistant, speak: Callable[..., Talk], wish: str, said: str, told: str) -> None:
    book(speak())
    Round(office).look()
    talk = speak()
    prove(talk, wish)

    [done] = talk.say(said)

    assert told in done["text"] and done["text"].endswith(line_in(talk, "change_mailed"))
    assert [one.party_size for one in rows(office, Booking)] == [3]
    assert [one.kind for one in rows(office, PlannedMessage) if one.state == "planned"] == ["change", "reminder"]
    assert talk.slots().get("requested_slot") is None


def test_how_many_come_is_heard_after_a_question_too(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak()
    prove(talk, "quiero cancelar mi visita")
    lines = talk.say("¿cuál es la política de cancelación?")
    assert "¿La cancelo?" in lines[-1]["text"]  # it is come back to

    talk.say("somos tres ahora")

    assert [one.party_size for one in rows(office, Booking)] == [3]


def test_more_people_than_fit_change_nothing(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    now = office.clock()
    at = next(one.starts_at for one in office.tours.open_times(now) if one.starts_at.isoformat()[:16] == "2026-11-30T19:00")
    office.tours.book(starts_at=at, party=6, submission="x", now=now, conversation_id=None, lead_id=None)
    talk = speak()
    prove(talk, "change my booking")

    lines = talk.say("we are 4 people now")

    assert line("change_no_room", people="4 people")[0] in texts(lines)
    assert "This is your booking" in lines[-1]["text"] and "Choose another time" in [one["title"] for one in buttons(lines[-1])]
    assert sorted(one.party_size for one in rows(office, Booking)) == [1, 6]
    assert "is now for 2 people" in texts(talk.say("ok then make it 2 people"))


def test_in_a_messaging_app(office: Assistant, speak: Callable[..., Talk]) -> None:
    book(speak())
    talk = speak(channel="telegram")
    prove(talk)
    talk.press("Cancel the tour")
    assert states(office)[0][0] == "cancelled"
