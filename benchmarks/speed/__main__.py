"""`python -m benchmarks.speed`: both sides in turns on this machine, a table, and a JSON file of everything measured."""

from __future__ import annotations

import argparse
import asyncio
import datetime
import json
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from benchmarks.answers import FaqAnswer, read_answers
from benchmarks.speed.client_cost import client_costs
from benchmarks.speed.http1 import BadAnswer
from benchmarks.speed.machine import is_busy, machine_facts
from benchmarks.speed.measuring import QUICK, NeverAnswered, Plan, first_answer, measure
from benchmarks.speed.our_side import REPOSITORY, prepare_ours, start_ours
from benchmarks.speed.processes import ChildEnded
from benchmarks.speed.report import (
    SideResult,
    broken_promises,
    client_table,
    comparison_table,
    single_table,
)
from benchmarks.speed.sides import Side, Unanswered
from benchmarks.speed.stock_side import start_stock
from benchmarks.stock.environment import NotInstallable
from benchmarks.stock.training import StockProject, prepare

RESULTS = REPOSITORY / "benchmarks" / "results"


Start = Callable[[Path], AbstractContextManager[Side]]


async def run_sides(starts: Mapping[str, Start], plan: Plan, answers: Sequence[FaqAnswer]) -> dict[str, SideResult]:
    """Start each side cold as often as planned, keep the last start, and measure all that run. Each start has a fresh folder."""
    with ExitStack() as running:
        sides: list[Side] = []
        seconds: list[list[float]] = []
        for start in starts.values():
            taken = [await _start_and_end(start, answers) for _ in range(plan.starts - 1)]
            side, last = await _start(start, answers, running)
            sides.append(side)
            seconds.append([*taken, last])
        measured = await measure(sides, plan, answers)
    return {name: SideResult(side.name, taken, found) for name, side, taken, found in zip(starts, sides, seconds, measured, strict=True)}


async def _start_and_end(start: Start, answers: Sequence[FaqAnswer]) -> float:
    with ExitStack() as running:
        return (await _start(start, answers, running))[1]


async def _start(start: Start, answers: Sequence[FaqAnswer], running: ExitStack) -> tuple[Side, float]:
    folder = running.enter_context(tempfile.TemporaryDirectory(prefix="admissions-speed-"))
    side = running.enter_context(start(Path(folder)))
    seconds = await first_answer(side, answers)
    _say(f"{side.name}: first right answer after {seconds:.1f} s")
    return side, seconds


async def run(arguments: argparse.Namespace) -> int:
    """Everything the command line asks for, on sides that are prepared; the exit status."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    plan = QUICK if arguments.quick else Plan()
    machine = machine_facts()
    if is_busy(machine):
        _say(f"The machine is busy (load {machine['load_before']} on {machine['cores']} cores): don't quote this run.")
    answers = read_answers(REPOSITORY / "content")
    project = StockProject(stories=not arguments.rules_only)
    costs = await client_costs(plan)
    starts: dict[str, Start] = {"stock": lambda folder: start_stock(project, folder, answers), "ours": start_ours}
    sides = await run_sides({name: start for name, start in starts.items() if arguments.only in (None, name)}, plan, answers)

    print(f"\n{machine['processor']}, {machine['cores']} cores, Python {machine['python']}\n")
    print(comparison_table(sides["stock"], sides["ours"]) if len(sides) == 2 else single_table(*sides.values()))
    print(f"\nThe client alone, against a server that does nothing:\n\n{client_table(costs)}\n")
    facts = {"machine": machine, "plan": asdict(plan), "stock_has_stories": project.stories}
    measured = {name: asdict(side) for name, side in sides.items()}
    _write(arguments, {**facts, **measured, "client": {name: asdict(cost) for name, cost in costs.items()}})
    return _verdict(sides["stock"], sides["ours"]) if len(sides) == 2 else 0


def _write(arguments: argparse.Namespace, result: dict[str, Any]) -> None:
    now = datetime.datetime.now().astimezone()
    # Only a whole run gets the plain name; what was left out stands in the others'.
    parts = {"quick": arguments.quick, f"{arguments.only}-only": arguments.only, "rules-only": arguments.rules_only}
    name = "-".join(["speed", f"{now:%Y-%m-%d}", *(part for part, wanted in parts.items() if wanted)])
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / f"{name}.json"
    document = {"at": now.isoformat(timespec="seconds"), **result}
    target.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {target.relative_to(REPOSITORY)}")


def _verdict(stock: SideResult, ours: SideResult) -> int:
    broken = broken_promises(stock, ours)
    for sentence in broken:
        print(f"NOT KEPT: {sentence}")
    return 1 if broken else 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="admissions bench speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the messages and one start: to try it out, not to quote")
    parser.add_argument("--only", choices=("stock", "ours"), help="measure one side alone")
    parser.add_argument("--rules-only", action="store_true", help="give stock Rasa no stories, so that its TED policies stay out")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command, with these arguments or the command line's.

    Returns 0 if every promise was kept, 1 if not, 2 if it could not be measured, 130 if it was stopped.
    """
    status = 0
    # Ended from outside is stopped like Ctrl-C: whatever runs beside this process is ended first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = _parse(arguments)
    try:
        if options.only != "ours":
            prepare(StockProject(stories=not options.rules_only), _say)
        if options.only != "stock":
            prepare_ours(_say)
        status = asyncio.run(run(options))
    except* (NotInstallable, NeverAnswered, ChildEnded, Unanswered, BadAnswer, OSError, CalledProcessError) as group:
        for error in group.exceptions:
            _say(f"Not measured: {error}")
        status = 2
    except* (KeyboardInterrupt, asyncio.CancelledError):
        _say("Stopped; the servers have been ended.")
        status = 130
    return status


if __name__ == "__main__":
    sys.exit(main())
