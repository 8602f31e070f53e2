from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.answers import FaqAnswer
from benchmarks.stock.environment import STOCK
from benchmarks.stock.project import MOST_EXAMPLES, write_answers, write_project

TRAINING = """
version: "3.1"
nlu:
  - intent: salary
    examples: |
      - how much do [producers](role) make
      - pay
      - pay
  - intent: campus_tour
    examples: |
      - how long is a tour
      - book me a tour
  - synonym: producer
    examples: |
      - beat maker
  - intent: affirm
    examples: |
      - yup
  - intent: internal_to_our_forms
    examples: |
      - whatever
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "nlu.yml").write_text(TRAINING)
    folder = tmp_path / "project"
    write_project(folder, tmp_path / "nlu.yml", {"salary", "campus_tour"}, STOCK / "config.yml", stories=True)
    return folder


def _read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(path.read_text())
    return document


def _examples(project: Path) -> dict[str, list[str]]:
    return {block["intent"]: block["examples"].splitlines() for block in _read(project / "data" / "nlu.yml")["nlu"]}


def test_each_topic_is_an_intent_with_the_examples_of_the_training_data(project: Path) -> None:
    examples = _examples(project)
    assert set(examples) == {"salary", "campus_tour", "book_tour", "affirm", "deny"}
    assert examples["salary"] == ["- how much do [producers](role) make", "- pay"]
    assert "- yup" in examples["affirm"]
    assert _read(project / "domain.yml")["entities"] == ["role"]


def test_of_many_examples_some_are_taken_from_all_over(tmp_path: Path) -> None:
    said = "".join(f"      - question {number}\n" for number in range(500))
    (tmp_path / "nlu.yml").write_text(f'version: "3.1"\nnlu:\n  - intent: salary\n    examples: |\n{said}')
    write_project(tmp_path / "project", tmp_path / "nlu.yml", {"salary"}, STOCK / "config.yml", stories=True)
    taken = _examples(tmp_path / "project")["salary"]
    assert len(taken) == MOST_EXAMPLES
    assert (taken[0], taken[-1]) == ("- question 0", "- question 487")


def test_booking_requests_leave_the_topic_for_the_form(project: Path) -> None:
    examples = _examples(project)
    assert examples["campus_tour"] == ["- how long is a tour"]
    assert "- book me a tour" in examples["book_tour"]


def test_every_topic_has_a_rule_and_everything_a_rule_names_is_in_the_domain(project: Path) -> None:
    domain = _read(project / "domain.yml")
    steps = [step for rule in _read(project / "data" / "rules.yml")["rules"] for step in rule["steps"]]
    intents = {step["intent"] for step in steps if "intent" in step}
    assert intents - {"nlu_fallback"} == set(domain["intents"])
    actions = {step["action"] for step in steps if "action" in step}
    assert actions == {"action_answer", "action_book_tour", "tour_form"}
    assert actions <= {*domain["actions"], *domain["forms"]}
    assert set(domain["forms"]["tour_form"]["required_slots"]) == set(domain["slots"])


def test_the_pipeline_is_left_to_rasa(project: Path) -> None:
    assert {"pipeline", "policies"}.isdisjoint(_read(project / "config.yml"))


def test_without_stories_there_is_no_story_file(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(TRAINING)
    write_project(tmp_path / "project", tmp_path / "nlu.yml", {"salary"}, STOCK / "config.yml", stories=False)
    assert sorted(path.name for path in (tmp_path / "project" / "data").iterdir()) == ["nlu.yml", "rules.yml"]


def test_answers_are_rows(tmp_path: Path) -> None:
    write_answers(tmp_path / "answers.sqlite3", [FaqAnswer("a", "salary", "It varies.", ("It varies.",))])
    connection = sqlite3.connect(tmp_path / "answers.sqlite3")
    assert connection.execute("SELECT id, topic, answer FROM faq").fetchall() == [("a", "salary", "It varies.")]
    connection.close()
