from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.answers import FaqAnswer, answers_topic, read_answers

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def answers(tmp_path: Path) -> list[FaqAnswer]:
    (tmp_path / "school.yml").write_text("name: Northside School\ncontact:\n  phone: ''\n")
    (tmp_path / "faq.yml").write_text(
        "entries:\n"
        "  - {id: pay, topic: salary, answer: Graduates earn well at all times., hedged: The school's page says that pay varies.}\n"
        "  - {id: call, topic: contact, answer: 'Call {contact.phone}.', without: I do not have a phone number.}\n"
        "  - {id: hi, topic: smalltalk_greet, answer: 'Welcome to the desk of {school.name}, how can I help?'}\n"
    )
    return read_answers(tmp_path)


def test_the_text_said_needs_no_approval_and_no_field(answers: list[FaqAnswer]) -> None:
    assert [answer.text for answer in answers] == [
        "The school's page says that pay varies.",
        "I do not have a phone number.",
        "Welcome to the desk of Northside School, how can I help?",
    ]


@pytest.mark.parametrize(
    ("replies", "topic", "expected"),
    [
        (["The school's  page says\nthat pay varies."], "salary", True),
        (["First this.", "GRADUATES EARN WELL AT ALL TIMES. More?"], "salary", True),
        (["The school's page says that pay varies."], "contact", False),
        (["Welcome to the desk of another school"], "smalltalk_greet", True),
        (["Call 555."], "contact", False),
        ([], "salary", False),
    ],
)
def test_a_right_answer_is_known_by_its_opening(answers: list[FaqAnswer], replies: list[str], topic: str, expected: bool) -> None:
    assert answers_topic(replies, topic, answers) is expected


def test_every_answer_of_this_school_is_known_as_one_of_its_topic() -> None:
    answers = read_answers(REPOSITORY / "content")
    assert answers
    assert [answer.id for answer in answers if not answers_topic([answer.text], answer.topic, answers)] == []
