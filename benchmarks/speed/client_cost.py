"""What the measuring client costs by itself: the same load against a server that only echoes."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.http1 import Connection
from benchmarks.speed.measuring import Load, Plan, run_load
from benchmarks.speed.our_side import OurSide
from benchmarks.speed.processes import Child, free_port
from benchmarks.speed.questions import distinct_questions, take_conversations
from benchmarks.speed.sides import Side
from benchmarks.speed.stock_side import StockSide

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ECHO_LIMIT_SECONDS = 20.0


@dataclass(frozen=True)
class ClientCost:
    """The client's own share for one contract, at one client and at several."""

    single: Load
    parallel: Load


async def client_costs(plan: Plan) -> dict[str, ClientCost]:
    """The cost of each contract: REST replies, and the open stream."""
    port = free_port()
    environment = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.speed.echo", str(port)]
        with Child(command, REPOSITORY, environment, Path(folder) / "echo.log") as child:
            await listening(child, port)
            sides: dict[str, Side] = {"client, REST": StockSide(port, (child,)), "client, stream": OurSide(port, (child,))}
            return {name: await _cost(side, plan) for name, side in sides.items()}


async def _cost(side: Side, plan: Plan) -> ClientCost:
    source = distinct_questions(plan.seed)
    single = await run_load(side, take_conversations(source, plan.single, plan.turns), 1, ())
    parallel = await run_load(side, take_conversations(source, plan.parallel, plan.turns), plan.clients, ())
    return ClientCost(single, parallel)


async def listening(child: Child, port: int) -> None:
    """Wait until the echo server takes connections. Raises ChildEnded, OSError."""
    deadline = time.perf_counter() + ECHO_LIMIT_SECONDS
    while True:
        child.check()
        try:
            async with await Connection.open(port):
                return
        except OSError:
            if time.perf_counter() > deadline:
                raise
            await asyncio.sleep(0.02)
