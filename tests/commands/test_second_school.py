"""Another content folder is another school: no code change, and nothing of the first one shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant, build
from bot.commands.content import check
from bot.commands.serve import prepare
from bot.errors import ContentError
from bot.settings import PROJECT_DIR
from tests.conftest import StandingClock, Talk, buttons, settings_for

SECOND = PROJECT_DIR / "tests" / "second_school" / "content"


@pytest.fixture
def second(second_database: Path, tmp_path: Path, clock: StandingClock) -> Assistant:
    shutil.copy(second_database, tmp_path / "admissions.sqlite3")
    return build(settings_for(tmp_path, content_dir=SECOND), clock=clock)


def test_the_second_school_answers_and_books_in_its_own_name(second: Assistant, runner_for: Callable[[Assistant], Any]) -> None:
    talk = Talk(second, runner_for(second))
    said = [talk.lines()[0]["text"]]
    for text in ("what programs do you have?", "how much is tuition?", "where are you?", "I'd like to visit", "Ana", "ana@example.org"):
        said += [line["text"] for line in talk.say(text)]
    program = next(button["title"] for button in buttons(talk.lines()[-1]))
    said += [line["text"] for line in talk.press(program)]
    time = next(button["title"] for button in buttons(talk.lines()[-1]))
    for title in (time, "Yes, I agree", "Yes, book it"):
        said += [line["text"] for line in talk.press(title)]

    everything = " ".join(said)
    assert second.school.name in said[0]
    assert said[-2].startswith("You're booked")
    assert "(CST)" in said[-2]
    assert "example" not in said[-2]
    assert "F.I.R.S.T" not in everything
    assert "Recording Arts" not in everything


def test_loading_twice_changes_nothing(second: Assistant) -> None:
    assert prepare(second).is_empty


def test_content_check_finds_examples_and_gaps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(settings_for(tmp_path)) == 1
    first = capsys.readouterr().out
    assert check(settings_for(tmp_path, content_dir=SECOND)) == 0

    assert "tours are examples" in first
    assert "has no approver" in first
    assert "contact.address is empty" in first


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("faq.yml", "topic: tuition", "topic: tuitions", r"faq\.yml, line \d+: .*tuitions is not a known topic"),
        ("faq.yml", "entries:", "entries: [", r"faq\.yml, line \d+: not valid YAML"),
        ("school.yml", "America/Chicago", "America/Chikago", r"school\.yml, line \d+: .*not a time zone"),
        ("school.yml", "name:", "nombre:", r"school\.yml"),
        ("programs.yml", "programs:", "program:", r"programs\.yml"),
    ],
)
def test_a_faulty_file_is_refused_with_file_line_and_reason(tmp_path: Path, file: str, old: str, new: str, complaint: str) -> None:
    folder = tmp_path / "content"
    shutil.copytree(SECOND, folder)
    path = folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(ContentError, match=complaint):
        prepare(build(settings_for(tmp_path, content_dir=folder)))


def test_what_staff_edited_wins_over_the_file(second: Assistant, tmp_path: Path) -> None:
    from sqlalchemy import update

    from bot.faq.models import FaqEntry

    folder = tmp_path / "content"
    shutil.copytree(SECOND, folder)
    with second.database.write() as session:
        session.execute(update(FaqEntry).where(FaqEntry.topic == "tuition").values(answer="Edited by staff.", hedged=None, edited=True))
    path = folder / "faq.yml"
    path.write_text(path.read_text().replace("topic: tuition\n    title: ", "topic: tuition\n    title: New ", 1))

    report = prepare(build(settings_for(tmp_path, content_dir=folder)))

    assert len(report.kept) == 1
    assert report.changed == []


def test_a_changed_answer_is_live_without_training(second: Assistant, runner_for: Callable[[Assistant], Any]) -> None:
    from sqlalchemy import update

    from bot.faq.loader import bump_version
    from bot.faq.models import FaqEntry

    talk = Talk(second, runner_for(second))
    before = talk.say("how much is tuition?")[0]["text"]
    with second.database.write() as session:
        session.execute(
            update(FaqEntry).where(FaqEntry.topic == "tuition").values(answer="A new answer.", hedged=None, needs=[], claims=[])
        )
        bump_version(session)
    second.answers.refresh()

    assert talk.say("how much is tuition?")[0]["text"] == "A new answer." != before
