"""Ages that speakers state in Spanish."""

import pytest

from bot.nlu.extraction.age import grown_up_speaks, is_under_13, stated_age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("tengo 11 años", 11),
        ("Hola, tengo once añitos y quiero cantar", 11),
        ("apenas tengo 12", 12),
        ("tengo apenas 12 años", 12),
        ("tengo 11", 11),
        ("tengo 9, ¿puedo ir?", 9),
        ("cumplo 13 en mayo", 12),
        ("voy a cumplir 12 años", 11),
        ("acabo de cumplir 12", 12),
        ("todavía no tengo 13 años", 12),
        ("soy menor de 13 años", 12),
        ("mi edad es 10", 10),
        ("soy una niña de 11 años", 11),
        ("11 años", 11),
        ("tengo 17 años", 17),
        ("tengo 12 años de experiencia", None),
        ("tengo 10 años tocando guitarra", None),
        ("tengo 11 años viviendo aquí", None),
        ("tengo 2 hijos", None),
        ("tengo 10 preguntas", None),
        ("tengo 5 minutos", None),
        ("mi hijo tiene 11 años", None),
        ("hace 11 años que toco", None),
        ("llevo 12 años en esto", None),
        ("el programa dura 12 meses", None),
    ],
)
def test_age(text: str, age: int | None) -> None:
    assert stated_age(text) == age
    assert is_under_13(text) == (age is not None and age < 13)


def test_a_parent_speaks() -> None:
    assert grown_up_speaks("soy la mamá de Ana") and grown_up_speaks("es para mi hija") and grown_up_speaks("tengo 35 años")
    assert not grown_up_speaks("tengo 11 años") and not grown_up_speaks("quiero ir con mis papás")
