"""`python -m benchmarks.retrieval`: what a message costs as the FAQ grows, and what taking over a change costs.

The school's own content is filled up to 1,000, 3,000 and 10,000 phrasings with entries that nobody asks for: their
vectors are random, which changes no answer and costs the same. A message is timed from its words to the decision
(Rasa's pipeline, splitting, context, retrieval), no text twice. 100,000 phrasings are measured on the matrix alone.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert, select, update

from benchmarks.speed.questions import distinct_questions
from bot.assistant import Assistant, build, use
from bot.commands.serve import prepare
from bot.conversations.understanding import understanding
from bot.engine.agent import load_agent
from bot.engine.hearing import Hearing
from bot.engine.model import ensure_model
from bot.faq.answering import decide
from bot.faq.live import LiveAnswers, Snapshot
from bot.faq.loader import bump_version
from bot.faq.models import FaqEntry, Phrasing
from bot.faq.wording import Entry
from bot.nlu.encoder import load_encoder
from bot.settings import Settings

SIZES = (1_000, 3_000, 10_000)
MATRIX_ONLY = 100_000
PHRASINGS_EACH = 8


def fill_up(assistant: Assistant, size: int) -> None:
    """Adds entries with random vectors until there are ``size`` phrasings."""
    encoder, now = load_encoder(), assistant.clock()
    with assistant.database.write() as session:
        missing = size - len(session.execute(select(Phrasing.id).where(Phrasing.language == "en")).all())
        vectors = _unit_vectors(missing, encoder.dimension, seed=size)
        entries = range(-(-missing // PHRASINGS_EACH))
        common = {"title": "Filler", "answer": "Filler.", "needs": [], "claims": [], "follow_ups": [], "source": "benchmark"}
        session.execute(
            insert(FaqEntry),
            [{"id": f"filler-{one}", "topic": "student_life", "edited": True, "updated_at": now, **common} for one in entries],
        )
        session.execute(
            insert(Phrasing),
            [
                {
                    "entry_id": f"filler-{index // PHRASINGS_EACH}",
                    "text": f"filler {index}",
                    "vector": vector.astype("<f4").tobytes(),
                    "encoder": encoder.fingerprint,
                }
                for index, vector in enumerate(vectors)
            ],
        )
        bump_version(session)


def message_times(hearings: Sequence[tuple[Hearing, LiveAnswers]], texts: Sequence[str]) -> list[list[float]]:
    """Milliseconds of each message with each of ``hearings``, taken in turn so that a busy moment meets all of them."""

    async def run() -> list[list[float]]:
        times: list[list[float]] = [[] for _ in hearings]
        for number, text in enumerate(texts):
            place = number % len(hearings)
            hearing, answers = hearings[place]
            started = time.perf_counter()
            heard = understanding(await hearing.hear(text, {}))
            for one in heard.parts or (heard,):
                decide(one, load_encoder().encode_one(one.asked), answers.snapshot)
            times[place].append((time.perf_counter() - started) * 1000)
        return times

    return asyncio.run(run())


def refresh_times(assistant: Assistant, rounds: int) -> tuple[float, float]:
    """Milliseconds to read everything, and to take over one changed entry: medians."""
    whole, one_entry = [], []
    for _ in range(rounds):
        answers = LiveAnswers(assistant.database, assistant.school, assistant.clock)
        started = time.perf_counter()
        answers.refresh()
        whole.append((time.perf_counter() - started) * 1000)
        _edit(assistant)
        started = time.perf_counter()
        answers.refresh()
        one_entry.append((time.perf_counter() - started) * 1000)
    return statistics.median(whole), statistics.median(one_entry)


def nearest_ms(size: int, rounds: int) -> float:
    """Milliseconds of one search among ``size`` phrasings: median."""
    dimension = load_encoder().dimension
    matrix = _unit_vectors(size, dimension, seed=1)
    owners = tuple(f"e{index // PHRASINGS_EACH:06d}" for index in range(size))
    entries = {owner: Entry(owner, "student_life", owner, owner, None, None, (), (), None, (), None, None) for owner in owners}
    snapshot = Snapshot(1, datetime.now(UTC).date(), entries, {}, matrix, owners)
    vectors = _unit_vectors(rounds, dimension, seed=2)
    snapshot.nearest(vectors[0])
    times = []
    for vector in vectors:
        started = time.perf_counter()
        snapshot.nearest(vector)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; 1 when 10,000 phrasings cost more than twice the message time of 1,000."""
    parser = argparse.ArgumentParser(prog="admissions bench retrieval", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--messages", type=int, default=200, help="messages for each size (200)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="admissions-retrieval-") as folder:
        offices = list(_offices(Path(folder)))
        use(offices[0])
        agent = load_agent(offices[0], ensure_model(Settings(), print))
        hearings = [(Hearing(agent, office.answers), office.answers) for office in offices]
        texts = [one.text for one in islice(distinct_questions(1), (options.messages + 20) * len(SIZES))]
        warm = 20 * len(SIZES)
        message_times(hearings, texts[:warm])
        times = message_times(hearings, texts[warm:])
        print("| phrasings | message p50 ms | message p90 ms | one search p50 ms | memory of the matrix MB |")
        print("|---|---|---|---|---|")
        for size, taken in zip(SIZES, times, strict=True):
            print(f"| {size:,} | {_p(taken, 50):.2f} | {_p(taken, 90):.2f} | {nearest_ms(size, 200):.3f} | {_megabytes(size):.1f} |")
        print(f"| {MATRIX_ONLY:,} | | | {nearest_ms(MATRIX_ONLY, 50):.3f} | {_megabytes(MATRIX_ONLY):.1f} |")
        ratio = _p(times[-1], 50) / _p(times[0], 50)
        print(f"\n{SIZES[-1]:,} phrasings cost {ratio:.2f} times the message time of {SIZES[0]:,} (at most 2).")
        whole, one_entry = refresh_times(offices[-1], 5)
        print(f"Taking over the answers at {SIZES[-1]:,} phrasings: all of them {whole:.0f} ms, one changed entry {one_entry:.0f} ms.")
        calm, busy = _while_refreshing(hearings[-1], offices[-1], texts)
        print(f"Message p50 / p90 meanwhile, on a thread that never waits for it: {_p(busy, 50):.2f} / {_p(busy, 90):.2f} ms")
        print(f"  (the same messages with nothing to take over: {_p(calm, 50):.2f} / {_p(calm, 90):.2f} ms).")
        for office in offices:
            office.close()
    return 0 if ratio <= 2 else 1


def _offices(folder: Path) -> Iterator[Assistant]:
    for size in SIZES:
        office = build(Settings().model_copy(update={"data_dir": folder / str(size), "database_url": "", "public_url": ""}))
        prepare(office)
        fill_up(office, size)
        office.answers.refresh()
        yield office


def _while_refreshing(hearing: tuple[Hearing, LiveAnswers], office: Assistant, texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Message times with nothing to take over, and while a change is taken over twice a second."""
    (calm,) = message_times([hearing], [f"{text} again" for text in texts[:100]])
    stopping = threading.Event()

    def change() -> None:
        while not stopping.wait(0.5):
            _edit(office)
            office.answers.refresh()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        (busy,) = message_times([hearing], [f"{text} once more" for text in texts[:300]])
    finally:
        stopping.set()
        thread.join()
    return calm, busy


def _edit(office: Assistant) -> None:
    with office.database.write() as session:
        session.execute(update(FaqEntry).where(FaqEntry.id == "filler-1").values(answer=f"Filler, {time.monotonic_ns()}."))
        bump_version(session)


def _unit_vectors(count: int, dimension: int, *, seed: int) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).standard_normal((count, dimension), dtype=np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def _megabytes(size: int) -> float:
    return size * load_encoder().dimension * 4 / 1e6


def _p(values: Sequence[float], percent: int) -> float:
    return float(np.percentile(values, percent))


if __name__ == "__main__":
    sys.exit(main())
