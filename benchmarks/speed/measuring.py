"""The phases of a measurement, the same for every side. Sides take turns, slice by slice, so that a noisy neighbour meets them all."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

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
    """How much is measured; the defaults give some 1,700 messages a side."""

    seed: int = 20261122
    starts: int = 3
    slices: int = 8
    turns: int = 10
    warm_up: int = 5
    single: int = 40
    parallel: int = 64
    clients: int = 8
    long: int = 5
    bookings: int = 10


QUICK = Plan(starts=1, slices=1, warm_up=2, single=5, parallel=16, long=1, bookings=2)


@dataclass
class Load:
    """Conversations run by some clients, in one slice or several."""

    seconds: list[float] = field(default_factory=list)
    """Of each message."""
    elapsed: float = 0.0
    cpu_seconds: float = 0.0
    hits: int = 0
    """Messages answered with an entry of the topic asked."""

    @property
    def per_second(self) -> float:
        """Messages a second."""
        return len(self.seconds) / self.elapsed

    @property
    def cpu_seconds_per_message(self) -> float:
        """Processor time of all processes of the side."""
        return self.cpu_seconds / len(self.seconds)

    @property
    def on_topic(self) -> float:
        """The share of messages answered with an entry of the topic asked."""
        return self.hits / len(self.seconds)

    def add(self, other: Load) -> None:
        """Adds another slice to this one."""
        self.seconds += other.seconds
        self.elapsed += other.elapsed
        self.cpu_seconds += other.cpu_seconds
        self.hits += other.hits


@dataclass
class Measurement:
    """Everything measured on one running side; times in seconds."""

    warm_memory: Memory = field(default_factory=lambda: Memory(0, 0))
    single: Load = field(default_factory=Load)
    parallel: Load = field(default_factory=Load)
    early: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    bookings: list[list[float]] = field(default_factory=list)
    final_memory: Memory = field(default_factory=lambda: Memory(0, 0))


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


async def measure(sides: Sequence[Side], plan: Plan, answers: Sequence[FaqAnswer]) -> list[Measurement]:
    """Run all phases against sides that have answered already; the measurement of each."""
    measuring = [_OneSide(side, plan, answers) for side in sides]
    for phase in (_OneSide.warm_up, *[_OneSide.one_client] * plan.slices, *[_OneSide.many_clients] * plan.slices):
        await _in_turn(measuring, phase)
    for _ in range(plan.long):
        await _in_turn(measuring, _OneSide.long_conversation)
    for _ in range(plan.bookings):
        await _in_turn(measuring, _OneSide.booking)
    for one in measuring:
        one.measured.final_memory = memory_of(one.side)
    return [one.measured for one in measuring]


async def _in_turn(measuring: Sequence[_OneSide], phase: Callable[[_OneSide], Awaitable[None]]) -> None:
    for one in measuring:
        await phase(one)


class _OneSide:
    """One side being measured; every side gets the same questions in the same order."""

    def __init__(self, side: Side, plan: Plan, answers: Sequence[FaqAnswer]) -> None:
        self.side = side
        self.measured = Measurement()
        self._plan = plan
        self._answers = answers
        self._source = distinct_questions(plan.seed)

    async def warm_up(self) -> None:
        await self._load(self._plan.warm_up, 1)
        self.measured.warm_memory = memory_of(self.side)

    async def one_client(self) -> None:
        self.measured.single.add(await self._load(self._plan.single // self._plan.slices, 1))

    async def many_clients(self) -> None:
        count = max(self._plan.parallel // self._plan.slices, self._plan.clients)
        self.measured.parallel.add(await self._load(count, self._plan.clients))

    async def long_conversation(self) -> None:
        early, late = await run_long(self.side, self._source, 1)
        self.measured.early += early
        self.measured.late += late

    async def booking(self) -> None:
        self.measured.bookings.append(await _book(self.side, len(self.measured.bookings)))

    async def _load(self, conversations: int, clients: int) -> Load:
        return await run_load(self.side, take_conversations(self._source, conversations, self._plan.turns), clients, self._answers)


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
    return Load([seconds for seconds, _ in results], elapsed, cpu, sum(hit for _, hit in results))


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
