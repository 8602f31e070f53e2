"""Questions that ask for a promise get an honest answer from approved content, and no figure that nothing backs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.conversations.models import Problem
from tests.conftest import Talk


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("so I'm guaranteed a job?", "job-guarantee"),
        ("if I sign up I'm sure to get work, yes?", "job-guarantee"),
        ("what % get hired?", "job-placement-rate"),
        ("how many of your grads actually find work", "job-placement-rate"),
        ("will I make 100k", "salary-promise"),
        ("bet I'd earn six figures my first year, right?", "salary-promise"),
        ("are you the best school in florida", "accreditation-ranking"),
        ("is FIRST ranked number one for audio?", "accreditation-ranking"),
        ("do you promise a refund", "tuition-refunds"),
        ("you're accredited, right?", "accreditation"),
    ],
)
def test_a_baiting_question_gets_an_honest_answer(talk: Talk, question: str, entry: str) -> None:
    (said,) = talk.say(question)

    assert talk.outcome == "answered"
    assert talk.results[-1].record.faq == [entry]
    assert any(word in said["text"] for word in ("Nobody can", "I don't have", "won't guess"))
    with talk.assistant.database.read() as session:
        assert session.scalars(select(Problem)).all() == []
