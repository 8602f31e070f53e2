"""After a booking the party may tell who comes and what the guide should know: once, and only if it likes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.audit.models import AuditRow
from bot.conversations.models import Message
from bot.engine.models import TrackerRow
from bot.privacy.service import Privacy
from bot.tours.models import Attendee, Booking
from bot.tours.people import People
from tests.conftest import Talk, buttons
from tests.conversations.test_booking_conversation import SCHEMA

NOTHING: dict[str, str] = {}


def _rows(talk: Talk, model: Any) -> list[Any]:
    with talk.assistant.database.read() as session:
        return list(session.scalars(select(model)))


def _people(talk: Talk) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in _rows(talk, Attendee)]


def _notes(talk: Talk) -> tuple[str | None, str | None]:
    [booking] = _rows(talk, Booking)
    return booking.access_needs, booking.guide_question


def _book(talk: Talk, start: str = "book a tour", name: str = "Dana Reed") -> list[dict[str, Any]]:
    for said in (start, name, "dana@example.org"):
        talk.say(said)
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    return talk.press("Yes, book it")


def _fields(line: dict[str, Any]) -> list[str]:
    return [field["name"] for field in line["custom"]["form"]["fields"]]


# --- on the website: one set of fields


def test_who_comes_alone_is_shown_two_fields_and_a_way_out(talk: Talk) -> None:
    booked, offer = _book(talk)

    assert "You're booked" in booked["text"]
    assert "You don't have to." in offer["text"]
    assert _fields(offer) == ["access", "question"]
    assert [button["title"] for button in buttons(offer)] == ["No, thanks"]
    SCHEMA.validate(offer["custom"])


def test_a_family_names_who_comes(talk: Talk) -> None:
    _booked, offer = _book(talk, "book a tour for 3 people")
    assert _fields(offer) == ["as", "name_1", "as_1", "name_2", "as_2", "access", "question"]
    assert [field["label"] for field in offer["custom"]["form"]["fields"]][1:4:2] == ["Name of person 2", "Name of person 3"]
    SCHEMA.validate(offer["custom"])

    filled = {
        "as": "parent",
        "name_1": "Leo Reed",
        "as_1": "student",
        "name_2": "Kim",
        "access": "A wheelchair.",
        "question": "Live sound?",
    }
    [line] = talk.say("", form=filled)

    assert line["text"] == (
        "Thank you. I noted with your booking: Dana Reed (parent), Leo Reed (student), Kim (guest), what somebody needs, "
        "your question for the guide."
    )
    assert _people(talk) == [("Dana Reed", "parent"), ("Leo Reed", "student"), ("Kim", "guest")]
    assert _notes(talk) == ("A wheelchair.", "Live sound?")
    assert talk.outcome == "form"
    assert talk.slots().get("requested_slot") is None


def test_a_large_party_has_one_field_for_the_rest(talk: Talk) -> None:
    _booked, offer = _book(talk, "book a tour for 6 people")
    assert _fields(offer)[-3:] == ["others", "access", "question"]

    talk.say("", form={"name_1": "Leo", "others": "Kim Roe, Sam"})

    assert _people(talk) == [("Dana Reed", "student"), ("Leo", "guest"), ("Kim Roe", "guest"), ("Sam", "guest")]


def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_typed_is_lost(talk: Talk) -> None:
    _book(talk, "book a tour for 3 people")

    [line] = talk.say("", form={"as": "student", "name_1": "Leo", "as_1": "student", "question": "Live sound?"})

    fields = {field["name"]: field for field in line["custom"]["form"]["fields"]}
    assert "one student" in fields["as_1"]["error"]
    assert (fields["name_1"]["value"], fields["question"]["value"], fields["as"]["value"]) == ("Leo", "Live sound?", "student")
    SCHEMA.validate(line["custom"])
    assert _people(talk) == []
    talk.say("", form={"as": "student", "name_1": "Leo", "as_1": "guest", "question": "Live sound?"})
    assert _people(talk) == [("Dana Reed", "student"), ("Leo", "guest")]


@pytest.mark.parametrize(
    "filled", [{"question": "x" * 1001}, {"access": "x" * 1001}, {"name_1": "x" * 121}, {"others": "A, B, C, D, E, F, G"}]
)
def test_too_much_is_said_so(talk: Talk, filled: dict[str, str]) -> None:
    _book(talk, "book a tour for 2 people")

    [line] = talk.say("", form=filled)

    assert "too long" in line["text"] or "more names" in line["text"]
    assert (_people(talk), _notes(talk)) == ([], (None, None))


def test_an_empty_form_and_no_thanks_end_it(new_talk: Callable[..., Talk]) -> None:
    for end in (lambda talk: talk.press("No, thanks"), lambda talk: talk.say("", form=NOTHING), lambda talk: talk.say("no thanks")):
        talk = new_talk()
        _book(talk)

        [line] = end(talk)

        assert line["text"] == "All right. Your booking stands as it is."
        assert talk.slots().get("requested_slot") is None
        talk.say("what jobs can I get?")
        assert talk.outcome == "answered"


@pytest.mark.parametrize("said", ["cancel", "stop", "never mind", "skip", "nothing, thanks", "No", "that's all"])
def test_a_no_in_words_ends_it_and_cancels_nothing(talk: Talk, said: str) -> None:
    _book(talk, "book a tour for 2 people")

    [line] = talk.say(said)

    assert "booking stands" in line["text"]
    assert [one.state for one in _rows(talk, Booking)] == ["booked"]


def test_a_question_instead_is_answered_and_nothing_is_asked_again(talk: Talk) -> None:
    _book(talk, "book a tour for 2 people")

    lines = talk.say("where do people usually work afterwards?")

    assert talk.outcome == "answered"
    assert len(lines) == 1 and "studios" in lines[0]["text"]
    assert talk.slots().get("requested_slot") is None
    assert talk.slots().get("visit") is None
    assert len(talk.say("thanks")) == 1


@pytest.mark.parametrize(("said", "asked"), [("book another tour", "Which time"), ("can I talk to a real person please", "Do you agree?")])
def test_something_else_can_be_begun_at_once(talk: Talk, said: str, asked: str) -> None:
    _book(talk)

    lines = talk.say(said)

    assert asked in lines[-1]["text"]
    assert len(lines) == 1


def test_what_begins_another_tour_is_read_whole(talk: Talk) -> None:
    _book(talk)

    lines = talk.say("book another tour for 3 people on tuesday december 1 at 10am")

    assert "Tuesday, December 1, 2026 at 10:00 AM" in lines[0]["text"]
    assert talk.slots()["party_size"] == 3


def test_an_opt_out_instead_counts(talk: Talk) -> None:
    _book(talk)

    lines = talk.say("please stop texting me")

    assert "no more messages" in lines[0]["text"]
    assert talk.outcome == "opt_out"
    assert talk.slots().get("requested_slot") is None


@pytest.mark.parametrize("told", [{"text": "im 12"}, {"text": "", "form": {"question": "I am 11 years old"}}])
def test_somebody_under_13_is_refused_and_nothing_is_kept(talk: Talk, told: dict[str, Any]) -> None:
    _book(talk, "book a tour for 2 people")

    talk.say(told["text"], **{key: value for key, value in told.items() if key != "text"})

    assert talk.outcome == "refused"
    assert (_people(talk), _notes(talk)) == ([], (None, None))
    assert talk.slots().get("visit") is None


def test_a_booking_cancelled_meanwhile_is_said_to_be(talk: Talk) -> None:
    _book(talk)
    [booking] = _rows(talk, Booking)
    talk.assistant.tours.cancel(booking.id, now=talk.assistant.clock(), actor="staff:a")

    [line] = talk.say("", form={"question": "Live sound?"})

    assert "cancelled meanwhile" in line["text"]


@pytest.mark.parametrize(("language", "said"), [("en", "is for fewer people than you named"), ("es", "es para menos personas")])
def test_a_booking_made_smaller_meanwhile_is_said_to_be(talk: Talk, language: str, said: str) -> None:
    _book(talk, "book a tour for 3 people")
    [booking] = _rows(talk, Booking)
    talk.assistant.tours.change_party(booking.id, 1, People(), now=talk.assistant.clock(), actor="staff:a")
    if language == "es":
        talk.say("mi mamá Rosa y mi hermano Luis")
        [line] = talk.say("nada, gracias")
    else:
        [line] = talk.say("", form={"as": "parent", "name_1": "Leo", "as_1": "student"})

    assert said in line["text"]
    assert len(buttons(line)) == 1
    assert _people(talk) == []
    assert talk.slots().get("requested_slot") is None


@pytest.mark.parametrize("said", [f"my mom {'A' + 'b' * 130}", f"Rosa {'B' + 'c' * 130}"])
def test_a_name_without_end_fails_nothing(talk: Talk, said: str) -> None:
    _book(talk, "book a tour for 2 people", name="Dana " + "R" + "e" * 130)
    talk.say(said)

    [line] = talk.say("no thanks")

    assert "went wrong" not in line["text"]
    assert all(len(name) <= 120 for name, _role in _people(talk))


def test_words_are_read_where_fields_are_shown(talk: Talk) -> None:
    _book(talk, "book a tour for 2 people")

    [line] = talk.say("my mom Rosa comes with me")
    assert _fields(line) == ["access", "question"]
    talk.say("she can't climb stairs")

    assert _people(talk) == [("Dana Reed", "student"), ("Rosa", "parent")]
    assert _notes(talk) == ("she can't climb stairs", None)


def test_what_was_told_is_nowhere_but_with_the_booking_and_goes_with_an_erasure(talk: Talk) -> None:
    _book(talk, "book a tour for 2 people")
    talk.say("", form={"name_1": "Leonora Quill", "access": "A zebra crossing."})

    memory = json.dumps([row.state for row in _rows(talk, TrackerRow)])
    deeds = json.dumps([row.detail for row in _rows(talk, AuditRow)])
    assert "Quill" not in memory + deeds and "zebra" not in memory + deeds
    Privacy(talk.assistant).erase_conversation(talk.conversation_id)
    kept = json.dumps([(one.text, one.custom, one.input) for one in _rows(talk, Message)])
    assert "Quill" not in kept and "zebra" not in kept
    assert _people(talk) == [] and _notes(talk) == (None, None)


# --- in messaging apps: at most two plain questions


@pytest.fixture
def chat(new_talk: Callable[..., Talk]) -> Talk:
    return new_talk(channel="telegram")


def test_two_plain_questions_at_most(chat: Talk) -> None:
    _booked, first = _book(chat, "book a tour for 3 people")
    assert "form" not in first["custom"]
    assert "who is coming with you" in first["text"]

    [second] = chat.say("my mom Rosa and my brother Leo")
    assert "anything your guide should know" in second["text"]
    [line] = chat.say("Rosa uses a wheelchair. Can we see the big mixing console?")

    assert line["text"].startswith("Thank you. I noted with your booking: Dana Reed (student), Rosa (parent), Leo (guest)")
    assert _people(chat) == [("Dana Reed", "student"), ("Rosa", "parent"), ("Leo", "guest")]
    assert _notes(chat) == ("Rosa uses a wheelchair.", "Can we see the big mixing console?")
    assert chat.slots().get("requested_slot") is None


def test_who_comes_alone_is_asked_one_question(chat: Talk) -> None:
    _booked, only = _book(chat)
    assert "anything your guide should know" in only["text"]

    assert "stands as it is" in chat.press("No, thanks")[0]["text"]


def test_a_yes_is_asked_to_go_on(chat: Talk) -> None:
    _book(chat)

    assert chat.say("yes")[0]["text"] == "Please write it in one message."
    chat.say("we would love to try the vocal booth ourselves")

    assert _notes(chat) == (None, "we would love to try the vocal booth ourselves")


def test_a_question_with_an_approved_answer_is_answered_here_too(chat: Talk) -> None:
    _book(chat)

    lines = chat.say("how much is tuition?")

    assert chat.outcome in ("answered", "unknown")
    assert len(lines) == 1
    assert _notes(chat) == (None, None)


def test_more_people_than_places_are_not_kept(chat: Talk) -> None:
    _book(chat, "book a tour for 2 people")

    lines = chat.say("my mom Rosa, my dad Luis and my brother Leo")

    assert "has room for 1 with you" in lines[0]["text"]
    chat.press("No, thanks")
    assert _people(chat) == [("Dana Reed", "student"), ("Rosa", "parent")]


def test_what_was_told_is_kept_when_something_else_is_asked_next(chat: Talk) -> None:
    _book(chat, "book a tour for 2 people")
    chat.say("my mom Rosa")

    chat.say("where do people usually work afterwards?")

    assert chat.outcome == "answered"
    assert _people(chat) == [("Dana Reed", "student"), ("Rosa", "parent")]


# --- a parent books for a child


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("my daughter Ana wants to come for a tour", "parent"),
        ("I'd like to book a campus tour for my son Ana", "parent"),
        ("my niece Ana would like to visit the campus", "guest"),
    ],
)
def test_who_books_for_a_child_makes_two_people_of_one_booking(talk: Talk, said: str, speaker: str) -> None:
    lines = talk.say(said)
    assert lines[0]["text"] == "I noted: Ana (student), 2 people."
    assert "What's your name?" in lines[-1]["text"]
    for answer in ("Dana Reed", "dana@example.org"):
        talk.say(answer)
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    review = talk.press("Yes, I agree")[-1]
    rows = {row["label"]: row["value"] for row in review["custom"]["review"]["rows"]}
    assert rows["People"] == f"2: Dana Reed ({speaker}), Ana (student)"

    _booked, offer = talk.press("Yes, book it")

    assert _fields(offer) == ["access", "question"]  # who comes was said
    assert _people(talk) == [("Dana Reed", speaker), ("Ana", "student")]
    talk.say("", form={"question": "Live sound?"})
    assert _people(talk) == [("Dana Reed", speaker), ("Ana", "student")]


def test_both_names_at_once(talk: Talk) -> None:
    talk.say("I'm Dana Reed and I want to book a tour for my daughter Ana")

    assert talk.slots()["name"] == "Dana Reed"
    assert talk.slots()["family"] == {"student": "Ana", "speaker": "parent"}


def test_the_child_alone_can_come(talk: Talk) -> None:
    for said in ("my daughter Ana wants to come for a tour", "Dana Reed", "dana@example.org"):
        talk.say(said)
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    talk.say("for 1 person")

    talk.press("Yes, book it")

    assert _people(talk) == [("Ana", "student")]


def test_a_child_without_a_name_is_counted_and_asked_for(talk: Talk) -> None:
    talk.say("I'd like to book a tour for my daughter")
    assert talk.slots()["party_size"] == 2
    for said in ("Dana Reed", "dana@example.org"):
        talk.say(said)
    talk.press("Not decided yet")
    talk.press("Mon, Nov 30, 2:00 PM")
    talk.press("Yes, I agree")
    _booked, offer = talk.press("Yes, book it")

    assert _fields(offer) == ["name_1", "as_1", "access", "question"]
    talk.say("", form={"name_1": "Ana", "as_1": "student"})
    assert _people(talk) == [("Dana Reed", "parent"), ("Ana", "student")]


def test_the_student_named_where_the_name_is_asked_for(talk: Talk) -> None:
    talk.say("book a tour")

    lines = talk.say("it's for my daughter Ana")

    assert lines[0]["text"] == "I noted: Ana (student), 2 people."
    assert "your name" in lines[-1]["text"]
    assert "need a name" not in lines[-1]["text"]
    assert talk.slots().get("name") is None


def test_a_family_is_forgotten_with_the_form(talk: Talk) -> None:
    talk.say("my daughter Ana wants to come for a tour")
    talk.say("cancel")

    assert talk.slots().get("family") is None


def test_in_spanish(talk: Talk) -> None:
    lines = talk.say("quiero reservar una visita para mi hija Ana")
    assert lines[0]["text"] == "Anotado: Ana (estudiante), 2 personas."
    for said in ("me llamo Rosa Torres", "rosa@example.org"):
        talk.say(said)
    talk.press("Todavía no sé")
    talk.press("lun 30 nov, 2:00 p. m.")
    talk.press("Sí, estoy de acuerdo")
    _booked, offer = talk.press("Sí, reserva")
    assert "Necesidades de acceso" in [field["label"] for field in offer["custom"]["form"]["fields"]]

    [line] = talk.say("", form={"access": "Una silla de ruedas"})

    assert line["text"] == "Gracias. Anoté en tu reserva: lo que alguien necesita."
    assert _people(talk) == [("Rosa Torres", "parent"), ("Ana", "student")]
    assert _notes(talk) == ("Una silla de ruedas", None)


def test_in_spanish_in_a_messaging_app(chat: Talk) -> None:
    for said in ("quiero reservar una visita, somos 2", "me llamo Luis Torres", "luis@example.org"):
        chat.say(said)
    chat.press("Todavía no sé")
    chat.press("lun 30 nov, 2:00 p. m.")
    chat.press("Sí, estoy de acuerdo")
    chat.press("Sí, reserva")
    chat.say("mi mamá Rosa")
    [line] = chat.say("nada, gracias")

    assert line["text"] == "Gracias. Anoté en tu reserva: Luis Torres (estudiante), Rosa (madre, padre o tutor)."
