"""The table of a run: each measure on both sides, their ratio and what was promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.speed.client_cost import ClientCost
from benchmarks.speed.measuring import LATE_TURN, Measurement
from benchmarks.speed.percentiles import median, percentile


@dataclass(frozen=True)
class SideResult:
    """What one side did: seconds of each cold start to the first right answer, and the measurement."""

    name: str
    starts: list[float]
    measured: Measurement


@dataclass(frozen=True)
class Row:
    """One line: both sides' values, how many times better ours is, and the least factor promised."""

    measure: str
    unit: str
    stock: float
    ours: float
    factor: float
    promised: float | None = None


MOST_GROWTH = 1.2

_MEBIBYTE = 2**20


def _booking_turns(side: SideResult) -> list[float]:
    return [seconds for booking in side.measured.bookings for seconds in booking]


# (measure, unit, value of a side, whether more is better, least factor promised)
_MEASURES: tuple[tuple[str, str, Callable[[SideResult], float], bool, float | None], ...] = (
    ("first right answer after a cold start", "s", lambda s: median(s.starts), False, 3),
    ("resident memory after warm-up (RSS)", "MB", lambda s: s.measured.warm_memory.rss / _MEBIBYTE, False, 2.5),
    ("resident memory after warm-up (PSS)", "MB", lambda s: s.measured.warm_memory.pss / _MEBIBYTE, False, None),
    ("resident memory at the end (RSS)", "MB", lambda s: s.measured.final_memory.rss / _MEBIBYTE, False, 2.5),
    ("resident memory at the end (PSS)", "MB", lambda s: s.measured.final_memory.pss / _MEBIBYTE, False, None),
    ("message, 1 client, p50", "ms", lambda s: 1000 * median(s.measured.single.seconds), False, 6),
    ("message, 1 client, p99", "ms", lambda s: 1000 * percentile(s.measured.single.seconds, 99), False, None),
    ("messages, 1 client", "per s", lambda s: s.measured.single.per_second, True, 6),
    ("messages, 8 clients", "per s", lambda s: s.measured.parallel.per_second, True, 6),
    ("message, 8 clients, p50", "ms", lambda s: 1000 * median(s.measured.parallel.seconds), False, None),
    ("message, 8 clients, p99", "ms", lambda s: 1000 * percentile(s.measured.parallel.seconds, 99), False, None),
    ("processor time a message, 1 client", "ms", lambda s: 1000 * s.measured.single.cpu_seconds_per_message, False, None),
    ("message at turn 5", "ms", lambda s: 1000 * median(s.measured.early), False, None),
    (f"message at turn {LATE_TURN}", "ms", lambda s: 1000 * median(s.measured.late), False, None),
    ("booking a tour, a turn, p50", "ms", lambda s: 1000 * median(_booking_turns(s)), False, None),
)  # fmt: skip


def compare(stock: SideResult, ours: SideResult) -> list[Row]:
    """All lines of the table."""
    rows = []
    for measure, unit, value, more_is_better, promised in _MEASURES:
        theirs, own = value(stock), value(ours)
        rows.append(Row(measure, unit, theirs, own, own / theirs if more_is_better else theirs / own, promised))
    return rows


def growth(side: SideResult) -> float:
    """Message time at the late turn, as a multiple of that at the early one."""
    return median(side.measured.late) / median(side.measured.early)


def broken_promises(stock: SideResult, ours: SideResult) -> list[str]:
    """What this server promised and did not keep in this run, one sentence each."""
    missed = [
        f"{row.measure}: {row.factor:.1f} times better, promised {row.promised:g}"
        for row in compare(stock, ours)
        if row.promised is not None and row.factor < row.promised
    ]
    if growth(ours) > MOST_GROWTH:
        missed.append(f"turn {LATE_TURN} takes {growth(ours):.2f} times as long as turn 5, promised at most {MOST_GROWTH:g}")
    return missed


def format_table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table that also reads well as plain text; the first column is left-aligned, the others right."""
    widths = [max(len(line[column]) for line in [heads, *lines]) for column in range(len(heads))]

    def joined(cells: Sequence[str]) -> str:
        padded = [cell.rjust(width) if index else cell.ljust(width) for index, (cell, width) in enumerate(zip(cells, widths, strict=True))]
        return f"| {' | '.join(padded)} |"

    rule = [("-" * (width - 1) + ":") if index else "-" * width for index, width in enumerate(widths)]
    return "\n".join(joined(line) for line in [heads, rule, *lines])


def comparison_table(stock: SideResult, ours: SideResult) -> str:
    """The table of a run with both sides."""
    lines = [
        [row.measure, row.unit, _number(row.stock), _number(row.ours), f"{row.factor:.1f}x", _promised(row)] for row in compare(stock, ours)
    ]
    ratio = [f"turn {LATE_TURN} / turn 5", "", f"{growth(stock):.2f}", f"{growth(ours):.2f}", "", f"at most {MOST_GROWTH:g}"]
    topic = ["answered with an entry of the topic asked", "%", *(f"{100 * _on_topic(s):.0f}" for s in (stock, ours)), "", ""]
    return format_table(["measure", "unit", stock.name, ours.name, "better", "promised"], [*lines, ratio, topic])


def single_table(side: SideResult) -> str:
    """The table of a run with one side only."""
    lines = [[measure, unit, _number(value(side))] for measure, unit, value, _, _ in _MEASURES]
    extra = [
        [f"turn {LATE_TURN} / turn 5", "", f"{growth(side):.2f}"],
        ["answered with an entry of the topic asked", "%", f"{100 * _on_topic(side):.0f}"],
    ]
    return format_table(["measure", "unit", side.name], [*lines, *extra])


def client_table(costs: Mapping[str, ClientCost]) -> str:
    """The table of the client's own cost, one line a contract."""
    lines = [[name, _number(1000 * median(cost.single.seconds)), _number(cost.parallel.per_second)] for name, cost in costs.items()]
    return format_table(["", "p50, 1 client, ms", "messages per s, 8 clients"], lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _promised(row: Row) -> str:
    return f"{row.promised:g}x" if row.promised else ""


def _on_topic(side: SideResult) -> float:
    loads = (side.measured.single, side.measured.parallel)
    return sum(load.on_topic * len(load.seconds) for load in loads) / sum(len(load.seconds) for load in loads)
