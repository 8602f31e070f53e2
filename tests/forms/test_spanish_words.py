"""Short answers in Spanish."""

from __future__ import annotations

import pytest

from bot.forms.spanish_words import SPANISH


@pytest.mark.parametrize(
    "said", ["sí", "Si", "si por favor", "sip", "claro", "claro que sí", "de acuerdo", "dale", "va", "ok", "está bien", "Sí, reserva"]
)
def test_yes(said: str) -> None:
    assert SPANISH.says_yes(said)
    assert not SPANISH.says_no(said)


@pytest.mark.parametrize("said", ["sí, pero a las 3", "si cambias la hora", "no", "siempre", "sino el martes", "", "vamos tres"])
def test_no_plain_yes(said: str) -> None:
    assert not SPANISH.says_yes(said)


@pytest.mark.parametrize("said", ["no", "No, gracias", "nop", "para nada", "mejor no", "no quiero", "no estoy de acuerdo"])
def test_no(said: str) -> None:
    assert SPANISH.says_no(said)


@pytest.mark.parametrize("said", ["no sé", "no lo sé", "no entiendo", "no estoy segura", "noviembre", "nombre"])
def test_no_plain_no(said: str) -> None:
    assert not SPANISH.says_no(said)


@pytest.mark.parametrize("said", ["no sé", "no entiendo", "no lo sé todavía", "no me queda claro"])
def test_doubt(said: str) -> None:
    assert SPANISH.doubts(said)


@pytest.mark.parametrize("said", ["no sé todavía", "Todavía no", "no estoy seguro", "cualquiera", "me da igual", "ni idea", "ninguno"])
def test_undecided(said: str) -> None:
    assert SPANISH.is_undecided(said)


@pytest.mark.parametrize(
    "said",
    [
        "cancelar",
        "Cancela.",
        "cancélalo por favor",
        "ya no quiero",
        "olvídalo",
        "no, mejor cancela la visita",
        "déjalo así",
        "ya no, gracias",
    ],
)
def test_stop(said: str) -> None:
    assert SPANISH.says_stop(said)


@pytest.mark.parametrize(
    "said", ["no", "puedo cancelar después?", "si cancelo pierdo mi lugar?", "Ana Cancela Ruiz", "mejor el lunes", "stop", "para 3"]
)
def test_no_stop(said: str) -> None:
    assert not SPANISH.says_stop(said)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("la segunda", 1),
        ("el primero", 0),
        ("la última", 4),
        ("el ultimo por favor", 4),
        ("2", 1),
        ("la 3", 2),
        ("opción 4", 3),
        ("número 5", 4),
    ],
)
def test_which(said: str, at: int) -> None:
    assert SPANISH.which(said, 5) == at


@pytest.mark.parametrize("said", ["el 3", "la sexta", "9", "el 4 de diciembre", "el primero de diciembre", "las 3"])
def test_which_not(said: str) -> None:
    assert SPANISH.which(said, 5) is None


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("cambiar la hora", ["tour_time"]),
        ("el correo está mal", ["contact"]),
        ("mi nombre se escribe con z", ["name"]),
        ("otro programa", ["program"]),
        ("el número de personas", ["party_size"]),
        ("el teléfono y el nombre", ["contact", "name"]),
        ("todo bien", []),
    ],
)
def test_parts(said: str, parts: list[str]) -> None:
    assert SPANISH.parts_named(said) == parts


@pytest.mark.parametrize(
    ("said", "count"), [("para 0 personas", 0), ("somos 500", 500), ("grupo de 40", 40), ("-1 personas", -1), ("tengo 17 años", None)]
)
def test_party(said: str, count: int | None) -> None:
    assert SPANISH.party_named(said) == count


@pytest.mark.parametrize("said", ["puedo ir el viernes?", "quisiera conocer la escuela", "una visita", "me gustaría agendar un recorrido"])
def test_coming(said: str) -> None:
    assert SPANISH.speaks_of_coming(said)


def test_not_coming() -> None:
    assert not SPANISH.speaks_of_coming("cuánto cuesta el programa")
