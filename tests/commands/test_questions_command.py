"""Unanswered questions from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot import cli
from bot.assistant import Assistant
from bot.audit.models import AuditRow
from bot.conversations.models import Question
from bot.engine import agent
from bot.errors import AdmissionsError
from bot.faq.models import FaqEntry
from bot.questions.models import RegressionCase
from bot.staff import accounts

DOGS = ("can I bring my dog to class?", "are dogs allowed in class", "is it ok if my dog comes to class with me")
ENTRY = """
id: dogs
topic: student_life
title: Dogs in class
answer: Only service dogs may come along.
source: Test
phrasings: [may I bring a pet to school]
"""


@pytest.fixture
def asked(assistant: Assistant) -> list[int]:
    ids = []
    for text in (*DOGS, "my name is Peter Marsh, is there a harbor cruise"):
        conversation, _token = assistant.inbox.open_web(page_url=None, referrer=None, locale=None)
        with assistant.database.write() as session:
            question = Question(conversation_id=conversation, message_id=1, text=text, created_at=assistant.clock())
            session.add(question)
            session.flush()
            ids.append(question.id)
    return ids


@pytest.fixture
def run(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Runs a verb on the test's database; its exit code and what it printed."""
    monkeypatch.setenv("ADMISSIONS_DATA_DIR", str(assistant.settings.data_dir))
    # What the command sets for its whole process must not outlive the test: loggers would keep the runner's closed output.
    monkeypatch.setattr("bot.logs.configure_logs", lambda _level: None)
    monkeypatch.setattr("bot.assistant._current", None)

    def invoke(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli.app, ["questions", *arguments])
        if isinstance(result.exception, AdmissionsError):
            return 1, f"Error: {result.exception}"
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout

    return invoke


Run = Callable[..., tuple[int, str]]


def test_the_list_for_people_and_for_programs(run: Run, asked: list[int]) -> None:
    code, text = run("list")
    assert code == 0
    assert text.startswith("2 groups, page 1 of 1, most asked first.")
    assert "3 questions by 3 people" in text
    assert "Peter" not in text
    code, text = run("list", "--json")
    listed = json.loads(text)
    assert (code, listed["page"], listed["pages"], listed["total"]) == (0, 1, 1, 2)
    dogs, other = listed["groups"]
    assert (dogs["group"], dogs["questions"], dogs["people"], dogs["topic"]) == (asked[0], 3, 3, None)
    assert {dogs["wording"], *dogs["examples"]} == set(DOGS)
    assert other["wording"] == "my name is [name], is there a harbor cruise"
    assert run("list", "--topic", "housing") == (0, "No question about housing waits for an answer.\n")
    assert run("list", "--topic", "dogs")[1].startswith("Error: There is no topic dogs.")
    code, text = run("show", str(asked[1]))
    assert all(f"{number}  2026" in text for number in asked[:3])


def test_a_group_is_dismissed(run: Run, asked: list[int], assistant: Assistant) -> None:
    assert run("dismiss", str(asked[1]))[0] == 2  # without a reason
    assert "Would close 3 questions" in run("dismiss", str(asked[1]), "--why", "Spam.", "--dry-run")[1]
    assert run("dismiss", str(asked[1]), "--why", "Spam.") == (0, "Closed 3 questions without an answer.\n")
    assert run("dismiss", str(asked[0]), "--why", "Spam.") == (1, f"Error: The questions of group {asked[0]} have been dealt with already.")
    assert run("dismiss", "999", "--why", "Spam.")[1] == "Error: There is no group 999. The list shows the groups there are."
    with assistant.database.read() as session:
        assert session.execute(select(AuditRow.actor, AuditRow.action)).all() == [("command", "questions dismissed")]


def test_what_is_asked_for_wrongly_is_refused_before_anything_is_loaded(
    run: Run, asked: list[int], tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.questions._reader", lambda _: pytest.fail("the model was loaded"))
    broken, good = tmp_path / "broken.yml", tmp_path / "dogs.yml"
    broken.write_text(ENTRY.replace("title: Dogs in class\n", "titel: Dogs in class\n"), encoding="utf-8")
    good.write_text(ENTRY, encoding="utf-8")
    with assistant.database.write() as session:
        accounts.create(session, assistant.clock, "kim@example.com", "Kim", "editor")
        leaver, _password = accounts.create(session, assistant.clock, "lee@example.com", "Lee", "editor")
        accounts.disable(session, assistant.clock, leaver.id)
    group = str(asked[0])
    for arguments, reason in (
        ((group,), "Give either --entry"),
        ((group, "--entry", str(good), "--existing", "housing"), "Give either --entry"),
        ((group, "--entry", str(tmp_path / "none.yml"), "--yes"), "There is no file"),
        ((group, "--entry", str(broken), "--yes"), "broken.yml, line"),
        ((group, "--entry", str(good)), "Say --yes"),
        (("999", "--entry", str(good), "--yes"), "There is no group 999"),
        ((group, "--entry", str(good), "--yes", "--as", "nobody"), "no staff account nobody"),
        ((group, "--entry", str(good), "--yes", "--as", "lee@example.com"), "is closed"),
    ):
        code, text = run("answer", *arguments)
        assert (code, reason in text) == (1, True), (arguments, text)


@pytest.fixture
def _one_agent(trained_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent that the first command loads serves the others of the test, too."""
    load, loaded = agent.load_agent, []

    def once(assistant: Assistant, model: Path) -> Any:
        if not loaded:
            loaded.append(load(assistant, model))
        return loaded[0]

    monkeypatch.setattr(agent, "load_agent", once)


@pytest.mark.usefixtures("_one_agent")
def test_an_answer_is_tried_published_and_kept_right(run: Run, asked: list[int], tmp_path: Path, assistant: Assistant) -> None:
    file = tmp_path / "dogs.yml"
    file.write_text(ENTRY, encoding="utf-8")
    with assistant.database.write() as session:
        editor, _password = accounts.create(session, assistant.clock, "kim@example.com", "Kim", "editor")
    group = str(asked[1])

    code, text = run("answer", group, "--entry", str(file), "--dry-run")
    assert code == 0
    assert "for 3 questions" in text
    assert "this was a trial" in text
    code, text = run("answer", group, "--entry", str(file), "--phrasing", "is the tour free", "--yes")
    assert (code, "'is the tour free' already belongs to campus-tour-cost" in text) == (1, True)
    code, text = run(
        "answer", group, "--entry", str(file), "--phrasing", "how much is a campus tour?", "--phrasing", "is this tour free", "--yes"
    )
    assert (code, "BLOCKED" in text, "campus-tour-cost: " in text) == (1, True, True)
    with assistant.database.read() as session:
        assert session.get(FaqEntry, "dogs") is None
        assert session.scalars(select(RegressionCase.id)).all() == []

    code, text = run("answer", group, "--entry", str(file), "--yes", "--as", "Kim@example.com")
    assert code == 0, text
    assert "Published. 3 questions closed" in text
    with assistant.database.read() as session:
        actors = session.scalars(select(AuditRow.actor).where(AuditRow.object_id.in_(["dogs", str(asked[0])]))).all()
    assert actors == [f"staff:{editor.id}"] * 2
    code, text = run("cases", "--jsonl")
    exported = [json.loads(line) for line in text.splitlines()]
    assert [(one["turns"], one["entry"]) for one in exported] == [([words], "dogs") for words in sorted(DOGS)]
    assert run("cases") == (0, "3 of 3 wordings of visitors get their answer.\n")
    with assistant.database.write() as session:
        session.get_one(FaqEntry, "dogs").state = "withdrawn"
    code, text = run("cases")
    assert (code, "should get dogs" in text, text.endswith("0 of 3 wordings of visitors get their answer.\n")) == (1, True, True)
