"""A question in Spanish gets the reviewed Spanish text of the same answer, or an honest line; never the English one."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from bot.assistant import Assistant
from bot.conversations.language import speaking
from bot.conversations.lines import line
from bot.conversations.models import Problem, Question, Turn
from bot.faq.loader import bump_version
from bot.faq.models import FaqEntry, FaqTranslation
from tests.conftest import Talk, buttons

PERSON = "Hablar con una persona"


@pytest.mark.parametrize(
    ("asked", "entry_id"),
    [("¿Cuánto dura el programa?", "program-length"), ("hay becas para madres solteras", "financial-aid-scholarships")],
)
def test_an_answer_and_its_buttons_are_spanish(talk: Talk, asked: str, entry_id: str) -> None:
    answers = talk.assistant.answers
    with speaking("es"):
        reply = talk.say(asked)[0]

    spanish = answers.snapshot.translations["es"].entries
    assert reply["text"] == answers.text(answers.snapshot.entries[entry_id], "es")
    assert [button["title"] for button in buttons(reply)] == [spanish[one].title for one in spanish[entry_id].follow_ups]


def test_a_spanish_button_leads_to_the_spanish_answer(talk: Talk) -> None:
    answers = talk.assistant.answers
    with speaking("es"):
        talk.say("¿Cuánto dura el programa?")
        reply = talk.press("¿Cuándo empiezan las clases?")[0]

    assert reply["text"] == answers.text(answers.snapshot.entries["program-start-dates"], "es")


def _english_changes(assistant: Assistant) -> None:
    with assistant.database.write() as session:
        session.execute(
            update(FaqEntry).where(FaqEntry.id == "program-length").values(answer="I have no length of the program.", edited=True)
        )
        bump_version(session)


def _spanish_is_taken_out(assistant: Assistant) -> None:
    with assistant.database.write() as session:
        session.execute(delete(FaqTranslation).where(FaqTranslation.entry_id == "program-length"))
        bump_version(session)


@pytest.mark.parametrize("change", [_english_changes, _spanish_is_taken_out])
def test_an_answer_without_current_spanish_words_says_so_and_offers_a_person(talk: Talk, change: object) -> None:
    change(talk.assistant)  # type: ignore[operator]
    talk.assistant.answers.refresh()

    with speaking("es"):
        reply = talk.say("¿Cuánto dura el programa?")[0]
        again = talk.say("cuántos meses son")[0]
        expected = line("not_in_language")[0]

    assert (reply["text"], again["text"]) == (expected, expected)
    assert [button["title"] for button in buttons(reply)] == [PERSON]
    with talk.assistant.database.read() as session:
        # Nobody has to find an answer: what is missing is named, once.
        assert session.scalars(select(Question)).all() == []
        (problem,) = session.scalars(select(Problem)).all()
        assert (problem.kind, problem.detail.endswith(": program-length.")) == ("untranslated", True)
        assert set(session.scalars(select(Turn.outcome))) == {"unknown"}


def test_nothing_without_spanish_words_is_offered(talk: Talk) -> None:
    with talk.assistant.database.write() as session:
        session.execute(delete(FaqTranslation).where(FaqTranslation.entry_id == "program-start-dates"))
        bump_version(session)
    talk.assistant.answers.refresh()

    with speaking("es"):
        reply = talk.say("¿Cuánto dura el programa?")[0]

    assert [button["title"] for button in buttons(reply)] == ["Días, horarios y medio tiempo", PERSON]


def test_english_goes_on_as_before(talk: Talk) -> None:
    with speaking("es"):
        talk.say("¿Cuánto dura el programa?")

    reply = talk.say("How long does the program take?")[0]

    assert reply["text"].startswith("I don't have the length of the program.")
    assert [button["title"] for button in buttons(reply)] == [
        "When do classes start?",
        "Class days, hours and part-time",
        "Talk to a person",
    ]
