"""Which language a message is in."""

import time

import pytest

from bot.nlu.language import language_of, language_of_locale, unaccented

SPANISH = [
    "¿Cuánto cuesta el programa?",
    "cuanto cuesta",
    "q carreras tienen",
    "k cursos dan",
    "hola",
    "Hola!",
    "buenas tardes",
    "gracias",
    "si",
    "sí, claro",
    "tengo 11 años",
    "ya no me escriban",
    "no mas mensajes",
    "me llamo San Juan Pérez",
    "soy de Los Angeles",
    "¿Y el otro?",
    "y cuanto pagan?",
    "becas?",
    "donde estan ubicados",
    "quiero una cita para el viernes",
    "es cierto que bad bunny estudio ahi",
    "inscripcion",
    "el lunes a las 3",
    "somos tres",
    "no se todavia",
    "hey, cuanto cuesta?",
    "quiero info del financial aid por favor",
    "cuanto es el tuition",
    "mi hijo quiere estudiar audio engineering, que necesita?",
    "hay parking cerca del campus?",
    "hola, do they have becas y cuanto dura el programa?",
    "q tal",
    "solo yo",
    "con mis papás",
    "mas info",
    "cerrado los lunes?",
    "igualmente",
    "Anotado: +14075550134.",
    "F.I.R.S.T. acepta transferencias?",
]
ENGLISH = [
    "how much is it",
    "hola, how much is it",
    "Hola! Do you have housing?",
    "do you teach reggaeton like Bad Bunny",
    "how far is it from San Jose",
    "I'm from El Paso and want to visit",
    "are you close to La Jolla or Los Angeles?",
    "did anyone from La La Land study there",
    "is that a si or a no",
    "what's the tuition por favor",
    "can my abuela come on the tour",
    "gracias, that is all I need",
    "I live on Calle Ocho, is there a bus",
    "my son wants to make beats",
    "no thanks",
    "tuition?",
    "adios, see you on monday",
    "do u have clases en linea for me and my friend",
    "is F.I.R.S.T. open on monday",
    "my mama and my papa",
]
UNTOLD = [
    "",
    "?",
    "ok",
    "no",
    "7",
    "555-123-4567",
    "ana.lopez@example.com",
    "para.todos@quiero.example",
    "San Jose",
    "Los Angeles",
    "El Paso",
    "Bad Bunny",
    "La La Land",
    "Las Vegas",
    "Como",
    "Lake Como",
    "Palo Alto",
    "hotel",
    "radio",
    "María de los Ángeles García",
    "José",
    "Santa Fe",
    "Buenos Aires",
    "Puerto Rico",
    "Feliz Navidad",
    "Despacito",
    "lol",
    "merci beaucoup",
    "F.I.R.S.T.",
    "S.O.S.",
]


@pytest.mark.parametrize("text", SPANISH)
def test_spanish(text: str) -> None:
    assert language_of(text) == "es"


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize("text", UNTOLD)
def test_untold(text: str) -> None:
    assert language_of(text) is None


def test_capitals_and_accents_make_no_difference() -> None:
    assert language_of("¿CUÁNTO CUESTA?") == language_of("CUANTO CUESTA") == "es"
    assert unaccented("Niño, ¿Qué?") == "nino, ¿que?"


def test_locale() -> None:
    assert [language_of_locale(one) for one in ("es", "es-MX", "ES_us", "est", "en-US", None, "")] == [
        "es",
        "es",
        "es",
        "en",
        "en",
        "en",
        "en",
    ]


def test_a_letter_takes_no_longer_than_a_few_lines() -> None:
    started = time.perf_counter()
    language_of("quiero saber cuánto cuesta " * 5_000)
    assert time.perf_counter() - started < 0.05
