"""A visitor books a tour, or asks for a person, in Spanish."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from bot.consent.models import Consent
from bot.conversations.language import speaking
from bot.conversations.lines import line
from bot.leads.models import Contact, Lead
from bot.tours.models import Booking
from tests.conftest import Talk, buttons
from tests.conversations.test_booking_conversation import SCHEMA

SPANISH_CONSENT = "puede usar el nombre, el correo electrónico y el teléfono"


@pytest.fixture(autouse=True)
def _expected_in_spanish() -> Iterator[None]:
    """What a test expects is worded in Spanish; the conversation's own language comes of what is written in it."""
    with speaking("es"):
        yield


def _rows(talk: Talk, model: Any) -> list[Any]:
    with talk.assistant.database.read() as session:
        return list(session.scalars(select(model)))


def _texts(lines: list[dict[str, Any]]) -> list[str]:
    return [str(shown["text"]) for shown in lines]


def _titles(shown: dict[str, Any]) -> list[str]:
    return [str(button["title"]) for button in buttons(shown)]


def _review(shown: dict[str, Any]) -> dict[str, str]:
    return {row["label"]: row["value"] for row in shown["custom"]["review"]["rows"]}


def _start(talk: Talk) -> None:
    talk.say("quiero reservar una visita al campus")


@pytest.fixture
def at_program(talk: Talk) -> Talk:
    _start(talk)
    talk.say("me llamo Ana Torres")
    talk.say("ana@example.org")
    return talk


@pytest.fixture
def at_time(at_program: Talk) -> Talk:
    at_program.press("Todavía no sé")
    return at_program


@pytest.fixture
def at_review(at_time: Talk) -> Talk:
    at_time.press("lun 30 nov, 2:00 p. m.")
    at_time.press("Sí, estoy de acuerdo")
    return at_time


def test_every_question_of_a_booking_is_asked_in_spanish(talk: Talk) -> None:
    talk.say("quiero reservar una visita al campus")
    assert talk.say("me llamo Ana Torres")[-1]["text"] == line("ask_contact")[0]

    program = talk.say("ana@example.org")[-1]
    assert program["text"] == "¿Qué programa te interesa?"
    assert _titles(program) == ["Recording Arts and Show Production", "Todavía no sé"]

    time = talk.press("Todavía no sé")[-1]
    assert time["text"].startswith("¿Qué horario te queda bien? Todas las horas son del campus (EST).")
    assert "lun 30 nov, 2:00 p. m." in _titles(time)

    consent = talk.press("lun 30 nov, 2:00 p. m.")[-1]
    assert SPANISH_CONSENT in consent["text"]
    assert consent["text"].endswith("¿Estás de acuerdo?")
    assert _titles(consent) == ["Sí, estoy de acuerdo", "No"]

    review = talk.press("Sí, estoy de acuerdo")[-1]
    assert _review(review) == {
        "Nombre": "Ana Torres",
        "Contacto": "ana@example.org",
        "Programa": "Todavía no sé",
        "Cuándo": "lunes 30 de noviembre de 2026, 2:00 p. m., hora del campus (EST)",
        "Personas": "1",
    }
    assert "¿Hago la reserva?" in review["text"]
    assert _titles(review) == ["Sí, reserva", "Cambiar el horario", "Cambiar mis datos", "Cancelar"]

    booked, _offer_to_tell = talk.press("Sí, reserva")
    [booking] = _rows(talk, Booking)
    assert booked["text"].startswith("Tu reserva está hecha: Visita al campus, lunes 30 de noviembre de 2026, 2:00 p. m.")
    assert booking.reference in booked["text"]
    [event] = icalendar.Calendar.from_ical(booked["custom"]["ics"]["content"]).walk("VEVENT")
    assert event["summary"].startswith("Visita al campus, ")
    assert event["description"].startswith(f"Tu número de reserva es {booking.reference}. Para 1 persona.")
    for shown in talk.lines():
        if shown.get("custom"):
            SCHEMA.validate(shown["custom"])


def test_the_receipt_holds_the_spanish_words_that_were_shown(at_review: Talk) -> None:
    at_review.press("Sí, reserva")

    [receipt] = _rows(at_review, Consent)
    assert SPANISH_CONSENT in receipt.wording
    assert receipt.wording_version == at_review.assistant.school.file.consent.tour_messages.es.version
    assert receipt.wording_version != at_review.assistant.school.file.consent.tour_messages.version


def test_the_receipt_holds_what_was_shown_when_the_language_changes_afterwards(at_review: Talk) -> None:
    lines = at_review.say("yes, book it")

    assert "You're booked" in lines[0]["text"]
    assert SPANISH_CONSENT in _rows(at_review, Consent)[0].wording


def test_an_english_booking_keeps_the_english_words(talk: Talk) -> None:
    for said in ("book a tour", "Ana", "ana@example.org"):
        talk.say(said)
    for pressed in ("Not decided yet", "Mon, Nov 30, 2:00 PM", "Yes, I agree", "Yes, book it"):
        talk.press(pressed)

    [receipt] = _rows(talk, Consent)
    assert receipt.wording_version == talk.assistant.school.file.consent.tour_messages.version
    assert "may use the name" in receipt.wording
    assert "consent_language" not in {key for key, value in talk.slots().items() if value is not None}


def test_everything_said_at_once_is_taken_and_only_confirmed(talk: Talk) -> None:
    lines = talk.say("hola soy Ana Torres, mi cel es 407 555 0134, puedo ir el martes a las 2?")

    slots = talk.slots()
    assert (slots["name"], slots["phone"]) == ("Ana Torres", "+14075550134")
    assert slots["tour_time"] == "2026-11-24T19:00:00+00:00"
    assert any("martes 24 de noviembre de 2026, 2:00 p. m." in text for text in _texts(lines))
    assert "¿Estás de acuerdo?" in lines[-1]["text"]


@pytest.mark.parametrize("picked", ["la segunda", "el segundo", "la 2", "2", "opción 2", "la segunda opción por favor"])
def test_an_offered_time_is_picked_by_its_place(at_time: Talk, picked: str) -> None:
    second = at_time.lines()[-1]["custom"]["slots"]["options"][1]

    at_time.say(picked)

    assert at_time.slots()["tour_time"] == second["starts_at"]


def test_the_last_time_is_picked_by_its_place(at_time: Talk) -> None:
    last = at_time.lines()[-1]["custom"]["slots"]["options"][-1]

    at_time.say("el último")

    assert at_time.slots()["tour_time"] == last["starts_at"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("el martes a las 2", "martes 24 de noviembre de 2026, 2:00 p. m."),
        ("el lunes por la mañana", "lunes 30 de noviembre de 2026, 10:00 a. m."),
        ("el 4 de diciembre a las 3", "viernes 4 de diciembre de 2026, 3:00 p. m."),
        ("el miércoles de la próxima semana a las diez de la mañana", "miércoles 2 de diciembre de 2026, 10:00 a. m."),
        ("mañana por la tarde", "martes 24 de noviembre de 2026, 2:00 p. m."),
    ],
)
def test_a_wished_time_is_said_back_as_a_full_date(at_time: Talk, wish: str, said: str) -> None:
    lines = at_time.say(wish)

    assert said in lines[0]["text"]
    assert SPANISH_CONSENT in lines[-1]["text"]


@pytest.mark.parametrize(("wish", "name"), [("el 31 de noviembre", "no_such_date"), ("el 2 de noviembre de 2026 a las 10", "past_date")])
def test_a_day_that_cannot_be_is_said_so(at_time: Talk, wish: str, name: str) -> None:
    lines = at_time.say(wish)

    assert lines[0]["text"] == line(name)[0]
    assert at_time.slots().get("tour_time") is None


def test_a_closed_day_is_said_back_in_spanish(at_time: Talk) -> None:
    lines = at_time.say("el sábado 5 de diciembre a las 10")

    assert lines[0]["text"] == line("no_tours_then", when="el sábado 5 de diciembre a las 10:00 a. m.")[0]
    assert buttons(lines[-1])


@pytest.mark.parametrize("said", ["no sé todavía", "todavía no sé", "ni idea", "cualquiera", "aún no lo he decidido"])
def test_who_knows_no_program_yet_goes_on(at_program: Talk, said: str) -> None:
    lines = at_program.say(said)

    assert at_program.slots()["program"] == "Not decided yet"
    assert "¿Qué horario" in lines[-1]["text"]


@pytest.mark.parametrize("said", ["el primero", "el de artes de grabación", "producción musical", "recording arts"])
def test_a_program_is_named_in_spanish(at_program: Talk, said: str) -> None:
    at_program.say(said)

    assert at_program.slots()["program"] == "Recording Arts and Show Production"


@pytest.mark.parametrize("said", ["sí", "si claro", "claro que sí", "de acuerdo", "acepto", "está bien", "ok"])
def test_a_spoken_yes_is_consent(at_time: Talk, said: str) -> None:
    at_time.press("lun 30 nov, 2:00 p. m.")

    lines = at_time.say(said)

    assert at_time.slots()["consent"] is True
    assert "¿Hago la reserva?" in lines[-1]["text"]


@pytest.mark.parametrize("said", ["no", "no gracias", "mejor no", "no estoy de acuerdo"])
def test_a_spoken_no_keeps_nobody(at_time: Talk, said: str) -> None:
    at_time.press("lun 30 nov, 2:00 p. m.")

    lines = at_time.say(said)

    assert lines[0]["text"] == line("consent_declined")[0]
    assert (_rows(at_time, Contact), _rows(at_time, Booking)) == ([], [])


@pytest.mark.parametrize("said", ["no sé", "no entiendo"])
def test_who_does_not_understand_has_not_declined(at_time: Talk, said: str) -> None:
    at_time.press("lun 30 nov, 2:00 p. m.")

    at_time.say(said)

    assert at_time.slots().get("consent") is None
    assert at_time.slots()["requested_slot"] == "consent"


@pytest.mark.parametrize("said", ["cancelar", "cancela", "olvídalo", "ya no quiero", "no, mejor cancela la visita por favor"])
def test_a_booking_is_stopped(talk: Talk, said: str) -> None:
    _start(talk)
    talk.say("soy Ana")

    lines = talk.say(said)

    assert lines[0]["text"] == line("cancelled")[0]
    assert talk.slots().get("requested_slot") is None


def test_a_question_in_the_middle_is_no_name_and_the_booking_goes_on(talk: Talk) -> None:
    _start(talk)

    lines = talk.say("¿cuánto cuesta el programa?")

    assert talk.slots().get("name") is None
    assert talk.slots()["requested_slot"] == "name"
    assert _texts(lines)[-2:] == [line("back_to_tour")[0], line("ask_name")[0]]


def test_the_review_is_changed_in_words(at_review: Talk) -> None:
    assert _review(at_review.say("para 3 personas")[-1])["Personas"] == "3"
    lines = at_review.say("mejor el viernes 4 de diciembre a las 3")
    assert _review(lines[-1])["Cuándo"].startswith("viernes 4 de diciembre de 2026, 3:00 p. m.")
    assert _rows(at_review, Booking) == []
    assert at_review.say("sí, reserva")[0]["text"].startswith("Tu reserva está hecha")


@pytest.mark.parametrize(
    ("said", "slot"), [("cambiar la hora", "tour_time"), ("quiero cambiar el correo", "contact"), ("mi nombre está mal", "name")]
)
def test_which_part_to_change_is_named(at_review: Talk, said: str, slot: str) -> None:
    at_review.say(said)

    assert at_review.slots()["requested_slot"] == slot


def test_what_a_sentence_told_is_said_back(talk: Talk) -> None:
    _start(talk)

    lines = talk.say("soy Ana Torres, somos 3")

    assert line("noted", what="3 personas")[0] in _texts(lines)


def test_who_asks_for_a_person_agrees_in_spanish(talk: Talk) -> None:
    talk.say("quiero hablar con una persona por favor")
    talk.say("Ana López")

    consent = talk.say("ana@example.org")[-1]
    assert "para responder a mi pregunta" in consent["text"]
    lines = talk.say("sí")

    assert "a más tardar el martes 24 de noviembre de 2026, 12:00 p. m., hora del campus (EST)" in lines[0]["text"]
    assert (_rows(talk, Lead)[0].wants, _rows(talk, Consent)[0].wording_version) == ("call_back", "2026-11-26-es")


def _without_spanish_consent(talk: Talk) -> None:
    consent = talk.assistant.school.file.consent
    for wording in (consent.tour_messages, consent.answer):
        object.__setattr__(wording, "es", None)


def test_without_spanish_words_of_consent_the_booking_is_in_english_and_says_so(talk: Talk) -> None:
    _without_spanish_consent(talk)

    lines = talk.say("quiero reservar una visita al campus")
    assert "te la pregunto en inglés" in lines[0]["text"]
    with speaking("en"):
        assert lines[-1]["text"] == line("ask_name")[0]
    talk.say("me llamo Ana Torres")
    assert talk.slots()["name"] == "Ana Torres"
    talk.say("ana@example.org")
    assert "Which time" in talk.say("no sé todavía")[-1]["text"]
    consent = talk.say("el lunes a las 2")[-1]
    assert "may use the name" in consent["text"]
    talk.say("sí")
    talk.say("sí")

    [receipt] = _rows(talk, Consent)
    assert receipt.wording_version == talk.assistant.school.file.consent.tour_messages.version
    assert not any("puede usar" in json.dumps(shown, ensure_ascii=False) for shown in talk.lines())


def test_one_o_clock_is_said_as_people_say_it(at_time: Talk) -> None:
    assert (
        at_time.say("el 4 de diciembre a la una")[0]["text"] == line("no_tours_then", when="el viernes 4 de diciembre a la 1:00 p. m.")[0]
    )
