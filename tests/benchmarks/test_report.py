from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.speed.measuring import Load, Measurement
from benchmarks.speed.processes import Memory
from benchmarks.speed.report import SideResult, broken_promises, compare, comparison_table, format_table, growth

MB = 1 << 20


def _result(name: str, message: float, per_second: float, start: float, memory: int, late: float) -> SideResult:
    single = Load([message] * 99 + [10 * message], 100 / per_second, 100 * message, 90)
    parallel = Load([8 * message] * 100, 100 / per_second, 100 * message, 70)
    held = Memory(memory * MB, memory * MB)
    return SideResult(name, [start, start + 1, start - 1], Measurement(held, single, parallel, [0.02], [late], [[message] * 3], held))


STOCK = _result("stock Rasa", 0.066, 15, 42, 1120, 0.1)
OURS = _result("this server", 0.0066, 150, 10.5, 280, 0.022)


def test_a_factor_above_one_means_better_for_times_and_for_rates() -> None:
    factors = {row.measure: row.factor for row in compare(STOCK, OURS)}
    assert factors["message, 1 client, p50"] == pytest.approx(10)
    assert factors["messages, 8 clients"] == pytest.approx(10)
    assert factors["first right answer after a cold start"] == pytest.approx(4)
    assert factors["resident memory after warm-up (RSS)"] == pytest.approx(4)


def test_values_carry_the_unit_of_their_line() -> None:
    rows = {row.measure: row for row in compare(STOCK, OURS)}
    assert rows["message, 1 client, p50"].stock == pytest.approx(66)
    assert rows["message, 1 client, p99"].stock == pytest.approx(66)
    assert rows["message, 8 clients, p50"].ours == pytest.approx(52.8)
    assert rows["first right answer after a cold start"].stock == 42
    assert rows["resident memory at the end (PSS)"].ours == pytest.approx(280)


def test_promises_kept_say_nothing() -> None:
    assert growth(OURS) == pytest.approx(1.1)
    assert broken_promises(STOCK, OURS) == []


@pytest.mark.parametrize(
    ("worse", "told"),
    [
        (_result("x", 0.012, 150, 10.5, 280, 0.022), "message, 1 client, p50"),
        (_result("x", 0.0066, 89, 10.5, 280, 0.022), "messages, 8 clients"),
        (_result("x", 0.0066, 150, 15, 280, 0.022), "first right answer"),
        (_result("x", 0.0066, 150, 10.5, 460, 0.022), "resident memory"),
        (_result("x", 0.0066, 150, 10.5, 280, 0.025), "turn 100 takes 1.25 times"),
    ],
)
def test_a_broken_promise_is_told(worse: SideResult, told: str) -> None:
    assert any(told in sentence for sentence in broken_promises(STOCK, worse))


def test_stock_is_not_held_to_the_growth_that_was_promised_for_this_server() -> None:
    slow_stock = replace(STOCK, measured=replace(STOCK.measured, late=[9.0]))
    assert broken_promises(slow_stock, OURS) == []


def test_a_table_is_aligned() -> None:
    table = format_table(["measure", "ms"], [["p50", "1,234"], ["the longest one", "5"]])
    assert table.splitlines() == [
        "| measure         |    ms |",
        "| --------------- | ----: |",
        "| p50             | 1,234 |",
        "| the longest one |     5 |",
    ]


def test_the_comparison_shows_both_sides_the_factor_and_the_promise() -> None:
    lines = comparison_table(STOCK, OURS).splitlines()
    [p50] = [line for line in lines if "1 client, p50" in line]
    assert [cell.strip() for cell in p50.strip("|").split("|")] == ["message, 1 client, p50", "ms", "66.0", "6.6", "10.0x", "6x"]
    [topics] = [line for line in lines if "topic asked" in line]
    assert [cell.strip() for cell in topics.strip("|").split("|")][2:4] == ["80", "80"]
