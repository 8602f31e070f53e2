"""The public sets' figures as Markdown: this assistant beside stock Rasa."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.understanding.public_run import OutsideResult, PublicResult
from benchmarks.understanding.scoring import Share
from benchmarks.understanding.stock_run import StockResult

REACH = {
    ("BANKING77", "10"): "at least 86.5 %", ("CLINC150", "10"): "at least 92.5 %", ("HWU64", "10"): "at least 84.5 %",
    ("BANKING77", "full"): "at least 93.7 %", ("CLINC150", "full"): "at least 96.2 %", ("HWU64", "full"): "at least 92 %",
}  # fmt: skip


def public_table(ours: Sequence[PublicResult], stock: Sequence[StockResult]) -> str:
    """One row per set and amount of training data; stock Rasa's figures with the day they were measured."""
    beside = {(one.result.set_name, one.result.examples): one for one in stock}
    rows = [
        "| set, examples of each intent | accuracy | reach | stock Rasa | training, s | stock | ms a message, p50 | stock |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in ours:
        other = beside.get((one.set_name, one.examples))
        said = ("not measured", "", "") if other is None else _stock_cells(other)
        rows.append(
            f"| {one.set_name}, {one.examples} | {_short(one.accuracy)} | {REACH[one.set_name, one.examples]} | {said[0]} "
            f"| {one.training_seconds:.1f} | {said[1]} | {one.message_ms:.1f} | {said[2]} |"
        )
    return "\n".join(rows)


def outside_table(ours: OutsideResult, stock: OutsideResult | None) -> str:
    """CLINC150's out-of-scope texts; the threshold was chosen on the validation texts."""
    rows = [("this assistant", ours), *([("stock Rasa", stock)] if stock else [])]
    return "\n".join([
        "| CLINC150 out of scope, full | recall (at least 75 %) | in-scope accuracy (at least 93 %) | threshold |",
        "|---|---|---|---|",
        *(f"| {name} | {_short(one.outside)} | {_short(one.inside)} | {one.threshold:.3f} |" for name, one in rows),
    ])  # fmt: skip


def _stock_cells(one: StockResult) -> tuple[str, str, str]:
    return f"{_short(one.result.accuracy)}, {one.date}", f"{one.result.training_seconds:.0f}", f"{one.result.message_ms:.1f}"


def _short(value: Share) -> str:
    low, high = value.interval
    return f"{100 * value.value:.1f} % ({100 * low:.1f}-{100 * high:.1f})"
