"""What nobody could answer is answered for the next visitor within a second, without training."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.conversations.models import Question
from bot.faq.content_file import EntryItem
from bot.questions.desk import QuestionDesk
from bot.questions.publication import AnswerDesk, failing
from bot.questions.reading import reader
from bot.staff.roles import Member
from tests.conftest import Talk

EDITOR = Member("1", "editor", "Editor", "editor")
ANSWER = "Only service dogs may come along."
DOGS = EntryItem(
    id="dogs", topic="student_life", title="Dogs in class", answer=ANSWER, phrasings=["may I bring a pet to school"], source="Test"
)


@pytest.fixture
def desks(new_talk: Callable[..., Talk]) -> tuple[QuestionDesk, AnswerDesk]:
    talk = new_talk()
    one = talk.assistant
    return (
        QuestionDesk(one.database, one.clock, one.school),
        AnswerDesk(one.database, one.clock, one.school, reader(talk.runner.agent, one.answers)),
    )


def _ask_in_three_ways(new_talk: Callable[..., Talk]) -> Talk:
    for text in ("can I bring my dog to class?", "are dogs allowed in class", "is it ok if my dog comes to class with me"):
        talk = new_talk()
        assert ANSWER not in talk.say(text)[0]["text"]
    return talk


def test_from_three_visitors_to_the_next(new_talk: Callable[..., Talk], desks: tuple[QuestionDesk, AnswerDesk]) -> None:
    questions, answers = desks
    assistant = _ask_in_three_ways(new_talk).assistant
    with assistant.database.read() as session:
        assert all(one.vector for one in session.scalars(select(Question)))
    (group,) = questions.page(EDITOR).rows
    assert (group.count, group.people) == (3, 3)

    started = time.process_time()
    plan = answers.prepare(EDITOR, group.key, entry=DOGS)
    assert time.process_time() - started < 30  # on all processors together
    assert plan.replay.replayed > 600
    assert (plan.replay.blocking, plan.unanswered) == ((), ())
    assistant.answers.follow()
    answers.publish(EDITOR, plan)
    published = time.monotonic()
    while assistant.answers.snapshot.version == plan.version and time.monotonic() - published < 1:
        time.sleep(0.02)

    talk = new_talk()
    assert talk.say("can i bring my dog to the class")[0]["text"] == ANSWER
    assert talk.outcome == "answered"
    assert time.monotonic() - published < 1.5
    assert questions.page(EDITOR).total == 0
    assert failing(assistant.database, assistant.clock, assistant.school, answers.read) == (3, [])


def test_an_answer_that_would_take_another_ones_question_is_blocked(
    new_talk: Callable[..., Talk], desks: tuple[QuestionDesk, AnswerDesk]
) -> None:
    questions, answers = desks
    assistant = _ask_in_three_ways(new_talk).assistant
    (group,) = questions.page(EDITOR).rows
    thief = next(iter(_phrasings(assistant, "campus-tour-cost")))

    plan = answers.prepare(EDITOR, group.key, entry=DOGS, phrasings=[f"{thief} please"])

    assert plan.is_blocked
    assert ("campus-tour-cost", thief, "dogs") in {(one.entry_id, one.text, one.becomes) for one in plan.replay.blocking}


def _phrasings(assistant: object, entry_id: str) -> list[str]:
    from bot.faq.models import Phrasing

    with assistant.database.read() as session:  # type: ignore[attr-defined]
        return list(session.scalars(select(Phrasing.text).where(Phrasing.entry_id == entry_id).order_by(Phrasing.id)))
