"""`python -m benchmarks.understanding`: how well questions and details are understood, on the development set."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.understanding.own_run import OwnResult, run_own_set
from benchmarks.understanding.own_set import load_own_set

PROJECT = Path(__file__).resolve().parents[2]


def table(result: OwnResult) -> str:
    """The figures as Markdown, each with its 95 % interval."""
    lines = [
        ("topic of a question about the school", str(result.topic), "at least 95 %"),
        ("out of scope recognised", str(result.out_of_scope), "at least 90 %"),
        ("questions about the school wrongly rejected", str(result.wrongly_rejected), "at most 4 %"),
        ("follow-ups right", str(result.follow_ups), "at least 90 %"),
        *((f"  of these {kind}", str(value), "") for kind, value in result.follow_up_kinds.items()),
        ("several questions, all found", str(result.several), "at least 85 %"),
        *((f"  of these {kind}", str(value), "") for kind, value in result.several_kinds.items()),
        ("extraction, micro-F1", f"{result.extraction_f1:.3f}", "at least 0.95"),
        *((f"  {name}", f"{value:.3f}", "") for name, value in result.extraction_fields.items()),
    ]
    return "\n".join(["| measure | result | reach |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in lines)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; with ``--mistakes FILE`` writes what went wrong as JSON."""
    parser = argparse.ArgumentParser(prog="admissions bench understanding", description=__doc__)
    parser.add_argument("--half", choices=("reported", "fitted", "both"), default="reported", help="which half of the set")
    parser.add_argument("--mistakes", type=Path, help="write what went wrong to this file")
    options = parser.parse_args(arguments)
    own = load_own_set(PROJECT)
    result = run_own_set(own, reported={"reported": True, "fitted": False, "both": None}[options.half])
    print(table(result))
    print(f"\n{own.left_out} questions were left out: nearly the same stands in the training data.")
    if options.mistakes:
        options.mistakes.write_text(json.dumps(asdict(result)["mistakes"], ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
