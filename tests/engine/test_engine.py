"""The engine's two threads: turns are worked on one, and told of by the other once they are safe on the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.conversations.feed import News
from bot.engine.engine import Engine
from bot.engine.turn import TurnResult
from bot.errors import DatabaseUnavailable

PATIENCE = 10.0


@dataclass
class OneTurnEach:
    """A runner whose every conversation has one message, answered at once."""

    worked: list[str] = field(default_factory=list)
    both_worked: threading.Event = field(default_factory=threading.Event)

    async def run_next(self, conversation_id: str) -> TurnResult | None:
        self.worked.append(conversation_id)
        if len(self.worked) == 2:
            self.both_worked.set()
        return TurnResult(conversation_id, 1, "answered", (), news=News(({"seq": 2},), waiting=False))


@pytest.fixture
def start(assistant: Assistant) -> Any:
    started: list[Engine] = []

    def make(runner: OneTurnEach, told: Callable[[TurnResult], None], fatal: Callable[[BaseException], None]) -> Engine:
        engine = Engine(assistant, runner, on_answered=told, on_fatal=fatal)  # type: ignore[arg-type]
        engine.start()
        started.append(engine)
        return engine

    yield make
    for engine in started:
        engine.stop()


def test_nobody_is_told_before_the_disk_has_it_and_the_next_turn_does_not_wait(
    assistant: Assistant, start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk, all_told = threading.Event(), threading.Event()
    told: list[str] = []

    def tell(result: TurnResult) -> None:
        told.append(result.conversation_id)
        if len(told) == 2:
            all_told.set()

    monkeypatch.setattr(assistant.database, "settle", lambda: on_disk.wait(PATIENCE))
    runner = OneTurnEach()
    engine = start(runner, tell, lambda error: None)
    engine.submit("one")
    engine.submit("two")

    assert runner.both_worked.wait(PATIENCE)
    assert told == []
    on_disk.set()
    assert all_told.wait(PATIENCE)
    assert told == ["one", "two"]


def test_what_the_disk_did_not_take_is_told_to_nobody_and_ends_the_server(
    assistant: Assistant, start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    told: list[TurnResult] = []
    errors: list[BaseException] = []

    def refuse() -> None:
        raise DatabaseUnavailable("The disk did not take what was written.")

    def fatal(error: BaseException) -> None:
        errors.append(error)
        ended.set()

    monkeypatch.setattr(assistant.database, "settle", refuse)
    engine = start(OneTurnEach(), told.append, fatal)
    engine.submit("one")

    assert ended.wait(PATIENCE)
    assert told == []
    assert isinstance(errors[0], DatabaseUnavailable)
    engine._settling.join(PATIENCE)
    assert not engine.is_alive


def test_what_was_answered_is_told_before_the_engine_has_stopped(assistant: Assistant, start: Any) -> None:
    told: list[str] = []
    runner = OneTurnEach()
    engine = start(runner, lambda result: told.append(result.conversation_id), lambda error: None)
    engine.submit("one")
    engine.submit("two")
    assert runner.both_worked.wait(PATIENCE)
    engine.stop()

    assert told == ["one", "two"]
