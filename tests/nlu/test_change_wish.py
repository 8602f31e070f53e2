"""Who wants a booked tour cancelled or moved is told from who asks what the school may cancel, or what else can be changed."""

from __future__ import annotations

import time

import pytest
import yaml

from bot.nlu.change_wish import CHANGE_TOUR, Cancelling, cancelling, wished_change
from bot.nlu.language import Language
from bot.settings import PROJECT_DIR

WANTED = [
    "I need to cancel my tour",
    "can I move my tour to friday",
    "change my booking",
    "cancel my tour",
    "reschedule my visit pls",
    "need to cancel my visit tmrw",
    "I have to cancel my tour tmrw, baby has a fever",
    "i need to cancel my tour on friday",
    "how do i cancel my tour",
    "cancel my visit on monday please",
    "i have to cancel the tour that i booked",
    "id like to reschedule my tour",
    "can you move our visit to next tuesday?",
    "could you please cancel my appointment",
    "I'd like to change the time of my tour",
    "hi, I can't make it to my tour on monday",
    "I won't be able to come to my visit",
    "another time for my visit please",
    "please cancel the booking",
    "i need to reschedule",
    "can i reschedule?",
    "reschedule please",
    "cancel or move my tour",
    "I want to change the date of the visit I booked",
    "something came up, I need to postpone our tour",
    "switch my tour to the afternoon",
    "Is it possible to change my tour time?",
    "i gotta cancel my tour",
    "we need to move the tour to 3pm",
    "can we push back my tour to 3?",
    "cancel my campus tour reservation",
    "I booked a tour for monday but i need to change it to friday",
    "how can I change my reservation?",
    "i wanna cancel my visit",
    "need 2 cancel my tour",
    "help me reschedule my tour",
]

OTHERS = [
    "can I change programs?",
    "do you cancel classes?",
    "cancel",
    "cancel please",
    "I want to cancel",
    "cancel this",
    "change my name",
    "cancel my application",
    "can i change my application",
    "cancel these messages",
    "cancel my subscription to these texts",
    "How do I cancel my Planet Fitness membership?",
    "I have to cancel my appointment at the dentist on Lee Road because my shift changed. Can you do it for me?",
    "is there a cancellation fee",
    "what happens if I cancel my tour?",
    "do you charge me if I cancel my tour",
    "I had to cancel my tour with my band last year",
    "don't cancel my tour",
    "I don't want to cancel my tour",
    "will you cancel my tour if it rains",
    "did you move my tour?",
    "why did you cancel my visit",
    "can I change my tour guide",
    "book a tour",
    "i want to move to florida",
    "cancel my visa appointment",
    "can i switch majors",
    "change my mind",
    "when is my tour",
    "can I see the studio on my visit",
    "how late can I cancel my visit?",
    "change my visit to my grandma",
    "how do I edit audio on tour",
    "can I book another tour",
    "what time is my tour",
    "can my mom come on my tour",
    "can I change schedules mid program",
    "can I reschedule a class",
    "can I postpone my start date",
    "can I delay enrollment",
]

SPANISH_WANTED = [
    "tengo que cancelar mi visita",
    "quisiera cambiar mi visita del lunes al miércoles",
    "quiero cambiar la hora de mi tour",
    "no puedo ir a mi visita",
    "necesito cambiar la fecha de mi visita",
    "cómo cancelo la visita que reservé",
    "puedo pasar mi visita a otro día",
    "cancelar mi cita por favor",
    "necesito reagendar mi recorrido",
    "¿puedo mover mi tour al viernes?",
    "hola, necesito reprogramar",
    "quiero cancelar la reserva",
    "me pueden cambiar mi visita para el jueves",
    "otra hora para mi visita",
    "no voy a poder asistir a mi recorrido",
    "cancelen mi visita",
    "cambiar mi reserva",
    "podrían cancelar mi visita?",
    "quiero posponer mi cita del lunes",
]

SPANISH_OTHERS = [
    "puedo cambiar de programa",
    "cancelan clases?",
    "cancelar",
    "quiero cancelar",
    "cambiar de carrera",
    "cancelar los mensajes",
    "cancelar mi suscripción",
    "cancelar mi inscripción",
    "se puede cancelar la visita sin costo",
    "puedo cambiar de turista a residente",
    "¿qué pasa si cancelo mi visita?",
    "tuve que cancelar mi visita al dentista",
    "no quiero cancelar mi visita",
    "quiero cambiar el correo",
    "quiero reservar una visita",
    "¿cuándo es mi visita?",
    "quiero cambiar mi vida",
    "por qué cancelaron mi visita",
    "quiero otra visita",
]


@pytest.mark.parametrize("text", WANTED)
def test_a_wish_is_told(text: str) -> None:
    assert wished_change(text)
    assert wished_change(text.upper())


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert wished_change(text) is None


@pytest.mark.parametrize("text", SPANISH_WANTED)
def test_a_wish_in_spanish_is_told_with_and_without_accents(text: str) -> None:
    assert wished_change(text, "es")
    assert wished_change(text.translate(str.maketrans("áéíóú", "aeiou")), "es")


@pytest.mark.parametrize("text", SPANISH_OTHERS)
def test_what_only_looks_like_one_in_spanish_is_left_alone(text: str) -> None:
    assert wished_change(text, "es") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I need to cancel my tour", "cancel"),
        ("can I move my tour to friday", "move"),
        ("change my booking", "either"),
        ("cancel or move my tour", "either"),
        ("I can't make it to my tour", "either"),
    ],
)
def test_what_is_wanted_is_told_as_far_as_the_words_say(text: str, wanted: str) -> None:
    assert wished_change(text) == wanted


def test_english_words_count_in_a_spanish_conversation() -> None:
    assert wished_change("cancel my tour", "es") == "cancel"


def test_no_message_keeps_it_busy() -> None:
    began = time.perf_counter()
    for text in ("can i move my tour " * 20, "cancel my " * 38 + "tour", "i booked a tour " * 24, "a" * 5000 + " tour", "(" * 390 + "tour"):
        wished_change(text)
        wished_change(text, "es")
    assert time.perf_counter() - began < 0.5


def test_the_intent_has_no_examples() -> None:
    assert CHANGE_TOUR in yaml.safe_load((PROJECT_DIR / "domain.yml").read_text())["intents"]
    for file in ("nlu.yml", "nlu_es.yml"):
        assert f"intent: {CHANGE_TOUR}" not in (PROJECT_DIR / "data" / file).read_text()


@pytest.mark.parametrize(
    ("text", "language", "how"),
    [
        ("call my tour off, please", "en", "meant"),
        ("ok, call it off", "en", "meant"),
        ("could you call off my visit", "en", "meant"),
        ("is there a fee to cancel", "en", "unclear"),
        ("what is taught on monday", "en", None),
        ("quiero cancelar mi visita", "es", "meant"),
        ("somos tres ahora", "es", None),
    ],
)
def test_cancelling_is_told_from_what_does_not_name_it(text: str, language: Language, how: Cancelling | None) -> None:
    assert cancelling(text, language, asks=False) == how
