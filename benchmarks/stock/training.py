"""Stock Rasa's model: trained from the generated project, again only when what went into it changed."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answers import read_answers
from benchmarks.stock import environment
from benchmarks.stock.environment import LOCK, STOCK, NotInstallable, install, stock_python
from benchmarks.stock.project import write_project

REPOSITORY = STOCK.parent.parent
TRAINING_LIMIT_SECONDS = 3600


@dataclass(frozen=True)
class StockProject:
    """A generated Rasa project: with a few stories, as every new Rasa project has them, or with rules alone."""

    stories: bool = True

    @property
    def folder(self) -> Path:
        """Where the project lies."""
        return STOCK / "generated" / ("stories" if self.stories else "rules")

    @property
    def model(self) -> Path:
        """Its trained model."""
        return self.folder / "models" / "stock.tar.gz"


def prepare(project: StockProject, say: Callable[[str], None]) -> None:
    """Install stock Rasa, write the project and train its model, each if need be. Raises NotInstallable."""
    if install():
        say("Installed stock Rasa from its lock.")
    topics = {answer.topic for answer in read_answers(REPOSITORY / "content")}
    write_project(project.folder, REPOSITORY / "data" / "nlu.yml", topics, STOCK / "config.yml", project.stories)
    stamp, digest = project.folder / "trained-from.sha256", _digest(project.folder)
    if not (project.model.is_file() and stamp.is_file() and stamp.read_text() == digest):
        say("Training stock Rasa with its default pipeline; this takes some minutes.")
        _train(project)
        stamp.write_text(digest)


def rasa_command(*words: str) -> list[str]:
    """The command line of stock's `rasa`, to be run in a project's folder, or in STOCK for the actions."""
    return [str(stock_python()), "-m", "rasa", *words]


def rasa_environment() -> dict[str, str]:
    """The variables stock's processes run with: this shell's, without other Pythons and without telemetry."""
    return {**environment.clean_environment(), "RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1"}


def _digest(folder: Path) -> str:
    inputs = [folder / "domain.yml", STOCK / "config.yml", *sorted((folder / "data").glob("*.yml")), LOCK]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()


def _train(project: StockProject) -> None:
    log = project.folder / "train.log"
    with log.open("wb") as out:
        done = subprocess.run(
            # At low priority: training is no part of the measurement and should not stop other work on the machine.
            ["nice", "-n", "10", *rasa_command("train", "--fixed-model-name", "stock")], cwd=project.folder,
            env=rasa_environment(), stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            timeout=TRAINING_LIMIT_SECONDS, check=False,
        )  # fmt: skip
    if done.returncode != 0:
        tail = log.read_text(errors="replace")[-2000:]
        raise NotInstallable(f"Training stock Rasa failed:\n{tail}")
