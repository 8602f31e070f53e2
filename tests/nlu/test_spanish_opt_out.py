"""Spanish ways to want no more messages."""

import pytest

from bot.nlu.language import language_of
from bot.nlu.spanish_opt_out import asks_to_stop


@pytest.mark.parametrize(
    "text",
    [
        "alto",
        "ALTO!",
        "no mas",
        "no más",
        "Basta ya, por favor",
        "ya no me escriban",
        "Por favor no me manden más mensajes",
        "no me manden mas textos, gracias",
        "dejen de mandarme mensajes",
        "deja de escribirme",
        "quítenme de la lista",
        "ya no quiero recibir sus mensajes",
        "no quiero que me manden mas correos",
        "denme de baja",
        "cancelar suscripción",
        "no me vuelvan a escribir",
        "no me contacten más",
    ],
)
def test_no_more_messages(text: str) -> None:
    assert asks_to_stop(text)
    assert language_of(text) == "es"


@pytest.mark.parametrize(
    "text",
    [
        "no me mandaron el correo",
        "no me escribas antes de las nueve",
        "no más tarde de las 5",
        "solo quiero información, no más",
        "¿es muy alto el costo?",
        "¿puedo darme de baja del programa?",
        "denme de baja del curso",
        "no quiero pagar más",
        "¿pueden mandarme un mensaje?",
        "ya no quiero el tour",
        "con eso basta para inscribirme?",
    ],
)
def test_something_else(text: str) -> None:
    assert not asks_to_stop(text)


def test_bare_words_are_left_to_an_open_form() -> None:
    assert not asks_to_stop("alto", in_form=True) and not asks_to_stop("no más", in_form=True)
    assert asks_to_stop("ya no me escriban", in_form=True)
