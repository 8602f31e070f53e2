"""Stock Rasa's NLU (default pipeline, DIET, real TensorFlow) on a public set, and results of it that were stored."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import yaml

from benchmarks.stock.environment import STOCK, NotInstallable, install, stock_python
from benchmarks.stock.training import rasa_command, rasa_environment
from benchmarks.understanding.public_run import OutsideResult, PublicResult, rejecting_threshold, timed
from benchmarks.understanding.public_sets import Labelled, PublicSet
from benchmarks.understanding.scoring import Share, share

STORED = Path(__file__).parent / "stored"
_TRAINING_LIMIT_SECONDS = 6 * 3600
_PARSING_LIMIT_SECONDS = 3600


@dataclass(frozen=True)
class StockResult:
    """What stock Rasa reached, and when that was measured."""

    result: PublicResult
    date: str
    outside: OutsideResult | None = None


def run_stock(public: PublicSet, examples: str, date: str, say: Callable[[str], None]) -> StockResult:
    """Trains stock NLU on the set, at low priority, and answers the test texts. Raises :class:`NotInstallable`."""
    if install():
        say("Installed stock Rasa from its lock.")
    folder = STOCK / "generated" / f"nlu-{public.name.lower()}-{examples}"
    _write_project(folder, public.few if examples == "10" else public.full)
    say(f"Training stock Rasa on {public.name}, {examples} examples; this takes minutes.")
    start = time.monotonic()
    _run(folder, rasa_command("train", "nlu", "--fixed-model-name", "stock"), "", _TRAINING_LIMIT_SECONDS)
    seconds = time.monotonic() - start
    if not _model(folder).is_file():
        raise NotInstallable(f"Stock Rasa trained nothing from {folder}; `rasa train nlu` there says why.")
    with_outside = bool(public.outside_test) and examples == "full"
    validation = [text for text, _ in public.validation] if with_outside else []
    outside = list(public.outside_test) if with_outside else []
    texts = [text for text, _ in public.test]
    printed = _run(folder, _parsing(folder), json.dumps([*texts, *validation, *outside]), _PARSING_LIMIT_SECONDS)
    heard = json.loads(printed.splitlines()[-1])
    tested, rest = heard[: len(texts)], heard[len(texts) :]
    right = share(intent == wanted for (intent, _, _), (_, wanted) in zip(tested, public.test, strict=True))
    slow = set(timed(public))
    took = float(np.median([one[2] for one, text in zip(tested, texts, strict=True) if text in slow]))
    result = PublicResult(public.name, examples, right, seconds, took)
    if not with_outside:
        return StockResult(result, date)
    validated = zip(rest[: len(validation)], public.validation, strict=True)
    threshold = rejecting_threshold([(sure, intent == wanted) for (intent, sure, _), (_, wanted) in validated])
    kept = share(intent == wanted and sure >= threshold for (intent, sure, _), (_, wanted) in zip(tested, public.test, strict=True))
    rejected = share(sure < threshold for _, sure, _ in rest[len(validation) :])
    return StockResult(result, date, OutsideResult(threshold, kept, rejected))


def stored_results(folder: Path = STORED) -> list[StockResult]:
    """What was measured before and put beside the code, each with its date."""
    return [_read(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]


def store(measured: StockResult, folder: Path) -> Path:
    """Writes a result as JSON; :func:`stored_results` reads it from :data:`STORED`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"stock-{measured.result.set_name.lower()}-{measured.result.examples}.json"
    path.write_text(json.dumps(asdict(measured), indent=1) + "\n", encoding="utf-8")
    return path


def _read(document: dict[str, object]) -> StockResult:
    def counted(fields: dict[str, object], *names: str) -> dict[str, object]:
        return {**fields, **{name: Share(**fields[name]) for name in names}}  # type: ignore[arg-type]

    result = PublicResult(**counted(document["result"], "accuracy"))  # type: ignore[arg-type]
    outside = document.get("outside")
    return StockResult(result, str(document["date"]), OutsideResult(**counted(outside, "inside", "outside")) if outside else None)  # type: ignore[arg-type]


def _write_project(folder: Path, taught: Sequence[Labelled]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    shutil.copyfile(STOCK / "config.yml", folder / "config.yml")
    intents: dict[str, list[str]] = {}
    for text, intent in taught:
        intents.setdefault(intent, []).append(" ".join(text.split()))
    blocks = [{"intent": intent, "examples": [{"text": text} for text in dict.fromkeys(texts)]} for intent, texts in intents.items()]
    document = yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, sort_keys=False)
    (folder / "data" / "nlu.yml").write_text(document, encoding="utf-8")


def _parsing(folder: Path) -> list[str]:
    return [str(stock_python()), str(Path(__file__).with_name("stock_parse.py")), str(_model(folder))]


def _model(folder: Path) -> Path:
    return folder / "models" / "stock.tar.gz"


def _run(folder: Path, command: list[str], given: str, limit: int) -> str:
    with (folder / "run.log").open("ab") as log:
        done = subprocess.run(
            ["nice", "-n", "15", *command], cwd=folder, env=rasa_environment(), input=given.encode(), stdout=subprocess.PIPE,
            stderr=log, timeout=limit, check=False,
        )  # fmt: skip
    if done.returncode != 0:
        raise NotInstallable(
            f"Stock Rasa failed; {folder / 'run.log'} says why:\n{(folder / 'run.log').read_text(errors='replace')[-1500:]}"
        )
    return done.stdout.decode()
