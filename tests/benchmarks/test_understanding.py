"""A fixed third of the development set keeps what is understood from getting worse. Its bounds lie a few mistakes below the last figures."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.understanding.own_run import OwnResult, run_own_set
from benchmarks.understanding.own_set import Item, load_own_set

PROJECT = Path(__file__).resolve().parents[2]


def _third(items: list[Item]) -> list[Item]:
    return [one for one in items if hashlib.sha256(f"guard {one['id']}".encode()).digest()[0] % 3 == 0]


@pytest.fixture(scope="module")
def result(trained_model: Path) -> OwnResult:
    own = load_own_set(PROJECT)
    parts = {name: _third(getattr(own, name)) for name in ("questions", "follow_ups", "several", "extraction")}
    with pytest.MonkeyPatch.context() as patched:
        # What a rehearsal sets for its whole process must not outlive it.
        patched.setattr("bot.logs.configure_logs", lambda _level: None)
        patched.setattr("bot.assistant._current", None)
        return run_own_set(replace(own, **parts), reported=None)


def test_there_is_enough_to_tell(result: OwnResult) -> None:
    assert result.topic.of >= 150
    assert min(result.out_of_scope.of, result.follow_ups.of, result.several.of) >= 20


@pytest.mark.parametrize(("measure", "least"), [("topic", 0.93), ("out_of_scope", 0.85), ("follow_ups", 0.82), ("several", 0.80)])
def test_as_much_is_understood_as_before(result: OwnResult, measure: str, least: float) -> None:
    share = getattr(result, measure)
    assert share.value >= least, (measure, str(share), result.mistakes)


def test_few_questions_are_turned_away(result: OwnResult) -> None:
    assert result.wrongly_rejected.value <= 0.04


def test_details_are_read_as_before(result: OwnResult) -> None:
    assert result.extraction_f1 >= 0.94
