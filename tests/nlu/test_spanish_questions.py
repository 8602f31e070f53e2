"""Questions, politeness and follow-ups in Spanish."""

import pytest

from bot.nlu.accents import spanish
from bot.nlu.context import CUES, in_context, leans_on_before, points_back
from bot.nlu.politeness import bare, is_polite_only
from bot.nlu.several_questions import listed_in, question_in, questions_in
from bot.nlu.spanish_context import CUES as SPANISH_CUES


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("¿Cuánto dura el programa y cuánto cuesta?", 2),
        ("cuanto dura y cuanto cuesta", 2),
        ("Hola buenas, ¿dónde están? ¿tienen becas?", 2),
        ("donde queda la escuela, tienen dormitorios, aceptan ged", 3),
        ("Quiero agendar una visita. ¿Hay estacionamiento?", 2),
        ("me gustaría saber el costo y si hay alojamiento", 2),
        ("q papeles necesito, y tambien cuando empiezan las clases", 2),
        ("No sé qué cuesta y ando buscando informes de becas", 2),
        ("Tengo 17 años y vivo en Tampa. ¿Puedo aplicar?", 1),
        ("¿El tour es gratis o pago algo?", 1),
        ("¿puedo ir y ver el estudio?", 1),
        ("mi hijo, que tiene 15, quiere saber si puede entrar", 1),
        ("hola!! que tal? cuanto cuesta?", 1),
        ("Perdón la molestia, ¿todavía me puedo inscribir, saben?", 1),
        ("¿Qué hacen los productores y los ingenieros?", 1),
        ("colegiatura", 1),
        ("", 1),
        ("¿¿??", 1),
    ],
)
def test_how_many_questions_there_are(text: str, count: int) -> None:
    assert len(questions_in(text, "es")) == count


def test_lists_and_the_sentence_that_asks() -> None:
    assert listed_in("info sobre costos, becas y alojamiento porfa", "es") == ["costos", "becas", "alojamiento"]
    assert question_in("Trabajo de noche. ¿Hay clases en la tarde? Gracias", "es") == "¿Hay clases en la tarde?"


def test_polite_words_ask_nothing() -> None:
    assert bare("Hola, buenas tardes, una pregunta: ¿está lejos? Muchas gracias de antemano", "es") == "está lejos"
    assert is_polite_only("¡Hola! Disculpe la molestia", "es") and not is_polite_only("¿tienen becas?", "es")


@pytest.mark.parametrize("text", ["¿y cuánto pagan?", "¿y el otro?", "y eso?", "¿lo pagan?", "pero también los sábados"])
def test_what_points_back(text: str) -> None:
    assert leans_on_before(text, language="es") and points_back(text, "es")


def test_a_whole_question_stands_alone() -> None:
    assert not leans_on_before("¿cuánto dura el programa de grabación que tienen en el campus?", language="es")
    assert leans_on_before("¿son pagadas?", language="es") and not points_back("¿son pagadas?", "es")


def test_every_topic_that_english_can_lean_on_has_its_spanish_words() -> None:
    assert SPANISH_CUES.keys() == CUES.keys()
    assert in_context("¿son pagadas?", "internships", "es") == "sobre las prácticas profesionales: ¿son pagadas?"
    assert in_context("¿son pagadas?", "smalltalk_greet", "es") is None


def test_patterns_read_accents_inside_sets_and_outside() -> None:
    assert spanish(r"^\w cu[ae]nt[oa]s? n$").search("x CUÁNTÓS ñ")
    assert not spanish(r"^\n$").search("n")
