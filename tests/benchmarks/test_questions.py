from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks.speed.measuring import LATE_TURN, NEIGHBOURS, Plan
from benchmarks.speed.questions import (
    BASES,
    FIRST_QUESTIONS,
    MOST_QUESTIONS,
    QuestionsUsedUp,
    distinct_questions,
    take_conversations,
)

REPOSITORY = Path(__file__).parents[2]


def test_no_text_comes_twice_whatever_its_case() -> None:
    texts = [question.text.lower() for question in distinct_questions(seed=1)]
    assert len(texts) == MOST_QUESTIONS
    assert len(set(texts)) == MOST_QUESTIONS
    assert {question.text.lower() for question in FIRST_QUESTIONS}.isdisjoint(texts)


def test_a_seed_fixes_the_order_and_another_changes_it() -> None:
    first, again, other = (list(distinct_questions(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert {question.text for question in first} == {question.text for question in other}


def test_every_round_asks_every_base_question_once() -> None:
    questions = list(distinct_questions(seed=3))
    for start in (0, len(BASES)):
        spoken = questions[start : start + len(BASES)]
        assert sorted(question.topic for question in spoken) == sorted(topic for topic, _ in BASES)
        assert all(any(base in question.text.lower() for question in spoken) for base in (b.lower() for _, b in BASES))


def test_conversations_take_up_where_the_last_ones_ended() -> None:
    source = distinct_questions(seed=4)
    taken = take_conversations(source, 2, 10) + take_conversations(source, 1, 5)
    expected = list(distinct_questions(seed=4))[:25]
    assert [question for conversation in taken for question in conversation] == expected
    assert [len(conversation) for conversation in taken] == [10, 10, 5]


def test_running_out_of_questions_is_told() -> None:
    with pytest.raises(QuestionsUsedUp):
        take_conversations(distinct_questions(seed=5), 1, MOST_QUESTIONS + 1)


def test_the_default_plan_has_questions_enough() -> None:
    plan = Plan()
    asked = (plan.warm_up + plan.single + plan.parallel) * plan.turns + plan.long * (LATE_TURN + NEIGHBOURS)
    assert asked <= MOST_QUESTIONS


def test_topics_are_those_of_the_training_data() -> None:
    assert {topic for topic, _ in BASES} | {question.topic for question in FIRST_QUESTIONS} <= set(_training_examples())


def test_no_question_is_a_training_example_or_a_phrasing_of_an_answer() -> None:
    entries = yaml.safe_load((REPOSITORY / "content" / "faq.yml").read_text(encoding="utf-8"))["entries"]
    phrasings = [phrasing for entry in entries for phrasing in entry["phrasings"]]
    known = {_bare(text) for text in [*phrasings, *(text for texts in _training_examples().values() for text in texts)]}
    assert known
    assert [question.text for question in distinct_questions(seed=6) if _bare(question.text) in known] == []


def _training_examples() -> dict[str, list[str]]:
    blocks = yaml.safe_load((REPOSITORY / "data" / "nlu.yml").read_text(encoding="utf-8"))["nlu"]
    return {block["intent"]: [line.removeprefix("- ") for line in block["examples"].splitlines()] for block in blocks if "intent" in block}


def _bare(text: str) -> str:
    return text.lower().strip(" ?!.")
