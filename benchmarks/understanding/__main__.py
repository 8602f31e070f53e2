"""`python -m benchmarks.understanding`: how well questions and details are understood, on the development set and on public sets."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from benchmarks.stock.environment import NotInstallable
from benchmarks.understanding.own_run import OwnResult, run_own_set
from benchmarks.understanding.own_set import load_own_set
from benchmarks.understanding.public_run import run_outside, run_public_set
from benchmarks.understanding.public_sets import NAMES, PublicSet, PublicSetMissing, load_public_set
from benchmarks.understanding.public_table import outside_table, public_table
from benchmarks.understanding.sentence_vectors import SentenceVectors
from benchmarks.understanding.stock_run import StockResult, run_stock, store, stored_results
from bot.errors import EncoderUnavailable
from bot.nlu.encoder import load_encoder
from bot.nlu.encoder_of import Encoder
from bot.nlu.language import Language
from bot.nlu.multilingual_encoder import load_multilingual_encoder

PROJECT = Path(__file__).resolve().parents[2]
RESULTS = PROJECT / "benchmarks" / "results"
_NAMES: dict[Language, str] = {"en": "English", "es": "Spanish"}


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
        *([("language told", str(result.language_told), "")] if result.language_told.of else []),
    ]
    return "\n".join(["| measure | result | reach |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in lines)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; with ``--mistakes FILE`` writes what went wrong on the development set as JSON."""
    parser = argparse.ArgumentParser(prog="admissions bench understanding", description=__doc__)
    parser.add_argument("--half", choices=("reported", "fitted", "both"), default="reported", help="which half of the development set")
    parser.add_argument("--language", choices=("en", "es", "both"), default="both", help="which development set")
    parser.add_argument("--mistakes", type=Path, help="write what went wrong to this file")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with the public sets (docs/public-sets.md): measure them, too")
    parser.add_argument("--public-only", action="store_true", help="leave the development set out")
    parser.add_argument("--sets", nargs="+", choices=tuple(NAMES), default=tuple(NAMES), help="which public sets")
    parser.add_argument("--only", choices=("10", "full"), help="ten examples of each intent alone, or all")
    parser.add_argument(
        "--stock", choices=("stored", "train", "none"), default="stored",
        help="stock Rasa's figures: those stored with their date, or trained now where --only asks for it, or none",
    )  # fmt: skip
    parser.add_argument(
        "--encoder", metavar="NAME",
        help='read the public sets with another encoder: a folder as in docs/encoder.md, or "multilingual", the one for Spanish',
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if options.public_only and not options.data:
        parser.error("--public-only needs --data DIR")
    try:
        public = [load_public_set(options.data, name) for name in options.sets] if options.data else []
        if not options.public_only:
            for language in ("en", "es") if options.language == "both" else (options.language,):
                _own(language, options.half, options.mistakes)
        if public:
            _public(public, ("10", "full") if options.only is None else (options.only,), options.stock, options.encoder)
    except (PublicSetMissing, NotInstallable, EncoderUnavailable) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _own(language: Language, half: str, mistakes: Path | None) -> None:
    own = load_own_set(PROJECT, language=language)
    result = run_own_set(own, reported={"reported": True, "fitted": False, "both": None}[half])
    print(f"\n{_NAMES[language]}\n\n{table(result)}")
    print(f"\n{own.left_out} questions were left out: nearly the same stands in the training data.")
    if mistakes:
        file = mistakes.with_stem(mistakes.stem + ("" if language == "en" else f"_{language}"))
        file.write_text(json.dumps(asdict(result)["mistakes"], ensure_ascii=False, indent=1), encoding="utf-8")


def _public(public: Sequence[PublicSet], amounts: Sequence[str], stock: str, encoder_name: str | None) -> None:
    encoder: Encoder = load_multilingual_encoder() if encoder_name == "multilingual" else load_encoder(encoder_name)
    vectors = SentenceVectors(encoder, RESULTS)
    ours, outside = [], None
    for one in public:
        for examples in amounts:
            result, model = run_public_set(one, vectors, encoder, examples)
            ours.append(result)
            if one.outside_test and examples == "full":
                outside = run_outside(one, model, vectors)
    beside = _stock(public, amounts, stock)
    print(f"\n{public_table(ours, beside)}")
    if outside is not None:
        theirs = next((one.outside for one in beside if one.outside), None)
        print(f"\n{outside_table(outside, theirs)}")


def _stock(public: Sequence[PublicSet], amounts: Sequence[str], how: str) -> list[StockResult]:
    if how == "none":
        return []
    known = stored_results()
    if how == "stored":
        return known
    today = date.today().isoformat()  # noqa: DTZ011 - the day on this machine's calendar
    measured = [run_stock(one, examples, today, print) for one in public for examples in amounts]
    for one in measured:
        print(f"Written to {store(one, RESULTS)}.")
    fresh = {(one.result.set_name, one.result.examples) for one in measured}
    return [*measured, *(one for one in known if (one.result.set_name, one.result.examples) not in fresh)]


if __name__ == "__main__":
    sys.exit(main())
