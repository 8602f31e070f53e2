"""A question in Spanish gets the reviewed Spanish text of the same answer, or an honest line; never the English one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import delete, select, update

from actions.answer import say_answers
from bot.assistant import Assistant, use
from bot.conversations.language import speaking
from bot.conversations.lines import line
from bot.conversations.models import Problem
from bot.conversations.understanding import Understanding
from bot.engine import record as records
from bot.faq.loader import bump_version
from bot.faq.models import FaqEntry, FaqTranslation, Phrasing

PERSON = "Hablar con una persona"
LENGTH = "¿Cuánto dura el programa?"


@pytest.fixture
def record(assistant: Assistant) -> Iterator[records.TurnRecord]:
    use(assistant)
    record = records.TurnRecord("c", 1, 1, "web")
    token = records.begin(record)
    yield record
    records.end(token)


def _say(text: str, topic: str = "program_details", *, choice: dict[str, Any] | None = None, also: str = "") -> tuple[str, list[str]]:
    """What is said to a question, and the titles of its buttons."""
    heard = [Understanding(one, topic, 0.9, ((topic, 0.9),), choice=choice, asked=one) for one in (text, also) if one]
    dispatcher = CollectingDispatcher()
    tracker = Tracker("c", {}, {}, [], False, None, {}, "action_listen")
    say_answers(dispatcher, tracker, heard)
    (message,) = dispatcher.messages
    return message["text"], [button["title"] for button in message["custom"]["quick_replies"]]


def test_an_answer_and_its_buttons_are_spanish(assistant: Assistant, record: records.TurnRecord) -> None:
    with speaking("es"):
        text, titles = _say(LENGTH)

    assert text.startswith("No tengo la duración del programa.")
    assert titles == ["¿Cuándo empiezan las clases?", "Días, horarios y medio tiempo", PERSON]
    assert (record.outcome, record.faq, record.unanswered) == ("answered", ["program-length"], [])


def test_a_button_pressed_in_spanish_leads_to_the_spanish_answer(assistant: Assistant, record: records.TurnRecord) -> None:
    with speaking("es"):
        text, _titles = _say("¿Hay becas?", "financial_aid", choice={"intent": "financial_aid", "faq": "financial-aid-scholarships"})

    assert text.startswith("No tengo información sobre becas.")


def _english_changes(assistant: Assistant) -> None:
    with assistant.database.write() as session:
        session.execute(update(FaqEntry).where(FaqEntry.id == "program-length").values(answer="I have no length of it.", edited=True))
        bump_version(session)


def _spanish_is_taken_out(assistant: Assistant) -> None:
    with assistant.database.write() as session:
        session.execute(delete(FaqTranslation).where(FaqTranslation.entry_id == "program-length"))
        bump_version(session)


@pytest.mark.parametrize("change", [_english_changes, _spanish_is_taken_out])
def test_an_answer_without_current_spanish_words_says_so_and_offers_a_person(
    assistant: Assistant, record: records.TurnRecord, change: Any
) -> None:
    change(assistant)

    with speaking("es"):
        first, again = _say(LENGTH), _say("cuántos meses son")
        expected = line("not_in_language")[0]
        both, _titles = _say(LENGTH, also="¿Quiénes son los maestros?")

    assert first == again == (expected, [PERSON])
    assert both.startswith(f'También preguntaste: "{LENGTH}"') and "No tengo los nombres de los instructores" in both
    with assistant.database.read() as session:
        (problem,) = session.scalars(select(Problem)).all()
    assert (problem.kind, problem.detail) == (
        "untranslated",
        "Asked for in Spanish, but there is no Spanish text of the answer: program-length.",
    )
    # Nobody has to find an answer to it.
    assert record.unanswered == []
    assert record.faq == ["program-teachers"]


def test_nothing_without_spanish_words_is_offered(assistant: Assistant, record: records.TurnRecord) -> None:
    with assistant.database.write() as session:
        session.execute(delete(FaqTranslation).where(FaqTranslation.entry_id == "program-start-dates"))
        bump_version(session)

    with speaking("es"):
        _text, titles = _say(LENGTH)

    assert titles == ["Días, horarios y medio tiempo", PERSON]


def test_a_school_without_spanish_says_the_honest_line_in_spanish(assistant: Assistant, record: records.TurnRecord) -> None:
    with assistant.database.write() as session:
        session.execute(delete(FaqTranslation))
        session.execute(delete(Phrasing).where(Phrasing.language == "es"))
        bump_version(session)

    with speaking("es"):
        assert _say(LENGTH) == (line("unknown")[0], [PERSON])
    assert record.unanswered == [(LENGTH, "program_details")]


def test_english_is_spoken_as_before(assistant: Assistant, record: records.TurnRecord) -> None:
    text, titles = _say("How long does the program take?")

    assert text.startswith("I don't have the length of the program.")
    assert titles == ["When do classes start?", "Class days, hours and part-time", "Talk to a person"]
