"""What is said to the questions of the form that changes a booked tour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.conversations.understanding import Understanding
from bot.nlu.change_wish import ChangeWish
from bot.nlu.extraction import extract
from bot.nlu.language import Language
from bot.school.content import load_school
from bot.settings import PROJECT_DIR
from bot.tours.changing.own_bookings import OwnBooking
from bot.tours.changing.reading import meant

SCHOOL = load_school(Path(PROJECT_DIR / "content"))
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/New_York"))
MONDAY = datetime(2026, 11, 30, 19, tzinfo=UTC)


def bookings(count: int = 1) -> list[OwnBooking]:
    zone = ZoneInfo("America/New_York")
    return [OwnBooking(f"b{n}", f"REF{n}", MONDAY + timedelta(days=n), 2, SCHOOL.tours[0], zone) for n in range(count)]


def heard(text: str = "", intent: str = "inform", confidence: float = 0.3, language: Language = "en", **more: Any) -> Understanding:
    return Understanding(text, intent, confidence, ((intent, confidence),), language=language, **more)


def read(
    asked: str, text: str = "", *, intent: str = "inform", sure: float = 0.3, language: Language = "en", **more: Any
) -> tuple[str, str] | None:
    given = {key: more.pop(key) for key in ("choice", "form") if key in more}
    typed = text or "\n".join(map(str, (given.get("form") or {}).values()))
    fields = extract(typed, NOW, SCHOOL.vocabulary_in(language), statistical=False, language=language)
    found = meant(asked, heard(text, intent, sure, language, **given), fields, language=language, **more)
    return None if found is None else (found.kind, found.value)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ana@example.com", ("address", "ana@example.com")),
        ("it was Ana@Example.com i think", ("address", "ana@example.com")),
        ("ana at gmail dot com", ("address", "ana@gmail.com")),
        ("ana@example", ("bad_address", "ana@example")),
        ("407 555 0134", ("phone", "")),
        ("I don't have an email", ("phone", "")),
        ("i booked with my phone", ("phone", "")),
        ("never mind", ("leave", "")),
        ("please cancel my tour", ("wish", "cancel")),
        ("purple elephants", ("unclear", "")),
    ],
)
def test_for_the_address(text: str, wanted: tuple[str, str]) -> None:
    assert read("change_email", text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("482913", ("code", "482913")),
        ("the code is 482 913", ("code", "482913")),
        ("didn't get it", ("new_code", "")),
        ("nothing came", ("new_code", "")),
        ("send me a new code please", ("new_code", "")),
        ("wrong email", ("other_address", "")),
        ("use ben@example.com instead", ("address", "ben@example.com")),
        ("12345", ("unclear", "")),
        ("stop", ("leave", "")),
    ],
)
def test_for_the_code(text: str, wanted: tuple[str, str]) -> None:
    assert read("change_code", text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cancel it", ("cancel", "b0")),
        ("please cancel the tour", ("cancel", "b0")),
        ("cancel", ("cancel_or_leave", "")),
        ("don't cancel it", ("leave", "")),
        ("don't cancel, move it", ("move", "b0")),
        ("another time", ("move", "b0")),
        ("friday at 2", ("move", "b0")),
        ("leave it as it is", ("leave", "")),
        ("no", ("leave", "")),
        ("yes", ("unclear", "")),
        ("purple elephants", ("unclear", "")),
    ],
)
def test_for_what_to_do(text: str, wanted: tuple[str, str]) -> None:
    assert read("change_what", text, bookings=bookings()) == wanted


@pytest.mark.parametrize("text", ["yes", "yes please", "cancel", "cancel please"])
def test_a_yes_does_what_was_wanted_at_the_beginning(text: str) -> None:
    assert read("change_what", text, bookings=bookings(), wants="cancel") == ("cancel", "b0")


MEANT = [
    ("cancel it please", "en"),
    ("cancel it, my kid is sick", "en"),
    ("yes cancel", "en"),
    ("Yes, please cancel the tour.", "en"),
    ("sure, cancel it", "en"),
    ("can you cancel it?", "en"),
    ("could you please cancel my tour?", "en"),
    ("can I cancel it please?", "en"),
    ("please go ahead and cancel it", "en"),
    ("I need to cancel it", "en"),
    ("we can't come anymore, cancel it please", "en"),
    ("call it off", "en"),
    ("just cancel, thanks", "en"),
    ("I want it cancelled", "en"),
    ("would you mind cancelling it?", "en"),
    ("yes cancel the whole thing", "en"),
    ("sí, cancélala", "es"),
    ("si cancelala por favor", "es"),
    ("sí cancela", "es"),
    ("¿puedes cancelarla?", "es"),
    ("¿me la puedes cancelar, por favor?", "es"),
    ("tengo que cancelarla", "es"),
    ("quiero cancelar mi visita", "es"),
    ("no puedo ir, cancélenla por favor", "es"),
    ("cancela la visita", "es"),
    ("cancel it please", "es"),
]
ASKED = [
    ("Is there a cancellation fee?", "en"),
    ("what happens if I cancel later?", "en"),
    ("can I cancel later if something comes up?", "en"),
    ("can I cancel for free?", "en"),
    ("do you charge if I cancel?", "en"),
    ("when do I have to cancel by?", "en"),
    ("what's the cancellation policy", "en"),
    ("did you cancel it?", "en"),
    ("why would you cancel it?", "en"),
    ("can you cancel at the last minute?", "en"),
    ("who do I call to cancel?", "en"),
    ("could I get a refund after cancelling it?", "en"),
    ("are cancellations allowed?", "en"),
    ("¿Cuál es la política de cancelación?", "es"),
    ("¿cobran por cancelar?", "es"),
    ("¿qué pasa si la cancelo después?", "es"),
    ("¿hasta cuándo puedo cancelar?", "es"),
    ("¿se puede cancelar el mismo día?", "es"),
]
UNCLEAR = [
    ("how do I cancel it?", "en"),
    ("can I cancel it?", "en"),
    ("do I need to cancel?", "en"),
    ("is it too late to cancel it?", "en"),
    ("I might have to cancel it", "en"),
    ("I'll cancel it if it rains", "en"),
    ("cancel it or move it", "en"),
    ("cancel my subscription", "en"),
    ("cancel the code thing", "en"),
    ("¿puedo cancelarla?", "es"),
    ("¿cómo la cancelo?", "es"),
    ("tal vez la cancele", "es"),
    ("si no puedo ir la cancelo", "es"),
]
NOT_CANCELLED = [
    ("I'd rather move it than cancel", "en", "move"),
    ("move it instead of cancelling", "en", "move"),
    ("I'd rather not cancel", "en", "leave"),
    ("prefiero moverla que cancelarla", "es", "move"),
    ("mejor cambiarla en vez de cancelarla", "es", "move"),
    ("no la canceles", "es", "leave"),
]


@pytest.mark.parametrize("wants", ["cancel", "move", None])
@pytest.mark.parametrize(("text", "language"), MEANT)
def test_it_is_cancelled_when_that_is_said(text: str, language: Language, wants: ChangeWish | None) -> None:
    for typed in (text, text.upper()):
        assert read("change_what", typed, bookings=bookings(), language=language, wants=wants) == ("cancel", "b0")


@pytest.mark.parametrize("wants", ["cancel", "move", None])
@pytest.mark.parametrize(("text", "language"), ASKED)
def test_a_question_about_cancelling_is_no_answer(text: str, language: Language, wants: ChangeWish | None) -> None:
    for intent in ("tuition", "cancel", "affirm", "campus_tour", "out_of_scope"):
        assert read("change_what", text, intent=intent, sure=0.9, bookings=bookings(), language=language, wants=wants) is None
    assert read("tour_time", text, bookings=bookings(), language=language, moving="b0") is None


@pytest.mark.parametrize("wants", ["cancel", "move", None])
@pytest.mark.parametrize(("text", "language"), UNCLEAR)
def test_what_may_mean_it_is_asked_about(text: str, language: Language, wants: ChangeWish | None) -> None:
    for intent in ("cancel", "inform"):
        assert read("change_what", text, intent=intent, sure=0.9, bookings=bookings(), language=language, wants=wants) == (
            "cancel_or_leave",
            "",
        )
    assert read("tour_time", text, bookings=bookings(), language=language, moving="b0") == ("cancel_or_leave", "")


@pytest.mark.parametrize("wants", ["cancel", "move", None])
@pytest.mark.parametrize(("text", "language", "kind"), NOT_CANCELLED)
def test_what_is_wanted_instead_is_done(text: str, language: Language, kind: str, wants: ChangeWish | None) -> None:
    found = read("change_what", text, bookings=bookings(), language=language, wants=wants)
    assert found == (kind, "b0" if kind == "move" else "")


@pytest.mark.parametrize(
    ("text", "language", "party"),
    [
        ("we are three now", "en", "3"),
        ("there will be 3 of us", "en", "3"),
        ("make it 2 people", "en", "2"),
        ("can you change it to 4 people?", "en", "4"),
        ("somos tres", "es", "3"),
        ("ahora somos 4", "es", "4"),
        ("somos 3 ahora", "es", "3"),
        ("cámbiala a 4 personas", "es", "4"),
    ],
)
def test_how_many_come_now(text: str, language: Language, party: str) -> None:
    assert read("change_what", text, bookings=bookings(), language=language) == ("resize", party)
    assert read("change_what", text, bookings=bookings(2), language=language) == ("which", "")


def test_what_names_no_number_or_another_time_changes_no_number() -> None:
    assert read("change_what", "my mom comes too", bookings=bookings()) == ("unclear", "")
    assert read("change_what", "move it to friday at 2, we are 3", bookings=bookings()) == ("move", "b0")
    assert read("change_what", "cancel it, we are 3 people with a fever", bookings=bookings()) == ("cancel", "b0")
    assert read("change_what", "can 3 people come?", intent="campus_tour", sure=0.9, bookings=bookings()) is None


def test_of_several_it_has_to_be_said_which() -> None:
    for text in ("cancel it", "cancel the one on tuesday december 1", "move it to december 1"):
        assert read("change_what", text, bookings=bookings(3)) == ("which", "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("never mind", ("leave", "")),
        ("leave it", ("leave", "")),
        ("cancel my tour instead", ("cancel", "b0")),
        ("cancel it", ("cancel_or_leave", "")),
    ],
)
def test_in_place_of_a_time(text: str, wanted: tuple[str, str]) -> None:
    assert read("tour_time", text, bookings=bookings(), moving="b0") == wanted


def test_a_time_is_read_elsewhere() -> None:
    assert read("tour_time", "friday at 2", bookings=bookings(), moving="b0") is None


@pytest.mark.parametrize(
    ("asked", "text", "wanted"),
    [
        ("change_code", "no me llegó nada", ("new_code", "")),
        ("change_email", "no tengo correo", ("phone", "")),
        ("change_email", "olvídalo", ("leave", "")),
        ("change_what", "cancélala por favor", ("cancel", "b0")),
        ("change_what", "mejor otro día", ("move", "b0")),
        ("change_what", "déjala como está", ("leave", "")),
        ("change_what", "cancelar", ("cancel_or_leave", "")),
    ],
)
def test_in_spanish(asked: str, text: str, wanted: tuple[str, str]) -> None:
    more = {"bookings": bookings()} if asked == "change_what" else {}
    assert read(asked, text, language="es", **more) == wanted


@pytest.mark.parametrize("asked", ["change_email", "change_code", "change_what"])
def test_a_question_is_no_answer(asked: str) -> None:
    assert read(asked, "what does the program cost?", intent="tuition", sure=0.9, bookings=bookings()) is None


@pytest.mark.parametrize("asked", ["change_email", "change_code", "change_what", "tour_time"])
def test_what_ends_it_whatever_is_asked(asked: str) -> None:
    assert read(asked, "I'd like to talk to a person", intent="human_handoff", sure=0.9, bookings=bookings()) == ("person", "")
    assert read(asked, "im 11", intent="under_13", sure=1.0, bookings=bookings()) == ("under_13", "")
    assert read(asked, "stop texting me", intent="opt_out", sure=0.9, bookings=bookings()) is None
    assert read(asked, form={"email": "I am 11 years old"}, bookings=bookings()) == ("under_13", "")


def test_a_button_of_a_booking_that_is_not_theirs_means_nothing() -> None:
    choice = {"intent": "change_tour", "change": "cancel", "booking": "b9"}
    assert read("change_what", "Cancel the tour", choice=choice, bookings=bookings()) == ("unclear", "")
    choice["booking"] = "b0"
    assert read("change_what", "Cancel the tour", choice=choice, bookings=bookings()) == ("cancel", "b0")
    assert read("change_email", "Cancel the tour", choice=choice) == ("unclear", "")


@pytest.mark.parametrize("typed", ["ana@example.com\nBcc: eve@example.com", "ana@example.com eve@example.com", "Ana <ana@example.com>"])
def test_the_field_takes_an_address_and_nothing_else(typed: str) -> None:
    found = read("change_email", form={"email": typed})
    assert found is not None and found[0] == "bad_address"
    assert read("change_email", form={"email": " Ana@example.com "}) == ("address", "ana@example.com")
