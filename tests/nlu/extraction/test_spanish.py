"""What a message in Spanish tells for a booking. Today is Monday, November 23, 2026."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.nlu.extraction import Field, Fields, Vocabulary, extract

from .conftest import NOW


@pytest.fixture
def read(vocabulary: Vocabulary) -> Any:
    def found(text: str, *, expecting: Field | None = None, now: datetime = NOW) -> Fields:
        return extract(text, now, vocabulary, expecting=expecting, statistical=False, language="es")

    return found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("puedo ir el viernes?", "2026-11-27"),
        ("el viernes por la tarde", "2026-11-27"),
        ("este viernes", "2026-11-27"),
        ("este lunes", "2026-11-23"),
        ("el lunes", "2026-11-30"),
        ("el proximo viernes", "2026-11-27"),
        ("el viernes que viene", "2026-11-27"),
        ("el viernes de la próxima semana", "2026-12-04"),
        ("el martes de la semana que viene a las 10", "2026-12-01"),
        ("la próxima semana, el martes", "2026-12-01"),
        ("la otra semana el jueves puedo", "2026-12-03"),
        ("el jueves de esta semana", "2026-11-26"),
        ("mañana", "2026-11-24"),
        ("mañana por la tarde", "2026-11-24"),
        ("mañana por la mañana", "2026-11-24"),
        ("mañana en la mañana", "2026-11-24"),
        ("pasado mañana", "2026-11-25"),
        ("hoy mismo se puede?", "2026-11-23"),
        ("esta tarde", "2026-11-23"),
        ("el 4 de diciembre", "2026-12-04"),
        ("4 de diciembre", "2026-12-04"),
        ("el viernes 4 de diciembre a las 2", "2026-12-04"),
        ("viernes 4 dic", "2026-12-04"),
        ("diciembre 4", "2026-12-04"),
        ("el cuatro de diciembre", "2026-12-04"),
        ("el primero de diciembre", "2026-12-01"),
        ("el 1ro de diciembre", "2026-12-01"),
        ("1° de diciembre", "2026-12-01"),
        ("el treinta de noviembre", "2026-11-30"),
        ("el 4 de disiembre", "2026-12-04"),
        ("el 15 de enero", "2027-01-15"),
        ("el 15 de enero de 2027", "2027-01-15"),
        ("el 15 de enero del 2027", "2027-01-15"),
        ("12/4", "2026-12-04"),
        ("30/11", "2026-11-30"),
        ("30/11/2026", "2026-11-30"),
        ("12/4/2026", "2026-12-04"),
        ("2026-12-04", "2026-12-04"),
        ("el 30", "2026-11-30"),
        ("el día 30 a las 2", "2026-11-30"),
        ("para el 30 si se puede", "2026-11-30"),
        ("el 4 del mes que viene", "2026-12-04"),
        ("el 4 del próximo mes", "2026-12-04"),
        ("el 30 de este mes", "2026-11-30"),
        ("el primer lunes de enero", "2027-01-04"),
        ("el último viernes de diciembre", "2026-12-25"),
        ("dentro de una semana", "2026-11-30"),
        ("en dos semanas", "2026-12-07"),
        ("en 3 días", "2026-11-26"),
        ("en ocho días", "2026-11-30"),
        ("en quince días", "2026-12-07"),
        ("de hoy en ocho", "2026-11-30"),
        ("en un mes", "2026-12-23"),
        ("el sabado", "2026-11-28"),
        ("sábado o domingo", "2026-11-28"),
        ("el biernes", "2026-11-27"),
        ("el miercoles no, mejor el jueves", "2026-11-26"),
        ("el viernes, no, mejor el sábado", "2026-11-28"),
        ("no puedo el viernes, el sábado sí", "2026-11-28"),
        ("el viernes no puedo, mejor el lunes", "2026-11-30"),
        ("cámbialo del viernes al sábado", "2026-11-28"),
        ("cambiar la cita al 2 de diciembre", "2026-12-02"),
        ("el friday a las 3", "2026-11-27"),
        ("next friday porfa", "2026-12-04"),
        ("tomorrow a las 3 porfa", "2026-11-24"),
        ("mi cumpleaños es el 3 de diciembre, puedo ir el 4 de diciembre?", "2026-12-04"),
        ("fui ayer pero estaba cerrado, puedo ir el martes?", "2026-11-24"),
        ("los viernes puedo", "2026-11-27"),
    ],
)
def test_days(read: Any, text: str, day: str) -> None:
    found = read(text)

    assert found.as_json().get("date") == day
    assert not found.flags


@pytest.mark.parametrize(
    "text",
    [
        "buenos días",
        "buen dia, tienen clases en la mañana?",
        "el viernes no puedo",
        "no puedo el viernes",
        "trabajo los lunes",
        "todos los viernes tengo ensayo",
        "nací el 4 de diciembre de 2005",
        "llamé ayer",
        "la semana pasada fui",
        "el lunes pasado",
        "hace 3 días",
        "me gradué el 20 de mayo",
        "hasta mañana",
        "por la mañana",
        "después del viernes",
        "antes del 4 de diciembre",
        "la próxima semana",
        "este fin de semana",
        "en enero",
        "tengo 17 años",
        "el programa dura 10 meses",
        "mi examen es el 4 de diciembre",
        "cuándo empiezan las clases, el 11 de enero?",
        "la segunda",
        "quiero ir al mar",
        "somos 3",
    ],
)
def test_no_days(read: Any, text: str) -> None:
    assert read(text).date is None


@pytest.mark.parametrize(
    ("text", "flag"),
    [("el 31 de noviembre", "no_such_date"), ("30 de febrero", "no_such_date"), ("el 2 de noviembre a las 10", "past_date")],
)
def test_days_that_cannot_be(read: Any, text: str, flag: str) -> None:
    found = read(text)

    assert flag in found.flags
    assert found.date is None


def test_a_weekday_that_is_not_that_dates(read: Any) -> None:
    found = read("el viernes 5 de diciembre")

    assert found.as_json()["date"] == "2026-12-05"
    assert "weekday_mismatch" in found.flags


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("la próxima semana", "2026-11-30", "2026-12-06"),
        ("la semana que viene", "2026-11-30", "2026-12-06"),
        ("esta semana", "2026-11-23", "2026-11-29"),
        ("este fin de semana", "2026-11-28", "2026-11-29"),
        ("el mes que viene", "2026-12-01", "2026-12-31"),
        ("en enero", "2027-01-01", "2027-01-31"),
        ("a principios de enero", "2027-01-01", "2027-01-10"),
        ("a finales de enero", "2027-01-21", "2027-01-31"),
        ("después del viernes", "2026-11-28", "None"),
        ("a partir del viernes", "2026-11-27", "None"),
        ("antes del viernes", "None", "2026-11-26"),
    ],
)
def test_windows(read: Any, text: str, earliest: str, latest: str) -> None:
    found = read(text)

    assert (str(found.earliest_date), str(found.latest_date)) == (earliest, latest)
    assert found.date is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("a las 3", "15:00"),
        ("el viernes a las 3?", "15:00"),
        ("viernes a las 3 de la tarde", "15:00"),
        ("a las tres y media", "15:30"),
        ("a las 3:30", "15:30"),
        ("a las 3 y cuarto", "15:15"),
        ("a las cuatro menos cuarto", "15:45"),
        ("un cuarto para las cuatro", "15:45"),
        ("a las 10", "10:00"),
        ("a las diez de la mañana", "10:00"),
        ("a las 7 de la mañana", "07:00"),
        ("sábado por la mañana a las 7", "07:00"),
        ("a las 8 de la noche", "20:00"),
        ("a la una", "13:00"),
        ("a la 1", "13:00"),
        ("a la una y media de la tarde", "13:30"),
        ("a mediodía", "12:00"),
        ("al medio día", "12:00"),
        ("10:00 a. m.", "10:00"),
        ("2:00 p. m.", "14:00"),
        ("2 p.m.", "14:00"),
        ("2pm", "14:00"),
        ("el viernes 2pm", "14:00"),
        ("el viernes 2 pm porfa", "14:00"),
        ("a las 15:00", "15:00"),
        ("a las 15 horas", "15:00"),
        ("a eso de las 4", "16:00"),
        ("como a las 4", "16:00"),
        ("tipo 4 de la tarde", "16:00"),
        ("3 de la tarde", "15:00"),
        ("tres y media", "15:30"),
        ("de 2 a 4 de la tarde", "14:00"),
        ("3-4pm", "15:00"),
        ("a las 3 en punto", "15:00"),
        ("para las 4", "16:00"),
        ("mejor a las 4", "16:00"),
        ("a las 3, no, mejor a las 4", "16:00"),
        ("el viernes a las 3. perdón, a las 4", "16:00"),
        ("salgo del trabajo a las 5, puedo a las 6", "18:00"),
        ("at 3pm", "15:00"),
        ("que tal las 4?", "16:00"),
        ("el lunes a las 11 con mi mamá", "11:00"),
        ("mañana a las 4 somos 3", "16:00"),
        ("el 4 de diciembre a las 2", "14:00"),
    ],
)
def test_hours(read: Any, text: str, hour: str) -> None:
    assert read(text).as_json().get("time") == hour


@pytest.mark.parametrize(
    "text",
    [
        "buenas tardes",
        "por la tarde",
        "después de las 3",
        "entre las 2 y las 4",
        "antes de las 5",
        "a partir de las 3",
        "salgo a las 5",
        "mi clase es a las 9",
        "a qué hora abren?",
        "las dos carreras",
        "somos 3",
        "el 4 de diciembre",
        "tengo 17 años",
        "dura 10 meses",
        "hablé con ustedes a las 3",
    ],
)
def test_no_hours(read: Any, text: str) -> None:
    assert read(text).time is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("por la mañana", "morning"),
        ("mañana por la tarde", "afternoon"),
        ("el viernes en la tarde", "afternoon"),
        ("en la noche", "evening"),
        ("mañana por la mañana", "morning"),
        ("mañana", None),
        ("buenas tardes, puedo ir mañana", None),
        ("hay clases en la noche?", None),
    ],
)
def test_parts_of_the_day(read: Any, text: str, part: str | None) -> None:
    assert read(text).day_part == part


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("somos tres", 3),
        ("somos 3", 3),
        ("seremos 4 personas", 4),
        ("vamos a ser cinco", 5),
        ("vamos 3", 3),
        ("para 4 personas", 4),
        ("para dos", 2),
        ("somos un grupo de 6", 6),
        ("una familia de cuatro", 4),
        ("4 personas", 4),
        ("voy con mi mamá", 2),
        ("voy con mis papás", 3),
        ("con mis padres", 3),
        ("mi hija y yo", 2),
        ("mi hija Sofía y yo queremos ir", 2),
        ("yo y mi mamá", 2),
        ("mi mamá, mi papá y yo", 3),
        ("voy con mi esposa y dos hijos", 4),
        ("voy con mi esposa y mis dos hijos", 4),
        ("con dos amigos", 3),
        ("voy con un amigo", 2),
        ("llevo a mi hermano", 2),
        ("me acompaña mi mamá", 2),
        ("mi mamá va conmigo", 2),
        ("solo yo", 1),
        ("voy solo", 1),
        ("voy sola", 1),
        ("nada más yo", 1),
        ("yo solita", 1),
        ("los dos", 2),
        ("2 adultos y 1 niño", 3),
        ("para mí y mi hijo", 2),
        ("mis dos hijos y yo", 3),
        ("una amiga y yo", 2),
        ("con otras dos personas", 3),
        ("somos 2, no, perdón, somos 3", 3),
        ("agenda una visita para 3", 3),
        ("puedo ir el viernes con mi novia a las 3?", 2),
        ("party of 4", 4),
    ],
)
def test_parties(read: Any, text: str, size: int) -> None:
    assert read(text).party_size == size


@pytest.mark.parametrize(
    "text",
    [
        "mi hija quiere estudiar ahí",
        "tengo dos hijos",
        "vivo con mis papás",
        "cuántas personas hay por clase?",
        "para las 3",
        "el viernes a las 3",
        "tengo 17 años",
        "mi hermano estudió ahí",
        "voy con mi familia",
        "son 2 carreras?",
        "voy a hablar con mis papás",
        "a las 2 de la tarde",
        "el programa es para adultos?",
        "somos de Orlando",
    ],
)
def test_no_parties(read: Any, text: str) -> None:
    assert read(text).party_size is None


@pytest.mark.parametrize(("text", "size"), [("3", 3), ("tres", 3), ("solo yo", 1), ("como 4", 4), ("mi mamá y yo", 2), ("los dos", 2)])
def test_an_answer_to_how_many(read: Any, text: str, size: int) -> None:
    assert read(text, expecting="party_size").party_size == size


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("me llamo Ana", "Ana"),
        ("me llamo ana torres y quiero una visita", "Ana Torres"),
        ("hola soy Ana Torres, mi cel es 407 555 0134", "Ana Torres"),
        ("soy luis pérez", "Luis Pérez"),
        ("mi nombre es José Ángel de la Cruz", "José Ángel de la Cruz"),
        ("mi nombre es yaretzi", "Yaretzi"),
        ("buenas tardes, le habla Marta Gómez", "Marta Gómez"),
        ("habla Pedro", "Pedro"),
        ("te escribe Lucía Fernández de Orlando", "Lucía Fernández"),
        ("aquí Roberto", "Roberto"),
        ("nombre: Carla Ruiz", "Carla Ruiz"),
        ("a nombre de Julio Vega por favor", "Julio Vega"),
        ("Ana Torres, 407 555 0134, viernes a las 3", "Ana Torres"),
        ("ana torres 407 555 0134", "Ana Torres"),
        ("quiero información por favor. Gracias, Marisol Vega", "Marisol Vega"),
        ("mi hija Sofía quiere estudiar grabación", "Sofía"),
        ("mi hijo se llama Diego", "Diego"),
        ("es para mi sobrino Kevin", "Kevin"),
        ("soy la mamá de Kevin López", "Kevin López"),
        ("soy Rosa, la mamá de Kevin", "Rosa"),
        ("me dicen Beto pero mi nombre es Roberto Díaz", "Roberto Díaz"),
        ("soy el señor Ramírez", "Ramírez"),
        ("ME LLAMO ANA TORRES", "Ana Torres"),
        ("hola me llamo itzel quiroz quiero visitar", "Itzel Quiroz"),
        ("soy guadalupe necesito una cita", "Guadalupe"),
        ("my name is Ana porfa", "Ana"),
        ("soy María del Carmen y busco informes", "María del Carmen"),
    ],
)
def test_names(read: Any, text: str, name: str) -> None:
    assert read(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "mi nombre está mal",
        "soy mexicana",
        "soy de Orlando",
        "soy estudiante",
        "soy nueva aquí",
        "soy productor de música",
        "soy fan de Bad Bunny",
        "me gusta Bad Bunny",
        "quiero hablar con una persona",
        "me llamo la atención el programa",
        "cómo se llama el programa?",
        "estoy interesada en el programa",
        "mi papá es músico",
        "es para mi hijo",
        "hola buenas tardes",
        "cuánto cuesta?",
        "qué carreras tienen",
        "gracias",
        "no sé todavía",
        "el viernes a las 3",
        "soy mayor de edad",
        "soy madre soltera",
        "soy la mamá de un estudiante",
        "mi mamá Rosa va conmigo",
    ],
)
def test_no_names(read: Any, text: str) -> None:
    assert read(text).name is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana", "Ana"),
        ("ana torres", "Ana Torres"),
        ("yaretzi quiroz", "Yaretzi Quiroz"),
        ("soy Ana", "Ana"),
        ("claro, es Luis Pérez", "Luis Pérez"),
        ("Ana Torres por favor", "Ana Torres"),
        ("ponle Ana Torres", "Ana Torres"),
        ("a nombre de Rosa Díaz", "Rosa Díaz"),
        ("Ana, y mi cel es 407 555 0134", "Ana"),
        ("Luz", "Luz"),
        ("Ángel", "Ángel"),
        ("JUAN CARLOS ORTIZ", "Juan Carlos Ortiz"),
        ("María de los Ángeles Soto", "María de los Ángeles Soto"),
    ],
)
def test_an_answer_to_the_question_for_a_name(read: Any, text: str, name: str) -> None:
    assert read(text, expecting="name").name == name


@pytest.mark.parametrize(
    "text",
    [
        "para qué quieres mi nombre?",
        "prefiero no decirlo",
        "cuánto cuesta?",
        "no quiero",
        "cancelar",
        "12345",
        "sí",
        "qué carreras tienen",
        "no sé",
    ],
)
def test_no_answer_to_the_question_for_a_name(read: Any, text: str) -> None:
    assert read(text, expecting="name").name is None


def test_everything_at_once(read: Any) -> None:
    text = "hola soy Ana Torres, mi cel es 407 555 0134, puedo ir el viernes a las 3? somos dos"

    assert read(text).as_json() == {
        "name": "Ana Torres",
        "phone": "+14075550134",
        "date": "2026-11-27",
        "time": "15:00",
        "party_size": 2,
    }


@pytest.mark.parametrize(("text", "day"), [("30", "2026-11-30"), ("el 30", "2026-11-30"), ("el viernes", "2026-11-27")])
def test_an_answer_to_the_question_for_a_day(read: Any, text: str, day: str) -> None:
    assert read(text, expecting="date").as_json()["date"] == day
