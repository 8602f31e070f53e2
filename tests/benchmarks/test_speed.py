"""The measuring code against a real server that only echoes: processes, clients and loads are the real ones."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.answers import FaqAnswer
from benchmarks.speed.client_cost import listening
from benchmarks.speed.http1 import BadAnswer, Connection
from benchmarks.speed.measuring import Load, Plan, first_answer, measure, run_load, run_long
from benchmarks.speed.our_side import OurSide
from benchmarks.speed.processes import Child, ChildEnded, free_port
from benchmarks.speed.questions import FIRST_QUESTIONS, distinct_questions, take_conversations
from benchmarks.speed.sides import Side, cpu_seconds_of, memory_of
from benchmarks.speed.stock_side import StockSide

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[tuple[int, Child]]:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.speed.echo", str(port)]
    with Child(command, REPOSITORY, dict(os.environ), tmp_path / "echo.log") as child:
        asyncio.run(listening(child, port))
        yield port, child


@pytest.fixture(params=["rest", "stream"])
def side(request: pytest.FixtureRequest, echo: tuple[int, Child]) -> Side:
    port, child = echo
    return StockSide(port, (child,)) if request.param == "rest" else OurSide(port, (child,))


def test_each_message_gets_its_own_reply(side: Side) -> None:
    async def talk() -> list[tuple[str, ...]]:
        async with side.converse() as conversation:
            return [(await conversation.say(text)).replies for text in ("one", "zwei, größer 😀", "three" * 5000)]

    assert asyncio.run(talk()) == [("one",), ("zwei, größer 😀",), ("three" * 5000,)]


def test_a_load_sends_every_question_once_and_counts_the_right_topics(side: Side) -> None:
    conversations = take_conversations(distinct_questions(seed=1), 6, 4)
    asked = [question for conversation in conversations for question in conversation]
    # The echo says the question itself, so an answer that is worded like one question is right for that one alone.
    answers = [FaqAnswer("only", asked[0].topic, asked[0].text, (asked[0].text,))]
    load = asyncio.run(run_load(side, conversations, 3, answers))
    assert len(load.seconds) == len(asked) == 24
    assert load.on_topic == pytest.approx(1 / 24)
    assert all(seconds > 0 for seconds in load.seconds)
    assert sum(load.seconds) / 3 <= 24 / load.per_second


def test_long_conversations_give_the_turns_around_the_early_and_the_late_one(side: Side) -> None:
    early, late = asyncio.run(run_long(side, distinct_questions(seed=2), 2))
    assert (len(early), len(late)) == (10, 10)


def test_slices_add_up() -> None:
    whole = Load([0.1, 0.3], elapsed=0.5, cpu_seconds=0.2, hits=1)
    whole.add(Load([0.2, 0.2], elapsed=1.5, cpu_seconds=0.6, hits=2))
    assert (whole.per_second, whole.cpu_seconds_per_message, whole.on_topic) == (2.0, 0.2, 0.75)


def test_sides_take_turns_and_get_the_same_questions(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[tuple[str, list[str]]] = []

    async def note(of: Side, conversations: Any, clients: int, answers: Any) -> Load:
        turns.append((of.name, [question.text for conversation in conversations for question in conversation]))
        return Load([0.1], 0.1, 0.1, 1)

    async def no_long(of: Side, source: Any, count: int) -> tuple[list[float], list[float]]:
        return [0.1], [0.1]

    monkeypatch.setattr("benchmarks.speed.measuring.run_load", note)
    monkeypatch.setattr("benchmarks.speed.measuring.run_long", no_long)
    plan = Plan(slices=2, turns=3, warm_up=1, single=4, parallel=4, clients=2, long=1, bookings=0)
    other = replace(side, name="other")  # type: ignore[type-var]
    measured = asyncio.run(measure([side, other], plan, ()))

    assert [name for name, _asked in turns] == [side.name, "other"] * 5
    assert [asked for name, asked in turns if name == "other"] == [asked for name, asked in turns if name == side.name]
    assert [len(asked) for name, asked in turns if name == "other"] == [3, 6, 6, 6, 6]
    assert [len(one.single.seconds) for one in measured] == [2, 2]


def test_the_first_answer_counts_from_the_start_of_the_process_and_has_to_be_right(side: Side) -> None:
    # Only the third question is answered rightly by an echo that these are the answers of.
    right = FIRST_QUESTIONS[2]
    answers = [FaqAnswer("only", right.topic, f"{right.text} Yes.", (right.text,))]
    [child] = side.children
    child.started_at -= 100
    assert 100 < asyncio.run(first_answer(side, answers)) < 160


def test_memory_and_processor_time_are_those_of_the_child(side: Side) -> None:
    memory = memory_of(side)
    assert 1 << 20 < memory.pss <= memory.rss < 1 << 30
    before = cpu_seconds_of(side)
    asyncio.run(run_load(side, take_conversations(distinct_questions(seed=3), 20, 10), 2, ()))
    assert cpu_seconds_of(side) > before


def test_a_child_of_the_child_is_measured_and_ended_with_it(tmp_path: Path) -> None:
    script = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(600)'])"
    with Child([sys.executable, "-c", script], tmp_path, dict(os.environ), tmp_path / "log") as child:
        while not (tmp_path / "log").read_text():
            child.check()
        assert len(child.pids()) == 2
        assert child.memory().rss > 1 << 20
    assert child.pids() == []


def test_a_child_that_will_not_end_is_killed(tmp_path: Path) -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    child = Child([sys.executable, "-c", script], tmp_path, dict(os.environ), tmp_path / "log")
    while not (tmp_path / "log").read_text():
        child.check()
    child.end(patience_seconds=0.2)
    with pytest.raises(ChildEnded):
        child.check()


def test_a_server_that_ends_while_it_is_waited_for_ends_the_run(tmp_path: Path) -> None:
    with (
        Child([sys.executable, "-c", ""], tmp_path, dict(os.environ), tmp_path / "log") as child,
        pytest.raises(ChildEnded),
    ):
        asyncio.run(first_answer(StockSide(free_port(), (child,)), []))


def test_an_unknown_token_breaks_the_stream(echo: tuple[int, Child]) -> None:
    async def follow() -> None:
        async with await Connection.open(echo[0]) as connection:
            await connection.open_stream("/chat/stream?after=0", "stranger")

    with pytest.raises(BadAnswer, match="404"):
        asyncio.run(follow())


def test_help_is_printed_without_starting_anything() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", "--help"], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=True
    )
    assert "--quick" in done.stdout
