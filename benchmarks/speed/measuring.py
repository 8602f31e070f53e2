"""The phases of a measurement, the same for every side."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.answers import FaqAnswer, answers_topic
from benchmarks.speed.booking import book_tour
from benchmarks.speed.http1 import BadAnswer
from benchmarks.speed.processes import Memory
from benchmarks.speed.questions import FIRST_QUESTIONS, Question, distinct_questions, take_conversations
from benchmarks.speed.sides import Side, Unanswered, cpu_seconds_of, memory_of

START_LIMIT_SECONDS = 300.0
EARLY_TURN, LATE_TURN, NEIGHBOURS = 5, 100, 2


@dataclass(frozen=True)
class Plan:
    """How much is measured; the defaults give some 1,600 messages a side."""

    seed: int = 20261122
    starts: int = 3
    turns: int = 10
    warm_up: int = 5
    single: int = 40
    parallel: int = 48
    clients: int = 8
    long: int = 5
    bookings: int = 10


QUICK = Plan(starts=1, warm_up=2, single=5, parallel=16, long=1, bookings=2)


@dataclass(frozen=True)
class Load:
    """Conversations run by some clients: seconds per message, messages per second, processor time, topics hit."""

    seconds: list[float]
    per_second: float
    cpu_seconds_per_message: float
    on_topic: float


@dataclass(frozen=True)
class Measurement:
    """Everything measured on one running side; times in seconds."""

    warm_memory: Memory
    single: Load
    parallel: Load
    early: list[float]
    late: list[float]
    bookings: list[list[float]]
    final_memory: Memory


class NeverAnswered(Exception):
    """A server gave no right answer within the start limit."""


async def first_answer(side: Side, answers: Sequence[FaqAnswer]) -> float:
    """Seconds from the start of the first process to a right answer to a question. Raises NeverAnswered, ChildEnded."""
    started = side.children[0].started_at
    last = "nothing was listening"
    questions = itertools.cycle(FIRST_QUESTIONS)
    while time.perf_counter() - started < START_LIMIT_SECONDS:
        for child in side.children:
            child.check()
        try:
            async with side.converse() as conversation:
                question = next(questions)
                exchange = await conversation.say(question.text)
                seconds = time.perf_counter() - started
            if answers_topic(exchange.replies, question.topic, answers):
                return seconds
            last = f"the reply was {exchange.replies!r}"
        except (OSError, BadAnswer, Unanswered) as error:
            last = str(error)
        await asyncio.sleep(0.02)
    raise NeverAnswered(f"{side.name} gave no right answer in {START_LIMIT_SECONDS:.0f} s; last: {last}")


async def measure(side: Side, plan: Plan, answers: Sequence[FaqAnswer]) -> Measurement:
    """Run all phases against a side that has answered already."""
    source = distinct_questions(plan.seed)
    await run_load(side, take_conversations(source, plan.warm_up, plan.turns), 1, answers)
    warm_memory = memory_of(side)
    single = await run_load(side, take_conversations(source, plan.single, plan.turns), 1, answers)
    parallel = await run_load(side, take_conversations(source, plan.parallel, plan.turns), plan.clients, answers)
    early, late = await run_long(side, source, plan.long)
    bookings = [await _book(side, number) for number in range(plan.bookings)]
    return Measurement(warm_memory, single, parallel, early, late, bookings, memory_of(side))


async def run_load(side: Side, conversations: Sequence[Sequence[Question]], clients: int, answers: Sequence[FaqAnswer]) -> Load:
    """Work through the conversations with so many clients, each with one message in flight."""
    waiting = iter(conversations)
    results: list[tuple[float, bool]] = []
    cpu_before = cpu_seconds_of(side)
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(_client(side, waiting, answers, results))
    elapsed = time.perf_counter() - started
    cpu = cpu_seconds_of(side) - cpu_before
    on_topic = sum(hit for _, hit in results) / len(results)
    return Load([seconds for seconds, _ in results], len(results) / elapsed, cpu / len(results), on_topic)


async def run_long(side: Side, source: Iterator[Question], count: int) -> tuple[list[float], list[float]]:
    """Run long conversations; the times of the turns around the early and around the late one, of all conversations."""
    early: list[float] = []
    late: list[float] = []
    for questions in take_conversations(source, count, LATE_TURN + NEIGHBOURS):
        async with side.converse() as conversation:
            seconds = [(await conversation.say(question.text)).seconds for question in questions]
        early += _around(seconds, EARLY_TURN)
        late += _around(seconds, LATE_TURN)
    return early, late


async def _client(
    side: Side, waiting: Iterator[Sequence[Question]], answers: Sequence[FaqAnswer], results: list[tuple[float, bool]]
) -> None:
    for questions in waiting:
        async with side.converse() as conversation:
            exchanges = [(question, await conversation.say(question.text)) for question in questions]
        results += [(done.seconds, answers_topic(done.replies, asked.topic, answers)) for asked, done in exchanges]


async def _book(side: Side, number: int) -> list[float]:
    async with side.converse() as conversation:
        return await book_tour(conversation, number)


def _around(seconds: Sequence[float], turn: int) -> list[float]:
    """The times of a turn, counted from 1, and of its neighbours."""
    return list(seconds[turn - 1 - NEIGHBOURS : turn + NEIGHBOURS])
