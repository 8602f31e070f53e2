"""What holds for any Spanish text, any day and any spelling."""

from __future__ import annotations

import time as stopwatch
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.extraction import FIELDS, extract

from .conftest import NOW, school_vocabulary
from .test_properties import days_ahead, moments

SCHOOL = school_vocabulary()
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
NUMBERS = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
    "treinta",
]
HOURS = ["una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"]
pieces = st.lists(
    st.sampled_from(
        [
            "me_llamo",
            "soy",
            "ana",
            "Torres",
            "Pérez",
            "de_la",
            "el",
            "la",
            "las",
            "viernes",
            "lunes",
            "próximo",
            "que_viene",
            "4",
            "15",
            "de",
            "diciembre",
            "a_las",
            "3",
            "y_media",
            "de_la_tarde",
            "mañana",
            "pasado",
            "por_la",
            "somos",
            "tres",
            "con",
            "mi_mamá",
            "y_yo",
            "dos",
            "hijos",
            ",",
            ".",
            "?",
            "¿",
            "no",
            "mejor",
            "perdón",
            "antes",
            "después_de",
            "hasta",
            "407",
            "555",
            "0134",
            "@",
            "gmail.com",
            "para",
            "semana",
            "próxima",
            "30/2",
            "31",
            "solo_yo",
            "grupo",
            "grabación",
            "en",
            "dentro",
            "12:30",
            "pm",
            "p.m.",
            "mi_hija",
            "Sofía",
            "se_llama",
            "primero",
            "último",
            "mes",
            "\n",
            "°",
        ]
    ).map(lambda piece: piece.replace("_", " ")),
    max_size=25,
).map(" ".join)


def read(text: str, now: datetime = NOW) -> date | None:
    return extract(text, now, SCHOOL, statistical=False, language="es").date


@given(st.one_of(st.text(max_size=200), pieces), st.sampled_from([None, *FIELDS]), moments)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read(text: str, asked: str | None, now: datetime) -> None:
    fields = extract(text, now, SCHOOL, expecting=asked, statistical=False, language="es")  # type: ignore[arg-type]
    assert fields.as_json().keys() <= set(FIELDS)
    assert all(0 <= start < end <= len(text) for start, end in fields.spans.values())
    assert fields.date is None or fields.date >= now.date()
    assert fields.party_size is None or 1 <= fields.party_size <= 60
    assert fields.name is None or fields.name.strip() == fields.name != ""


@given(moments, days_ahead, st.data())
@settings(deadline=None)
def test_a_day_of_the_coming_months_is_found_however_it_is_written(now: datetime, ahead: int, data: st.DataObject) -> None:
    day = now.date() + timedelta(days=ahead)
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    spoken = "primero" if day.day == 1 else "treinta y uno" if day.day == 31 else NUMBERS[day.day]
    spelled = data.draw(
        st.sampled_from(
            [
                f"el {day.day} de {month}",
                f"{day.day} de {month}",
                f"el {day.day} de {month} de {day.year}",
                f"el {day.day} de {month} del {day.year}",
                f"el {spoken} de {month}",
                f"el día {day.day} de {month}",
                f"el {weekday} {day.day} de {month}",
                f"{weekday}, {day.day} de {month}",
                f"{month} {day.day}",
                f"el {day.day} de {month[:3]}",
                f"{day.month}/{day.day}",
                f"{day.month}/{day.day}/{day.year}",
                day.isoformat(),
            ]
        )
    )
    around = data.draw(st.sampled_from(["¿podemos ir {}?", "{}", "quiero una visita para {} por la tarde", "mejor {} a las 3"]))
    fields = extract(around.format(spelled), now, SCHOOL, statistical=False, language="es")
    assert fields.date == day
    assert not fields.flags


@given(moments, st.integers(0, 6))
@settings(deadline=None)
def test_weekdays(now: datetime, weekday: int) -> None:
    today, word = now.date(), WEEKDAYS[weekday]
    bare, this, following = (read(text.format(word), now) for text in ("puedo el {}", "este {}", "el {} de la próxima semana"))
    assert bare and this and following
    assert {bare.weekday(), this.weekday(), following.weekday()} == {weekday}
    assert timedelta(0) < bare - today <= timedelta(7)
    assert timedelta(0) <= this - today < timedelta(7)
    monday = today - timedelta(days=today.weekday())
    assert monday + timedelta(7) <= following <= monday + timedelta(13)


@given(moments)
@settings(deadline=None)
def test_days_from_today(now: datetime) -> None:
    for text, days in (("mañana", 1), ("pasado mañana", 2), ("en dos semanas", 14), ("dentro de tres días", 3)):
        assert read(text, now) == now.date() + timedelta(days=days)


@given(st.integers(1, 12), st.integers(0, 59), st.sampled_from(["a. m.", "a.m.", "am", "p. m.", "p.m.", "pm"]))
@settings(deadline=None)
def test_clock_times_come_back(hour: int, minute: int, half: str) -> None:
    expected = f"{hour % 12 + (12 if half[0] == 'p' else 0):02}:{minute:02}"
    said = f"puedo el viernes a las {hour}:{minute:02} {half} por favor"
    assert extract(said, NOW, SCHOOL, statistical=False, language="es").as_json()["time"] == expected


@given(
    st.integers(1, 12),
    st.sampled_from([("", 0), (" y media", 30), (" y cuarto", 15), (" y veinte", 20)]),
    st.sampled_from(["mañana", "tarde"]),
)
@settings(deadline=None)
def test_spoken_hours_come_back(hour: int, past: tuple[str, int], part: str) -> None:
    article = "la" if hour == 1 else "las"
    said = f"a {article} {HOURS[hour - 1]}{past[0]} de la {part}"
    at = extract(said, NOW, SCHOOL, statistical=False, language="es").time
    afternoon = part == "tarde" and hour <= 7
    assert at is not None
    assert (at.hour, at.minute) == (hour + 12 if afternoon else hour, past[1])


@given(st.integers(2, 30))
@settings(deadline=None)
def test_any_party_comes_back(size: int) -> None:
    word = NUMBERS[size]
    for text in (f"somos {size}", f"somos {word}", f"para {size} personas", f"seremos {word} personas", f"un grupo de {size}"):
        assert extract(text, NOW, SCHOOL, statistical=False, language="es").party_size == size


@pytest.mark.parametrize(
    "unit",
    [
        "a", "1", " ", "el 1 ", "12/", "a las ", "mi mama y ", "mi ", "un ", "el viernes o ", "maria ", "Maria Lopez, ", "con mi mama y ", "soy ",
        "no ", "de ", "dos ", "me llamo ", "y ", "la proxima semana ", "de la manana ", "hola ", "mi hija ", "a las 3 y ", "4 de ", "ñ", "\n", "...",
    ],
)  # fmt: skip
def test_long_texts_are_read_in_no_time(unit: str) -> None:
    text = (unit * (10_000 // len(unit) + 1))[:10_000]

    def seconds() -> float:
        started = stopwatch.process_time()
        extract(text, NOW, SCHOOL, statistical=False, language="es")
        return stopwatch.process_time() - started

    assert min(seconds() for _ in range(3)) < 0.5
